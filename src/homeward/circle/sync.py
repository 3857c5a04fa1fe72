"""Carrying blocks between this device and its relays (PROTOCOL 9): pull, settle, push, until nothing moves.

Every relay may be gone, late, forgetful or lying. A failure of one is a line in the report, never a reason to lose or halve anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from homeward.faults import reached
from homeward.keys import derive
from homeward.schema import base64url
from homeward.schema.errors import WireMalformed

from .block import SMALL, TURN
from .circle import Circle
from .epoch import LogKeys
from .errors import CircleError
from .local import Cursor, OutItem
from .mailbox import AllowanceUsed, IndexLine, LogClosed, LogUnknown, Mailbox, Page, RelayRefused, RelayUnreachable
from .settle import bury, settle
from .taking import take_block, take_record
from .turning import hidden_decisions, prepare, turn, under_way

PAGE_BYTES = 262_144
MAX_ROUNDS = 400
MAX_BLOCKS = 65_536
MAX_POSITION = 2**53
DECOYS = 3
FETCH_ALL = 16
_FAILURES = (RelayUnreachable, RelayRefused, WireMalformed)


@dataclass
class Report:
    """What a sync did: blocks in and out, whether the circle moved, and what each failing relay (by url) said."""

    received: int = 0
    sent: int = 0
    moved: bool = False
    failed: dict[str, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    rewound: set[str] = field(default_factory=set)
    taken: dict[str, int] = field(default_factory=dict)


def sync(circle: Circle, mailboxes: Mapping[str, Mailbox]) -> Report:
    """Exchange everything with the relays in `mailboxes` (base64url id to mailbox)."""
    report = Report()
    for _ in range(MAX_ROUNDS):
        got = _pull(circle, mailboxes, report)
        moved = settle(circle)
        sent = _push(circle, mailboxes, report)
        report.moved |= moved
        if not (got or moved or sent) or not circle.following:
            break
    bury(circle)
    if report.answered:
        with circle.vault.write():
            circle.put("day", "sync", circle.around.today())
            for piece in circle.trunk.evidence():  # also where a turn can no longer carry it: she changed her keys meanwhile
                circle.alarm("two-turns", circle.name_of(piece.seat))
            for identity in hidden_decisions(circle) if circle.me.status == "active" else []:
                circle.alarm("hidden-decision", identity[:8])
    return report


def routine(circle: Circle, mailboxes: Mapping[str, Mailbox]) -> bool:
    """What a coordinator's client does by itself after a sync: prepare the next logs, make the weekly turn. Whether it turned."""
    if circle.me.status != "active" or "coordinator" not in circle.seat.roles:
        return False
    fresh = prepare(circle)
    for keys in fresh:
        _try_create(mailboxes, keys)
    node = circle.here.turn
    today = circle.around.today()
    due = node is not None and not (today - circle.state.policy.turn_days < node.day <= today)  # a day to come is nobody's clock
    due = due and not under_way(circle)
    if due:
        turn(circle)
    return due


def _pull(circle: Circle, mailboxes: Mapping[str, Mailbox], report: Report) -> int:
    got = 0
    for name, mailbox in mailboxes.items():
        try:
            for turn_id in _turns_to_read(circle):
                keys = circle.turn_keys(turn_id, name)
                if keys:
                    got += _read_log(circle, mailbox, keys, report, turns=True)
                talk = circle.talk_keys(turn_id, name) if _talk_wanted(circle, turn_id) else None
                if talk:
                    got += _read_log(circle, mailbox, talk, report, turns=False)
            report.answered.add(name)
        except _FAILURES as error:
            report.failed[name] = str(error)
    report.received += got
    return got


def _turns_to_read(circle: Circle) -> list[str]:
    """Every epoch from the last final turn on, where a better sibling may still appear, the last two, and (once a day) each older
    epoch whose log may still be there (S3)."""
    today = circle.around.today()
    settled = circle.trunk.settled()[:-1]
    branch = [n.id for n in circle.branch() if n.id in circle.keys]
    recent = [t for t in branch if t not in settled or t in branch[-2:]]
    older = [t for t in branch if t not in recent and circle.vault.get(circle.kind("polled"), t, int) != today]
    with circle.vault.write():
        for turn_id in older:
            circle.put("polled", turn_id, today)
    return older + recent


def _talk_wanted(circle: Circle, turn_id: str) -> bool:
    return circle.keys[turn_id].ended < 0 or turn_id in [n.id for n in circle.branch()][-3:]


