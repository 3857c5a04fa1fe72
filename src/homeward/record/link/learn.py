"""Weights from labelled pairs by one logistic regression over levels and rarities (RECORD 5.6): what goes together is counted once.

Labels are a truth file, or invented people. Deterministic.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from .config import MatchConfig, Weights
from .engine import blank, score
from .levels import MISSING, comparisons

Array = np.ndarray[Any, Any]
RIDGE = 0.3


def learn(table: pa.Table, config: MatchConfig, truth: set[tuple[int, int]], *, across: bool, named: str) -> MatchConfig:
    """The configuration with weights learnt from `truth` (row numbers, either order). `named` is kept as their origin."""
    compared = comparisons(config)
    numbered = _numbered(config, table, across)
    names = [c.name for c in compared]
    columns: list[Array] = []
    places: list[tuple[str, str]] = []
    for comparison in compared:
        level = numbered.parts[comparison.name]
        for place, one in enumerate(comparison.levels):
            if one.label == MISSING or not np.any(level == place):
                continue
            columns.append((level == place).astype(np.float64))
            places.append((comparison.name, one.label))
    rare = [name for name in names if np.any(numbered.rarity[name] != 0)]
    columns += [numbered.rarity[name] * np.log(2) for name in rare]
    wanted = np.array(
        [(a, b) in truth or (b, a) in truth for a, b in zip(numbered.left.tolist(), numbered.right.tolist(), strict=True)], dtype=np.float64
    )
    matrix = np.column_stack([*columns, np.ones(len(wanted))])
    offset = -np.log(max(2, table.num_rows))
    fitted = _logistic(matrix, wanted, offset)
    bits = fitted / np.log(2)
    levels: dict[str, dict[str, float]] = {name: {MISSING: 0.0} for name in names}
    for (name, label), value in zip(places, bits[: len(places)], strict=True):
        levels[name][label] = round(float(value), 3)
    prior = float(bits[-1])
    for name in names:  # a level can stand at 13 bits at most: move what is above into the prior
        top = max(levels[name].values())
        if top > 12:
            prior += top - 12
            levels[name] = {label: round(value - top + 12, 3) for label, value in levels[name].items()}
        for left_over in next(c.levels for c in compared if c.name == name):
            levels[name].setdefault(left_over.label, round(min(levels[name].values()), 3))
    frequency = {name: round(float(fitted[len(places) + at]), 3) for at, name in enumerate(rare)}
    weights = Weights(levels, frequency, round(prior, 3), named)
    return MatchConfig(config.compare, config.block, config.left_id, config.right_id, config.one_to_one, config.train, weights)


def _numbered(config: MatchConfig, table: pa.Table, across: bool) -> Any:
    """Scored with each level standing at its own number of bits, so that the level of each pair can be read off; rarity at scale one."""
    compared = comparisons(config)
    marked = blank(compared)
    levels = {c.name: {level.label: place / 4 for place, level in enumerate(c.levels)} for c in compared}
    marked = Weights(levels, marked.frequency, 40.0, "")
    scored = score(table, MatchConfig(config.compare, config.block, weights=marked), across=across, floor=-1e9)
    for name, values in scored.parts.items():
        scored.parts[name] = np.rint(values * 4).astype(np.int64)
    return scored


def _logistic(matrix: Array, wanted: Array, offset: float) -> Array:
    """Ridge logistic regression by Newton's steps, each halved until it helps."""
    weights = np.zeros(matrix.shape[1])
    share = min(0.999, max(0.001, float(wanted.mean()))) if len(wanted) else 0.5
    weights[-1] = np.log(share / (1 - share)) - offset
    penalty = np.full(len(weights), RIDGE)
    penalty[-1] = 1e-6

    def loss(at: Array) -> float:
        logit = matrix @ at + offset
        return float(np.logaddexp(0, logit).sum() - wanted @ logit + 0.5 * (penalty[:-1] * at[:-1] ** 2).sum())

    here = loss(weights)
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights + offset, -40, 40)))
        slope = matrix.T @ (wanted - chance) - penalty * weights
        slope[-1] += penalty[-1] * weights[-1]
        step = np.linalg.solve((matrix.T * (chance * (1 - chance))) @ matrix + np.diag(penalty), slope)
        size = 1.0
        while size > 1e-6 and loss(weights + size * step) > here:
            size /= 2
        weights = weights + size * step
        before, here = here, loss(weights)
        if before - here < 1e-6:
            break
    return weights
