"""How well a person's entry is supported: independent groups, copies found out, and the status that follows (RECORD 4.1, 4.2)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from homeward.schema.record import Field, Grade, Report, Source, Status

SHARED_PEOPLE = 30
ALIKE = 0.85
_COPIED = (Field.NAME, Field.SURNAME, Field.GIVEN, Field.PATRONYMIC, Field.BORN, Field.AGE, Field.DIED, Field.HOME, Field.UNIT, Field.RANK)


def status_of(sources: Iterable[Source], groups: Mapping[str, str] | None = None) -> Status:
    """Status from the sources that speak of one person.

    Confirmed: two independent groups or more, one with a source of grade A. Corroborated: two groups or more. Sources of grade D never
    make a second group. `groups` gives each source's group after copies were found out; without it the declared one counts.
    """
    named = groups or {}
    held = [(named.get(s.id, s.group), s.grade) for s in sources]
    counted = {group for group, grade in held if grade != Grade.D}
    if len(counted) < 2:
        return Status.REPORTED
    return Status.CONFIRMED if any(grade == Grade.A for _, grade in held) else Status.CORROBORATED


def independent_groups(sources: Iterable[Source], people: Iterable[list[Report]]) -> dict[str, str]:
    """Source id to independence group: the declared groups, joined where one source turns out to copy another."""
    group = {s.id: s.group for s in sources}
    for left, right in sorted(copies(people)):
        kept, gone = sorted((group.get(left, left), group.get(right, right)))
        group = {source: kept if g == gone else g for source, g in group.items()}
    return group


def copies(people: Iterable[list[Report]]) -> dict[tuple[str, str], tuple[int, float, float]]:
    """Pairs of sources of which one copies the other: (people in both, share of the smaller that the larger has, share said word for word).

    Independent sources spell, date and abbreviate differently; a copy repeats even the slips. At least 30 shared people, 85 % of the
    smaller source inside the larger, and 85 % of those alike in every field both give (three at least).
    """
    each: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    alike: Counter[tuple[str, str]] = Counter()
    for reports in people:
        by_source: dict[str, list[Report]] = defaultdict(list)
        for report in reports:
            by_source[report.source].append(report)
        each.update(by_source.keys())
        for left, right in combinations(sorted(by_source), 2):
            both[left, right] += 1
            alike[left, right] += any(_word_for_word(a, b) for a in by_source[left] for b in by_source[right])
    found = {}
    for pair, shared in both.items():
        inside, same = shared / min(each[pair[0]], each[pair[1]]), alike[pair] / shared
        if shared >= SHARED_PEOPLE and inside >= ALIKE and same >= ALIKE:
            found[pair] = (shared, inside, same)
    return found


def _word_for_word(left: Report, right: Report) -> bool:
    given = [field for field in _COPIED if field in left.values and field in right.values]
    return len(given) >= 3 and all(left.values[field] == right.values[field] for field in given)
