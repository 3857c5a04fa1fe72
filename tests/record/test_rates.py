"""Rates, ratios, smoothing and ranks against published figures and against their definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from homeward.record.figure_errors import RateImpossible
from homeward.record.ranks import rank_intervals
from homeward.record.rate_table import by_category, by_region, single
from homeward.record.rates import exact_rate, rate_ratio, smooth


@pytest.mark.parametrize(
    ("deaths", "population", "rate", "low", "high"),
    [
        (159, 978_588, 16.25, 13.82, 18.98),
        (100, 336_651, 29.70, 24.17, 36.13),
        (159, 278_885, 57.01, 48.50, 66.60),
        (100, 92_884, 107.66, 87.60, 130.94),
        (1_351, 147_182_123, 0.92, 0.87, 0.97),
    ],
)
def test_published_rates(deaths: int, population: int, rate: float, low: float, high: float) -> None:
    found = single(deaths, population)
    assert (round(found.rate, 2), round(found.low, 2), round(found.high, 2)) == (rate, low, high)


def test_ratio_of_tyva_to_buryatia() -> None:
    found = rate_ratio((100, 159), (336_651, 978_588))
    assert round(found.ratio, 2) == 1.83
    assert found.p == pytest.approx(4.4e-6, rel=0.01)
    assert found.low < found.ratio < found.high


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(3_001, 10**7), st.integers(3_001, 10**7))
def test_ratio_agrees_with_the_exact_binomial_test(d1: int, d2: int, n1: int, n2: int) -> None:
    if d1 + d2 == 0:
        with pytest.raises(RateImpossible):
            rate_ratio((d1, d2), (n1, n2))
        return
    found, test = rate_ratio((d1, d2), (n1, n2)), stats.binomtest(d1, d1 + d2, n1 / (n1 + n2))
    share = test.proportion_ci(0.95, "exact")
    assert found.p == pytest.approx(test.pvalue, rel=1e-4, abs=1e-12)
    if d1 > 0 and d2 > 0:
        assert found.low == pytest.approx(share.low / (1 - share.low) * n2 / n1, rel=1e-6)


@given(st.integers(0, 500))
def test_the_exact_interval_leaves_two_and_a_half_percent_on_each_side(deaths: int) -> None:
    found = exact_rate(deaths, 10**6, per=10**6)
    assert stats.poisson.cdf(deaths, found.high) == pytest.approx(0.025, abs=1e-6)
    if deaths:
        assert stats.poisson.sf(deaths - 1, found.low) == pytest.approx(0.025, abs=1e-6)
    else:
        assert found.low == 0


@pytest.mark.parametrize(("deaths", "population"), [(-1, 10), (11, 10), (1, 0)])
def test_figures_no_rate_can_have_are_refused(deaths: int, population: int) -> None:
    with pytest.raises(RateImpossible):
        exact_rate(deaths, population)


def test_smoothing_moves_small_places_more_and_recovers_the_spread() -> None:
    rng = np.random.default_rng(1)
    men = rng.integers(20_000, 2_000_000, 85)
    true = rng.gamma(3, 2e-4 / 3, 85)
    deaths = rng.poisson(true * men)
    fit = smooth(deaths, men)
    assert fit.shape == pytest.approx(3, rel=0.5)
    raw, smoothed = deaths / men * 1e5, fit.rates[:, 0]
    assert np.mean((smoothed - true * 1e5) ** 2) < np.mean((raw - true * 1e5) ** 2)
    held = (fit.rates[:, 1] <= true * 1e5) & (true * 1e5 <= fit.rates[:, 2])
    assert held.mean() > 0.88


def test_one_death_on_a_small_place_is_no_rank() -> None:
    deaths, men = [1, *[30] * 40], [16_000, *[200_000 + 5_000 * i for i in range(40)]]
    found = rank_intervals(deaths, men)
    assert found.high[0] - found.low[0] > 20 and not found.sold[0]
    assert (found.low <= found.smoothed).all() and (found.smoothed <= found.high).all()
    again = rank_intervals(deaths, men)
    assert (again.low == found.low).all() and (again.high == found.high).all()


def test_the_table_holds_all_regions_and_no_total_is_lost() -> None:
    table = by_region({"RU-BU": 159, "RU-TY": 100})
    assert len(table) == 85 and sum(r.deaths for r in table) == 259
    assert table[0].region == "RU-TY" and math.isclose(table[0].rate, 107.66, abs_tol=0.01)
    assert all(r.low <= r.rate <= r.high and r.rank_low <= r.rank_high for r in table)
    shares = by_category({"2022-03": 3, "2022-04": 1})
    assert [s.share for s in shares] == [0.75, 0.25]
