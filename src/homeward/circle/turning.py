"""This device makes a turn: what is complete goes in, the frontier is drawn, and it is ready to post (PROTOCOL 6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from homeward.schema import base64url, canonical
from homeward.schema.entry import Signed
from homeward.schema.events import ADMIN
from homeward.schema.turn import Evidence, Repair, SignedTurn

from .apply import apply
from .block import RECORD_LIMIT, REPAIR, SLOTS, TURN
from .circle import Circle
from .entry import entry_id
from .epoch import LogKeys, Secrets, talk_log, turn_log
from .errors import NotAllowed, TurnRefused, TurnUnderWay
from .local import MadeTurn, PreparedLogs
from .make_turn import Carried, LogSecrets, Made, draw_logs, lanes_on, make_turn, outline
from .pending import Pending, held, pending, rotations, vetoes
from .roster import active, coordinators, lane_holders, seat_of, witnesses
from .slots import seal_slot
from .writing import put_out

SLOTS_A_BLOCK = 3
MAX_CARRIED = RECORD_LIMIT[TURN] * 3 // 4  # the rest is for frontier, slots and lanes; what does not fit goes with the next turn
MIN_SLOT_BLOCKS = 4


def turn(circle: Circle) -> Made:
    """Make a turn with every complete decision and put it into the outbox. It is adopted once a relay has it."""
    seat = circle.seat
    if seat.seat not in {*coordinators(circle.state), *witnesses(circle.state)} or circle.secrets_of(circle.here.id) is None:
        raise NotAllowed("coordinator-or-witness")
    if under_way(circle):
        raise TurnUnderWay
    chair = seat.seat in coordinators(circle.state)
    carried = _gather(circle, chair)
    if not chair and not (carried.proposals or carried.evidence):
        raise NotAllowed("nothing-for-a-witness")
    prepared = _prepared(circle)
    logs = prepared or draw_logs(circle.around.random)
    made = make_turn(
        circle.state, circle.here.id, circle.me.seat, circle.signing, carried, logs, circle.around.today(), circle.around.random
    )
    apply(circle.state, circle.here.id, made.signed)  # nothing leaves this device that others would refuse
    with circle.vault.write():
        mine = MadeTurn(e=made.secrets.e, l=made.secrets.l, lane=made.secrets.lane, lane_seed=made.secrets.lane_seed)
        circle.put("made", made.id, mine)
        circle.drop("prepared", "next")
        known = {s.ed for s in circle.state.seats}
        for seat_ in (s for s in made.state.seats if s.ed not in known):
            listed = next((i for i, (n, _) in enumerate(made.signed.turn.slots) if n == seat_.seat), None)
            if listed is not None:
                circle.put("welcome", seat_.ed, made.slots[listed])
        post_turn(circle, made.signed, made.slots)
    return made


def under_way(circle: Circle) -> bool:
    """Whether this device already made a child of the turn it stands in: a second one would accuse it (6.12)."""
    children = [circle.trunk.nodes[c].turn for c in circle.trunk.children.get(circle.here.id, [])]
    waiting = [i for i in circle.out.values() if i.turn == circle.here.id and i.log == "turn"]
    posting = any(circle.vault.get(circle.kind("posting"), str(item.number), bytes) is not None for item in waiting)
    return posting or any(turn is not None and turn.author == circle.me.seat for turn in children)


def post_turn(circle: Circle, signed: SignedTurn, slots: tuple[bytes, ...]) -> None:
    """Put a turn and its slots into the outbox of its parent's turn log, slots three to a block, at least four blocks."""
    parent = signed.turn.parent
    groups = [b"".join(slots[i : i + SLOTS_A_BLOCK]) for i in range(0, len(slots), SLOTS_A_BLOCK)]
    groups += [circle.around.random(len(groups[0])) for _ in range(MIN_SLOT_BLOCKS - len(groups))] if groups else []
    record = canonical.encode(signed)
    number = put_out(circle, parent, [(TURN, record), *((SLOTS, g) for g in groups)])
    circle.put("posting", str(number), record)


