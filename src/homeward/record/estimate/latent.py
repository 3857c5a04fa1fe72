"""Latent classes: people differ in how likely they are to be listed, in kinds nobody names (RECORD-FIGURES 6.4).

The Bayesian non-parametric latent class model of Manrique-Vallier (Biometrics 72(4), 2016): a stick-breaking mixture of at most
ten kinds, each list met independently within a kind, prior 1/N on the total. Kinds of single people and the unseen are summed
out; what is left moves by Hamiltonian steps, all chains in one array operation, which mixes far better than drawing a kind for
every person. Reports split R-hat and effective draws of log N; says when they are not good enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Floats
from .overlaps import Overlaps

KINDS, CHAINS, KEPT, BURN, LEAPS = 10, 16, 600, 300, 32
ACCEPT = 0.8
SEED = 19_481_210
PRIOR = 0.25


@dataclass(frozen=True)
class Latent:
    """Draws of the total, a row a chain, with their diagnostics. The interval is 95 %, by quantiles."""

    draws: Floats
    mean: float
    median: float
    low: float
    high: float
    r_hat: float
    effective: float


def latent_classes(table: Overlaps, chains: int = CHAINS, kept: int = KEPT, burn: int = BURN, seed: int = SEED) -> Latent:
    """Sample the total. The same seed gives the same draws."""
    rng = np.random.default_rng(seed)
    model = _Model.of(table)
    at = rng.normal(0, 1, (chains, model.size))
    at[:, : KINDS - 1] -= np.log(np.arange(KINDS - 1, 0, -1))
    focus = np.ones(chains)
    pace, totals = _Pace(chains, model.size), np.empty((chains, kept))
    for step in range(-burn, kept):
        at, accepted = _leap(model, at, focus, pace, rng)
        focus = rng.gamma(PRIOR + KINDS - 1, 1 / (PRIOR + np.logaddexp(0, at[:, : KINDS - 1]).sum(axis=1)))
        if step < 0:
            pace.learn(at, accepted, step + burn, burn)
        else:
            unseen = np.clip(np.exp(model.look(at, focus)[2]), 1e-12, 1 - 1e-12)
            totals[:, step] = model.observed + rng.negative_binomial(model.observed, 1 - unseen)
    low, median, high = np.quantile(totals, [0.025, 0.5, 0.975])
    r_hat, effective = diagnose(np.log(totals))
    return Latent(totals, float(totals.mean()), float(median), float(low), float(high), r_hat, effective)


@dataclass(frozen=True)
class _Model:
    """The log posterior of sticks and meeting chances on the log-odds scale, and its slope, for all chains at once."""

    seen: Floats
    counts: Floats
    observed: int
    size: int

    @classmethod
    def of(cls, table: Overlaps) -> _Model:
        present = table.counts > 0
        seen = np.vstack([table.patterns[present], np.zeros(len(table.lists), bool)]).astype(float)
        return cls(seen, table.counts[present], table.observed, KINDS - 1 + KINDS * len(table.lists))

    def look(self, at: Floats, focus: Floats) -> tuple[Floats, Floats, Floats]:
        """Log posterior, slope, and the log chance of being unseen."""
        chains = len(at)
        stick, odds = at[:, : KINDS - 1], at[:, KINDS - 1 :].reshape(chains, -1, KINDS)
        log_rest, log_not = -np.logaddexp(0, stick), -np.logaddexp(0, odds)
        log_stick, log_met = stick + log_rest, odds + log_not
        weight = np.zeros((chains, KINDS))
        weight[:, :-1] = log_stick
        weight[:, 1:] += np.cumsum(log_rest, axis=1)
        each = self.seen @ odds + log_not.sum(axis=1)[:, None, :] + weight[:, None, :]
        top = each.max(axis=2, keepdims=True)
        share = np.exp(each - top)
        whole = share.sum(axis=2, keepdims=True)
        chance = np.log(whole[:, :, 0]) + top[:, :, 0]
        unseen = np.minimum(chance[:, -1], -1e-12)
        some = np.log(-np.expm1(unseen))
        value = chance[:, :-1] @ self.counts - self.observed * some
        value = value + (log_met + log_not).sum(axis=(1, 2)) + log_stick.sum(axis=1) + focus * log_rest.sum(axis=1)
        people = np.empty(chance.shape)
        people[:, :-1], people[:, -1] = self.counts, self.observed * np.exp(unseen - some)
        kind = share * (people[:, :, None] / whole)
        size, yes = kind.sum(axis=1), self.seen.T @ kind
        met, part = np.exp(log_met), np.exp(log_stick)
        after = size[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
        slope = np.empty_like(at)
        slope[:, : KINDS - 1] = (size[:, :-1] + 1) * (1 - part) - (after + focus[:, None]) * part
        slope[:, KINDS - 1 :] = (yes + 1 - (size[:, None, :] + 2) * met).reshape(chains, -1)
        return value, slope, unseen


class _Pace:
    """Step length and the scale of each coordinate, learnt by every chain in the first part of its run and fixed after."""

    def __init__(self, chains: int, size: int) -> None:
        self.step = np.full(chains, 0.1)
        self.scale = np.ones((chains, size))
        self._sum, self._square, self._seen = np.zeros((chains, size)), np.zeros((chains, size)), 0

    def learn(self, at: Floats, accepted: Floats, step: int, burn: int) -> None:
        """Shorten after a refusal, lengthen after success; twice, take the spread of the last stretch as the scale."""
        self.step *= np.exp((accepted - ACCEPT) * min(0.3, 3 / (1 + step) ** 0.5))
        self._sum, self._square, self._seen = self._sum + at, self._square + at**2, self._seen + 1
        if step + 1 in (burn // 4, burn // 2, burn * 3 // 4):
            spread = np.sqrt(np.maximum(self._square / self._seen - (self._sum / self._seen) ** 2, 0))
            if step + 1 > burn // 4:
                self.scale = np.clip(spread, 0.02, 2.5)
            self._sum, self._square, self._seen = np.zeros_like(at), np.zeros_like(at), 0


def _leap(model: _Model, at: Floats, focus: Floats, pace: _Pace, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """One Hamiltonian move of every chain: positions after it and the chance with which each was accepted."""
    push = rng.normal(size=at.shape)
    stride = pace.scale * (pace.step * rng.uniform(0.7, 1.2, len(at)))[:, None]
    before, slope, _ = model.look(at, focus)
    energy = before - (push**2).sum(axis=1) / 2
    new = at
    push = push + stride * slope / 2
    for leap in range(LEAPS):
        new = new + stride * push
        value, slope, _ = model.look(new, focus)
        push = push + stride * slope * (0.5 if leap == LEAPS - 1 else 1)
    gain = np.nan_to_num(value - (push**2).sum(axis=1) / 2 - energy, nan=-np.inf)
    chance = np.exp(np.minimum(gain, 0))
    taken = rng.uniform(size=len(at)) < chance
    return np.where(taken[:, None], new, at), chance


def diagnose(draws: Floats) -> tuple[float, float]:
    """Split R-hat and effective number of draws (Vehtari and others 2021, without rank normalising); rows are chains."""
    half = draws.shape[1] // 2
    parts = np.vstack([draws[:, :half], draws[:, half : 2 * half]])
    within = parts.var(axis=1, ddof=1).mean()
    if within == 0:
        return 1.0, float(draws.size)
    pooled = (half - 1) / half * within + parts.mean(axis=1).var(ddof=1)
    centred = parts - parts.mean(axis=1, keepdims=True)
    wave = np.fft.rfft(centred, 2 * half, axis=1)
    lagged = np.fft.irfft(wave * wave.conj(), axis=1)[:, :half].mean(axis=0) / half
    rho = 1 - (within - lagged) / pooled
    rho[0] = 1
    pairs = rho[: half // 2 * 2].reshape(-1, 2).sum(axis=1)
    stop = int(np.argmax(pairs < 0)) if np.any(pairs < 0) else len(pairs)
    spread = max(2 * float(np.minimum.accumulate(pairs[:stop]).sum()) - 1, 1 / np.log10(parts.size))
    return float(np.sqrt(pooled / within)), parts.size / spread
