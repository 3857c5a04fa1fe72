"""Poisson log-linear fits of many models at once, by Newton's method on a stack of matrices (RECORD-FIGURES 6.2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from ..arrays import Flags, Floats

STEPS, SETTLED, FAR = 60, 1e-8, 30.0


@dataclass(frozen=True)
class Fits:
    """A row a model: coefficients over all columns (0 where absent), fitted cells, log likelihood, standard error of the intercept."""

    beta: Floats
    mean: Floats
    loglik: Floats
    error: Floats

    @property
    def unseen(self) -> Floats:
        """Expected people on no list: the exponential of the intercept."""
        return np.exp(self.beta[:, 0])


def fit(columns: Floats, counts: Floats, models: Flags, start: Floats | None = None) -> Fits:
    """Fit `models` (m rows of flags over the columns) to `counts`: one row of cells for all, or a row for each model."""
    y = np.broadcast_to(counts, (len(models), len(columns)))
    on = models.astype(float)
    blank = np.eye(columns.shape[1])[None] * (1 - on)[:, :, None]
    beta = np.zeros(models.shape) if start is None else start.copy()
    eta = np.log(y + 0.5) if start is None else beta @ columns.T
    for _ in range(STEPS):
        mean = np.exp(eta)
        curve = (columns.T[None] * mean[:, None, :]) @ columns * on[:, :, None] * on[:, None, :] + blank
        slope = ((mean * eta + y - mean) @ columns) * on
        new = _solve(curve, slope)
        moved = np.abs((new - beta) * on).max(axis=1)
        beta, eta = new, np.clip(new @ columns.T, -FAR, FAR)
        if np.all(moved < SETTLED):
            break
    mean = np.exp(eta)
    curve = (columns.T[None] * mean[:, None, :]) @ columns * on[:, :, None] * on[:, None, :] + blank
    first = np.zeros((len(models), columns.shape[1]))
    first[:, 0] = 1
    loglik = (y * eta - mean - special.gammaln(y + 1)).sum(axis=1)
    return Fits(beta, mean, loglik, np.sqrt(np.maximum(_solve(curve, first)[:, 0], 0)))


def _solve(curve: Floats, slope: Floats) -> Floats:
    tiny = 1e-10 * np.trace(curve, axis1=1, axis2=2)[:, None, None] / curve.shape[1]
    return np.linalg.solve(curve + tiny * np.eye(curve.shape[1]), slope[:, :, None])[:, :, 0]
