"""People as the record shows them: reports joined by number, each field resolved with every value kept (RECORD 4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from homeward.schema.record import Extracted, Field, Grade, Person, Report, Resolution, Resolved, ResolvedBy, Source

from .status import independent_groups, status_of
from .store import Store

UNKNOWN = "?"
_SPANS = frozenset({Field.BORN, Field.DIED, Field.REPORTED, Field.AGE})
_GRADE = {Grade.A: 0, Grade.B: 1, Grade.C: 2, Grade.D: 3}


def people(store: Store) -> Iterator[Person]:
    """Everyone at present, by number; excluded reports left out, and people all of whose reports are excluded."""
    sources = {s.id: s for s in store.reports.sources()}
    members = _members(store)
    groups = independent_groups(sources.values(), members.values())
    standing = store.public.standing()
    for number in sorted(members):
        yield person_of(number, members[number], sources, groups, standing)


def person(store: Store, number: int) -> Person:
    """One person, under the number they have today; groups as declared (copies are found out only over the whole record)."""
    number = store.links.current(number)
    excluded = store.reports.excluded()
    reports = [r for n, r in sorted(store.reports.some(store.links.members(number)).items()) if n not in excluded]
    sources = {s.id: s for s in store.reports.sources()}
    return person_of(number, reports, sources, {s.id: s.group for s in sources.values()}, store.public.standing())


def person_of(
    number: int,
    reports: list[Report],
    sources: Mapping[str, Source],
    groups: Mapping[str, str],
    standing: Mapping[tuple[int, Field], Resolution],
) -> Person:
    """A person from their reports. Pure."""
    speaking = sorted({r.source for r in reports})
    fields = {}
    for field in Field:
        said = [(r.values[field], r) for r in reports if r.values.get(field, UNKNOWN) != UNKNOWN]
        decision = standing.get((number, field))
        if said or decision:
            fields[field] = _resolve(field, said, sources, groups, decision)
    return Person(
        number=number,
        reports=[r.number for r in reports],
        sources=speaking,
        groups=sorted({groups.get(s, s) for s in speaking}),
        status=status_of([sources[s] for s in speaking if s in sources], groups),
        first_at=min((r.values.get(Field.REPORTED, UNKNOWN) for r in reports), default=UNKNOWN),
        fields=fields,
    )


def machine_values(store: Store, report: int) -> list[tuple[Field, str, str | None]]:
    """(field, machine's value, reviewer's value or None) where a machine took a value out of a report: both are kept."""
    machine: dict[Field, str] = {}
    reviewer: dict[Field, str] = {}
    for statement in store.reports.statements([report]):
        if statement.extracted == Extracted.MACHINE:
            machine[statement.field] = statement.value
        elif statement.extracted == Extracted.REVIEWER:
            reviewer[statement.field] = statement.value
    return [(field, value, reviewer.get(field)) for field, value in machine.items()]


def _members(store: Store) -> dict[int, list[Report]]:
    belongs, excluded = store.links.belongs(), store.reports.excluded()
    members: dict[int, list[Report]] = defaultdict(list)
    for report in store.reports.all():
        if report.number in belongs and report.number not in excluded:
            members[belongs[report.number]].append(report)
    return members


def _resolve(
    field: Field, said: list[tuple[str, Report]], sources: Mapping[str, Source], groups: Mapping[str, str], decision: Resolution | None
) -> Resolved:
    every = [(value, report.number) for value, report in said]
    if decision is not None:
        return Resolved(value=decision.value, by=ResolvedBy.REVIEWER, said=every)
    values = {value for value, _ in said}
    if field in _SPANS:
        values = {v for v in values if not any(w != v and w.startswith(v + "-") for w in values)}  # 2022 says nothing against 2022-05-03
    if len(values) == 1:
        return Resolved(value=values.pop(), by=ResolvedBy.AGREED, said=every)
    backing: dict[str, set[str]] = defaultdict(set)
    for value, report in said:
        backing[value].add(groups.get(report.source, report.source))
    ranked = sorted(values, key=lambda v: (-len(backing[v]), v))
    if len(backing[ranked[0]]) > len(backing[ranked[1]]):
        return Resolved(value=ranked[0], by=ResolvedBy.MAJORITY, said=every)
    best: dict[str, int] = {}
    for value, report in said:
        grade = _GRADE[sources[report.source].grade] if report.source in sources else len(_GRADE)
        best[value] = min(best.get(value, len(_GRADE)), grade)
    ranked = sorted(values, key=lambda v: (best[v], v))
    if best[ranked[0]] < best[ranked[1]]:
        return Resolved(value=ranked[0], by=ResolvedBy.HIERARCHY, said=every)
    if field in _SPANS:
        return Resolved(value=f"{min(values)}/{max(values)}", by=ResolvedBy.RANGE, said=every)
    first = min(said, key=lambda pair: (best[pair[0]], pair[1].number) if pair[0] in values else (len(_GRADE) + 1, 0))
    return Resolved(value=first[0], by=ResolvedBy.HIERARCHY, said=every)
