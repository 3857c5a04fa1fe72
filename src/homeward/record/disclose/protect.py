"""Choosing what to hide: small counts first, then as few others as keep the small ones hidden (RECORD-FIGURES 8.6).

Primary suppression hides every count from 1 to k - 1. Secondary suppression hides more until, for every small count, the attacker's
range reaches k and is at least k - 1 wide, and no hidden count has a single possible value. What was hidden without need is shown
again. The attacker of `attack.py`, who shares no code with the choice, has the last word: until she gives up, more is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .choose import Choice
from .lattice import lattice
from .tables import Coarser, Table


@dataclass(frozen=True)
class Protected:
    """The tables as they may be published, and how many cells were small, hidden besides, and shown (non-empty ones)."""

    tables: tuple[Table, ...]
    primary: int
    secondary: int
    shown: int


def protect(tables: Sequence[Table], k: int, coarser: Sequence[Coarser] = (), past: Sequence[Sequence[Table]] = (),
            shield_changes: bool = False) -> Protected:  # fmt: skip
    """Hide what must be hidden. `past` are the tables of earlier versions as published, oldest first.

    `shield_changes` also hides a count that changed by less than k since it was last shown: for figures about the living.
    Raises NotProtectable if even hiding everything does not help.
    """
    now = lattice(tables, coarser, zeros_shown=True)
    before = [lattice(old, coarser, zeros_shown=True) for old in past]
    work = Choice(now, before, k, shield_changes)
    work.cover()
    work.uncover()
    work.convince()
    hidden = {c for c, h in zip(now.cells, work.hidden, strict=True) if h}
    made = [Table(t.dimensions, {key: None if cell in hidden else t.counts[key] for key, cell in zip(t.counts, t.cells(), strict=True)})
            for t in tables]  # fmt: skip
    given = {c for t in tables for c, n in t.cells().items() if n}
    small = {c for c, s in zip(now.cells, work.small, strict=True) if s} & given
    return Protected(tuple(made), len(small), len(hidden & given - small), len(given - hidden))
