"""Half-open periods of days as text (GUIDE 2.3): ISO days compare as they stand, "open" comes after all of them."""

from __future__ import annotations

import itertools
from typing import Protocol

OPEN = "open"  # 'o' > '9': the word sorts behind every day


class Period(Protocol):
    """Anything with `from_` and `until`."""

    @property
    def from_(self) -> str:
        """The first day inside."""

    @property
    def until(self) -> str:
        """The first day outside, or "open"."""


def holds(period: Period, first: str, last: str) -> bool:
    """Whether the days first … last, both inside, lie wholly in the period."""
    return period.from_ <= first and last < period.until


def meets(period: Period, first: str, last: str) -> bool:
    """Whether the period has a day of first … last."""
    return period.from_ <= last and first < period.until


def share(one: Period, two: Period) -> bool:
    """Whether two periods have a day in common."""
    return one.from_ < two.until and two.from_ < one.until


def pieces(begins: str, periods: list[Period]) -> list[tuple[str, str]]:
    """The stretches [from, until) from `begins` on between which nothing changes."""
    cuts = sorted({begins, OPEN} | {d for p in periods for d in (p.from_, p.until) if d > begins})
    return list(itertools.pairwise(cuts))
