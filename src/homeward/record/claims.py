"""The claims board: totals that somebody asserted, side by side with scope, day and method; never merged (RECORD-FIGURES 3)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from homeward.schema.record import Claim

from .facts.claims import published_claims
from .rate_table import Single, single
from .regions import regions


class Beside(msgspec.Struct, frozen=True):
    """A claim with this record's own count of the same region up to the same day, and whether the claim was shipped with the program.

    `counted` is null where the record counts nothing comparable. No sum, mean or "best" figure is made of claims.
    """

    claim: Claim
    shipped: bool
    counted: int | None
    rate: Single | None


def board(entered: Iterable[Claim], counted: dict[tuple[str | None, str], int], language: str = "en") -> list[Beside]:
    """Country first, then regions; within them by day, then by who. `counted` maps (region or None, day) to this record's count."""
    every = [(c, False) for c in entered] + [(c, True) for c in published_claims(language)]
    ordered = sorted(every, key=lambda pair: (pair[0].region is not None, pair[0].region or "", pair[0].as_of, pair[0].who))
    return [Beside(claim, shipped, counted.get((claim.region, claim.as_of)), _rate(claim)) for claim, shipped in ordered]


def _rate(claim: Claim) -> Single | None:
    """A region's claim as a rate, where it names one count."""
    region = regions().get(claim.region or "")
    return single(claim.low, region.men) if region and claim.high in (None, claim.low) else None
