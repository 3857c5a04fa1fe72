"""What the nowcast would have said, against what came (RECORD-FIGURES 6.7)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from ..arrays import Floats
from .chain_ladder import chain_ladder
from .effort import FEWEST, Forecast, forecast
from .errors import TooFewVersions
from .triangle import Triangle

AHEADS = [1, 2, 3, 6]
OLDEST = 18
Method = Callable[[Triangle, list[int]], dict[int, Forecast]]


class Score(msgspec.Struct, frozen=True):
    """`cases` forecasts; share of intervals that held; mean interval score (Gneiting and Raftery 2007; lower is better); mean miss."""

    cases: int
    coverage: float
    interval_score: float
    miss: float


class Backtest(msgspec.Struct, frozen=True):
    """The delay model and the plain chain ladder on the same cases, in all and in the later half of the versions."""

    model: Score
    chain_ladder: Score
    model_late: Score
    chain_ladder_late: Score


def backtest(known: Triangle, level: float = 0.9) -> Backtest:
    """From each version on, forecast the versions 1, 2, 3 and 6 months later for months one to eighteen months old.

    Raises TooFewVersions when no version has eight before it and one after.
    """
    first = FEWEST + 1
    if len(known.looks) <= first + 1:
        raise TooFewVersions(str(len(known.looks)))
    ours, peer = _cases(known, forecast, first), _cases(known, chain_ladder, first)
    middle = (first + len(known.looks)) // 2 - 1
    late = ours[:, 0] >= middle
    return Backtest(_score(ours, level), _score(peer, level), _score(ours[late], level), _score(peer[late], level))


def _cases(known: Triangle, method: Method, first: int) -> Floats:
    """Rows: version, what came, median, low, high."""
    rows = []
    for look in range(first, len(known.looks) - 1):
        past = known.until(look)
        said = method(past, AHEADS)
        age = past.delay[:, -1]
        for ahead, one in said.items():
            later = np.flatnonzero(known.looks == known.looks[look] + ahead)
            if not len(later):
                continue
            fit = np.flatnonzero((age >= 1) & (age <= OLDEST) & (one.listed > 0))
            came = known.counts[fit, later[0]]
            rows.append(np.column_stack([np.full(len(fit), look), came, one.median[fit], one.low[fit], one.high[fit]]))
    return np.concatenate(rows).astype(float)


def _score(cases: Floats, level: float) -> Score:
    _, came, median, low, high = cases.T
    beyond = np.maximum(low - came, 0) + np.maximum(came - high, 0)
    held = (low <= came) & (came <= high)
    return Score(len(cases), float(held.mean()), float((high - low + 2 / (1 - level) * beyond).mean()), float(np.abs(came - median).mean()))
