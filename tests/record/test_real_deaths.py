"""The published list of deaths: rates, ranks, and releases of it that give nothing away. Needs the outside data."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeward.record.counted import Row, count_by, rows_of_csv, until
from homeward.record.disclose.audit import audit
from homeward.record.disclose.protect import Protected, protect
from homeward.record.disclose.release_format import Measure, ReadRelease
from homeward.record.disclose.tables import Table, tabulate
from homeward.record.rate_table import by_region

WIDE = [("region", "month"), ("region", "unit"), ("region",), ("month",), ("unit",), ()]
NARROW = [("region", "month"), ("region",), ("month",), ()]


@pytest.fixture(scope="module")
def later(outside: Path) -> list[Row]:
    return list(rows_of_csv((outside / "deaths" / "deaths_2022_2023.csv").read_text("utf-8")))


@pytest.fixture(scope="module")
def earlier(outside: Path) -> list[Row]:
    return list(rows_of_csv((outside / "deaths" / "deaths_version_2022-12.csv").read_text("utf-8")))


def test_all_regional_rates(later: list[Row]) -> None:
    table = {r.region: r for r in by_region(count_by(later, "region"))}
    assert len(table) == 85
    assert round(table["RU-TY"].rate, 1) == 248.7 and round(table["RU-BU"].rate, 1) == 230.6
    assert 217 < table["RU-TY"].low < 218.5 and 282 < table["RU-TY"].high < 283.5


def test_ranks_to_the_end_of_april(later: list[Row]) -> None:
    table = {r.region: r for r in by_region(count_by(until(later, "2022-04-30"), "region"))}
    ranks = [(table[c].rank, table[c].rank_low, table[c].rank_high) for c in ("RU-BU", "RU-TY", "RU-SE")]
    assert ranks == [(1, 1, 2), (2, 1, 6), (3, 1, 5)]
    chukotka = table["RU-CHU"]
    assert chukotka.deaths == 1 and not chukotka.ranked and chukotka.rank_high - chukotka.rank_low > 60


def _read(version: str, tables: tuple[Table, ...]) -> ReadRelease:
    return ReadRelease(version, (Measure("deaths", 5, tables, (), True),))


def _published(tables: list[Table], protected: Protected, dimensions: tuple[str, ...]) -> float:
    true = next(t for t in tables if t.dimensions == dimensions)
    shown = next(t for t in protected.tables if t.dimensions == dimensions)
    held = [key for key, n in true.counts.items() if n]
    return sum(shown.counts[key] is not None for key in held) / len(held)


def test_small_counts_hidden_alone_are_found_out(later: list[Row]) -> None:
    tables = tabulate(later, WIDE)
    naive = tuple(Table(t.dimensions, {key: None if 0 < (n or 0) < 5 else n for key, n in t.counts.items()}) for t in tables)
    assert len(audit([_read("naive", naive)]).recovered) > 40


def test_two_releases_give_nothing_away_and_show_most(earlier: list[Row], later: list[Row]) -> None:
    first_tables, second_tables = tabulate(earlier, NARROW), tabulate(later, WIDE)
    first = protect(first_tables, 5)
    second = protect(second_tables, 5, past=[first.tables])
    releases = [_read("2022-12", first.tables), _read("2023-04", second.tables)]
    for one in ([releases[0]], [releases[1]], releases):
        found = audit(one)
        assert found.recovered == [] and found.narrow == [] and found.small_shown == 0 and found.complete
    assert _published(second_tables, second, ("region", "month")) >= 0.70
    assert _published(second_tables, second, ("region", "unit")) >= 0.70
    assert _published(first_tables, first, ("region", "month")) >= 0.70
