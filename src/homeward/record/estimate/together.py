"""All estimates side by side, or the reason why there is none (RECORD-FIGURES 6)."""

from __future__ import annotations

import msgspec
import numpy as np

from ..arrays import Flags, Floats
from .bounds import chao
from .fit import Fits, fit
from .latent import BURN, KEPT, SEED, latent_classes
from .models import ALL_MODELS_UP_TO, alive, design, hierarchical, spell
from .overlaps import Overlaps
from .profile import profile
from .refuse import Reason, refusal, runaway, warnings
from .stepwise import stepwise

SHOWN = 120
GOOD_R_HAT, ENOUGH = 1.1, 100
NEAR, DISAGREE = 2.0, 2.0  # models within 2 of the best BIC are as good as it (Raftery 1995)


class Model(msgspec.Struct, frozen=True):
    """One estimate of the total with its 95 % interval; `high` is null where the interval does not close."""

    method: str
    model: str
    estimate: float
    low: float | None
    high: float | None
    bic: float | None = None
    aic: float | None = None


class Posterior(msgspec.Struct, frozen=True):
    """The latent-class total; `reliable` says whether the chains agree (R-hat) and moved enough (effective draws)."""

    mean: float
    median: float
    low: float
    high: float
    r_hat: float
    effective: float
    reliable: bool


class Note(msgspec.Struct, frozen=True):
    """A warning or a refusal: its name, and the lists concerned."""

    name: str
    lists: tuple[str, ...] = ()


class Estimate(msgspec.Struct, frozen=True):
    """What `homeward record estimate` says. `fitted` models were compared; `models` shows them by BIC, then the others."""

    observed: int
    lists: tuple[str, ...]
    fitted: int
    models: list[Model]
    best_bic: Model | None
    best_aic: Model | None
    lcmcr: Posterior | None
    least: Model | None
    range: tuple[float, float | None] | None
    warnings: list[Note]
    refused: Note | None


def estimate(table: Overlaps, latent: bool = True, seed: int = SEED) -> Estimate:
    """Fit everything the lists carry. Nothing is averaged: the range spans the best models and the latent classes."""
    notes = [_note(r) for r in warnings(table)]
    reason = refusal(table)
    if reason:
        return _refused(table, 0, [], notes, reason)
    allowed = alive(table)
    rows, fits = _loglinear(table, allowed)
    parameters = rows.sum(axis=1)
    bic, aic = -2 * fits.loglik + np.log(table.observed) * parameters, -2 * fits.loglik + 2 * parameters
    order = np.lexsort((aic, bic))[:SHOWN]
    place = [*order.tolist(), *([] if int(aic.argmin()) in order else [int(aic.argmin())])]
    ends = profile(table, rows[place], Fits(*(part[place] for part in (fits.beta, fits.mean, fits.loglik, fits.error))))
    models = [
        Model("loglinear", spell(len(table.lists), rows[i]), float(table.observed + fits.unseen[i]), float(low), _closed(high),
              float(bic[i]), float(aic[i])) for i, (low, high) in zip(place, ends, strict=True)
    ]  # fmt: skip
    best, other = models[0], models[place.index(int(aic.argmin()))]
    step = _step(table, allowed)
    models.append(step)
    least = chao(table)
    if least:
        models.append(Model("chao", "", least.total, least.low, least.high))
    wild = [m for m in (best, other, step) if runaway(m.high, table.observed)]
    if len({m.model for m in wild}) == len({m.model for m in (best, other, step)}):
        return _refused(table, len(rows), models, notes, Reason("runaway"))
    posterior = _posterior(table, seed) if latent else None
    notes += [Note("some-runaway")] * bool(wild) + [Note("latent-unsettled")] * bool(posterior and not posterior.reliable)
    spread = _range(models, posterior, best)
    notes += [Note("models-disagree")] * (spread[1] is None or spread[1] > DISAGREE * spread[0])
    return Estimate(
        table.observed, table.lists, len(rows), models, best, other, posterior,
        models[-1] if least else None, spread, notes, None,
    )  # fmt: skip


def best_total(table: Overlaps) -> float | None:
    """The total of the model with the lowest BIC, without intervals; None where the lists do not carry it. For many draws."""
    if refusal(table):
        return None
    rows, fits = _loglinear(table, alive(table))
    bic = -2 * fits.loglik + np.log(table.observed) * rows.sum(axis=1)
    return float(table.observed + fits.unseen[int(bic.argmin())])


def _loglinear(table: Overlaps, allowed: list[int]) -> tuple[Flags, Fits]:
    lists = len(table.lists)
    if lists <= ALL_MODELS_UP_TO:
        rows = hierarchical(lists, allowed)
    else:
        rows = np.unique(np.array([stepwise(table, allowed, "aic", 3), stepwise(table, allowed, "bic", 3)]), axis=0)
    return rows, fit(design(lists), table.counts, rows)


def _step(table: Overlaps, allowed: list[int]) -> Model:
    row = stepwise(table, allowed)[None]
    found = fit(design(len(table.lists)), table.counts, row)
    unseen, spread = float(found.unseen[0]), float(np.exp(1.96 * found.error[0]))
    n, cost = table.observed, int(row.sum())
    bic, aic = (float(-2 * found.loglik[0] + each * cost) for each in (np.log(n), 2))
    return Model("stepwise", spell(len(table.lists), row[0]), n + unseen, n + unseen / spread, n + unseen * spread, bic, aic)


def _posterior(table: Overlaps, seed: int) -> Posterior:
    """Draw; where the chains do not agree, draw once more and three times as long before saying so."""
    for times in (1, 3):
        p = latent_classes(table, kept=times * KEPT, burn=times * BURN, seed=seed)
        good = p.r_hat < GOOD_R_HAT and p.effective >= ENOUGH
        if good:
            break
    return Posterior(p.mean, p.median, p.low, p.high, p.r_hat, p.effective, good)


def _range(models: list[Model], posterior: Posterior | None, best: Model) -> tuple[float, float | None]:
    near = [m for m in models if m.method == "stepwise" or (m.method == "loglinear" and m.bic and best.bic and m.bic - best.bic <= NEAR)]
    ends = [(m.low or 0.0, m.high) for m in near] + ([(posterior.low, posterior.high)] if posterior and posterior.reliable else [])
    highs = [high for _, high in ends if high is not None]
    return min(low for low, _ in ends), max(highs) if len(highs) == len(ends) else None


def _closed(high: Floats | float) -> float | None:
    return float(high) if np.isfinite(high) else None


def _note(reason: Reason) -> Note:
    return Note(reason.name, reason.lists)


def _refused(table: Overlaps, fitted: int, models: list[Model], notes: list[Note], reason: Reason) -> Estimate:
    return Estimate(table.observed, table.lists, fitted, models, None, None, None, None, None, notes, _note(reason))
