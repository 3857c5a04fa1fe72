"""How many are not in the record: nowcast of late reports, and multiple systems estimation over its sources (spec/RECORD.md, 6).

Both are national figures. Independent groups of sources are the lists; copies count once. What the methods refuse is published as a
refusal with its reason. Nothing by region leaves this module.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from homeward.record.estimate.overlaps import MOST_LISTS
from homeward.record.estimate.together import Estimate, estimate
from homeward.record.listed import lists_of
from homeward.record.nowcast.effort import forecast
from homeward.record.nowcast.errors import TooFewVersions, VersionUnreadable
from homeward.record.nowcast.triangle import Triangle, from_arrivals, month_name
from homeward.schema.record import Field, Person

AHEAD = 12
SHORTEST_CURVE = 5


class Coming(msgspec.Struct, frozen=True):
    """One month of death: listed by now, and what will be listed a year from now (median, 90 % interval)."""

    month: str
    listed: int
    median: int
    low: int
    high: int


class Unseen(msgspec.Struct, frozen=True):
    """`delay[n]` is the median share of those eventually listed that was listed n months after the month of death."""

    coming: list[Coming]
    delay: list[float]
    nowcast_refused: str | None
    estimate: Estimate | None


def unseen(people: Sequence[Person], k: int, latent: bool = True) -> Unseen:
    """From all people of a record; a month with fewer than `k` listed is left out."""
    coming, delay, refused = _nowcast(people, k)
    table = lists_of(people)
    found = _anonymous(estimate(table, latent)) if 2 <= len(table.lists) <= MOST_LISTS else None
    return Unseen(coming, delay, refused, found)


def _nowcast(people: Sequence[Person], k: int) -> tuple[list[Coming], list[float], str | None]:
    arrivals = []
    for person in people:
        died = person.value(Field.DIED) or ""
        if len(died) in (7, 10) and "/" not in died and len(person.first_at) == 10 and person.first_at[:7] >= died[:7]:
            arrivals.append((died, person.first_at))
    try:
        known = from_arrivals(arrivals)
        ahead = forecast(known, [AHEAD])[AHEAD]
    except (TooFewVersions, VersionUnreadable) as refusal:
        return [], [], type(refusal).__name__
    coming = [
        Coming(month_name(int(m)), int(n), round(float(mid)), round(float(low)), round(float(high)))
        for m, n, mid, low, high in zip(ahead.months, ahead.listed, ahead.median, ahead.low, ahead.high, strict=True)
        if n >= k
    ]
    return coming, _delay(known), None


def _delay(known: Triangle) -> list[float]:
    """Median over months old enough, of the share of the last count that was listed n months after."""
    last = known.counts[:, -1]
    curve = []
    for n in range(25):
        shares = [
            known.counts[i, j] / last[i]
            for i in range(len(known.months))
            for j in range(len(known.looks))
            if known.looks[j] - known.months[i] == n and last[i] >= 20 and known.looks[-1] - known.months[i] >= AHEAD
        ]
        if len(shares) < SHORTEST_CURVE:
            break
        curve.append(round(float(np.median(shares)), 3))
    return curve


def _anonymous(found: Estimate) -> Estimate:
    """The same with the lists numbered: who a source is stays in the record."""
    names = {name: f"list {i + 1}" for i, name in enumerate(found.lists)}

    def renamed(note: object) -> object:
        return msgspec.structs.replace(note, lists=tuple(names.get(n, n) for n in note.lists)) if note else None  # type: ignore[attr-defined, type-var]

    return msgspec.structs.replace(
        found, lists=tuple(names.values()), warnings=[renamed(n) for n in found.warnings], refused=renamed(found.refused)
    )
