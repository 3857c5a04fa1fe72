"""How fine the crossed tables are in time: as fine as leaves most of them readable (spec/RECORD.md, 'Release', 2).

Months, quarters, half years or years: the finest of which at least 80 % of the non-empty cells by region reach the threshold, so that 70 % stay after neighbours are hidden. A grain once
published stays: tables of two grains of the same people could be subtracted from each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from homeward.record.counted import NOT_RECORDED, UNCLEAR
from homeward.record.disclose.tables import Coarser

READABLE = 0.8  # before neighbours are hidden too, which costs some more
GRAINS: dict[str, Callable[[str], str]] = {
    "month": lambda month: month,
    "quarter": lambda month: f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}",
    "half": lambda month: f"{month[:4]}-H{(int(month[5:]) + 5) // 6}",
    "year": lambda month: month[:4],
}


def grain_of(rows: Sequence[Mapping[str, str]], k: int) -> str:
    """The finest readable grain; years when none is."""
    for name, coarse in GRAINS.items():
        cells = Counter((r["region"], r["month"] if r["month"] in (NOT_RECORDED, UNCLEAR) else coarse(r["month"])) for r in rows)
        if cells and sum(n >= k for n in cells.values()) >= READABLE * len(cells):
            return name
    return "year"


def graded(rows: Sequence[Mapping[str, str]], grain: str) -> tuple[list[dict[str, str]], tuple[Coarser, ...]]:
    """Rows with their period beside the month, and how months make up periods; nothing new for months."""
    if grain == "month":
        return [dict(r) for r in rows], ()
    coarse = GRAINS[grain]
    groups = {r["month"]: r["month"] if r["month"] in (NOT_RECORDED, UNCLEAR) else coarse(r["month"]) for r in rows}
    return [{**r, grain: groups[r["month"]]} for r in rows], (Coarser(grain, "month", groups),)
