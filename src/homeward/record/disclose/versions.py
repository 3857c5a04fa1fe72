"""One system of equations out of several versions of a release (RECORD-FIGURES 8.5).

The attacker takes it that a count does not fall from one version to the next, or, where she saw counts of that table fall, by no
more than the deepest fall she saw or nine. Where a margin and all that is shown under it stayed the same, she takes it that what is
hidden under it did too. Both are more than she can know, so they are the safer thing to defend against; what contradicts the
publication she gives up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_diag, csr_array

from ..arrays import Whole
from .attack import FAR, SMALL, System
from .errors import TablesDisagree
from .lattice import Lattice
from .tables import Cell


@dataclass(frozen=True)
class Joined:
    """The system, and for each version which of its cells is which unknown (-1 where known)."""

    system: System
    places: tuple[Whole, ...]


def join(versions: Sequence[Lattice]) -> Joined:
    """Versions oldest first. Known counts that bound an unknown of another version enter as unknowns with one possible value."""
    places, blocks, right, floor, ceiling = [], [], [], [], []
    size = 0
    for lattice in versions:
        unknown = ~lattice.known
        sums = lattice.sums
        rest = -(sums @ np.where(lattice.known, lattice.values, 0)).astype(float)
        part = sums[:, np.flatnonzero(unknown)].tocsr()
        used = np.diff(part.indptr) > 0
        if np.any(np.abs(rest[~used]) > 0):
            raise TablesDisagree
        place = np.full(len(lattice.cells), -1, np.int64)
        place[unknown] = size + np.arange(int(unknown.sum()))
        size += int(unknown.sum())
        places.append(place)
        blocks.append(part[np.flatnonzero(used)])
        right.append(rest[used])
        floor.append(lattice.floor[unknown].astype(float))
        ceiling.append(np.full(int(unknown.sum()), float(FAR)))
    links = _order(versions, places, size)
    equal = block_diag([*blocks, csr_array((0, len(links.pinned)))], format="csr")
    fixed = np.array(links.pinned, float)
    rows = np.array(links.rows, float).reshape(-1, 4)
    system = System(csr_array(equal), np.concatenate(right), np.append(np.concatenate(floor), fixed),
                    np.append(np.concatenate(ceiling), fixed), rows[:, :2].astype(np.int64), rows[:, 2], rows[:, 3] > 0)  # fmt: skip
    return Joined(system, tuple(places))


class _Links:
    """Rows of `order` between unknowns; a known partner enters as an unknown with one value."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pinned: list[int] = []
        self.rows: list[tuple[int, int, float, bool]] = []

    def link(self, old: tuple[int, int], new: tuple[int, int], fall: float, firm: bool) -> None:
        """Each end is (unknown or -1, value). Nothing is said of two known ends."""
        if old[0] < 0 and new[0] < 0:
            return
        a, b = self._place(old), self._place(new)
        self.rows.append((a, b, fall, firm))
        if firm:
            self.rows.append((b, a, fall, firm))

    def _place(self, end: tuple[int, int]) -> int:
        if end[0] >= 0:
            return end[0]
        self.pinned.append(end[1])
        return self.size + len(self.pinned) - 1


def _order(versions: Sequence[Lattice], places: list[Whole], size: int) -> _Links:
    links = _Links(size)
    last: dict[Cell, tuple[int, int]] = {}
    for number, lattice in enumerate(versions):
        ends = {c: (int(places[number][i]), int(lattice.values[i])) for i, c in enumerate(lattice.cells)}
        before = {c: last[c] for c in lattice.cells if c in last}
        falls = _falls(before, ends)
        for cell, old in before.items():
            links.link(old, ends[cell], tolerance(falls.get(_kind(cell), 0)), False)
        for cell in _unchanged(lattice, before, ends):
            links.link(before[cell], ends[cell], 0, True)
        last |= ends
    return links


def tolerance(deepest: float) -> float:
    """How far she lets a count fall, given the deepest fall she saw: once any fell, a small one may have gone altogether."""
    return max(deepest, SMALL) if deepest > 0 else 0.0


def _kind(cell: Cell) -> tuple[str, ...]:
    return tuple(d for d, _ in cell)


def _falls(before: dict[Cell, tuple[int, int]], ends: dict[Cell, tuple[int, int]]) -> dict[tuple[str, ...], float]:
    """The deepest fall seen in each table between two versions."""
    falls: dict[tuple[str, ...], float] = {}
    for cell, (unknown, value) in before.items():
        if unknown < 0 and ends[cell][0] < 0:
            falls[_kind(cell)] = max(falls.get(_kind(cell), 0), float(value - ends[cell][1]))
    return falls


def _unchanged(lattice: Lattice, before: dict[Cell, tuple[int, int]], ends: dict[Cell, tuple[int, int]]) -> set[Cell]:
    """Cells of sums in which nothing visible changed: margin and shown cells are as before, and what is new is shown."""
    still: set[Cell] = set()
    sums = lattice.sums
    for row in range(sums.shape[0]):
        at = slice(sums.indptr[row], sums.indptr[row + 1])
        cells = [lattice.cells[i] for i in sums.indices[at]]
        known = [c for c in cells if ends[c][0] < 0 and (c not in before or before[c][0] < 0)]
        open_ones = [c for c in cells if c not in known]
        whole = min(cells, key=len)
        if not open_ones or whole in open_ones or any(c not in before for c in open_ones) or whole not in before:
            continue
        parts = [c for c in known if c != whole]
        fresh = sum(ends[c][1] for c in parts if c not in before)
        if ends[whole][1] - fresh == before[whole][1] and all(before[c][1] == ends[c][1] for c in parts if c in before):
            still |= set(open_ones)
    return still
