"""The work of suppression: cover small counts, uncover what no proof needs, convince the attacker (RECORD-FIGURES 8.6).

Keeps witnesses: whole tables that fit the publication as it stands. A cell's proof is that witnesses differ enough in it. Hiding a
cell never spoils a witness; showing one spoils those that disturb it.
"""

from __future__ import annotations

import numpy as np

from ..arrays import Flags, Floats, Whole
from .attack import attack
from .errors import NotProtectable
from .lattice import Lattice
from .moves import Moves, Past
from .versions import Joined, join, tolerance

MARGIN_PRICE, STALE_PRICE, FREE = 60.0, 4.0, 0.001  # hiding what an earlier version shows buys little
ROUNDS, PATIENT = 14, 6


class Choice:
    """Which cells of `now` are hidden. `before` are earlier versions as published, oldest first."""

    def __init__(self, now: Lattice, before: list[Lattice], k: int, shield_changes: bool) -> None:
        self.now, self.before, self.k = now, before, k
        self.counts = now.values
        self.small: Flags = (self.counts > 0) & (self.counts < k) & now.known
        held = np.zeros(len(self.counts), bool)
        said, at = last_seen(before), now.at()
        for cell, value in said.items():
            i = at.get(cell)
            if i is not None and value is None:
                held[i] = True
            elif i is not None and shield_changes and 0 < abs(int(self.counts[i]) - int(value or 0)) < k:
                self.small[i] = True
        self.small &= self.counts > 0
        self.hidden: Flags = self.small | (held & (self.counts > 0))
        past = _past(before, now)
        self._moves = Moves(now, past, whole_past=False)
        self._careful = Moves(now, past)
        self._lost = _given_away(before)
        self._witnesses = self.counts[None]
        sets = [frozenset(d for d, _ in c) for c in now.cells]
        widest = {s for s in set(sets) if not any(s < o for o in set(sets))}
        self._kind = np.array([sorted(map(sorted, set(sets))).index(sorted(s)) for s in sets])
        self._inner = np.array([s in widest for s in sets])
        self._price = np.where(self._inner, 1.0, MARGIN_PRICE) * (1 + 0.02 * np.log1p(self.counts))
        self._known_before = np.zeros(len(self.counts), bool)
        for cell, value in said.items():
            if cell in at and value is not None and value == self.counts[at[cell]]:
                self._known_before[at[cell]] = True
        self._price[self._known_before] *= STALE_PRICE

    def cover(self) -> None:
        """Secondary suppression: a witness for each hidden cell, hiding whatever the witness disturbs."""
        for cell in self._hardest_first():
            self._secure(cell, grow=True)
        for other in np.flatnonzero(self.hidden):
            self._secure(int(other), grow=True)

    def uncover(self) -> None:
        """Show again each secondary cell that no proof needs, dearest and largest first; mend proofs that can be mended."""
        spare = np.flatnonzero(self.hidden & ~self.small)
        for cell in [int(c) for c in spare[np.lexsort((spare, -self.counts[spare], -self._price[spare]))]]:
            saved = self._witnesses
            self.hidden[cell] = False
            self._witnesses = saved[saved[:, cell] == self.counts[cell]]
            if not all(self._secure(int(c), grow=False) for c in self._unproved()):
                self.hidden[cell], self._witnesses = True, saved

    def convince(self) -> None:
        """Let the attacker try, with this version alone and with every earlier one, and hide more until she finds nothing.

        A range that misses the truth is an error of hers, made by believing that nothing was corrected, and gives nobody away; a single
        wrong count is kept from her too, where that can be done.
        Raises NotProtectable.
        """
        for turn in range(ROUNDS):
            weak = 0
            for versions in ([self.published()], [*self.before, self.published()])[: 1 + bool(self.before)]:
                joined = join(versions)
                width, high, truth = self._required(joined, len(versions) - 1)
                wanted = width > 0
                found = attack(joined.system, wanted, width, high)
                narrow = wanted & ((found.high - found.low < width) | (found.high < high))
                sound = np.isnan(truth) | ((found.low <= truth) & (truth <= found.high))
                sound |= (found.high <= found.low) & (turn < PATIENT)
                for unknown in np.flatnonzero(narrow & sound):
                    self._loosen(int(unknown), joined, float(found.low[unknown] + width[unknown]))
                    weak += 1
            if not weak:
                return
        raise NotProtectable

    def published(self) -> Lattice:
        """The new version as it stands, as an attacker would read it."""
        known = self.now.known & ~self.hidden
        values = np.where(known, self.counts, 0)
        floor = np.where(self.hidden, 1, self.now.floor)
        return Lattice(self.now.cells, values, known, self.hidden.copy(), floor, self.now.sums, self.now.complete)

    def _required(self, joined: Joined, earlier: int) -> tuple[Floats, Floats, Floats]:
        """For each unknown, how wide the attacker's range must be, how high it must reach, and the truth where it is known here."""
        size = joined.system.size
        width, high, truth = np.zeros(size), np.zeros(size), np.full(size, np.nan)
        for lattice, places, lost in zip(self.before[:earlier], joined.places, self._lost, strict=False):
            width[places[lattice.hidden & ~lost]] = 1
        mine = joined.places[-1]
        width[mine[self.hidden]], truth[mine[self.hidden]] = 1, self.counts[self.hidden]
        width[mine[self.small]], high[mine[self.small]] = self.k - 1, self.k
        return width, high, truth

    def _hardest_first(self) -> list[int]:
        cells = np.flatnonzero(self.small)
        return [int(c) for c in cells[np.lexsort((cells, self.counts[cells], ~self._inner[cells]))]]

    def _unproved(self) -> Whole:
        low, high = self._witnesses.min(axis=0), self._witnesses.max(axis=0)
        enough = np.where(self.small, (high - low >= self.k - 1) & (high >= self.k), high > low)
        return np.flatnonzero(self.hidden & ~enough)

    def _secure(self, cell: int, grow: bool) -> bool:
        """Find what the cell's proof still lacks; with `grow`, by hiding more. False if that cannot be found."""
        true = int(self.counts[cell])
        low, high = int(self._witnesses[:, cell].min()), int(self._witnesses[:, cell].max())
        if not self.small[cell]:
            return high > low or any(self._find(cell, [by], grow) for by in (1, -1))
        if high - low >= self.k - 1 and high >= self.k:
            return True
        up = max(self.k, low + self.k - 1) - true
        plans = [[up], [1 - low, self.k - true]] if low > 1 else [[up]]
        return any(self._find(cell, plan, grow) for plan in plans)

    def _find(self, cell: int, changes: list[int], grow: bool) -> bool:
        price = np.where(self.hidden, FREE, self._price)
        limit = np.ones(len(price), bool) if grow else self.hidden
        near = limit & (self._kind == self._kind[cell]) if self._inner[cell] else limit
        new = []
        for by in changes:
            answer = self._moves.witness(cell, by, price, near | self.hidden)
            if answer is None and grow:
                answer = self._moves.witness(cell, by, price, limit)
            if answer is None:
                return False
            new.append(answer)
        self._keep(np.array(new))
        return True

    def _keep(self, witnesses: Whole) -> None:
        self.hidden |= (witnesses != self.counts).any(axis=0)
        self._witnesses = np.vstack([self._witnesses, witnesses])

    def _loosen(self, unknown: int, joined: Joined, target: float) -> None:
        """Hide more for an unknown the attacker narrowed down: a cell of this version, or one of an earlier."""
        price = np.where(self.hidden, FREE, self._price)
        useful = ~self._known_before | self.hidden
        mine = np.flatnonzero(joined.places[-1] == unknown)
        answer = None
        for among in (useful, np.ones(len(price), bool)):
            if len(mine):
                cell = int(mine[0])
                up = max(int(target - self.counts[cell]), self.k - int(self.counts[cell]), 1)
                tries = [self._careful.witness(cell, by, price, among | self.hidden) for by in (up, -1)]
                answer = next((t for t in tries if t is not None), None)
            else:
                answer = self._careful.witness(-1, 1, price, among, old=unknown, target=target)
            if answer is not None:
                break
        if answer is None:
            self.hidden |= self.counts > 0
        else:
            self._keep(answer[None])


