"""Which penalty counts (GUIDE 5.7): that of the act's day, unless a later law up to today is milder. A harsher one never reaches back."""

from __future__ import annotations

from homeward.schema.guide import Norm, NormVersion
from homeward.schema.guide_bundle import Bracket

from .periods import holds


def penalty_on(norm: Norm, day: str, today: str) -> tuple[Bracket | None, str, bool]:
    """The bracket for an act ending on `day`, the day of a milder law that gave it ("" for none), and whether a later law is lower in
    one figure and higher in the other, so that only a lawyer can say which is milder."""
    editions = sorted(norm.versions, key=lambda v: v.from_)
    best = next((_bracket(v) for v in editions if holds(v, day, day)), None)
    since = ""
    for edition in editions if best else []:
        if best is None or not day < edition.from_ <= today:
            continue
        later = _bracket(edition)
        lower = later.min_years < best.min_years or later.max_years < best.max_years
        higher = later.min_years > best.min_years or later.max_years > best.max_years
        if lower and higher:
            return best, edition.from_, True
        if lower:
            best, since = later, edition.from_
    return best, since, False


def _bracket(edition: NormVersion) -> Bracket:
    penalty = edition.penalty
    return Bracket(min_years=penalty.min_years if penalty else 0, max_years=penalty.max_years if penalty else 0)
