"""Profile-likelihood intervals of the total, for many models at once (RECORD-FIGURES 6.3; Cormack 1992).

For a trial number of unseen people the model is fitted with that cell filled in; the trial is inside the interval while twice the
loss of multinomial log likelihood stays below the chi-square quantile. Both ends are found by bisection on the logarithm.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import special

from ..arrays import Flags, Floats
from .fit import Fits, fit
from .models import design
from .overlaps import Overlaps

RUNAWAY = 1_000.0  # an upper end beyond this many times the observed is no end at all
HALVINGS = 26


def profile(table: Overlaps, models: Flags, fits: Fits, level: float = 0.95) -> Floats:
    """A row a model: low and high total. High is infinity where the likelihood does not close."""
    columns = design(len(table.lists), unseen=True)
    n = table.observed
    drop = float(special.chdtri(1, 1 - level)) / 2
    centre = np.maximum(fits.unseen, 0.5)

    def height(unseen: Floats) -> Floats:
        counts = np.column_stack([np.tile(table.counts, (len(models), 1)), unseen])
        mean = np.maximum(fit(columns, counts, models).mean, 1e-300)
        total = n + unseen
        shape = (counts * np.log(mean / total[:, None])).sum(axis=1)
        loglik: Floats = shape + special.gammaln(total + 1) - special.gammaln(unseen + 1)
        return loglik

    peak = height(centre)
    low = _edge(height, peak - drop, centre, np.full(len(models), 1e-3))
    far = np.full(len(models), RUNAWAY * n)
    open_above = (height(far) > peak - drop) | (centre >= far)
    high = _edge(height, peak - drop, np.minimum(centre, far), far)
    return n + np.column_stack([low, np.where(open_above, np.inf, high)])


def _edge(height: Callable[[Floats], Floats], floor: Floats, inside: Floats, outside: Floats) -> Floats:
    a, b = np.log(inside), np.log(outside)
    for _ in range(HALVINGS):
        middle = (a + b) / 2
        within = height(np.exp(middle)) > floor
        a, b = np.where(within, middle, a), np.where(within, b, middle)
    return np.exp((a + b) / 2)
