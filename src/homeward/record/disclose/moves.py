"""The cheapest other table: one count changed by so much, every sum kept, few visible cells disturbed (RECORD-FIGURES 8.6).

Each answer is a witness: a table that fits what is published if the disturbed cells are hidden. Choosing cells to hide and proving
that enough are hidden are the same question with different prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csr_array

from ..arrays import Flags, Floats, Whole
from .attack import limits
from .lattice import Lattice
from .versions import Joined


@dataclass(frozen=True)
class Past:
    """Earlier versions as a system. Its unknown `before[i]` precedes the new version's cell `after[i]`, which fell by `fall[i]` at most.

    `least` is what earlier versions' visible counts leave each cell of the new one.
    """

    joined: Joined
    before: Whole
    after: Whole
    fall: Floats
    least: Floats


class Moves:
    """Finds witnesses around the true counts of one version. Hidden zeros do not exist: a zero stays a zero."""

    def __init__(self, lattice: Lattice, past: Past | None, whole_past: bool = True) -> None:
        """Without `whole_past` only what earlier versions show bounds the new counts, not what they hide: quicker, and checked later."""
        self._counts = lattice.values.astype(float)
        self._sums = lattice.sums
        self._past = past if whole_past else None
        room = self._counts - 1 if past is None else np.minimum(self._counts - 1, self._counts - past.least)
        self._room = np.maximum(room, 0)
        self._can = lattice.values > 0

    def witness(self, cell: int, by: int, price: Floats, among: Flags, old: int = -1, target: float = 0) -> Whole | None:
        """Change the cell by `by`, or bring the past's unknown `old` to `target` (from below if `by` > 0), within `among`.

        `price` is the cost of disturbing each cell by one. Returns the new counts, or None if nothing fits.
        """
        inside = np.flatnonzero(among & self._can)
        down = self._room[inside]
        sums = self._sums[:, inside].tocsr()
        used = np.flatnonzero(np.diff(sums.indptr))
        sums = sums[used]
        n = len(inside)
        tall = np.where(down < abs(by), abs(by) / np.maximum(down, 0.5), 1.0)
        cost = np.append(price[inside], price[inside] * tall)
        low, high = np.zeros(2 * n), np.append(np.full(n, np.inf), down)
        if old < 0:
            at = int(np.searchsorted(inside, cell))
            low[at if by > 0 else n + at] = high[at if by > 0 else n + at] = abs(by)
            high[n + at if by > 0 else at] = 0
        if self._past:
            said, cost, low, high = self._with_past(self._past, inside, sums, cost, low, high, old, by, target)
        else:
            said = [LinearConstraint(csr_array(block_array([[sums, -sums]])), 0, 0)]
        for whole in (0, 1):
            answer = milp(cost, integrality=np.full(len(cost), whole), bounds=Bounds(low, high), constraints=said)
            if answer.x is None:
                return None
            moved = answer.x[:n] - answer.x[n : 2 * n]
            if np.abs(moved - np.round(moved)).max(initial=0) < 1e-6:
                break
        counts = self._counts.copy()
        counts[inside] += np.round(moved)
        return counts.astype(np.int64)

    def _with_past(self, past: Past, inside: Whole, sums: csr_array, cost: Floats, low: Floats, high: Floats,
                   old: int, by: int, target: float) -> tuple[list[LinearConstraint], Floats, Floats, Floats]:  # fmt: skip
        """The same program with the unknowns of earlier versions beside it."""
        system, n = past.joined.system, len(inside)
        k = len(past.before)
        floor, ceiling = system.floor.copy(), system.ceiling.copy()
        if old >= 0:
            (floor if by > 0 else ceiling)[old] = target
        rows = np.arange(k)
        place = np.full(len(self._counts), -1)
        place[inside] = np.arange(n)
        can = place[past.after] >= 0
        up = csr_array((np.ones(int(can.sum())), (rows[can], place[past.after][can])), shape=(k, n))
        was = csr_array((np.ones(k), (rows, past.before)), shape=(k, system.size))
        earlier = [LinearConstraint(csr_array(block_array([[csr_array((c.A.shape[0], 2 * n)), c.A]])), c.lb, c.ub) for c in limits(system)]
        now = csr_array(block_array([[sums, -sums, csr_array((sums.shape[0], system.size))]]))
        grown = csr_array(block_array([[up, -up, -was]]))
        said = [LinearConstraint(now, 0, 0), LinearConstraint(grown, -self._counts[past.after] - past.fall, np.inf), *earlier]
        return said, np.append(cost, np.zeros(system.size)), np.append(low, floor), np.append(high, ceiling)
