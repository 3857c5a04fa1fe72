"""An attacker who reads everything published and works out what was hidden (RECORD-FIGURES 8.4).

She knows the sums, that counts are whole and not negative, which cells are hidden, that a hidden cell holds somebody where zeros
are shown, and earlier versions. For every hidden cell she finds the least and the greatest count that fits it all, by linear
programming (HiGHS), with whole numbers where the plain program leaves fractions. A cell with one possible count is recovered.
What protects a cell is a pair of whole tables that both fit the publication and differ in it: `seen_low` and `seen_high` are such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from ..arrays import Flags, Floats, Whole
from .errors import TablesDisagree

FAR, RELAXED = 10**9, 14
TURNS, PAYS = 40, 0.01
SMALL = 9.0  # below the highest threshold in use: whoever was corrected away may have been all of a hidden count
WHOLE = 1e-6


@dataclass(frozen=True)
class System:
    """Unknown counts x: `equal @ x == right`, `floor <= x <= ceiling`, and for each row (a, b) of `order`: x[b] >= x[a] - `fall`.

    Rows of `order` marked `firm` are the attacker's guess that nothing changed where nothing visible did; she gives them up together
    if they contradict the rest, and then lets counts fall further, step by step, until something fits.
    """

    equal: csr_array
    right: Floats
    floor: Floats
    ceiling: Floats
    order: Whole
    fall: Floats
    firm: Flags

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
        piece = settled(piece_of(system, part))
        said = limits(piece)

        def note(table: Floats, part: Whole = part) -> None:
            found.low[part] = np.minimum(found.low[part], table)
            found.high[part] = np.maximum(found.high[part], table)

        def open_cells(part: Whole = part) -> Whole:
            enough = (found.high[part] - found.low[part] >= width[part]) & (found.high[part] >= least_high[part])
            return np.flatnonzero(wanted[part] & ~enough)

        for table in _many_at_once(piece, said, open_cells):
            note(table)
        for local in np.flatnonzero(wanted[part]):
            cell = part[local]
            for way in (1, -1):
                low, high = found.low[cell], found.high[cell]
                if high - low >= width[cell] and high >= least_high[cell]:
                    break
                note(extreme(piece, int(local), way, said))
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


def piece_of(system: System, part: Whole) -> System:
    """One component as a system of its own."""
    columns = system.equal[:, part].tocsr()
    rows = np.flatnonzero(np.diff(columns.indptr))
    place = np.full(system.size, -1, np.int64)
    place[part] = np.arange(len(part))
    inside = place[system.order[:, 0]] >= 0
    return System(columns[rows], system.right[rows], system.floor[part], system.ceiling[part], place[system.order[inside]],
                  system.fall[inside], system.firm[inside])  # fmt: skip


def settled(piece: System) -> System:
    """The strictest reading of the versions that something fits. Raises TablesDisagree when one version alone contradicts itself."""
    trial = piece
    for attempt in range(RELAXED):
        try:
            solve(trial, np.zeros(piece.size), False, limits(trial))
        except TablesDisagree:
            if not len(piece.order) or attempt == RELAXED - 1:
                raise
            fall = np.where(piece.firm, np.max(piece.fall, initial=0), piece.fall)
            trial = replace(piece, fall=fall + (SMALL * 2.0 ** (attempt - 1) if attempt else 0))
        else:
            return trial
    raise TablesDisagree


def _many_at_once(piece: System, said: list[LinearConstraint], open_cells: Callable[[], Whole]) -> Iterator[Floats]:
    """Tables that push many undecided cells up or down together: one program often settles dozens. Goes on while it pays."""
    rng = np.random.default_rng(piece.size)
    left = open_cells()
    for turn in range(TURNS):
        if len(left) < 2:
            return
        cost = np.zeros(piece.size)
        cost[left] = (-1) ** turn * (1.0 if turn < 2 else rng.choice([-1.0, 1.0], len(left))) * rng.uniform(0.5, 1.5, len(left))
        yield _whole(piece, cost, said)
        now = open_cells()
        if turn > 3 and len(left) - len(now) < PAYS * len(left):
            return
        left = now


def extreme(piece: System, cell: int, way: int, said: list[LinearConstraint]) -> Floats:
    """A whole table that fits, with the cell as high (`way` 1) or as low (-1) as it goes."""
    cost = np.zeros(piece.size)
    cost[cell] = -way
    return _whole(piece, cost, said)


def _whole(piece: System, cost: Floats, said: list[LinearConstraint]) -> Floats:
    table = solve(piece, cost, False, said)
    if np.abs(table - np.round(table)).max() > WHOLE:
        table = solve(piece, cost, True, said)
    return np.asarray(np.round(table), float)


def solve(piece: System, cost: Floats, whole: bool, said: list[LinearConstraint]) -> Floats:
    """The cheapest solution, in whole numbers if asked. Raises TablesDisagree where none fits."""
    answer = milp(cost, integrality=np.full(piece.size, int(whole)), bounds=Bounds(piece.floor, piece.ceiling), constraints=said)
    if answer.x is None:
        raise TablesDisagree
    return np.asarray(answer.x, float)


def limits(system: System) -> list[LinearConstraint]:
    """The equations and the order of versions as HiGHS wants them."""
    said = [LinearConstraint(system.equal, system.right, system.right)] if system.equal.shape[0] else []
    if len(system.order):
        k = len(system.order)
        rows = np.repeat(np.arange(k), 2)
        grown = csr_array((np.tile([-1.0, 1.0], k), (rows, system.order.ravel())), shape=(k, system.size))
        said.append(LinearConstraint(grown, -system.fall, np.inf))
    return said
