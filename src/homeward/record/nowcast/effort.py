"""The delay model: lists grow by how old a month is, and by how hard the list-keepers work (RECORD-FIGURES 6.7).

Between two versions a month's count grows by a share that depends on its age (the shape) times an effort common to all months of
that version: searches of a register or a new team show as one good month for every row. A plain chain ladder takes such months for
independent luck and is far too sure of itself. Future efforts are drawn around a level that drifts; residuals are drawn from those
seen; whole people arrive, so Poisson on top.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Floats, Whole
from .errors import TooFewVersions
from .triangle import Triangle

WINDOW = 12  # versions learnt from: work long past says little about work to come
STEADY = 30.0  # deaths added to a count before a share is taken of it, so that a month's first reports are no infinite growth
LEAST = 1e-3
DRIFT = 0.5  # of the spread of efforts, per month; see docs/methods/nowcast.md for how it was chosen
TAIL = 5  # degrees of freedom of an effort: leaks and register searches come
AGES = (3, 25)  # months of age over which an effort is read
DRAWS, SEED = 2000, 7
FEWEST, TREND = 8, 8
JUMP = 10.0  # a growth beyond ten times its shape is cut: nothing seen supports it


@dataclass(frozen=True)
class Forecast:
    """For each month (rows as in the triangle): median and interval of what the version `ahead` months later will list."""

    months: Whole
    ahead: int
    listed: Floats
    median: Floats
    low: Floats
    high: Floats


def forecast(known: Triangle, aheads: list[int], level: float = 0.9, draws: int = DRAWS, seed: int = SEED) -> dict[int, Forecast]:
    """Draw the next versions. Raises TooFewVersions below eight monthly versions in a row."""
    rng = np.random.default_rng(seed)
    logs = _carried_on(_log_shares(known, max(aheads)))
    effort = _effort(logs)
    rest = logs - effort[:, None]
    shape = np.median(rest, axis=0)
    rest = rest - shape
    spread = max(float(effort.std(ddof=1)), 0.05)
    now = known.counts[:, -1]
    count = np.tile(now, (draws, 1))
    strength = effort.mean() + spread / np.sqrt(len(effort)) * rng.normal(size=draws)
    made = {}
    for step in range(1, max(aheads) + 1):
        strength = strength + DRIFT * spread * rng.normal(size=draws)
        age = known.looks[-1] - known.months + step
        luck = rest[rng.integers(0, len(rest), (draws, len(age))), age[None]]
        work = strength + spread * rng.standard_t(TAIL, draws)
        share = np.exp(shape[age][None] + work[:, None] + luck)
        count = count + rng.poisson(np.minimum(share, JUMP * np.exp(shape[age])[None]) * (count + STEADY))
        if step in aheads:
            low, median, high = np.quantile(count, [(1 - level) / 2, 0.5, (1 + level) / 2], axis=0)
            made[step] = Forecast(known.months, step, now, median, low, high)
    return made


def _log_shares(known: Triangle, reach: int) -> Floats:
    """Logarithms of growth shares by version (rows) and age in months (columns); NaN where no month was of that age."""
    steps = [j for j in range(1, len(known.looks)) if known.looks[j] - known.looks[j - 1] == 1][-WINDOW:]
    if len(steps) < FEWEST - 1:
        raise TooFewVersions(str(len(known.looks)))
    shares = np.full((len(steps), int(known.delay.max()) + reach + 2), np.nan)
    for row, j in enumerate(steps):
        before, after = known.counts[:, j - 1], known.counts[:, j]
        age = known.delay[:, j]
        grown = age >= 1
        shares[row, age[grown]] = (after[grown] - before[grown]) / (before[grown] + STEADY)
        shares[row, 0] = after[age == 0].sum() / STEADY
    return np.asarray(np.log(np.maximum(shares, LEAST)), float)


def _carried_on(logs: Floats) -> Floats:
    """Ages older than any month of a version go on as its oldest did, falling as fast as growth fell over the last ages seen."""
    seen = np.flatnonzero(~np.isnan(logs).all(axis=0))
    typical = np.nanmedian(logs[:, seen], axis=0)
    last = slice(max(len(seen) - TREND, 0), None)
    slope = min(float(np.polyfit(seen[last], typical[last], 1)[0]), 0.0)
    ages = np.arange(logs.shape[1])
    full = logs.copy()
    for row in full:
        oldest = int(np.flatnonzero(~np.isnan(row))[-1])
        beyond = ages > oldest
        row[beyond] = np.maximum(row[oldest] + slope * (ages[beyond] - oldest), np.log(LEAST))
        row[np.isnan(row)] = np.log(LEAST)
    return full


def _effort(logs: Floats) -> Floats:
    """How much above or below the usual each version's work was, over the ages that say it best."""
    middle = logs[:, AGES[0] : min(AGES[1], logs.shape[1])]
    return np.asarray(np.median(middle - np.median(middle, axis=0), axis=1), float)
