"""Cases (GUIDE 2): one subject each, names and answers that exist, and something to expect."""

from __future__ import annotations

from collections.abc import Iterator

from homeward.schema import guide as g

from .check_names import fits, unknown
from .load import Draft
from .problem import Path, Problem


def cases(draft: Draft, pack: g.Pack) -> Iterator[Problem]:
    """Problems of the cases as written; what comes out of them is `trial`'s business."""
    at = draft.places.problem
    for i, case in draft.cases.items():
        path: Path = ("cases", i)
        if [bool(case.threat), bool(case.interview), bool(case.paper)].count(True) != 1:
            yield at(path, "case-one-of")
        if case.expect == g.Expect():
            yield at((*path, "expect"), "case-expects-nothing")
        if case.interview:
            yield from unknown(draft, (*path, "interview"), "interviews", [case.interview])
        if case.paper:
            yield from unknown(draft, (*path, "paper"), "documents", [case.paper])
        if case.status and case.status not in pack.statuses:
            yield at((*path, "status"), "unknown-name", name=case.status, kind="statuses")
        if case.language and case.language not in pack.languages:
            yield at((*path, "language"), "unknown-name", name=case.language, kind="languages")
        yield from unknown(draft, (*path, "answers"), "questions", case.answers)
        for name, answer in case.answers.items():
            if answer is not None and name in draft.questions and not fits(draft.questions[name], answer):
                yield at((*path, "answers", name), "answer-misfit", name=name, found=answer)
