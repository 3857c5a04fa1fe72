"""The delay model on lists with known bursts, and its back-test on real versions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from homeward.record.nowcast.backtest import backtest
from homeward.record.nowcast.chain_ladder import chain_ladder
from homeward.record.nowcast.effort import forecast
from homeward.record.nowcast.errors import TooFewVersions, VersionUnreadable
from homeward.record.nowcast.triangle import Triangle, from_arrivals, month_name, month_number, read_version, triangle


def _invented(seed: int, looks: int = 30) -> Triangle:
    """A list that grows with the age of the month and in bursts of work, with 2,000 deaths a month in truth."""
    rng = np.random.default_rng(seed)
    months = np.arange(24_240, 24_240 + looks)
    counts = np.full((looks, looks), np.nan)
    known = np.zeros(looks)
    for j in range(looks):
        work = np.exp(0.5 * rng.normal())
        for i in range(j + 1):
            hazard = min(0.12 * work * (0.3 if i == j else 1), 0.9)
            known[i] += rng.binomial(int(2_000 - known[i]), hazard)
            counts[i, j] = known[i]
    return Triangle(months, months.copy(), counts)


def test_intervals_hold_on_invented_lists() -> None:
    """Here efforts are independent luck, the chain ladder's own world: it is still too sure, and no nearer once versions are many."""
    found = [backtest(_invented(seed)) for seed in (1, 2)]
    assert np.mean([f.model.coverage for f in found]) > 0.88 > 0.75 > np.mean([f.chain_ladder.coverage for f in found])
    assert all(f.model_late.miss < 1.1 * f.chain_ladder_late.miss for f in found)


def test_backtest_on_real_versions(outside: Path) -> None:
    files = sorted((outside / "claims" / "mediazona_snapshots").glob("*.csv"))
    known = triangle(dict(read_version(f.name, f.read_text("utf-8")) for f in files))
    found = backtest(known)
    assert found.model.cases > 1_000
    assert 0.85 <= found.model.coverage <= 0.95 and 0.85 <= found.model_late.coverage <= 0.95
    assert found.model.interval_score < found.chain_ladder.interval_score
    assert found.model_late.interval_score < found.chain_ladder_late.interval_score


def test_versions_of_a_list_of_deaths_make_a_triangle(outside: Path) -> None:
    names = {"2022-12-31.csv": "deaths_version_2022-12.csv", "2023-05-31.csv": "deaths_2022_2023.csv"}
    read = dict(read_version(name, (outside / "deaths" / file).read_text("utf-8")) for name, file in names.items())
    known = triangle(read)
    march = int(np.flatnonzero(known.months == month_number("2022-03"))[0])
    assert 0.8 < known.counts[march, 0] / known.counts[march, 1] < 1.1
    with pytest.raises(TooFewVersions):
        forecast(known, [1])


def test_the_same_seed_gives_the_same_forecast_and_none_falls_below_the_list() -> None:
    known = _invented(5)
    one, two = forecast(known, [3])[3], forecast(known, [3])[3]
    assert (one.median == two.median).all() and (one.low >= one.listed).all()
    assert (one.low <= one.median).all() and (one.median <= one.high).all()


def test_the_chain_ladder_multiplies_factors() -> None:
    months = np.arange(24_240, 24_243)
    known = Triangle(months, months.copy(), np.array([[100, 200, 300], [np.nan, 50, 100], [np.nan, np.nan, 80]]))
    said = chain_ladder(known, [1, 2])
    assert said[1].median[2] == pytest.approx(160) and said[2].median[2] == pytest.approx(240)


def test_arrivals_build_the_same_triangle_as_versions() -> None:
    people = [("2022-03-01", "2022-03-20"), ("2022-03-05", "2022-05-02"), ("2022-04-09", "2022-05-30")]
    known = from_arrivals(people)
    assert [month_name(int(m)) for m in known.looks] == ["2022-03", "2022-04", "2022-05"]
    assert known.counts[0].tolist() == [1, 1, 2] and known.counts[1, 1:].tolist() == [0, 1]


@pytest.mark.parametrize(("name", "text"), [("list.csv", "date\n2022-03-01\n"), ("2022-03-01.csv", "day\n2022\n")])
def test_unreadable_versions_are_refused(name: str, text: str) -> None:
    with pytest.raises(VersionUnreadable):
        read_version(name, text)
