"""Class roster: who may decide what, for every subset of seats of small circles (PROTOCOL 3.2, 5.4-5.8, 6.3)."""

from __future__ import annotations

from typing import Any, get_args

from homeward.circle.roster import coordinators, final_quorum, has_quorum, lane_holders, may_author, witnesses
from homeward.schema.state import Action, State

from .case import Case, Cases
from .cast import base

_ACTIONS = sorted(get_args(Action))
_RECOVERABLE = ("demote", "expel", "freeze", "promote", "restore")
_FROZEN = {"state": "frozen", "frozen": 6, "frozen_by": 0}


def cases() -> Cases:
    """All of them."""
    shapes = [(1, 0), (1, 1), (1, 2), (1, 4), (2, 0), (2, 1), (2, 3), (2, 4), (3, 0), (3, 2), (3, 3), (0, 2), (0, 4), (4, 2)]
    for chairs, members in shapes:
        yield _table(f"{chairs}-coordinators-{members}-members", base("x", chairs, members).state)
    yield _table("2-coordinators-one-frozen", base("x", 2, 4, seats={1: _FROZEN}).state)
    yield _table("2-coordinators-a-member-frozen", base("x", 2, 4, seats={4: _FROZEN}).state)
    yield _table("1-coordinator-frozen", base("x", 1, 4, seats={0: _FROZEN}).state)
    yield _table("with-a-lawyer", base("x", 1, 3, seats={2: {"roles": ["lawyer"]}, 0: {"roles": ["coordinator", "lawyer"]}}).state)
    yield _table("coordinator-seated-last", base("x", 0, 5, seats={4: {"roles": ["coordinator"]}}).state)
    late = {n: {"since": 9 - n} for n in range(10)}
    yield _table("ten-seats-first-seated-last", base("x", 2, 8, seats=late).state, actions=_RECOVERABLE, targets=(1, 9))
    for chairs in (0, 1, 3):
        yield _table(f"ten-seats-{chairs}-coordinators", base("x", chairs, 10 - chairs).state, actions=_RECOVERABLE, targets=(0, 9))


def _table(name: str, state: State, actions: tuple[str, ...] | list[str] = _ACTIONS, targets: tuple[int, ...] = ()) -> Case:
    numbers = [s.seat for s in state.seats]
    quorum: dict[str, dict[str, str]] = {}
    for action in actions:
        for target in targets or (-1, *numbers):
            quorum.setdefault(action, {})[str(target)] = _bits(state, action, target, numbers)
    expect: dict[str, Any] = {
        "coordinators": coordinators(state), "witnesses": witnesses(state), "final": final_quorum(state), "lanes": lane_holders(state),
        "authors": {str(n): [may_author(state, n, [], True), may_author(state, n, ["freeze"], True), may_author(state, n, ["admit"], False)] for n in numbers},
        "quorum": quorum,
    }  # fmt: skip
    seats = [[s.seat, s.roles, s.state, s.since] for s in state.seats]
    return Case(
        "roster",
        name,
        "for every action and target: which sets of approvers suffice",
        {"seats": seats, "asked": {a: [int(t) for t in quorum[a]] for a in quorum}},
        expect,
    )


def _bits(state: State, action: str, target: int, numbers: list[int]) -> str:
    # Bit k of the number counts from the set whose seats are the ones of k: bit 0 of k is the first seat.
    found = 0
    for mask in range(2 ** len(numbers)):
        approvers = {n for i, n in enumerate(numbers) if mask >> i & 1}
        found |= has_quorum(state, action, target, approvers) << mask
    return f"{found:x}"
