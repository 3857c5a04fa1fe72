"""Lower bounds that need no model of how lists depend on each other (RECORD-FIGURES 6.5).

Chao's bound holds when people differ in how easily they are listed; it fails, upwards, where being on one list keeps people off
another. It is shown as what it is: at least so many, if the lists find people independently.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .overlaps import Overlaps


@dataclass(frozen=True)
class Bound:
    """An estimated least total with its 95 % interval (Chao 1987, log-normal)."""

    total: float
    low: float
    high: float


def chao(table: Overlaps) -> Bound | None:
    """From people on exactly one and exactly two lists, bias-corrected (Chao 1987; t lists). None where nobody is on two."""
    on = table.patterns.sum(axis=1)
    t = len(table.lists)
    once, twice, n = float(table.counts[on == 1].sum()), float(table.counts[on == 2].sum()), table.observed
    if twice == 0:
        return None
    factor, ratio = (t - 1) / t, once / twice
    missing = factor * once**2 / (2 * twice)
    variance = twice * (factor / 2 * ratio**2 + factor**2 * ratio**3 + factor**2 / 4 * ratio**4)
    if missing <= 0:
        return Bound(n, n, n)
    spread = float(np.exp(1.96 * np.sqrt(np.log1p(variance / missing**2))))
    return Bound(n + missing, n + missing / spread, n + missing * spread)
