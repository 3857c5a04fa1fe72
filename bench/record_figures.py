"""Prints every figure of the record's mathematics that the README quotes, beside its peer. Needs HOMEWARD_DATA.

HOMEWARD_DATA=... python bench/record_figures.py
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from homeward.record.counted import count_by, rows_of_csv, until
from homeward.record.disclose.audit import audit
from homeward.record.disclose.protect import protect
from homeward.record.disclose.release_format import Measure, ReadRelease
from homeward.record.disclose.tables import Table, tabulate
from homeward.record.estimate.latent import latent_classes
from homeward.record.estimate.overlaps import read_overlaps
from homeward.record.estimate.together import estimate
from homeward.record.excess import excess
from homeward.record.excess_tables import read_deaths
from homeward.record.nowcast.backtest import backtest
from homeward.record.nowcast.triangle import read_version, triangle
from homeward.record.rate_table import by_region, single

DATA = Path(os.environ["HOMEWARD_DATA"])
NARROW = [("region", "month"), ("region",), ("month",), ()]
WIDE = [*NARROW, ("region", "unit"), ("unit",)]


def rates() -> None:
    """Published rates and the ranking to 30 April 2022."""
    for name, deaths, people in (("Buryatia", 159, 978_588), ("Tyva", 100, 336_651)):
        r = single(deaths, people)
        print(f"rate {name}: {r.rate:.2f} ({r.low:.2f}-{r.high:.2f})")
    rows = list(rows_of_csv((DATA / "deaths/deaths_2022_2023.csv").read_text("utf-8")))
    table = by_region(count_by(until(rows, "2022-04-30"), "region"))
    for r in [*table[:3], next(r for r in table if r.region == "RU-CHU")]:
        print(f"rank to 2022-04-30 {r.name}: {r.rank} ({r.rank_low}-{r.rank_high}), printed as a rank: {r.ranked}")


def estimates() -> None:
    """Kosovo and the United Kingdom."""
    for name in ("kosovo1999_4lists", "SparseMSE_UKdat_5"):
        table = read_overlaps((DATA / f"overlaps/{name}.csv").read_text("utf-8"))
        start = time.perf_counter()
        found = estimate(table, latent=False)
        took = time.perf_counter() - start
        step = next(m for m in found.models if m.method == "stepwise")
        for m in (found.best_bic, step):
            if m:
                print(f"{name}: {m.method} {m.model} {m.estimate:,.1f} ({m.low or 0:,.0f}-{m.high or 0:,.0f})")
        print(f"  {found.fitted} models in {took:.2f} s")
    start = time.perf_counter()
    p = latent_classes(read_overlaps((DATA / "overlaps/kosovo1999_4lists.csv").read_text("utf-8")))
    took = time.perf_counter() - start
    print(f"Kosovo latent classes: mean {p.mean:,.0f} ({p.low:,.0f}-{p.high:,.0f}), R-hat {p.r_hat:.3f}, {took:.1f} s (R: 3.1 s)")


def late() -> None:
    """The nowcast against the plain chain ladder, and the excess."""
    files = sorted((DATA / "claims/mediazona_snapshots").glob("*.csv"))
    found = backtest(triangle(dict(read_version(f.name, f.read_text("utf-8")) for f in files)))
    m, c = found.model, found.chain_ladder
    print(f"nowcast: held {m.coverage:.3f} (chain ladder {c.coverage:.3f}), interval score ratio {m.interval_score / c.interval_score:.2f}")
    deaths: dict[tuple[int, str, str], float] = {}
    hiv: dict[tuple[int, str, str], float] = {}
    for file in sorted((DATA / "excess").iterdir()):
        of_hiv, read = read_deaths(file.name, file.read_bytes())
        (hiv if of_hiv else deaths).update(read)
    print(f"excess 2022-2023: {excess(deaths, [2022, 2023], hiv).total:,.0f} (published 58,500)")


def releases() -> None:
    """Two releases of the real list, attacked; beside them primary suppression alone."""
    first, second = (
        list(rows_of_csv((DATA / f"deaths/{n}.csv").read_text("utf-8"))) for n in ("deaths_version_2022-12", "deaths_2022_2023")
    )
    start = time.perf_counter()
    old = protect(tabulate(first, NARROW), 5)
    tables = tabulate(second, WIDE)
    new = protect(tables, 5, past=[old.tables])
    took = time.perf_counter() - start
    naive = tuple(Table(t.dimensions, {key: None if 0 < (n or 0) < 5 else n for key, n in t.counts.items()}) for t in tables)
    for name, versions in (("primary alone", [naive]), ("ours", [new.tables]), ("ours, two versions", [old.tables, new.tables])):
        found = audit([ReadRelease(str(i), (Measure("deaths", 5, t, (), True),)) for i, t in enumerate(versions)])
        print(f"release, {name}: {found.hidden} hidden, {len(found.recovered)} recovered, {len(found.narrow)} narrow")
    for true, shown in zip(tables, new.tables, strict=True):
        held = [key for key, n in true.counts.items() if n]
        share = 100 * sum(shown.counts[key] is not None for key in held) / len(held)
        print(f"  {' x '.join(true.dimensions) or 'total'}: {share:.1f} % of {len(held)} shown")
    print(f"  suppressed in {took:.0f} s")


if __name__ == "__main__":
    for part in (rates, estimates, late, releases):
        part()
