"""How fine the crossed tables are in time: as fine as leaves most of them readable (spec/RECORD.md, 'Release', 2).

Months, quarters, half years or years: the finest of which at least 77 % of the non-empty cells by region reach the threshold, so that
70 % stay after neighbours are hidden; where none does, the one with most. A grain once
published stays: tables of two grains of the same people could be subtracted from each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from homeward.record.counted import NOT_RECORDED, UNCLEAR
from homeward.record.disclose.tables import Coarser

READABLE = 0.77  # before neighbours are hidden too, which costs some more
LEAST_AT_THE_ENDS = 20
GRAINS: dict[str, Callable[[str], str]] = {
    "month": lambda month: month,
    "quarter": lambda month: f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}",
    "half": lambda month: f"{month[:4]}-H{(int(month[5:]) + 5) // 6}",
    "year": lambda month: month[:4],
}


def grain_of(rows: Sequence[Mapping[str, str]], k: int) -> str:
    """The finest readable grain; the most readable where none is readable enough."""
    shares = {}
    for name, coarse in GRAINS.items():
        cells = Counter((r["region"], r["month"] if r["month"] in (NOT_RECORDED, UNCLEAR) else coarse(r["month"])) for r in rows)
        shares[name] = sum(n >= k for n in cells.values()) / max(1, len(cells))
        if shares[name] >= READABLE:
            return name
    return max(shares, key=lambda name: shares[name])


def within_span(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Months before the first and after the last with at least 20 dead in the whole record become `unclear`: at the ends a slip of the
    pen is likelier than a death, and one odd year would cost every region a cell. Small records stay as they are."""
    totals = Counter(r["month"] for r in rows if r["month"] not in (NOT_RECORDED, UNCLEAR))
    full = sorted(month for month, n in totals.items() if n >= LEAST_AT_THE_ENDS)
    if not full:
        return [dict(r) for r in rows]
    kept = {month for month in totals if full[0] <= month <= full[-1]} | {NOT_RECORDED}
    return [{**r, "month": r["month"] if r["month"] in kept else UNCLEAR} for r in rows]


def graded(rows: Sequence[Mapping[str, str]], grain: str) -> tuple[list[dict[str, str]], tuple[Coarser, ...]]:
    """Rows with their period beside the month, and how months make up periods; nothing new for months."""
    if grain == "month":
        return [dict(r) for r in rows], ()
    coarse = GRAINS[grain]
    groups = {r["month"]: r["month"] if r["month"] in (NOT_RECORDED, UNCLEAR) else coarse(r["month"]) for r in rows}
    return [{**r, grain: groups[r["month"]]} for r in rows], (Coarser(grain, "month", groups),)