def _given_away(before: list[Lattice]) -> list[Flags]:
    """Cells that the earlier versions gave away already, among themselves: no later version can take that back."""
    if not before:
        return []
    joined = join(before)
    wanted = np.zeros(joined.system.size, bool)
    for lattice, places in zip(before, joined.places, strict=True):
        wanted[places[lattice.hidden]] = True
    found = attack(joined.system, wanted, np.ones(len(wanted)), np.zeros(len(wanted)))
    known = np.append(wanted & (found.high <= found.low), False)
    return [lattice.hidden & known[places] for lattice, places in zip(before, joined.places, strict=True)]


def last_seen(before: list[Lattice]) -> dict[tuple[tuple[str, str], ...], int | None]:
    """What the last earlier version that has the cell says of it: a count, or None where hidden."""
    said: dict[tuple[tuple[str, str], ...], int | None] = {}
    for lattice in before:
        for cell, value, known, hidden in zip(lattice.cells, lattice.values, lattice.known, lattice.hidden, strict=True):
            if known or hidden:
                said[cell] = int(value) if known else None
    return said


def _past(before: list[Lattice], now: Lattice) -> Past | None:
    if not before:
        return None
    joined, at = join(before), now.at()
    last: dict[tuple[tuple[str, str], ...], tuple[int, int]] = {}
    for lattice, places in zip(before, joined.places, strict=True):
        last |= {c: (int(p), int(v)) for c, p, v in zip(lattice.cells, places, lattice.values, strict=True)}
    falls: dict[tuple[str, ...], int] = {}
    for cell, (place, value) in last.items():
        if cell in at and place < 0:
            kind = tuple(d for d, _ in cell)
            falls[kind] = max(falls.get(kind, 0), value - int(now.values[at[cell]]))
    least = np.zeros(len(now.cells))
    unknown, after, fall = [], [], []
    for cell, (place, value) in last.items():
        if cell not in at:
            continue
        deepest = tolerance(falls.get(tuple(d for d, _ in cell), 0))
        if place < 0:
            least[at[cell]] = max(value - deepest, 0)
        else:
            unknown.append(place)
            after.append(at[cell])
            fall.append(deepest)
    return Past(joined, np.array(unknown, np.int64), np.array(after, np.int64), np.array(fall, float), least)
