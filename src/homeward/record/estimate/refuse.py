"""When the lists do not carry an estimate, and why (RECORD-FIGURES 6.6). Decides; the words are in the language files."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from .overlaps import Overlaps, empty_pairs

COPY_SHARE, COVERS = 0.95, 0.8
CARRIES = 10.0


@dataclass(frozen=True)
class Reason:
    """A reason or warning: its name in the words, and the lists it is about."""

    name: str
    lists: tuple[str, ...] = ()


def refusal(table: Overlaps) -> Reason | None:
    """Why no model should be fitted, or None."""
    names = table.lists
    sizes = [table.shared([j]) for j in range(len(names))]
    if len([s for s in sizes if s]) < 3:
        return Reason("few-lists", tuple(n for n, s in zip(names, sizes, strict=True) if s))
    empty = tuple(n for n, s in zip(names, sizes, strict=True) if not s)
    if empty:
        return Reason("empty-list", empty)
    apart = set(empty_pairs(table))
    lonely = tuple(names[j] for j in range(len(names)) if all((min(j, k), max(j, k)) in apart for k in range(len(names)) if k != j))
    if lonely:
        return Reason("no-overlap", lonely)
    for a, b in combinations(range(len(names)), 2):
        if _copied(table, a, b) or _copied(table, b, a):
            return Reason("copies", (names[a], names[b]))
    if _groups(len(names), apart) > 1:
        return Reason("split", names)
    return None


def _copied(table: Overlaps, part: int, whole: int) -> bool:
    """Nearly all of `part` is in `whole`, though people known to the other lists are not, or the two hold the same people."""
    both, on = table.shared([part, whole]), table.patterns
    size, other = table.shared([part]), table.shared([whole])
    if both >= COPY_SHARE * (size + other - both):
        return True
    elsewhere = on[:, [j for j in range(len(table.lists)) if j not in (part, whole)]].any(axis=1)
    known = table.counts[elsewhere].sum()
    covered = table.counts[elsewhere & on[:, whole]].sum()
    return both >= COPY_SHARE * size and covered < COVERS * known


def _groups(lists: int, apart: set[tuple[int, int]]) -> int:
    group = list(range(lists))
    for a, b in combinations(range(lists), 2):
        if (a, b) not in apart:
            group = [group[a] if g == group[b] else g for g in group]
    return len(set(group))


def warnings(table: Overlaps) -> list[Reason]:
    """What a reader must know although the estimate goes on: pairs with nobody in common (their term is dropped), few people."""
    found = [Reason("empty-overlap", (table.lists[a], table.lists[b])) for a, b in empty_pairs(table)]
    if table.observed < 100:
        found.append(Reason("few-people"))
    return found


def runaway(high: float | None, observed: int) -> bool:
    """Whether an interval's upper end says that the lists know too little: none at all, or above ten times the observed."""
    return high is None or high > CARRIES * observed
