"""Interviews (GUIDE 8): every condition uses what was asked before, every path ends, every step can be reached."""

from __future__ import annotations

from collections.abc import Iterator

from homeward.schema import guide as g

from .conditions import Tree, names_in
from .interview import every_walk
from .kinds import DATES, bounds_of, names_of
from .load import Draft
from .problem import Path, Problem


def interviews(draft: Draft, trees: dict[str, Tree]) -> Iterator[Problem]:
    """Problems of the order and the ends of every interview."""
    at = draft.places.problem
    for i, interview in draft.interviews.items():
        path: Path = ("interviews", i, "steps")
        if not interview.steps or interview.steps[-1].end is None or interview.steps[-1].when:
            yield at(path, "interview-end")
            continue
        sound = all(s.when in trees or not s.when for s in interview.steps) and all(
            s.ask in draft.questions for s in interview.steps if s.ask
        )
        if not sound:
            continue  # said where the condition stands
        early = list(_asked_before(draft, path, interview, trees))
        yield from early
        if not early:
            walks = every_walk(interview, trees, names_of(draft), bounds_of(draft))
            reached = {n for walk in walks for n in walk.shown}
            for n in range(len(interview.steps)):
                if n not in reached:
                    yield at((*path, n), "step-unreached", step=interview.steps[n].id or interview.steps[n].ask or str(n + 1))


def _asked_before(draft: Draft, path: Path, interview: g.Interview, trees: dict[str, Tree]) -> Iterator[Problem]:
    asked: set[str] = {"status", *DATES}
    for n, step in enumerate(interview.steps):
        for name in sorted(names_in(trees[step.when]) - asked) if step.when else []:
            yield draft.places.problem((*path, n, "when"), "asked-later", name=name)
        if step.ask in asked:
            yield draft.places.problem((*path, n, "ask"), "asked-twice", name=step.ask)
        if step.ask:
            asked.add(step.ask)
