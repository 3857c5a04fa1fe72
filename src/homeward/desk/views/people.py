"""People: found by number or name; one person with every statement, its source and every conflict (RECORD, 'Desk', 4)."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from homeward.record.people import person as person_of
from homeward.schema.record import Extracted, Field, Report, Resolution, ResolvedBy, Source, Statement

from ..asked import Asked, go
from ..differ import ORDER

MOST = 50
EDITABLE = tuple(f for f in ORDER if f != Field.REPORTED)


@dataclass(frozen=True)
class Said:
    """One report on a person: its source, current values, every statement ever, and why it is left out, if it is."""

    report: Report
    source: Source | None
    statements: list[Statement]
    excluded: str | None


def search(asked: Asked) -> Response:
    """By number, or by a piece of a name as a source gave it."""
    wanted = " ".join(asked.request.query_params.get("q", "").split())
    asked.desk.settle()
    if wanted.isdecimal() and len(wanted) < 10:
        return go(f"/people/{wanted}")
    found = _named(asked, wanted) if wanted else []
    return asked.page("people", q=wanted, found=found[:MOST], more=len(found) > MOST)


def show(asked: Asked) -> Response:
    """One person. A number that moved leads to the one that took over."""
    number = asked.path("number")
    asked.desk.settle()
    store = asked.desk.store
    current = store.links.current(number)
    if current != number:
        return go(f"/people/{current}?from={number}")
    person = person_of(store, number)
    sources, excluded = {s.id: s for s in store.reports.sources()}, store.reports.excluded()
    reports = store.reports.some(store.links.members(number))
    statements = store.reports.statements(reports)
    said = [
        Said(r, sources.get(r.source), [s for s in statements if s.report == n], excluded[n].reason if n in excluded else None)
        for n, r in sorted(reports.items())
    ]
    judgements = sorted({j.number: j for n in reports for j in store.judgements.of_report(n)}.values(), key=lambda j: j.number)
    return asked.page(
        "person",
        person=person,
        said=said,
        sources=sources,
        judgements=judgements,
        resolutions=[r for r in store.public.resolutions() if r.person == number],
        corrections=[c for c in store.public.corrections() if c.person == number],
        moved=asked.request.query_params.get("from", ""),
        belonged=[(n, store.links.history(n)) for n in sorted(reports)],
        editable=EDITABLE,
        conflicts=[f for f, r in person.fields.items() if r.by != ResolvedBy.AGREED],
        machine=Extracted.MACHINE,
        reviewer=Extracted.REVIEWER,
    )


def resolve(asked: Asked) -> Response:
    """A reviewer's decision on one field; an empty value shows none."""
    number = asked.desk.store.links.current(asked.path("number"))
    field, why = asked.form.get("field", ""), asked.form.get("why", "")
    if field in {f.value for f in EDITABLE} and why:
        asked.desk.store.public.resolve(
            Resolution(person=number, field=Field(field), value=asked.form.get("value") or None, by=asked.by, why=why)
        )
    return go(f"/people/{number}#fields")


def exclude(asked: Asked) -> Response:
    """Leave a report out of every count, or take it back in, with the reason."""
    report, why = asked.path("report"), asked.form.get("why", "")
    if why:
        asked.desk.store.reports.exclude(
            asked.desk.store.reports.report(report).number, why, asked.by, lifted=asked.form.get("lifted") == "1"
        )
    return go(f"/people/{asked.path('number')}#reports")


def _named(asked: Asked, wanted: str) -> list[tuple[int, str, str]]:
    """(person, name as said, source) of reports whose surname or name begins so; letters as typed, ё and case aside."""
    rows = asked.desk.store.database.rows(
        "SELECT DISTINCT m.person, s.value, r.source FROM statement s JOIN report r ON r.number = s.report"
        " JOIN membership m ON m.report = r.number"
        " AND m.number = (SELECT max(n.number) FROM membership n WHERE n.report = m.report)"
        " WHERE s.field IN ('surname', 'name') AND (s.value LIKE ? ESCAPE '\\' OR s.value LIKE ? ESCAPE '\\')"
        " ORDER BY m.person, s.value LIMIT ?",
        (_pattern(wanted), _pattern(wanted[:1].upper() + wanted[1:].lower()), MOST + 1),
    )
    return [(person, value, source) for person, value, source in rows]


def _pattern(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
