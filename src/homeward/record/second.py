"""Pairs that need two reviewers, and what holds until the second has spoken (RECORD 6.4).

A wrong link about the living, the very young, or what a family said hurts people; so one reviewer's word on such a pair counts as `unsure`
until another says the same: the machine may not join the pair by itself either.
"""

from __future__ import annotations

from collections.abc import Mapping

from homeward.schema.record import Fate, Field, Judgement, Report, Source, SourceKind, UnitType, Verdict

from .store import Store, decided, standing_of

YOUNG = 20
_LIVING = frozenset({Fate.MISSING.value, Fate.CAPTURED.value})
_FAMILY = frozenset({SourceKind.RELATIVES, SourceKind.SUBMISSION, SourceKind.CIRCLE})


def why_two(left: Report, right: Report, sources: Mapping[str, Source]) -> str | None:
    """`living`, `family` or `young` where a pair needs two reviewers; else None. Pure."""
    both = (left, right)
    if any(r.values.get(Field.FATE) in _LIVING for r in both):
        return "living"
    if any(r.source in sources and sources[r.source].kind in _FAMILY for r in both):
        return "family"
    ages = [r.values.get(Field.AGE, "") for r in both]
    if any(a.isdecimal() and int(a) < YOUNG for a in ages) or any(r.values.get(Field.UNIT_TYPE) == UnitType.CONSCRIPT for r in both):
        return "young"
    return None


def alone(judgements: list[Judgement]) -> dict[tuple[int, int], Judgement]:
    """Pairs only one reviewer has a standing, sure word on, with that word."""
    said: dict[tuple[int, int], list[Judgement]] = {}
    for (low, high, _), judgement in standing_of(judgements).items():
        if judgement.verdict != Verdict.UNSURE:
            said.setdefault((low, high), []).append(judgement)
    return {pair: words[0] for pair, words in said.items() if len(words) == 1}


def holds(store: Store) -> dict[tuple[int, int], Verdict]:
    """The verdict that counts for each judged pair, the second reviewer waited for where one is needed."""
    judgements = store.judgements.all()
    found = decided(judgements)
    waiting = alone(judgements)
    reports = store.reports.some({number for pair in waiting for number in pair})
    sources = {s.id: s for s in store.reports.sources()}
    for pair in waiting:
        if all(n in reports for n in pair) and why_two(reports[pair[0]], reports[pair[1]], sources):
            found[pair] = Verdict.UNSURE
    return found
