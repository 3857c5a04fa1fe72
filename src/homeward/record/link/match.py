"""Matching any two tables, or the reports of a store: features, scores, probabilities, and how good they are (RECORD 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from .config import MatchConfig
from .engine import Scored, score
from .exclusive import one_to_one, probabilities, shifted
from .features import columns_of

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Matched:
    """Pairs with probabilities; `kept` marks those that stand one-to-one at .5."""

    scored: Scored
    chance: Array
    kept: Array


class Quality(msgspec.Struct, frozen=True):
    """Precision, recall, F1 at .5 and at the best threshold (chosen on the same truth, so optimistic)."""

    true_pairs: int
    precision: float
    recall: float
    f1: float
    best_f1: float
    best_threshold: float
    compared: float


def table_of(left: Sequence[Mapping[str, str]], right: Sequence[Mapping[str, str]], config: MatchConfig) -> pa.Table:
    """Both tables as one: `unique_id` counts left rows from 0, then right rows; `source` is 0 or 1."""
    first, second = columns_of(left, config.compare, True), columns_of(right, config.compare, False)
    columns: dict[str, Any] = {
        "unique_id": np.arange(len(left) + len(right)),
        "source": np.repeat([0, 1], [len(left), len(right)]),
    }
    return pa.table(columns | {name: pa.array(first[name] + second[name], _kind(name)) for name in first})


def reports_table(rows: Sequence[Mapping[str, str]], sources: Sequence[int], config: MatchConfig) -> pa.Table:
    """Reports of many sources as one table; `sources` numbers the source of each row."""
    columns = columns_of(rows, config.compare, True)
    made: dict[str, Any] = {"unique_id": np.arange(len(rows)), "source": np.array(sources, dtype=np.int64)}
    return pa.table(made | {name: pa.array(values, _kind(name)) for name, values in columns.items()})


def match(table: pa.Table, config: MatchConfig, *, across: bool = True, engine: str = "duckdb", threads: int | None = None) -> Matched:
    """Compare and weigh. Raises EngineMissing, MatchConfigWrong."""
    scored = score(table, config, across=across, engine=engine, threads=threads)
    source = table.column("source").to_numpy()
    if not config.one_to_one:
        chance = 1 / (1 + np.exp2(-np.clip(scored.bits, -60, 60)))
        return Matched(scored, chance, chance >= 0.5)
    bits = scored.bits
    if config.weights is None:
        _, counts = np.unique(source, return_counts=True)
        bits = shifted(scored.left, scored.right, bits, source, int(counts.min(initial=1)))
    chance = probabilities(scored.left, scored.right, bits, source)
    return Matched(scored, chance, one_to_one(scored.left, scored.right, chance, source, 0.5))


def quality(matched: Matched, truth: set[tuple[int, int]]) -> Quality:
    """How good the kept pairs are against all true pairs (row numbers, lower first), also those never compared."""
    left, right = matched.scored.left, matched.scored.right
    low, high = np.minimum(left, right).tolist(), np.maximum(left, right).tolist()
    right_ones = np.fromiter(((a, b) in truth for a, b in zip(low, high, strict=True)), dtype=bool, count=len(low))
    kept = matched.kept
    hit, said = int((kept & right_ones).sum()), int(kept.sum())
    order = np.argsort(-matched.chance, kind="stable")
    hits, count = np.cumsum(right_ones[order]), np.arange(1, len(order) + 1)
    f1s = 2 * hits / (count + len(truth))
    best = int(np.argmax(f1s)) if len(f1s) else 0
    return Quality(
        true_pairs=len(truth),
        precision=hit / max(1, said),
        recall=hit / max(1, len(truth)),
        f1=2 * hit / max(1, said + len(truth)),
        best_f1=float(f1s[best]) if len(f1s) else 0.0,
        best_threshold=float(matched.chance[order[best]]) if len(f1s) else 0.5,
        compared=float(right_ones.sum()) / max(1, len(truth)),
    )


def _kind(name: str) -> Any:
    return pa.int64() if name.endswith(("_lo", "_hi", "_o")) else pa.string()
