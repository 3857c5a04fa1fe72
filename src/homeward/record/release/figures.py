"""Figures that follow from the tables as published, so they can tell nothing the tables do not (spec/RECORD.md, 'Release', 3)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from homeward.record.disclose.tables import Table
from homeward.record.ranks import rank_intervals
from homeward.record.rates import PER, exact_intervals, smooth
from homeward.record.regions import CITATION, regions

FEWEST_REGIONS = 3


class RegionRate(msgspec.Struct, frozen=True):
    """Deaths per 100,000 men aged 16-61.5 of one region, exact interval, rank with its interval; `ranked` false: too wide to print."""

    region: str
    deaths: int
    men: int
    rate: float
    low: float
    high: float
    smoothed: float
    rank: int
    rank_low: int
    rank_high: int
    ranked: bool


def rates(table: Table) -> list[RegionRate]:
    """Rates of the regions whose count is shown, highest first; empty when there are too few to compare."""
    shown = [(key[0], n) for key, n in sorted(table.counts.items()) if n is not None and key[0] in regions()]
    known = {iso for iso, _ in shown}
    hidden = {key[0] for key, n in table.counts.items() if n is None}
    shown += [(iso, 0) for iso in sorted(regions()) if iso not in known | hidden]
    if len(shown) < FEWEST_REGIONS or not any(n for _, n in shown):
        return []
    shown.sort()
    deaths, men = [n for _, n in shown], [regions()[iso].men for iso, _ in shown]
    ends, even, ranks = exact_intervals(deaths, men), smooth(deaths, men).rates, rank_intervals(deaths, men)
    made = [
        RegionRate(
            iso,
            n,
            m,
            round(n / m * PER, 2),
            round(float(ends[i, 0]), 2),
            round(float(ends[i, 1]), 2),
            round(float(even[i, 0]), 2),
            int(ranks.smoothed[i]),
            int(ranks.low[i]),
            int(ranks.high[i]),
            bool(ranks.sold[i]),
        )
        for i, ((iso, n), m) in enumerate(zip(shown, men, strict=True))
    ]
    return sorted(made, key=lambda r: (r.rank, -r.rate, r.region))


def columns(found: Iterable[RegionRate]) -> dict[str, list[object]]:
    """The same as columns, with the denominator's source beside each."""
    rows = [msgspec.structs.asdict(r) | {"denominator": CITATION} for r in found]
    names = [*RegionRate.__struct_fields__, "denominator"]
    return {name: [row[name] for row in rows] for name in names}