def _gather(circle: Circle, chair: bool) -> Carried:
    """All that is complete, in date and acceptable; what one seat wrote wrongly is left out and never stops the circle."""
    base = Carried(frontier=frontier(circle))
    base = _as_many(circle, base, "evidence", tuple(_evidence(circle)))
    base = _as_many(circle, base, "vetoes", tuple(circle.entries[i] for i in vetoes(circle)))
    base = _decided(circle, base, chair)
    if chair:
        stopped = {p.entry.body["target"] for p in base.proposals if p.entry.body["action"] in ("expel", "leave", "freeze")}
        stopped |= {e.seat for e in base.evidence}
        drawn = [circle.entries[i] for i in rotations(circle)]
        base = _as_many(circle, base, "rotations", tuple(r for r in drawn if r.entry.seat not in stopped))
    return base


def _as_many(circle: Circle, base: Carried, name: str, items: tuple[Any, ...]) -> Carried:
    """`base` with all of `items` under `name`, or, where that is refused, with those that are acceptable."""
    whole = replace(base, **{name: items})
    if not items or _possible(circle, whole):
        return whole
    for item in items:
        more = replace(base, **{name: (*getattr(base, name), item)})
        base = more if _possible(circle, more) else base
    return base


def _decided(circle: Circle, base: Carried, chair: bool) -> Carried:
    settled: set[tuple[str, int]] = set()  # one of each on one seat: a thousand leavings of one seat must not fill a turn
    for decision in sorted(pending(circle), key=lambda p: (p.proposal.action != "expel", p.proposal.action)):
        if not decision.complete or (not chair and decision.proposal.action not in ("freeze", "leave", "expel", "promote")):
            continue
        aim = (decision.proposal.action, decision.proposal.target)
        if aim[1] >= 0 and aim in settled:
            continue
        proposals = (*base.proposals, circle.entries[decision.id])
        more = replace(base, proposals=proposals, approvals=(*base.approvals, *_approvals(circle, decision)))
        if _possible(circle, more):
            base = more
            settled.add(aim)
    return base


def _possible(circle: Circle, carried: Carried) -> bool:
    try:
        outline(circle.state, circle.here.id, circle.me.seat, carried, 0)
    except TurnRefused:
        return False
    return sum(map(len, map(canonical.encode, (*carried.proposals, *carried.approvals, *carried.rotations)))) < MAX_CARRIED


def _approvals(circle: Circle, decision: Pending) -> list[Signed]:
    found: dict[int, Signed] = {}
    for identity in sorted(circle.entries):
        signed = circle.entries[identity]
        approves = signed.entry.kind == "circle.approve.v1" and signed.entry.body.get("proposal") == decision.id
        if approves and signed.entry.seat in decision.approvers - {decision.proposer} and signed.entry.turn in circle.live_turns():
            found.setdefault(signed.entry.seat, signed)
    return [found[seat] for seat in sorted(found)]


def _evidence(circle: Circle) -> list[Evidence]:
    seated = {s.seat for s in active(circle.state)} - {circle.me.seat}
    found = {e.seat: e for e in [*_double_entries(circle), *circle.trunk.evidence()] if e.seat in seated}
    return [found[seat] for seat in sorted(found)]


def _double_entries(circle: Circle) -> list[Evidence]:
    """Two rotations of a seat in this epoch, or two decisions of hers at one number (PROTOCOL 6.12)."""
    first: dict[tuple[int, object], Signed] = {}
    found: dict[int, Evidence] = {}
    for identity in sorted(circle.entries):
        signed = circle.entries[identity]
        entry = signed.entry
        if entry.turn != circle.here.id or entry.kind not in ADMIN:
            continue
        for mark in [entry.n, "rotation"] if entry.kind == "circle.rotate.v1" else [entry.n]:
            other = first.setdefault((entry.seat, mark), signed)
            if other is not signed and (mark == entry.n or other.entry.body != entry.body):
                pair = [other, signed]
                found.setdefault(entry.seat, Evidence(kind="entries", seat=entry.seat, turns=[], adoptions=[], entries=pair))
    return list(found.values())


def frontier(circle: Circle) -> tuple[tuple[int, int, str], ...]:
    """The last entry of each seat in this epoch that follows without a hole, as this device knows it (PROTOCOL 6.5)."""
    starts = {seat: (n, head) for seat, n, head in circle.state.heads}
    arranged = circle.arranged()
    hidden = held(circle, arranged)
    chains: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for placed in arranged.placed:
        if placed.entry.turn == circle.here.id and placed.id not in hidden:
            chains.setdefault((placed.entry.seat, placed.entry.prev), []).append((placed.entry.n, placed.id))
    heads = []
    for seat in sorted({seat for seat, _ in chains}):
        n, head = starts.get(seat, (0, ""))
        step = chains.get((seat, head))
        while step:
            n, head = min(step)
            step = chains.get((seat, head))
        if n > starts.get(seat, (0, ""))[0]:
            heads.append((seat, n, head))
    return tuple(heads)


