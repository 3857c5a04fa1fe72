"""Which verdicts change between two versions of a pack: for whom, for which days, under which answers (`homeward guide diff`).

Both packs answer the same questions in every stretch of time of either; only what differs is told. Sentences are compared by their words,
so that a corrected sentence under an unchanged verdict is told as well.
"""

from __future__ import annotations

import itertools
from typing import Any

from msgspec import Struct, structs

from homeward.schema.guide import Threat
from homeward.schema.guide_bundle import Answer, Bundle, Facts

from .classes import TooMany, every_class
from .conditions import BOOLEAN, DATE, NUMBER, Kind, Tree
from .evaluate import ask
from .periods import OPEN, Period

_BASES = {"yes_no": BOOLEAN, "number": NUMBER, "date": DATE}
_DATES = ("act_from", "act_until", "said", "today")


class Change(Struct, frozen=True):
    """One threat, for whom, which days and answers (each name with the values that count): what was said and is said now, "" where missing.

    `words`: the verdict stays, its sentences change.
    """

    threat: str
    statuses: list[str]
    axis: str
    first: str
    until: str
    answers: dict[str, list[Any]]
    before: str
    after: str
    words: bool


def differences(old: Bundle, new: Bundle, today: str) -> list[Change]:
    """Every change; neighbours in time, statuses and answers that change alike are joined. `today` is the day of reading (axis act)."""
    found: list[Change] = []
    for threat in sorted({*old.threats, *new.threats}):
        sides = [b.threats[threat] for b in (old, new) if threat in b.threats]
        rows = _answers(old, new, threat)
        stretches = _pieces(old, new, sides)
        changes = []
        for status in sorted({*old.pack.statuses, *new.pack.statuses}):
            for answers in rows:
                compared = [_compare(old, new, threat, status, first, until, answers, today) for first, until in stretches]
                changes += _joined([c for c in compared if c])
        found += _alike(changes, rows)
    return found


def _pieces(old: Bundle, new: Bundle, sides: list[Threat]) -> list[tuple[str, str]]:
    laws = {v.law for t in sides for v in t.versions if v.law}
    periods: list[Period] = [v for t in sides for v in t.versions]
    periods += [x for t in sides for x in t.gaps]
    periods += [e for b in (old, new) for law in laws if law in b.norms for e in b.norms[law].versions]
    begins = min(*(t.begins for t in sides if t.begins), old.pack.begins, new.pack.begins)
    days = sorted({begins, OPEN} | {d for p in periods for d in (p.from_, p.until) if d > begins})
    return list(itertools.pairwise(days))


def _answers(old: Bundle, new: Bundle, threat: str) -> list[dict[str, Any]]:
    trees: list[Tree] = []
    names: dict[str, Kind] = {}
    bounds: dict[str, tuple[int, int]] = {}
    for bundle in (old, new):
        names |= _kinds(bundle)
        bounds |= {i: (q.least, q.most) for i, q in bundle.questions.items() if q.kind == "number"}
        if threat in bundle.threats:
            trees += [bundle.conditions[v.when] for v in bundle.threats[threat].versions if v.when]
    try:
        rows = [{k: v for k, v in row.items() if k not in (*_DATES, "status")} for row in every_class(trees, names, bounds)]
    except TooMany:
        rows = []
    years = _threatened(old, new, threat)
    if years:
        rows = [row | {"years": y} for row in rows or [{}] for y in years]
    unique = {repr(sorted(row.items())): row for row in rows or [{}]}
    return list(unique.values())


def _threatened(old: Bundle, new: Bundle, threat: str) -> list[int]:
    """Numbers of years that tell apart every penalty of either pack."""
    met: set[int] = set()
    for bundle in (old, new):
        for version in bundle.threats[threat].versions if threat in bundle.threats else []:
            for edition in bundle.norms[version.law].versions if version.verdict == "by_years" else []:
                if edition.penalty:
                    met |= {edition.penalty.min_years, edition.penalty.max_years, edition.penalty.max_years + 1}
    return sorted(met - {0})


def _kinds(bundle: Bundle) -> dict[str, Kind]:
    kinds = {
        i: Kind("choice", tuple(q.choices)) if q.kind == "choice" else _BASES[q.kind]
        for i, q in bundle.questions.items()
        if q.kind in (*_BASES, "choice")
    }
    return kinds | dict.fromkeys(_DATES, DATE) | {"status": Kind("choice", tuple(bundle.pack.statuses))}


def _compare(
    old: Bundle, new: Bundle, threat: str, status: str, first: str, until: str, answers: dict[str, Any], today: str
) -> Change | None:
    axis = (new if threat in new.threats else old).threats[threat].axis
    dates = {"act_from": first, "act_until": first, "today": today} if axis == "act" else {"today": first}
    facts = Facts(status=status, answers=answers, **dates)
    before, after = (_told(b, threat, status, facts) for b in (old, new))
    if before == after:
        return None
    same = before[0] == after[0]
    return Change(threat, [status], axis, first, until, {k: [v] for k, v in answers.items()}, before[0], after[0], same)


def _told(bundle: Bundle, threat: str, status: str, facts: Facts) -> tuple[str, tuple[str, ...]]:
    if threat not in bundle.threats or status not in bundle.pack.statuses:
        return "", ()
    answer: Answer = ask(bundle, threat, facts)
    verdict = answer.verdict
    if answer.penalty:
        verdict += f" {answer.penalty.min_years}–{answer.penalty.max_years}"
    return verdict, tuple(text for c in answer.claims for _, text in sorted(bundle.claims[c].says.items()))


def _joined(changes: list[Change]) -> list[Change]:
    joined: list[Change] = []
    for change in changes:
        last = joined[-1] if joined else None
        if last and last.until == change.first and (last.before, last.after, last.words) == (change.before, change.after, change.words):
            joined[-1] = structs.replace(last, until=change.until)
        else:
            joined.append(change)
    return joined


def _alike(changes: list[Change], rows: list[dict[str, Any]]) -> list[Change]:
    """Changes that differ in one name only, or in the status, become one; a name all of whose values count is left out."""
    every = {name: sorted({row[name] for row in rows}, key=_order) for name in sorted({n for row in rows for n in row})}
    for name, values in every.items():
        groups: dict[str, list[Change]] = {}
        for change in changes:
            rest = {k: v for k, v in change.answers.items() if k != name}
            groups.setdefault(repr(structs.replace(change, answers=rest)), []).append(change)
        changes = []
        for group in groups.values():
            met = sorted({v for c in group for v in c.answers[name]}, key=_order)
            rest = {k: v for k, v in group[0].answers.items() if k != name}
            changes.append(structs.replace(group[0], answers=rest if met == values else rest | {name: met}))
    together: dict[str, Change] = {}
    for change in changes:
        key = repr(structs.replace(change, statuses=[]))
        before = together.get(key)
        together[key] = structs.replace(change, statuses=[*before.statuses, *change.statuses]) if before else change
    return list(together.values())


def _order(value: Any) -> tuple[int, str]:
    """Numbers by size, all else by its letters."""
    return (value, "") if isinstance(value, int) else (0, str(value))