def _read_log(circle: Circle, mailbox: Mailbox, keys: LogKeys, report: Report, *, turns: bool) -> int:
    name = base64url.encode(keys.address)
    cursor = circle.cursors.get(name, Cursor(position=-1, head=bytes(32), closed=False))
    got = 0
    while True:
        if report.taken.get(name, 0) >= MAX_BLOCKS:
            return got  # more than a relay keeps of one log: the rest, if there is one, comes with the next sync
        try:
            page = _page(circle, mailbox, keys, cursor, turns=turns)
        except LogUnknown:
            if cursor.position >= 0:
                _forgotten(circle, mailbox, name)
            return got
        if page.next <= cursor.position:
            _forgotten(circle, mailbox, name)
            return got
        if _differs(cursor, page):
            circle.alarm("relay-differs", name[:8])
            if name not in report.rewound:  # once a sync: a relay that lies on purpose must not keep a phone busy
                report.rewound.add(name)
                _post_again(circle, mailbox, name)
                return got
        if page.first <= cursor.position or page.first + len(page.blocks) > page.next or page.next > MAX_POSITION:
            raise WireMalformed("positions that contradict each other")
        cursor = _take_page(circle, keys, page, cursor)
        got += len(page.blocks)
        report.taken[name] = report.taken.get(name, 0) + max(1, len(page.blocks))
        if not page.blocks or cursor.position + 1 >= page.next:
            return got


def _take_page(circle: Circle, keys: LogKeys, page: Page, cursor: Cursor) -> Cursor:
    name = base64url.encode(keys.address)
    head = page.head
    with circle.vault.write():
        for block in page.blocks:
            take_block(circle, keys, block)
            head = derive.hash_of("homeward/head/v1", head, derive.sha256(block)) if head else b""
        last = max(cursor.position, page.first + len(page.blocks) - 1) if page.blocks else cursor.position
        moved = Cursor(position=last, head=head, closed=page.closed)
        if moved != cursor:
            circle.cursors[name] = moved
            circle.put("cursor", name, moved)
    return moved


def _page(circle: Circle, mailbox: Mailbox, keys: LogKeys, cursor: Cursor, *, turns: bool) -> Page:
    """The next page. Where a turn log holds more slots than a small circle's, only this seat's block and decoys are fetched."""
    if turns and len(circle.state.seats) > FETCH_ALL * 2:
        lines = mailbox.index(keys, cursor.position)
        if sum(line.size == SMALL for line in lines) > FETCH_ALL:
            return _sparse(circle, mailbox, keys, lines)
    return mailbox.read(keys, cursor.position, PAGE_BYTES)


def _sparse(circle: Circle, mailbox: Mailbox, keys: LogKeys, lines: tuple[IndexLine, ...]) -> Page:
    """S6: all large blocks (turns), then of each run of small ones this seat's and three fixed decoys, and what stands alone."""
    chosen = {line.position for line in lines if line.size != SMALL}
    fetched: dict[int, bytes] = {p: mailbox.fetch(keys, p) for p in sorted(chosen)}
    with circle.vault.write():
        for position in sorted(fetched):
            take_block(circle, keys, fetched[position])
    for run in _runs([line for line in lines if line.size == SMALL]):
        wanted = run if len(run) <= FETCH_ALL else _own_and_decoys(circle, keys, run, lambda p: mailbox.fetch(keys, p), fetched)
        for position in wanted:
            if position not in fetched:
                fetched[position] = mailbox.fetch(keys, position)
    nxt = lines[-1].position + 1
    blocks = tuple(fetched[p] for p in sorted(fetched))
    return Page(nxt - len(blocks), b"", blocks, nxt, False)


def _runs(lines: list[IndexLine]) -> list[list[int]]:
    runs: list[list[int]] = []
    for line in lines:
        if runs and line.position == runs[-1][-1] + 1:
            runs[-1].append(line.position)
        else:
            runs.append([line.position])
    return runs


