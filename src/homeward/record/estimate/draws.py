"""Carrying doubt about links into the estimate: estimate again under links drawn from their probabilities (Sadinle 2018).

Takes what linkage is unsure of, not people: for each draw the caller's pairs are accepted with their probability, people are the
connected groups of reports, and a person's lists are the lists of its reports.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ..arrays import Floats, Whole
from .overlaps import Overlaps, from_members

DRAWS = 50


@dataclass(frozen=True)
class Drawn:
    """Totals, one a draw; `observed` people in each. Draws the method refused are left out and counted in `refused`."""

    totals: Floats
    observed: Whole
    refused: int

    @property
    def spread(self) -> tuple[float, float]:
        """The 2.5 % and 97.5 % points of the totals, linkage doubt alone."""
        low, high = np.quantile(self.totals, [0.025, 0.975])
        return float(low), float(high)


def through_links(
    lists: tuple[str, ...], list_of: Whole, pairs: Whole, chance: Floats, total: Callable[[Overlaps], float | None],
    draws: int = DRAWS, seed: int = 0,
) -> Drawn:  # fmt: skip
    """`list_of[i]` is report i's list, `pairs` m rows of two reports, `chance` their match probability; `total` estimates one table."""
    rng = np.random.default_rng(seed)
    found, people, refused = [], [], 0
    for _ in range(draws):
        held = pairs[rng.uniform(size=len(pairs)) < chance]
        table = _overlaps(lists, list_of, held)
        people.append(table.observed)
        answer = total(table)
        if answer is None:
            refused += 1
        else:
            found.append(answer)
    return Drawn(np.array(found), np.array(people), refused)


def _overlaps(lists: tuple[str, ...], list_of: Whole, held: Whole) -> Overlaps:
    n = len(list_of)
    links = coo_array((np.ones(len(held)), (held[:, 0], held[:, 1])), shape=(n, n))
    groups, person = connected_components(links, directed=False)
    member = np.zeros((groups, len(lists)), bool)
    member[person, list_of] = True
    return from_members(lists, member)
