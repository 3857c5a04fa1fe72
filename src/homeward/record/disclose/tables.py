"""Tables of counts as they are published, and the cells they share (RECORD-FIGURES 8.2).

A cell is named by the categories that define it, in the order of dimension names; the cell without any is the total. The same
cell in two tables is one cell: that is what links tables. Nothing here knows what is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

Cell = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """Counts over dimensions. `None` is a hidden count; a combination that is absent counts nobody."""

    dimensions: tuple[str, ...]
    counts: Mapping[tuple[str, ...], int | None]

    def cells(self) -> dict[Cell, int | None]:
        """The same counts by cell name."""
        order = sorted(range(len(self.dimensions)), key=lambda i: self.dimensions[i])
        return {tuple((self.dimensions[i], key[i]) for i in order): count for key, count in self.counts.items()}


@dataclass(frozen=True)
class Coarser:
    """`name` groups the categories of `finer`: districts of regions, years of months."""

    name: str
    finer: str
    groups: Mapping[str, str] = field(hash=False)


def tabulate(rows: Iterable[Mapping[str, str]], sets: Sequence[tuple[str, ...]]) -> list[Table]:
    """Count rows over each set of dimensions, with every combination of the categories that occur, zeros too."""
    kept = [dict(r) for r in rows]
    names = sorted({d for dims in sets for d in dims})
    seen = {d: sorted({r[d] for r in kept}) for d in names}
    made = []
    for dims in sets:
        counted = Counter(tuple(r[d] for d in dims) for r in kept)
        made.append(Table(dims, {key: counted[key] for key in product(*(seen[d] for d in dims))}))
    return made


def closure(sets: Iterable[Iterable[str]]) -> list[tuple[str, ...]]:
    """All subsets of the given dimension sets, sorted: every margin that can be formed."""
    every = {tuple(sorted(sub)) for dims in sets for size in range(len(set(dims)) + 1) for sub in combinations(sorted(set(dims)), size)}
    return sorted(every, key=lambda s: (len(s), s))


def decomposable(sets: Iterable[Iterable[str]]) -> bool:
    """Whether the tables fit together like a tree (Graham's reduction), so that no joint table adds knowledge beyond shared margins."""
    left = [set(s) for s in sets]
    while True:
        left = [s for i, s in enumerate(left) if not any(s < o or (s == o and j < i) for j, o in enumerate(left) if i != j)]
        if len(left) <= 1:
            return True
        uses = Counter(d for s in left for d in s)
        trimmed = [{d for d in s if uses[d] > 1} for s in left]
        if trimmed == left:
            return False
        left = trimmed
