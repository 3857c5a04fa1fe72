"""Overlap tables: who is on which lists, counted (RECORD-FIGURES 6.1). Reads them; estimates nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from itertools import combinations

import numpy as np

from ..arrays import Flags, Floats
from .errors import OverlapsUnreadable, TooManyLists

MOST_LISTS = 10


@dataclass(frozen=True)
class Overlaps:
    """`counts[i]` people are on exactly the lists of pattern i + 1, read as bits: bit j is list j. All 2^t - 1 patterns are present."""

    lists: tuple[str, ...]
    counts: Floats

    @property
    def observed(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())

    @property
    def patterns(self) -> Flags:
        """A row a pattern, a column a list."""
        return on_lists(len(self.lists))

    def shared(self, members: Iterable[int]) -> int:
        """People who are on all the lists named by number."""
        return int(self.counts[self.patterns[:, list(members)].all(axis=1)].sum())

    def without(self, gone: int) -> Overlaps:
        """The same people as the other lists saw them; those on the dropped list alone vanish."""
        counts = np.zeros(2 ** (len(self.lists) - 1) - 1)
        for pattern, count in enumerate(self.counts, 1):
            kept = (pattern & ((1 << gone) - 1)) | (pattern >> (gone + 1) << gone)
            if kept:
                counts[kept - 1] += count
        return Overlaps(tuple(n for j, n in enumerate(self.lists) if j != gone), counts)


def on_lists(lists: int) -> Flags:
    """All patterns but the empty one: 2^lists - 1 rows."""
    return (np.arange(1, 2**lists)[:, None] >> np.arange(lists) & 1).astype(bool)


def empty_pairs(table: Overlaps) -> list[tuple[int, int]]:
    """Pairs of lists that have nobody in common."""
    return [pair for pair in combinations(range(len(table.lists)), 2) if not table.shared(pair)]


def read_overlaps(text: str) -> Overlaps:
    """From CSV: columns of 0 and 1, the last `count`. Empty lists are kept here and refused later. Raises OverlapsUnreadable."""
    rows = [r for r in csv.reader(StringIO(text.removeprefix("\ufeff"))) if r]
    if not rows or len(rows[0]) < 2 or rows[0][-1].strip().lower() != "count":
        raise OverlapsUnreadable
    names = tuple(n.strip() for n in rows[0][:-1])
    if len(names) > MOST_LISTS:
        raise TooManyLists(str(len(names)))
    counts = np.zeros(2 ** len(names) - 1)
    seen: set[int] = set()
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(names) + 1 or any(c.strip() not in ("0", "1") for c in row[:-1]) or not row[-1].strip().isdecimal():
            raise OverlapsUnreadable(str(line))
        pattern = sum(1 << j for j, c in enumerate(row[:-1]) if c.strip() == "1")
        if pattern in seen or (not pattern and int(row[-1])):
            raise OverlapsUnreadable(str(line))
        seen.add(pattern)
        if pattern:
            counts[pattern - 1] = int(row[-1])
    return Overlaps(names, counts)


def from_members(lists: tuple[str, ...], member: Flags) -> Overlaps:
    """From a row a person and a column a list, as linkage leaves them."""
    codes = member.astype(np.int64) @ (1 << np.arange(len(lists)))
    return Overlaps(lists, np.bincount(codes, minlength=2 ** len(lists)).astype(float)[1:])
