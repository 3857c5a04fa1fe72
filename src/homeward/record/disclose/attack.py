"""An attacker who reads everything published and works out what was hidden (spec/RECORD.md, 'Release', 4).

She knows the sums, that counts are whole and not negative, which cells are hidden, that a hidden cell holds somebody where zeros
are shown, and earlier versions. For every hidden cell she finds the least and the greatest count that fits it all, by linear
programming (HiGHS), with whole numbers where the plain program leaves fractions. A cell with one possible count is recovered.
What protects a cell is a pair of whole tables that both fit the publication and differ in it: `seen_low` and `seen_high` are such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack, vstack
from scipy.sparse.csgraph import connected_components

from ..arrays import Flags, Floats, Whole
from .errors import TablesDisagree

FAR = 10**9
WHOLE = 1e-6


@dataclass(frozen=True)
class System:
    """Unknown counts x: `equal @ x == right`, `x >= floor`, `x <= ceiling`, and x[a] <= x[b] for each (a, b) of `order` (later versions)."""

    equal: csr_array
    right: Floats
    floor: Floats
    ceiling: Floats
    order: Whole

    @property
    def size(self) -> int:
        """How many unknowns."""
        return len(self.floor)


@dataclass
class Range:
    """What the attacker knows: least and greatest count shown possible so far, and whether each is the true end of her range."""

    low: Floats
    high: Floats
    low_is_end: Flags
    high_is_end: Flags


def attack(system: System, wanted: Flags, width: Floats, least_high: Floats) -> Range:
    """Ranges of the wanted unknowns. An end is sought only until `high - low >= width` and `high >= least_high` are shown.

    Raises TablesDisagree when nothing fits the publication.
    """
    found = Range(np.full(system.size, np.inf), np.full(system.size, -np.inf), np.zeros(system.size, bool), np.zeros(system.size, bool))
    for part in components(system):
        if not wanted[part].any():
            continue
        piece, slack = _settled(_piece(system, part))
        for local in np.flatnonzero(wanted[part]):
            cell = part[local]
            for way in (1, -1):
                low, high = found.low[cell], found.high[cell]
                if high - low >= width[cell] and high >= least_high[cell]:
                    break
                table = extreme(piece, int(local), way, slack)
                found.low[part] = np.minimum(found.low[part], table[: len(part)])
                found.high[part] = np.maximum(found.high[part], table[: len(part)])
                (found.high_is_end if way == 1 else found.low_is_end)[cell] = True
    return found


def components(system: System) -> list[Whole]:
    """Unknowns that share an equation or an order, as groups."""
    at = system.equal.tocoo()
    n = system.size
    rows = np.concatenate([at.row + n, system.order[:, 0]])
    columns = np.concatenate([at.col, system.order[:, 1]])
    size = n + system.equal.shape[0]
    count, label = connected_components(coo_array((np.ones(len(rows)), (rows, columns)), shape=(size, size)), directed=False)
    order = np.argsort(label[:n], kind="stable")
    cuts = np.searchsorted(label[:n][order], np.arange(1, count))
    return [g for g in np.split(order, cuts) if len(g)]


def _piece(system: System, part: Whole) -> System:
    columns = system.equal[:, part]
    rows = np.flatnonzero(np.diff(columns.tocsr().indptr))
    place = {int(c): i for i, c in enumerate(part)}
    order = np.array([(place[int(a)], place[int(b)]) for a, b in system.order if int(a) in place], np.int64).reshape(-1, 2)
    return System(columns.tocsr()[rows], system.right[rows], system.floor[part], system.ceiling[part], order)


def _settled(piece: System) -> tuple[System, float]:
    """If no table can only have grown between versions, allow as few corrections downward as possible, and no more."""
    if not len(piece.order):
        return piece, 0.0
    cost = np.concatenate([np.zeros(piece.size), np.ones(len(piece.order))])
    solved = _solve(piece, cost, float("inf"), False)
    return piece, float(np.ceil(solved[piece.size :].sum() - WHOLE))


def extreme(piece: System, cell: int, way: int, slack: float = 0.0) -> Floats:
    """A whole table that fits, with the cell as high (`way` 1) or as low (-1) as it goes."""
    cost = np.zeros(piece.size + (len(piece.order) if slack else 0))
    cost[cell] = -way
    table = _solve(piece, cost, slack, False)
    if np.abs(table[: piece.size] - np.round(table[: piece.size])).max() > WHOLE:
        table = _solve(piece, cost, slack, True)
    return np.round(table)


def _solve(piece: System, cost: Floats, slack: float, whole: bool) -> Floats:
    loose = len(cost) - piece.size
    limits: Sequence[LinearConstraint] = _limits(piece, loose, slack)
    ends = Bounds(np.append(piece.floor, np.zeros(loose)), np.append(piece.ceiling, np.full(loose, np.inf)))
    answer = milp(cost, integrality=np.full(len(cost), int(whole)), bounds=ends, constraints=limits)
    if answer.x is None:
        raise TablesDisagree
    return np.asarray(answer.x, float)


def _limits(piece: System, loose: int, slack: float) -> list[LinearConstraint]:
    wide = csr_array((piece.equal.shape[0], loose))
    limits = [LinearConstraint(hstack([piece.equal, wide]).tocsr(), piece.right, piece.right)]
    if len(piece.order):
        k = len(piece.order)
        rows = np.repeat(np.arange(k), 2)
        grow = csr_array((np.tile([-1.0, 1.0], k), (rows, piece.order.ravel())), shape=(k, piece.size))
        spare = csr_array(np.eye(k)) if loose else csr_array((k, 0))
        limits.append(LinearConstraint(hstack([grow, spare]).tocsr(), 0, np.inf))
        if loose and np.isfinite(slack):
            total = vstack([csr_array(np.append(np.zeros(piece.size), np.ones(k))[None])]).tocsr()
            limits.append(LinearConstraint(total, -np.inf, slack))
    return limits
