"""Attack a release, alone and beside its earlier versions, and say what came out (RECORD-FIGURES 8.7)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from .attack import attack
from .lattice import Lattice, lattice
from .release_format import Measure, ReadRelease
from .tables import Cell
from .versions import join


class Found(msgspec.Struct, frozen=True):
    """A hidden count the attacker narrowed down: from `low` to `high`; equal ends are a recovery."""

    version: str
    measure: str
    cell: dict[str, str]
    low: int
    high: int
    together: bool


class Audit(msgspec.Struct, frozen=True):
    """What an attack on a release gave. `recovered` counts are known exactly, `narrow` ones within fewer than k values.

    `small_shown` are cells from 1 to k - 1 in plain sight. `complete` is false where the attacker could have known more than she used.
    """

    versions: int
    tables: int
    cells: int
    hidden: int
    recovered: list[Found]
    narrow: list[Found]
    small_shown: int
    person_rows: dict[str, int]
    complete: bool

    @property
    def safe(self) -> bool:
        """Nothing recovered, nothing small in plain sight, no rows that are people."""
        return not (self.recovered or self.small_shown or self.person_rows)


def audit(releases: Sequence[ReadRelease]) -> Audit:
    """Oldest release first. Raises TablesDisagree when a release contradicts itself."""
    names = sorted({m.name for r in releases for m in r.measures})
    recovered: dict[tuple[str, str, Cell], Found] = {}
    narrow: dict[tuple[str, str, Cell], Found] = {}
    cells = hidden = small = 0
    complete = True
    for name in names:
        seen = [(r.version, m, lattice(m.tables, m.coarser, m.zeros_shown)) for r in releases for m in r.measures if m.name == name]
        for version, measure, one in seen:
            given = {c: n for t in measure.tables for c, n in t.cells().items()}
            cells += len(given)
            hidden += int(one.hidden.sum())
            small += sum(n is not None and 0 < n < measure.k for n in given.values())
            complete &= one.complete
            _look([(version, measure, one)], False, recovered, narrow)
        if len(seen) > 1:
            _look(seen, True, recovered, narrow)
    person = {f"{r.version}/{path}".lstrip("/"): unique for r in releases for path, unique in r.person_rows.items()}
    tables = sum(len(m.tables) for r in releases for m in r.measures)
    return Audit(len(releases), tables, cells, hidden, list(recovered.values()), list(narrow.values()), small, person, complete)


def _look(
    seen: list[tuple[str, Measure, Lattice]], together: bool, recovered: dict[tuple[str, str, Cell], Found],
    narrow: dict[tuple[str, str, Cell], Found],
) -> None:  # fmt: skip
    joined = join([one for *_, one in seen])
    width = np.zeros(joined.system.size)
    for (_, measure, one), places in zip(seen, joined.places, strict=True):
        width[places[one.hidden]] = measure.k - 1
    found = attack(joined.system, width > 0, width, np.zeros_like(width))
    for (version, measure, one), places in zip(seen, joined.places, strict=True):
        for i in np.flatnonzero(one.hidden):
            low, high = found.low[places[i]], found.high[places[i]]
            if high - low >= width[places[i]]:
                continue
            key = (version, measure.name, one.cells[i])
            if key in recovered:
                continue
            where = recovered if high == low else narrow
            where[key] = Found(version, measure.name, dict(one.cells[i]), int(low), int(high), together)
