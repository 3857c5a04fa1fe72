"""Which log-linear models there are: every hierarchical set of interactions (RECORD-FIGURES 6.2).

A term is a set of lists, held as bits. A model holds all single lists and is closed downward: a term's parts are in it too.
The term of all lists together is never in a model; nothing would be left to learn the unseen cell from.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from ..arrays import Flags, Floats
from .overlaps import Overlaps

ALL_MODELS_UP_TO = 5


def terms(lists: int) -> list[int]:
    """All terms of a design in order: single lists, pairs, triples and so on, without the term of all lists."""
    return [sum(1 << j for j in c) for size in range(1, lists) for c in combinations(range(lists), size)]


def design(lists: int, unseen: bool = False) -> Floats:
    """Rows are patterns 1 to 2^lists - 1 (with `unseen`, then pattern 0), columns the intercept and `terms`."""
    rows = [*range(1, 2**lists), *([0] if unseen else [])]
    return np.array([[1.0, *((row & term) == term for term in terms(lists))] for row in rows], float)


def alive(table: Overlaps) -> list[int]:
    """Interactions that some person supports; the others have no finite estimate and are left out of every model."""
    wide = [t for t in terms(len(table.lists)) if t.bit_count() > 1]
    return [t for t in wide if table.shared([j for j in range(len(table.lists)) if t >> j & 1])]


def hierarchical(lists: int, allowed: list[int]) -> Flags:
    """Every hierarchical model as a row of flags over the columns of `design`. Five full lists give 6,893 rows."""
    sizes = [[t for t in allowed if t.bit_count() == size] for size in range(2, lists)]
    found: list[frozenset[int]] = []

    def grow(size: int, have: frozenset[int]) -> None:
        if size == lists:
            found.append(have)
            return
        parts = [t for t in sizes[size - 2] if size == 2 or _parts(t) <= have]
        for choice in range(2 ** len(parts)):
            chosen = frozenset(t for i, t in enumerate(parts) if choice >> i & 1)
            if chosen:
                grow(size + 1, have | chosen)
            else:
                found.append(have)

    grow(2, frozenset()) if lists > 2 else found.append(frozenset())
    order = terms(lists)
    return np.array([[True, *(t.bit_count() == 1 or t in model for t in order)] for model in found])


def _parts(term: int) -> frozenset[int]:
    return frozenset(term & ~(1 << j) for j in range(term.bit_length()) if term >> j & 1)


def spell(lists: int, row: Flags) -> str:
    """The largest terms of a model, lists numbered from 1, as in the literature: [123,14,34]."""
    have = [t for t, on in zip(terms(lists), row[1:], strict=True) if on]
    top = [t for t in have if not any(t != u and t & u == t for u in have)]
    names = ["".join(str(j + 1) for j in range(lists) if t >> j & 1) for t in top]
    return "[" + ",".join(sorted(names, key=lambda s: (-len(s), s))) + "]"
