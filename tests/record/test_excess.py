"""Excess mortality: the published figure from the published tables, and its definition on invented ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeward.record.excess import AGES, excess
from homeward.record.excess_tables import read_deaths
from homeward.record.figure_errors import BaselineTooShort, TableUnreadable


def test_the_published_excess(outside: Path) -> None:
    deaths: dict[tuple[int, str, str], float] = {}
    hiv: dict[tuple[int, str, str], float] = {}
    for file in sorted((outside / "excess").iterdir()):
        of_hiv, read = read_deaths(file.name, file.read_bytes())
        (hiv if of_hiv else deaths).update(read)
    found = excess(deaths, [2022, 2023], hiv)
    assert found.total == pytest.approx(58_482, rel=0.01)
    assert [round(y.excess) for y in found.years] == [20_618, 37_864]
    assert [round(y.error) for y in found.years] == [1_374, 1_533]
    assert found.error < found.error_shared < 3_000
    assert excess(deaths, [2022, 2023]).total == pytest.approx(64_136, rel=0.001)


def _invented(extra: float) -> dict[tuple[int, str, str], float]:
    table = {}
    for year in range(2015, 2024):
        for i, age in enumerate(AGES):
            women = 1_000 + 50 * i + 7 * (year - 2015)
            table[year, age, "f"] = women
            table[year, age, "m"] = women * (3 - 0.02 * (year - 2015)) + (extra if year >= 2022 else 0)
    return table


def test_what_was_added_is_what_is_found() -> None:
    assert excess(_invented(0), [2022, 2023]).total == pytest.approx(0, abs=1e-6)
    assert excess(_invented(100), [2022, 2023]).total == pytest.approx(2 * 7 * 100)


def test_gaps_are_named_and_short_baselines_refused() -> None:
    table = _invented(10)
    del table[2022, "25-29", "f"]
    with pytest.raises(TableUnreadable, match="2022 25-29 f"):
        excess(table, [2022])
    with pytest.raises(BaselineTooShort):
        excess({k: v for k, v in _invented(0).items() if k[0] > 2018}, [2022])
    with pytest.raises(TableUnreadable):
        read_deaths("x.csv", b"a,b\n1,2\n")
