"""From the workspace to the estimate: who is on the list of which independent group of sources (RECORD-FIGURES 6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from homeward.schema.record import Person, Report

from .arrays import Floats, Whole
from .estimate.draws import DRAWS, Drawn, through_links
from .estimate.overlaps import Overlaps, from_members
from .estimate.together import best_total


def lists_of(people: Sequence[Person]) -> Overlaps:
    """Lists are independence groups, so that a copy never counts as a second list."""
    groups = tuple(sorted({g for p in people for g in p.groups}))
    member = np.array([[g in p.groups for g in groups] for p in people], bool).reshape(len(people), len(groups))
    return from_members(groups, member)


def under_doubt(reports: Iterable[Report], group_of: dict[str, str], edges: Sequence[tuple[int, int, float]], draws: int = DRAWS) -> Drawn:
    """The best total again, under links drawn from their probabilities; `edges` are (report, report, probability)."""
    kept = [r for r in reports if r.source in group_of]
    groups = tuple(sorted(set(group_of.values())))
    place = {r.number: i for i, r in enumerate(kept)}
    usable = [(place[a], place[b], p) for a, b, p in edges if a in place and b in place]
    list_of: Whole = np.array([groups.index(group_of[r.source]) for r in kept], np.int64)
    pairs: Whole = np.array([(a, b) for a, b, _ in usable], np.int64).reshape(-1, 2)
    chance: Floats = np.array([p for *_, p in usable], float)
    return through_links(groups, list_of, pairs, chance, best_total, draws)
