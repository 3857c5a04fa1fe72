"""Ranks that own up to chance: where a region would stand if its true rate were anywhere the deaths allow (RECORD-FIGURES 5).

A rank is drawn many times from each region's posterior rate. A region whose interval spans more than a third of all ranks has
no rank worth printing, and `sold` says so: one death on a small denominator may look like a record and mean nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Floats, Whole
from .rates import LEVEL, smooth

DRAWS = 20_000
SEED = 19_481_210
WIDE = 1 / 3


@dataclass(frozen=True)
class Ranks:
    """Per region: rank by the rate as counted (1 is the highest), by the smoothed rate, the interval's ends, whether it may be sold."""

    raw: Whole
    smoothed: Whole
    low: Whole
    high: Whole
    sold: Flags


def rank_intervals(deaths: Floats | list[int], population: Floats | list[int], seed: int = SEED, level: float = LEVEL) -> Ranks:
    """Ranks of n regions from 20,000 draws of the gamma posterior; the same seed gives the same interval."""
    d, n = np.asarray(deaths, float), np.asarray(population, float)
    fit = smooth(d, n)
    draws = np.random.default_rng(seed).gamma(d + fit.shape, 1 / (n + fit.exposure), (DRAWS, len(d)))
    drawn = np.sort(len(d) - draws.argsort(axis=1).argsort(axis=1), axis=0)
    tail = (1 - level) / 2
    low, high = drawn[int(tail * DRAWS)], drawn[int((1 - tail) * DRAWS) - 1]
    return Ranks(_rank(d / n), _rank(fit.rates[:, 0]), low, high, (high - low + 1) <= max(2.0, WIDE * len(d)))


def _rank(values: Floats) -> Whole:
    return np.searchsorted(np.sort(-values), -values, "left").astype(np.int64) + 1
