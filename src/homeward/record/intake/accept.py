"""A reviewer's answer to a notice: a report with what was read and what the reviewer says, both kept (RECORD 3.5)."""

from __future__ import annotations

from homeward.record.errors import NumberMissing, ReviewerMissing
from homeward.record.names import split_name
from homeward.record.store import Store
from homeward.schema.record import Field, Saying


def accept_notice(store: Store, notice: int, values: dict[Field, str], *, by: str, why: str = "") -> int:
    """Make a report of a notice: machine's suggestions as machine's, the reviewer's `values` over them. Its report number.

    A name in one piece is split as at intake. Raises NumberMissing, ReviewerMissing.
    """
    if not by.strip():
        raise ReviewerMissing
    found = next((n for n in store.notices.all() if n.number == notice), None)
    if found is None:
        raise NumberMissing(str(notice))
    with store.transaction():
        store.reports.add(found.source, found.hash, [Saying(key=f"notice {notice}", row=1, said={"text": found.text}, values={})])
        report = next(r.number for r in store.reports.all() if r.source == found.source and r.key == f"notice {notice}")
        for suggestion in store.notices.suggestions(notice):
            store.reports.state(report, suggestion.field, suggestion.value)
        split = split_name(values[Field.NAME]) if Field.NAME in values else None
        parts = dict(zip((Field.SURNAME, Field.GIVEN, Field.PATRONYMIC), split, strict=True)) if split else {}
        for field, value in ({f: v for f, v in parts.items() if v} | values).items():
            store.reports.state(report, field, value, by=by, why=why or "notice")
        store.notices.answer(notice, report, by=by, why=why)
    return report
