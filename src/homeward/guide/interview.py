"""Interviews (GUIDE 8): which screens a set of answers leads over, and every path there is.

A question not shown has no answer, whatever was answered elsewhere. "I do not know" is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from homeward.schema import guide as g

from .classes import values_of
from .conditions import Kind, Tree, names_in
from .three import Answers, value


class Walk(Struct, frozen=True):
    """What one person saw: steps shown in order, the end reached (None: the interview ran out), and the answers that counted."""

    shown: list[int]
    end: int | None
    answers: dict[str, Any] = field(default_factory=dict)


def walk(interview: g.Interview, trees: Mapping[str, Tree], answers: Answers, facts: Answers) -> Walk:
    """The path of these answers. `facts` are status and dates; `trees` the compiled conditions by text."""
    shown: list[int] = []
    known: dict[str, Any] = dict(facts)
    for at, step in enumerate(interview.steps):
        holds = value(trees[step.when], known) if step.when else True
        if step.end and holds is True:
            return Walk([*shown, at], at, known)
        if not step.end and holds is not False:
            shown.append(at)
            if step.ask:
                known[step.ask] = answers.get(step.ask)
    return Walk(shown, None, known)


def every_walk(
    interview: g.Interview, trees: Mapping[str, Tree], names: Mapping[str, Kind], bounds: Mapping[str, tuple[int, int]]
) -> list[Walk]:
    """Every path of an interview: all classes of answers its conditions can tell apart, "I do not know" among them."""
    used = [trees[s.when] for s in interview.steps if s.when]
    matter = set().union(*(names_in(t) for t in used)) if used else set()
    asked = {s.ask for s in interview.steps if s.ask}
    start: list[tuple[tuple[int, ...], dict[str, Any]]] = [((), {})]
    for name in sorted(matter - asked):
        start = [(s, k | {name: v}) for s, k in start for v in (*values_of(name, names[name], used), None)]
    states = {_key(known): (shown, known) for shown, known in start}
    ended: list[Walk] = []
    for at, step in enumerate(interview.steps):
        after: dict[tuple[Any, ...], tuple[tuple[int, ...], dict[str, Any]]] = {}
        for shown, known in states.values():
            holds = value(trees[step.when], known) if step.when else True
            if step.end and holds is True:
                ended.append(Walk([*shown, at], at, known))
                continue
            seen = (*shown, at) if not step.end and holds is not False else shown
            options = [known]
            if step.ask in matter and seen != shown:
                kind, limits = names[step.ask], bounds.get(step.ask, (0, 36500))
                options = [known | {step.ask: v} for v in (*values_of(step.ask, kind, used, limits), None)]
            for option in options:
                after[_key(option)] = (seen, option)
        states = after
    return ended + [Walk(list(shown), None, known) for shown, known in states.values()]


def _key(known: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(sorted((k, repr(v)) for k, v in known.items()))
