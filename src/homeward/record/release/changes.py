"""What changed since the last version: totals and cells of what both published, never the people (spec/RECORD.md, 'Release', 5)."""

from __future__ import annotations

import msgspec

from homeward.record.disclose.release_format import ReadRelease, table_name
from homeward.record.disclose.tables import Cell


class Change(msgspec.Struct, frozen=True):
    """One table against the last version; counts of cells. `before` and `after` are the totals, where shown."""

    table: str
    before: int | None
    after: int | None
    grew: int
    fell: int
    newly_hidden: int
    newly_shown: int
    new: int
    gone: int


def changes(last: ReadRelease | None, now: ReadRelease) -> list[Change]:
    """A row for each table of this version; against nothing for the first one."""
    old = {table_name(m.name, t): t.cells() for m in last.measures for t in m.tables} if last else {}
    made = []
    for measure in now.measures:
        for table in measure.tables:
            name = table_name(measure.name, table)
            made.append(_change(name, old.get(name, {}), table.cells()))
    return made


def _change(name: str, before: dict[Cell, int | None], after: dict[Cell, int | None]) -> Change:
    both = [(before[c], after[c]) for c in after if c in before]
    known = [(a, b) for a, b in both if a is not None and b is not None]
    return Change(
        table=name,
        before=_total(before),
        after=_total(after),
        grew=sum(b > a for a, b in known),
        fell=sum(b < a for a, b in known),
        newly_hidden=sum(a is not None and b is None for a, b in both),
        newly_shown=sum(a is None and b is not None for a, b in both),
        new=len(after.keys() - before.keys()),
        gone=len(before.keys() - after.keys()),
    )


def _total(cells: dict[Cell, int | None]) -> int | None:
    """The sum, where no cell is hidden."""
    values = list(cells.values())
    return sum(v for v in values if v is not None) if values and None not in values else None
