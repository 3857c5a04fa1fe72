"""The table of rates: a line a category, exact and smoothed rate, rank and its interval, source of the denominator (RECORD-FIGURES 5)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np

from .ranks import rank_intervals
from .rates import PER, exact_rate, rate_ratio, smooth
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
        d, n = int(deaths[i]), int(men[i])
        here = exact_rate(d, n)
        drawn, drawn_low, drawn_high = (float(x) for x in smoothed.rates[i])
        rest = rate_ratio((d, int(deaths.sum()) - d), (n, int(men.sum()) - n))
        made.append(
            Rate(
                region=code, name=named[code].ru if language == "ru" else named[code].en, deaths=d, population=n,
                rate=here.value, low=here.low, high=here.high, smoothed=drawn, smoothed_low=drawn_low, smoothed_high=drawn_high,
                rank=int(ranks.raw[i]), rank_low=int(ranks.low[i]), rank_high=int(ranks.high[i]), ranked=bool(ranks.sold[i]),
                ratio=rest.ratio, ratio_low=rest.low, ratio_high=rest.high, denominator=CITATION,
            )
        )  # fmt: skip
    return sorted(made, key=lambda r: (-r.rate, r.region))


def by_category(counts: Mapping[str, int]) -> list[Share]:
    """Months, ages, kinds of unit, ranks: per 100,000 of all men aged 16 to 61.5, since nobody counts how many served in each."""
    men, total = sum(r.men for r in regions().values()), sum(counts.values())
    made = []
    for category, deaths in counts.items():
        found = exact_rate(deaths, men)
        made.append(Share(category, deaths, deaths / total, men, found.value, found.low, found.high, CITATION))
    return made
