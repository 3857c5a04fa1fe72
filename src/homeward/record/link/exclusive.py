"""From evidence to probabilities when a person stands at most once in a source (RECORD 5.5).

For records a and b of two sources, x = prior odds times evidence. Every other candidate of a in b's source, and of b in a's, competes:
P = x / (1 + sum of a's x + sum of b's x - x). So two good candidates share what one would have, and a lone one keeps its own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def probabilities(left: Array, right: Array, bits: Array, source: Array) -> Array:
    """P for each pair; `source` is a number for every row of the table."""
    odds = np.exp2(np.clip(bits, -60, 60))
    sources = int(source.max(initial=0)) + 1
    of_left = left * sources + source[right]
    of_right = right * sources + source[left]
    keys, inverse = np.unique(np.concatenate((of_left, of_right)), return_inverse=True)
    sums = np.bincount(inverse, np.concatenate((odds, odds)), minlength=len(keys))
    competing = sums[inverse[: len(left)]] + sums[inverse[len(left) :]] - odds
    return np.asarray(odds / (1.0 + competing))


def shifted(left: Array, right: Array, bits: Array, source: Array, expected: int) -> Array:
    """Bits with the prior moved until it agrees with what it finds: the share of records with a partner. For untrained models."""
    shift = 0.0
    for _ in range(12):
        found = probabilities(left, right, bits + shift, source)
        share = min(0.999, max(1e-6, float(found.sum()) / max(1, expected)))
        moved = float(np.log2(share / (1 - share)))
        if abs(moved - shift) < 1e-3:
            break
        shift = moved
    return np.asarray(bits + shift)


def one_to_one(left: Array, right: Array, chance: Array, source: Array, at_least: float) -> Array:
    """Which pairs stand when each record has at most one partner in a source: the likeliest first, ties by row number."""
    order = np.lexsort((right, left, -chance))
    taken: set[tuple[int, int]] = set()
    kept = np.zeros(len(left), dtype=bool)
    for at in order:
        if chance[at] < at_least:
            break
        mine, theirs = (int(left[at]), int(source[right[at]])), (int(right[at]), int(source[left[at]]))
        if mine not in taken and theirs not in taken:
            taken.update((mine, theirs))
            kept[at] = True
    return kept