def prepare(circle: Circle) -> list[LogKeys]:
    """Draw the logs of this coordinator's next turn, days before it is made (S11). Returns the logs to create now."""
    if circle.me.seat not in coordinators(circle.state) or _prepared(circle):
        return []
    drawn = draw_logs(circle.around.random)
    relays = [r.relay for r in circle.state.relays]
    with circle.vault.write():
        kept = PreparedLogs(l=drawn.l, lane_seeds=list(drawn.lane_seeds), relays=relays, day=circle.around.today())
        circle.put("prepared", "next", kept)
    return logs_of(drawn, relays)


def logs_of(drawn: LogSecrets, relays: list[str]) -> list[LogKeys]:
    """The talk and turn logs that log secrets lead to on some relays; they cannot open content."""
    found = []
    bare = Secrets(bytes(32), drawn.l, -1, b"")
    for relay in relays:
        lanes = lanes_on(base64url.decode(relay), drawn)
        raw = base64url.decode(relay)
        found.append(talk_log(raw, bytes(32), bare, tuple(map(base64url.decode, lanes.talk))))
        found.append(turn_log(raw, bare.d, tuple(map(base64url.decode, lanes.turn)), None))
    return found


def _prepared(circle: Circle) -> LogSecrets | None:
    kept = circle.vault.get(circle.kind("prepared"), "next", PreparedLogs)
    if kept is None or kept.relays != [r.relay for r in circle.state.relays]:
        return None
    return LogSecrets(kept.l, tuple(kept.lane_seeds))


def repair(circle: Circle, seat: int) -> None:
    """Seal this epoch's secrets to `seat` again, and copy the turns it may have missed to where it last was (PROTOCOL 6.10)."""
    node, keys = circle.here, circle.secrets_of(circle.here.id)
    subject = seat_of(circle.state, seat)
    if node.turn is None or keys is None or subject is None or circle.me.seat not in lane_holders(circle.state):
        raise NotAllowed("coordinator-or-witness")
    sealed = seal_slot(node.turn, seat, subject.kem, Secrets(keys.e, keys.l, -1, b""))
    note = Repair(v=1, circle=circle.state.circle, turn=node.id, seat=seat, by=circle.me.seat, sealed=base64url.encode(sealed))
    branch = [n for n in circle.branch() if n.id in circle.keys]
    last = max((s.entry for s in circle.entries.values() if s.entry.seat == seat), key=lambda e: e.n, default=None)
    seen = next((i for i, n in enumerate(branch) if last and n.id == last.turn), 0)
    for place in branch[seen:-1]:  # it may stand in any of them: what it last said need not be the last it read
        if circle.secrets_of(place.id) is None or circle.me.seat not in lane_holders(place.state):
            continue
        with circle.vault.write():
            missed = [(TURN, canonical.encode(n.signed)) for n in branch[branch.index(place) + 1 :] if n.signed]
            put_out(circle, place.id, [*missed, (REPAIR, canonical.encode(note))])


def absent(circle: Circle) -> list[int]:
    """Seats from which nothing was seen since this epoch began."""
    seen = {entry.seat for _, entry in circle.chain()}
    return [s.seat for s in active(circle.state) if s.seat not in seen and s.seat != circle.me.seat]


def hidden_decisions(circle: Circle) -> list[str]:
    """Complete decisions that the last turn's frontier already covered and that were not carried out (PROTOCOL 6.13)."""
    node = circle.here
    if node.turn is None:
        return []
    parent = circle.trunk.parent(node)
    if parent is None:
        return []
    carried = {entry_id(circle.state.circle, p.entry) for p in node.turn.proposals}  # checked when the turn came
    arranged = {p.id for p in circle.arranged().placed if p.entry.turn == parent.id}
    late = [p for p in pending(circle) if p.complete and p.id in arranged and p.id not in carried]
    return [p.id for p in late if all(s in _approved_inside(circle, p, arranged) for s in p.approvers - {p.proposer})]


def _approved_inside(circle: Circle, decision: Pending, arranged: set[str]) -> set[int]:
    return {
        circle.entries[i].entry.seat
        for i in arranged & circle.entries.keys()
        if circle.entries[i].entry.kind == "circle.approve.v1" and circle.entries[i].entry.body.get("proposal") == decision.id
    }
