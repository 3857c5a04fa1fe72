"""Making this seat's own entries and putting records into the outbox (PROTOCOL 7.2, 9.1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from homeward.schema import canonical
from homeward.schema.entry import Entry
from homeward.schema.events import ADMIN, NOTES

from . import entry as entries
from .block import ADOPTION, ENTRY, OBJECT, REPAIR, SLOTS, TURN, Frame, frames_of, pack, seal_block
from .boxes import seal_note
from .circle import Circle
from .entry import entry_id, sign_entry
from .errors import EntryRefused, NotAllowed, TooMuch
from .local import Draft, OutItem
from .retention import bucket_of
from .roster import seat_of

MAX_SEEN = 16
_TURN_LOG = frozenset({TURN, SLOTS, ADOPTION, REPAIR})


def write(circle: Circle, kind: str, body: msgspec.Struct, *, again: str = "", objects: Iterable[bytes] = ()) -> str:
    """Sign an entry of this seat, keep it, and put it (after its objects' ciphertexts) into the outbox. Returns its id."""
    if circle.seat.state != "active":
        raise NotAllowed("frozen")
    n, prev = own_head(circle)
    draft = Entry(
        v=1, kind=kind, turn=circle.here.id, seat=circle.me.seat, n=n + 1, prev=prev, seen=new_heads(circle), again=again,
        day=circle.around.today(), body=msgspec.to_builtins(body),
    )  # fmt: skip
    _check_body(draft)
    signed = sign_entry(circle.state.circle, draft, circle.signing)
    identity = entry_id(circle.state.circle, draft)
    with circle.vault.write():
        circle.keep_entry(identity, signed, bucket_of(draft, circle.around.today()))
        records = [(OBJECT, o) for o in objects] + [(ENTRY, canonical.encode(signed))]
        put_out(circle, circle.here.id, records, entry=identity)
    return identity


def _check_body(draft: Entry) -> None:
    try:
        entries.body(draft)
    except EntryRefused as error:  # nothing leaves this device that others would refuse
        raise TooMuch(str(error)) from error


def write_note(circle: Circle, note: msgspec.Struct, receivers: Iterable[int], *, again: str = "") -> str:
    """Send `note` to some seats only, inside an ordinary entry. Seats that are gone are left out."""
    seats = [s for r in dict.fromkeys(receivers) if (s := seat_of(circle.state, r)) and s.state == "active"]
    kems = [s.kem for s in seats]
    sealed = seal_note(note, circle.state.circle, circle.here.id, circle.me.seat, kems, circle.around.random)
    with circle.vault.write():
        identity = write(circle, "circle.sealed.v1", sealed, again=again)
        draft = Draft(note=canonical.encode(note), receivers=[s.seat for s in seats])
        circle.drafts[identity] = draft
        circle.put("draft", identity, draft)
    return identity


def own_head(circle: Circle) -> tuple[int, str]:
    """(n, id) of this seat's last entry on this branch; (0, "") before the first."""
    start = next(((n, h) for s, n, h in circle.state.heads if s == circle.me.seat), (0, ""))
    return max([start, *((entry.n, i) for i, entry in circle.chain() if entry.seat == circle.me.seat)])


def new_heads(circle: Circle) -> list[str]:
    """Heads of other seats in this epoch that this seat has not named yet, at most sixteen."""
    last: dict[int, tuple[int, str]] = {}
    named: set[str] = set()
    for identity, entry in circle.chain():
        if entry.seat == circle.me.seat:
            named.update(entry.seen)
        else:
            last[entry.seat] = max(last.get(entry.seat, (0, "")), (entry.n, identity))
    return sorted(i for _, i in last.values() if i not in named)[:MAX_SEEN]


def put_out(circle: Circle, turn: str, records: list[tuple[int, bytes]], *, entry: str = "", by_lane: bool = False) -> int:
    """Seal records for every relay of the epoch and keep the blocks until they are posted: the same bytes at every try.
    Returns the item's number."""
    log: Literal["talk", "turn"] = "turn" if records[0][0] in _TURN_LOG else "talk"
    frames: list[Frame] = [f for kind, record in records for f in frames_of(kind, record)]
    blocks: dict[str, list[bytes]] = {}
    for relay in circle.trunk.nodes[turn].state.relays:
        keys = circle.turn_keys(turn, relay.relay) if log == "turn" else circle.talk_keys(turn, relay.relay)
        if keys:
            blocks[relay.relay] = [seal_block(keys, p, circle.around.random) for p in pack(frames)]
    number = max(circle.out, default=0) + 1
    item = OutItem(
        number=number, turn=turn, log=log, by_lane=by_lane or log == "turn", entry=entry, blocks=blocks, posted=[]
    )  # fmt: skip
    circle.out[number] = item
    circle.put("out", str(number), item)
    return number


def unsent(circle: Circle) -> set[str]:
    """Ids of entries that no relay has yet."""
    return {item.entry for item in circle.out.values() if item.entry and not item.posted}


def write_again(circle: Circle) -> None:
    """After a turn: issue again what fell outside its frontier, and post living decisions in the new epoch (PROTOCOL 6.5)."""
    arranged = circle.arranged()
    placed = {p.id for p in arranged.placed}
    renewed = {s.entry.again for s in circle.entries.values() if s.entry.again and s.entry.seat == circle.me.seat}
    own = [(i, s.entry) for i, s in circle.entries.items() if s.entry.seat == circle.me.seat]
    live, spent = set(circle.live_turns()), {i for i, _ in circle.state.done} | {w.id for w in circle.state.waiting}
    for identity, entry in sorted(own, key=lambda pair: (pair[1].n, pair[0])):
        if entry.turn == circle.here.id or entry.kind == "circle.rotate.v1":
            continue
        if entry.kind in ADMIN:
            if entry.turn in live and identity not in spent and entry.body.get("proposal") not in spent:
                put_out(circle, circle.here.id, [(ENTRY, canonical.encode(circle.entries[identity]))], entry=identity)
        elif identity not in placed and identity not in renewed and entry.kind != "circle.here.v1":
            _renew(circle, identity, entry)


def _renew(circle: Circle, identity: str, entry: Entry) -> None:
    draft = circle.drafts.get(identity)
    origin = entry.again or identity
    if draft:
        raw = msgspec.json.decode(draft.note)
        write_note(circle, msgspec.convert(raw, NOTES[raw["type"]]), draft.receivers, again=origin)
        circle.drafts.pop(identity)
        circle.drop("draft", identity)
        return
    body = circle.body_of(identity)
    ciphers = [o for ref in circle.objects_of(identity) if (o := circle.vault.get(circle.kind("object"), ref.id, bytes))]
    if body is not None:
        write(circle, entry.kind, body, again=origin, objects=ciphers)
