"""An invented record put into a store, without files (RECORD 9.3). `truth` gives the man behind each report number."""

from __future__ import annotations

import hashlib

from homeward.record.store import Store
from homeward.schema.record import Field, Saying

from .invent import Invented
from .sources import HABITS

BATCH = 5_000


def fill(store: Store, invented: Invented) -> dict[int, int]:
    """Declare the six sources and add every row as a report; report number to the number of the man."""
    for habit in HABITS:
        store.reports.declare(habit.source)
    for source, rows in invented.rows.items():
        archive = hashlib.sha256(repr(rows).encode()).hexdigest()
        for start in range(0, len(rows), BATCH):
            batch = [_saying(row, line) for line, row in enumerate(rows[start : start + BATCH], start=start + 1)]
            store.reports.add(source, archive, batch)
        store.reports.keep_archive(archive, source, f"{source}.csv", 0, len(rows))
    return truth(store, invented)


def truth(store: Store, invented: Invented) -> dict[int, int]:
    """Report number to the number of the man it speaks of."""
    return {report.number: invented.truth[report.source, report.key] for report in store.reports.all()}


def _saying(row: dict[str, str], line: int) -> Saying:
    said = {column: value for column, value in row.items() if value}
    return Saying(key=row["key"], row=line, said=said, values={Field(c): v for c, v in said.items() if c != "key"})
