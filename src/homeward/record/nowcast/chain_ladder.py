"""The peer: a plain chain ladder with Mack's (1993) standard error and log-normal intervals, to be beaten in the back-test."""

from __future__ import annotations

import numpy as np
from scipy import special

from .effort import Forecast
from .triangle import Triangle


def chain_ladder(known: Triangle, aheads: list[int], level: float = 0.9) -> dict[int, Forecast]:
    """Volume-weighted growth factors by age from all versions, each month on its own."""
    delay, counts = known.delay, known.counts
    oldest = int(delay.max()) + max(aheads)
    factor, noise, base = np.ones(oldest + 1), np.zeros(oldest + 1), np.full(oldest + 1, np.inf)
    for age in range(oldest):
        i, j = np.nonzero((delay[:, 1:] == age + 1) & (np.nan_to_num(counts[:, :-1]) > 0))
        before, after = counts[i, j], counts[i, j + 1]
        if len(before):
            factor[age] = after.sum() / before.sum()
            noise[age] = (before * (after / before - factor[age]) ** 2).sum() / max(len(before) - 1, 1)
            base[age] = before.sum()
    now = counts[:, -1]
    mean, variance = now.copy(), np.zeros(len(now))
    z = float(special.ndtri((1 + level) / 2))
    made = {}
    for step in range(1, max(aheads) + 1):
        ages = delay[:, -1] + step - 1
        variance = variance * factor[ages] ** 2 + mean * noise[ages] + mean**2 * noise[ages] / base[ages]
        mean = mean * factor[ages]
        if step in aheads:
            spread = np.sqrt(np.log1p(variance / np.maximum(mean, 1e-9) ** 2))
            ends = [mean * np.exp(sign * z * spread - spread**2 / 2) for sign in (-1, 1)]
            made[step] = Forecast(known.months, step, now, mean, ends[0], ends[1])
    return made
