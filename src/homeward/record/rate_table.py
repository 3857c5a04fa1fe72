"""The table of rates: a line a category, exact and smoothed rate, rank and its interval, source of the denominator (RECORD-FIGURES 5)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np

from .rates import PER, exact_rate, rate_ratio, smooth
from .ranks import rank_intervals
from .regions import CITATION, regions


class Rate(msgspec.Struct, frozen=True):
    """Deaths per 100,000 with the exact 95 % interval. `smoothed` is drawn towards the mean of all; `ranked` is false where chance decides
    the rank."""

    region: str
    name: str
    deaths: int
    population: int
    rate: float
    low: float
    high: float
    smoothed: float
    smoothed_low: float
    smoothed_high: float
    rank: int
    rank_low: int
    rank_high: int
    ranked: bool
    ratio: float
    ratio_low: float
    ratio_high: float
    denominator: str


class Share(msgspec.Struct, frozen=True):
    """A category that has no population of its own: deaths, share of all, and deaths per 100,000 of all men in the denominator."""

    category: str
    deaths: int
    share: float
    population: int
    rate: float
    low: float
    high: float
    denominator: str


class Single(msgspec.Struct, frozen=True):
    """One figure from the command line."""

    deaths: int
    population: int
    rate: float
    low: float
    high: float
    per: int = PER


def single(deaths: int, population: int) -> Single:
    """A rate alone. Raises RateImpossible."""
    found = exact_rate(deaths, population)
    return Single(deaths, population, found.value, found.low, found.high)


def by_region(counts: Mapping[str, int], language: str = "en") -> list[Rate]:
    """All regions, also those without a death, from the highest rate down; the ratio is to all the other regions together."""
    named = regions()
    codes = sorted(named)
    deaths = np.array([counts.get(c, 0) for c in codes])
    men = np.array([named[c].men for c in codes])
    ranks, smoothed = rank_intervals(deaths, men), smooth(deaths, men)
    made = []
    for i, code in enumerate(codes):
        here, (d, n) = exact_rate(int(deaths[i]), int(men[i])), (int(deaths[i]), int(men[i]))
        rest = rate_ratio((d, int(deaths.sum()) - d), (n, int(men.sum()) - n))
        name = named[code].ru if language == "ru" else named[code].en
        made.append(Rate(code, name, d, n, here.value, here.low, here.high, *(float(x) for x in smoothed.rates[i]), int(ranks.raw[i]),
                         int(ranks.low[i]), int(ranks.high[i]), bool(ranks.sold[i]), rest.ratio, rest.low, rest.high, CITATION))  # fmt: skip
    return sorted(made, key=lambda r: (-r.rate, r.region))


def by_category(counts: Mapping[str, int]) -> list[Share]:
    """Months, ages, kinds of unit, ranks: per 100,000 of all men aged 16 to 61.5, since nobody counts how many served in each."""
    men, total = sum(r.men for r in regions().values()), sum(counts.values())
    made = []
    for category, deaths in counts.items():
        found = exact_rate(deaths, men)
        made.append(Share(category, deaths, deaths / total, men, found.value, found.low, found.high, CITATION))
    return made
