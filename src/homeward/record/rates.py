"""Rates with exact intervals: deaths per 100,000, ratios of two rates, and rates drawn together by empirical Bayes (RECORD-FIGURES 5).

Deaths are taken as Poisson with a known denominator. Nothing here knows where the figures come from, whether two denominators
mean the same people, or whether a list is complete: the callers carry source, date and definition beside each figure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, special

from .arrays import Floats
from .figure_errors import RateImpossible

PER = 100_000
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """A figure with the two ends of its interval, in the unit of the figure."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Ratio:
    """How many times one rate is the other; `p` is the exact two-sided probability that equal rates differ this much."""

    ratio: float
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Smoothed:
    """Rates drawn towards a common mean: the fitted gamma's `shape` and `exposure` (people), and a row (mean, low, high) for each."""

    shape: float
    exposure: float
    rates: Floats


def exact_rate(deaths: int, population: int, per: float = PER, level: float = LEVEL) -> Interval:
    """The exact (Garwood) Poisson interval from chi-square quantiles. Raises RateImpossible for figures no rate can have."""
    low, high = exact_intervals(np.array([deaths]), np.array([population]), per, level)[0]
    return Interval(deaths / population * per, float(low), float(high))


def exact_intervals(deaths: Floats | list[int], population: Floats | list[int], per: float = PER, level: float = LEVEL) -> Floats:
    """Exact intervals for many: an array of n rows (low, high)."""
    d, n = np.asarray(deaths, float), np.asarray(population, float)
    if np.any(n <= 0) or np.any(d < 0) or np.any(d > n) or np.any(d != np.floor(d)):
        raise RateImpossible
    tail = (1 - level) / 2
    low = np.where(d > 0, special.gammaincinv(np.maximum(d, 1), tail), 0.0)
    high = special.gammaincinv(d + 1, 1 - tail)
    return np.column_stack([low / n * per, high / n * per])


def rate_ratio(deaths: tuple[int, int], population: tuple[int, int], level: float = LEVEL) -> Ratio:
    """First rate over second: given the sum, the first count is binomial, so the interval is Clopper and Pearson's, turned into odds."""
    (d1, d2), (n1, n2) = deaths, population
    if d1 + d2 == 0:
        raise RateImpossible
    exact_intervals([d1, d2], [n1, n2])
    tail = (1 - level) / 2
    low = float(special.betaincinv(d1, d2 + 1, tail)) if d1 else 0.0
    high = float(special.betaincinv(d1 + 1, d2, 1 - tail)) if d2 else 1.0

    def times(p: float) -> float:
        return float("inf") if p >= 1 else p / (1 - p) * n2 / n1

    return Ratio(times(d1 / (d1 + d2)), times(low), times(high), _equal_rates(d1, d1 + d2, n1 / (n1 + n2)))


def _equal_rates(of: int, among: int, share: float) -> float:
    """The exact two-sided binomial probability: all outcomes no likelier than the one seen."""
    k = np.arange(among + 1)
    logs = special.gammaln(among + 1) - special.gammaln(k + 1) - special.gammaln(among - k + 1)
    logs = logs + k * np.log(share) + (among - k) * np.log1p(-share)
    return float(min(np.exp(logs[logs <= logs[of] + 1e-7]).sum(), 1.0))


def smooth(deaths: Floats | list[int], population: Floats | list[int], per: float = PER, level: float = LEVEL) -> Smoothed:
    """Gamma-Poisson empirical Bayes (Clayton and Kaldor 1987): the gamma's two numbers by maximum marginal likelihood."""
    d, n = np.asarray(deaths, float), np.asarray(population, float)
    exact_intervals(d, n)
    if len(d) < 3 or d.sum() == 0:
        raise RateImpossible
    mean = d.sum() / n.sum()

    def unlikely(theta: Floats) -> float:
        shape = np.exp(theta[0])
        rate = shape / (mean * np.exp(theta[1]))
        terms = special.gammaln(d + shape) - special.gammaln(shape) + shape * np.log(rate) - (d + shape) * np.log(rate + n)
        return -float(terms.sum())

    found = optimize.minimize(unlikely, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(-5, 12), (-3, 3)])
    shape = float(np.exp(found.x[0]))
    exposure = shape / (mean * float(np.exp(found.x[1])))
    tail = (1 - level) / 2
    units = np.column_stack([d + shape, special.gammaincinv(d + shape, tail), special.gammaincinv(d + shape, 1 - tail)])
    return Smoothed(shape, exposure, units / (n + exposure)[:, None] * per)
