"""The equations a release writes down: every margin is the sum of its cells (RECORD-FIGURES 8.3).

From published tables to a matrix. Cells nobody published are unknowns like hidden ones, but not counted as hidden. Where tables
do not fit together like a tree, the joint table below them is added as unknowns, as far as it stays within `JOINT` cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.sparse import csr_array

from ..arrays import Flags, Whole
from .errors import TablesDisagree, TooManyCells
from .tables import Cell, Coarser, Table, closure, decomposable

JOINT, MOST_CELLS = 20_000, 500_000


@dataclass(frozen=True)
class Lattice:
    """`sums @ counts == 0`. `values` are counts (0 where not `known`); `hidden` were withheld; `floor` is the least an unknown holds."""

    cells: tuple[Cell, ...]
    values: Whole
    known: Flags
    hidden: Flags
    floor: Whole
    sums: csr_array
    complete: bool

    def at(self) -> dict[Cell, int]:
        """Where each cell lies."""
        return {cell: i for i, cell in enumerate(self.cells)}


def lattice(tables: Sequence[Table], coarser: Sequence[Coarser] = (), zeros_shown: bool = False) -> Lattice:
    """Build the equations. `zeros_shown` says that the release never hides a zero; else that is judged table by table.

    Raises TablesDisagree when two tables give one cell two counts, TooManyCells beyond half a million.
    """
    given: dict[Cell, int | None] = {}
    for table in tables:
        for cell, count in table.cells().items():
            if count is not None and given.get(cell) not in (None, count):
                raise TablesDisagree(" ".join(f"{d}={c}" for d, c in cell))
            given[cell] = count if given.get(cell) is None else given[cell]
    sets = closure(t.dimensions for t in tables)
    tops = [tuple(sorted(t.dimensions)) for t in tables]
    names = sorted({d for s in sets for d in s})
    seen = {d: sorted({c for cell in given for e, c in cell if e == d}) for d in names}
    complete = decomposable(_with_finer(tops, coarser))
    joint = tuple(d for d in names if d not in {c.name for c in coarser})
    if not complete and np.prod([len(seen[d]) for d in joint]) <= JOINT:
        sets, complete = closure([*sets, joint]), True
    if sum(int(np.prod([len(seen[d]) for d in dims])) for dims in sets) > MOST_CELLS:
        raise TooManyCells
    cells: dict[Cell, int] = {}
    for dims in sets:
        for key in product(*(seen[d] for d in dims)):
            cells[tuple(zip(dims, key, strict=True))] = len(cells)
    table_sets = set(tops)
    absent = {c for c in cells if c not in given and tuple(d for d, _ in c) in table_sets}
    values = np.array([given.get(c) or 0 for c in cells], np.int64)
    known = np.array([given.get(c) is not None or c in absent for c in cells])
    hidden = np.array([c in given and given[c] is None for c in cells])
    floor = np.where(hidden & (zeros_shown | _zeros_shown(cells, given, absent)), 1, 0)
    return Lattice(tuple(cells), values, known, hidden, floor, _sums(sets, cells, seen, coarser), complete)


def _zeros_shown(cells: dict[Cell, int], given: dict[Cell, int | None], absent: set[Cell]) -> Flags:
    """Where a table shows any zero it shows all zeros, so its hidden cells hold somebody."""
    showing = {tuple(d for d, _ in c) for c, count in given.items() if count == 0} | {tuple(d for d, _ in c) for c in absent}
    return np.array([tuple(d for d, _ in c) in showing for c in cells])


def _with_finer(tops: list[tuple[str, ...]], coarser: Sequence[Coarser]) -> list[set[str]]:
    """A coarse dimension is joined to its finer one, which is how the two tables meet."""
    return [*(set(t) for t in tops), *({c.name, c.finer} for c in coarser)]


def _sums(sets: list[tuple[str, ...]], cells: dict[Cell, int], seen: dict[str, list[str]], coarser: Sequence[Coarser]) -> csr_array:
    rows: list[list[tuple[int, int]]] = []
    have = set(sets)
    for dims in sets:
        for lost in dims:
            rest = tuple(d for d in dims if d != lost)
            for key in product(*(seen[d] for d in rest)):
                named = dict(zip(rest, key, strict=True))
                parts = [(cells[_named(named | {lost: c})], 1) for c in seen[lost]]
                rows.append([(cells[_named(named)], -1), *parts])
    for c in coarser:
        for dims in sets:
            fine = tuple(sorted({*dims, c.finer} - {c.name}))
            if c.name not in dims or c.finer in dims or fine not in have:
                continue
            rest = tuple(d for d in dims if d != c.name)
            for key in product(*(seen[d] for d in rest)):
                named = dict(zip(rest, key, strict=True))
                for group in seen[c.name]:
                    parts = [(cells[_named(named | {c.finer: f})], 1) for f in seen[c.finer] if c.groups.get(f) == group]
                    rows.append([(cells[_named(named | {c.name: group})], -1), *parts])
    flat = [(r, i, v) for r, row in enumerate(rows) for i, v in row]
    where = np.array([(r, i) for r, i, _ in flat]).reshape(-1, 2)
    return csr_array((np.array([v for *_, v in flat], float), (where[:, 0], where[:, 1])), shape=(len(rows), len(cells)))


def _named(named: dict[str, str]) -> Cell:
    return tuple(sorted(named.items()))
