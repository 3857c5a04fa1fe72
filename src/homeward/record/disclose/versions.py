"""One system of equations out of several versions of a release (spec/RECORD.md, 'Release', 5).

The attacker takes it that a count does not fall from one version to the next; where published counts did fall, she allows as few
corrections as explain it (`attack._settled`). That is more than she can know, so it is the safer thing to defend against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_diag, csr_array

from ..arrays import Whole
from .attack import FAR, System
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
    order, pinned = _order(versions, places, size)
    equal = block_diag([*blocks, csr_array((0, len(pinned)))], format="csr")
    fixed = np.array(pinned, float)
    system = System(csr_array(equal), np.concatenate(right), np.append(np.concatenate(floor), fixed),
                    np.append(np.concatenate(ceiling), fixed), order)  # fmt: skip
    return Joined(system, tuple(places))


def _order(versions: Sequence[Lattice], places: list[Whole], size: int) -> tuple[Whole, list[int]]:
    pairs: list[tuple[int, int]] = []
    pinned: list[int] = []
    last: dict[Cell, tuple[int, int]] = {}
    for number, lattice in enumerate(versions):
        for i, cell in enumerate(lattice.cells):
            if cell in last:
                before, j = last[cell]
                ends = []
                for version, at in ((before, j), (number, i)):
                    place = int(places[version][at])
                    ends.append((place, int(versions[version].values[at])))
                if ends[0][0] >= 0 or ends[1][0] >= 0:
                    named = []
                    for place, value in ends:
                        if place < 0:
                            pinned.append(value)
                            place = size + len(pinned) - 1
                        named.append(place)
                    pairs.append((named[0], named[1]))
            last[cell] = (number, i)
    return np.array(pairs, np.int64).reshape(-1, 2), pinned
