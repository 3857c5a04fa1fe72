"""Who may decide what (PROTOCOL 5.4-5.8). Pure functions of a state."""

from __future__ import annotations

from homeward.keys import derive
from homeward.schema import base64url, canonical
from homeward.schema.state import Seat, State

WITNESSES = 9
LIFETIME = 4
LAPSE = 2
_RECOVERABLE = frozenset({"expel", "demote", "freeze", "promote", "restore"})


def roster_hash(state: State) -> str:
    """The roster hash of `state` (PROTOCOL 5.1), base64url."""
    return base64url.encode(derive.hash_of("homeward/roster/v1", canonical.encode(state)))


def seat_of(state: State, seat: int) -> Seat | None:
    """The seat with that number, or None."""
    return next((s for s in state.seats if s.seat == seat), None)


def active(state: State) -> list[Seat]:
    """Active seats, by number."""
    return [s for s in state.seats if s.state == "active"]


def coordinators(state: State) -> list[int]:
    """Numbers of the active coordinators."""
    return [s.seat for s in active(state) if "coordinator" in s.roles]


def witnesses(state: State) -> list[int]:
    """The nine longest-seated active seats (PROTOCOL 5.8)."""
    return [s.seat for s in sorted(active(state), key=lambda s: (s.since, s.seat))[:WITNESSES]]


def final_quorum(state: State) -> int:
    """How many adoptions make a child of `state`'s turn final: two thirds of its witnesses, rounded up."""
    return -(-2 * len(witnesses(state)) // 3)


def lane_holders(state: State) -> list[int]:
    """Seats that hold lanes 0, 1 ... (PROTOCOL 3.2), at most sixteen."""
    first = coordinators(state)
    return (first + [w for w in witnesses(state) if w not in first])[:16]


def has_quorum(state: State, action: str, target: int, approvers: set[int]) -> bool:
    """Whether `approvers` may carry out `action` on seat `target` (-1 for none), judged on `state`."""
    if action == "leave":
        return approvers == {target} and seat_of(state, target) is not None
    counted = approvers & {s.seat for s in active(state)} - {target}
    chairs = set(coordinators(state))
    subject = seat_of(state, target)
    chaired = subject is not None and "coordinator" in subject.roles
    if action in _RECOVERABLE and _recovery(state, target, counted):
        return True
    if action == "freeze":
        sole = len(chairs) == 1 and not chaired and bool(counted & chairs)
        return sole or len(counted) >= (3 if chaired else 2)
    if action == "confirm" or (action == "thaw" and not chaired):
        return bool(counted & chairs)
    if action in ("expel", "demote", "restore") and chaired:
        return _against_coordinator(state, counted, chairs - {target})
    if action == "promote" and len(chairs) == 1:
        others = len(active(state)) - len(chairs | {target})
        return bool(counted & chairs) and len(counted - chairs) >= min(2, others)
    return bool(chairs) and len(counted & chairs) >= min(2, len(chairs))


def _against_coordinator(state: State, counted: set[int], others: set[int]) -> bool:
    if len(others) >= 2:
        return len(counted & others) >= 2
    return len(others) == 1 and others <= counted and len(counted & set(witnesses(state)) - others) >= 3


def _recovery(state: State, target: int, counted: set[int]) -> bool:
    seated = witnesses(state)
    if len(seated) < 2:
        return False
    orphaned = not coordinators(state)
    needed = 5 if orphaned and len(seated) == WITNESSES else final_quorum(state)
    return len(counted & set(seated) - {target}) >= needed


def vouchers_needed(state: State, action: str, target: int) -> int:
    """How many vouchers a card needs (PROTOCOL 5.4): as many as the policy says, of those who could be; the lost seat cannot."""
    if action == "thaw":
        return 1
    return min(state.policy.vouchers, len([s for s in active(state) if s.seat != target]))


def may_author(state: State, seat: int, actions: list[str], recovered: bool) -> bool:
    """Whether `seat` may make a turn with these actions (PROTOCOL 6.3); `recovered`: every one is a freeze, a leaving,
    evidence or decided by witnesses."""
    if seat in coordinators(state):
        return True
    return seat in witnesses(state) and bool(actions) and recovered


def by_recovery(state: State, action: str, target: int, approvers: set[int]) -> bool:
    """Whether the witnesses alone carry this decision (PROTOCOL 5.5)."""
    counted = approvers & {s.seat for s in active(state)} - {target}
    return action in _RECOVERABLE and _recovery(state, target, counted)