def _own_and_decoys(circle: Circle, keys: LogKeys, run: list[int], fetch: Callable[[int], bytes], fetched: dict[int, bytes]) -> list[int]:
    """Positions of this seat's slot block and of three decoys that never change for this log; everything if it is not there."""
    fetched[run[0]] = fetch(run[0])  # the end of the turn's own bytes may be a small block
    with circle.vault.write():
        take_block(circle, keys, fetched[run[0]])
    tables = [n.turn.slots for n in circle.trunk.nodes.values() if n.turn and n.id not in circle.keys and n.turn.slots]
    for table in tables:
        own = next((i for i, (seat, _) in enumerate(table) if seat == circle.me.seat), -1)
        groups = -(-len(table) // 3)
        for offset in (0, 1):
            place = own // 3 + offset
            if own < 0 or place >= len(run) or groups > len(run):
                continue
            fetched[run[place]] = fetch(run[place])
            with circle.vault.write():
                take_block(circle, keys, fetched[run[place]])
            if table[own][1] in circle.slots:
                seed = int.from_bytes(derive.hash_of("homeward/decoy/v1", circle.me.ref.encode(), keys.address)[:8], "big")
                return [run[(seed + i * (len(run) // DECOYS + 1)) % len(run)] for i in range(DECOYS)]
    return run


def _forgotten(circle: Circle, mailbox: Mailbox, name: str) -> None:
    """The relay lost what it had acknowledged: start reading again and post this device's own blocks again (9.2)."""
    circle.alarm("relay-forgot", base64url.encode(mailbox.relay)[:8])
    _post_again(circle, mailbox, name)


def _differs(cursor: Cursor, page: Page) -> bool:
    """Whether the head before `page` is not the one this device computed: another order, or a restored and overtaken backup."""
    return cursor.position >= 0 and page.first == cursor.position + 1 and bool(cursor.head and page.head) and page.head != cursor.head


def _post_again(circle: Circle, mailbox: Mailbox, name: str) -> None:
    relay = base64url.encode(mailbox.relay)
    with circle.vault.write():
        circle.cursors.pop(name, None)
        circle.drop("cursor", name)
        for number, item in list(circle.out.items()):
            keys = circle.turn_keys(item.turn, relay) if item.log == "turn" else circle.talk_keys(item.turn, relay)
            if keys and base64url.encode(keys.address) == name and relay in item.posted:
                _set_out(circle, msgspec.structs.replace(item, posted=[r for r in item.posted if r != relay]), number)


def _push(circle: Circle, mailboxes: Mapping[str, Mailbox], report: Report) -> int:
    sent = 0
    for number in sorted(circle.out):
        item = circle.out.get(number)
        if item is None:
            continue
        for name, mailbox in mailboxes.items():
            if name in item.posted or name not in item.blocks or name in report.failed:
                continue
            if len(item.posted) >= 2:
                break
            try:
                reached("posting")
                sent += _post(circle, mailbox, name, item)
                reached("posted")
            except AllowanceUsed:
                _go_by_lane(circle, item)
                break
            except LogClosed:
                if item.entry in {p.id for p in circle.arranged().placed}:  # a turn of this device already counts on it
                    _go_by_lane(circle, item)
                break
            except _FAILURES as error:
                report.failed[name] = str(error)
                continue
            item = msgspec.structs.replace(item, posted=[*item.posted, name])
            with circle.vault.write():
                _set_out(circle, item, number)
                own_turn = _adopt_posted(circle, item)
            reached("recorded")
            if own_turn:
                _close_behind(circle, mailbox, name, item.turn)
    report.sent += sent
    return sent


def _post(circle: Circle, mailbox: Mailbox, name: str, item: OutItem) -> int:
    keys = circle.turn_keys(item.turn, name) if item.log == "turn" else circle.talk_keys(item.turn, name)
    if keys is None:
        raise LogClosed("epoch over")
    blocks = item.blocks[name]
    try:
        mailbox.append(keys, blocks, by_lane=item.by_lane)
    except LogUnknown:
        mailbox.create(keys)
        mailbox.append(keys, blocks, by_lane=item.by_lane)
    return len(blocks)


def _adopt_posted(circle: Circle, item: OutItem) -> bool:
    """A turn of this device that a relay has is taken in like anybody's. Whether `item` was one."""
    made = circle.vault.get(circle.kind("posting"), str(item.number), bytes) if item.log == "turn" else None
    if made is None:
        return False
    take_record(circle, TURN, made)
    return True


def _close_behind(circle: Circle, mailbox: Mailbox, name: str, turn_id: str) -> None:
    """Close the talk log of the epoch that ended: a signal to others, never a condition (rule e)."""
    keys = circle.talk_keys(turn_id, name)
    if keys is None or keys.lane is None:
        return
    try:
        mailbox.close(keys)
    except CircleError:
        return  # advisory: they will find the turn in the turn log


def _go_by_lane(circle: Circle, item: OutItem) -> None:
    keys = circle.secrets_of(item.turn)
    if keys and keys.lane >= 0 and not item.by_lane:
        with circle.vault.write():
            _set_out(circle, msgspec.structs.replace(item, by_lane=True), item.number)


def _set_out(circle: Circle, item: OutItem, number: int) -> None:
    circle.out[number] = item
    circle.put("out", str(number), item)


def _try_create(mailboxes: Mapping[str, Mailbox], keys: LogKeys) -> None:
    mailbox = mailboxes.get(base64url.encode(keys.relay))
    if mailbox is None:
        return
    try:
        mailbox.create(keys)
    except CircleError:
        return  # it is made when it is needed
