"""What the circle is deciding: proposals with their approvals, as this device knows them (PROTOCOL 5.4, 5.9)."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.schema.events import Approve, Rotate, Veto
from homeward.schema.state import Proposal

from .circle import Circle
from .order import Arranged
from .roster import coordinators, has_quorum, seat_of


@dataclass(frozen=True)
class Pending:
    """A living proposal: entry id, body, who proposed, who stands behind it, and whether that suffices now."""

    id: str
    proposal: Proposal
    proposer: int
    approvers: frozenset[int]
    complete: bool


def pending(circle: Circle) -> list[Pending]:
    """All living proposals, oldest id order by (proposer's n, id)."""
    state, live = circle.state, set(circle.live_turns())
    spent = {i for i, _ in state.done} | {w.id for w in state.waiting}
    behind: dict[str, set[int]] = {}
    proposals: dict[str, tuple[Proposal, int, int]] = {}
    for identity, signed in circle.entries.items():
        entry = signed.entry
        seat = seat_of(state, entry.seat)
        if entry.turn not in live or seat is None or seat.state != "active" or not entry.kind.startswith("circle."):
            continue
        body = circle.body_of(identity)
        if isinstance(body, Proposal) and identity not in spent:
            proposals[identity] = (body, entry.seat, entry.n)
            behind.setdefault(identity, set()).add(entry.seat)
        elif isinstance(body, Approve):
            behind.setdefault(body.proposal, set()).add(entry.seat)
    found = []
    for identity, (proposal, proposer, n) in proposals.items():
        approvers = behind[identity]
        complete = has_quorum(state, proposal.action, proposal.target, approvers)
        found.append((n, identity, Pending(identity, proposal, proposer, frozenset(approvers), complete)))
    return [p for _, _, p in sorted(found, key=lambda f: (f[2].proposer, f[0], f[1]))]


def vetoes(circle: Circle) -> list[str]:
    """Entry ids of living vetoes against what waits."""
    waiting = {w.id for w in circle.state.waiting}
    found: dict[tuple[int, str], str] = {}
    for identity in sorted(circle.entries):
        if _is_live(circle, identity, Veto) and (proposal := circle.body_of(identity).proposal) in waiting:
            found.setdefault((circle.entries[identity].entry.seat, proposal), identity)
    return sorted(found.values())


def rotations(circle: Circle) -> list[str]:
    """Entry ids of this epoch's rotations, one a seat (two are evidence)."""
    found: dict[int, list[str]] = {}
    for identity, signed in circle.entries.items():
        if signed.entry.turn == circle.here.id and signed.entry.kind == "circle.rotate.v1" and _is_live(circle, identity, Rotate):
            found.setdefault(signed.entry.seat, []).append(identity)
    return sorted(ids[0] for ids in found.values() if len(ids) == 1)


def held(circle: Circle, arranged: Arranged) -> set[str]:
    """Ids of entries held back by an approved freeze: the target's, unless the freeze knew them (PROTOCOL 7.6)."""
    hidden: set[str] = set()
    chairs = set(coordinators(circle.state))
    alone = {s.frozen_by for s in circle.state.seats if s.state == "frozen" and not s.confirmed}
    for p in pending(circle):
        if p.proposal.action == "freeze" and p.complete:
            if not p.approvers & chairs:  # one outstanding per proposer holds here too: two members may not silence everybody
                if p.proposer in alone:
                    continue
                alone.add(p.proposer)
            before = _past(circle, p)
            hidden |= {
                e.id for e in arranged.placed if e.entry.seat == p.proposal.target and e.entry.turn == circle.here.id and e.id not in before
            }
    return hidden


def _past(circle: Circle, freeze: Pending) -> set[str]:
    stack = [freeze.id]
    stack += [i for i in circle.entries if _is_live(circle, i, Approve) and circle.body_of(i).proposal == freeze.id]
    seen: set[str] = set()
    while stack:
        identity = stack.pop()
        if identity in seen or identity not in circle.entries:
            continue
        seen.add(identity)
        entry = circle.entries[identity].entry
        stack += [i for i in (entry.prev, *entry.seen) if i]
    return seen


def _is_live(circle: Circle, identity: str, shape: type) -> bool:
    signed = circle.entries[identity]
    seat = seat_of(circle.state, signed.entry.seat)
    known = signed.entry.kind.startswith("circle.") and signed.entry.turn in circle.live_turns()
    return known and seat is not None and seat.state == "active" and isinstance(circle.body_of(identity), shape)
