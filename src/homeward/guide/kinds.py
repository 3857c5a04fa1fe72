"""What each name in a pack's conditions is (GUIDE 4.2), and every condition of a pack compiled once.

The compiled trees are kept by their text: equal conditions are one entry, and a lawyer still reads the text where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from homeward.schema import guide as g

from .conditions import BOOLEAN, DATE, NUMBER, BadCondition, Kind, Tree, compile_condition
from .load import Draft
from .problem import Path, Problem

DATES = ("act_from", "act_until", "said", "today")
_BASES = {"yes_no": BOOLEAN, "number": NUMBER, "date": DATE}


def kind_of_question(question: g.Question) -> Kind | None:
    """The kind of a question in conditions; None for free words, which stand in no condition."""
    if question.kind == "choice":
        return Kind("choice", tuple(question.choices))
    return _BASES.get(question.kind)


def names_of(draft: Draft) -> dict[str, Kind]:
    """Every name a condition may use."""
    names = {i: kind for i, q in draft.questions.items() if (kind := kind_of_question(q))}
    statuses = tuple(draft.pack.statuses) if draft.pack else ()
    return names | dict.fromkeys(DATES, DATE) | {"status": Kind("choice", statuses)}


def bounds_of(draft: Draft) -> dict[str, tuple[int, int]]:
    """Least and most of every number asked for."""
    return {i: (q.least, q.most) for i, q in draft.questions.items() if q.kind == "number"}


def texts_of(draft: Draft) -> Iterator[tuple[Path, str]]:
    """Where every condition stands, and its text."""
    for i, question in draft.questions.items():
        yield from ((("questions", i, "implies", n, "when"), m.when) for n, m in enumerate(question.implies))
    for i, threat in draft.threats.items():
        yield from ((("threats", i, "versions", n, "when"), v.when) for n, v in enumerate(threat.versions) if v.when)
    for i, interview in draft.interviews.items():
        yield from ((("interviews", i, "steps", n, "when"), s.when) for n, s in enumerate(interview.steps) if s.when)
    for i, document in draft.documents.items():
        yield from ((("documents", i, "danger", n, "when"), d.when) for n, d in enumerate(document.danger) if d.when)
        for n, block in enumerate(document.blocks):
            if block.when:
                yield ("documents", i, "blocks", n, "when"), block.when
            yield from ((("documents", i, "blocks", n, "list", m, "when"), r.when) for m, r in enumerate(block.rows) if r.when)


def conditions_of(draft: Draft) -> tuple[dict[str, Tree], list[Problem]]:
    """Text to tree for every condition, and the problems of those that do not compile."""
    names = names_of(draft)
    trees: dict[str, Tree] = {}
    problems: list[Problem] = []
    for path, text in texts_of(draft):
        try:
            trees[text] = compile_condition(text, names)
        except BadCondition as bad:
            problems.append(draft.places.problem(path, bad.kind, **bad.values))
    return trees, problems
