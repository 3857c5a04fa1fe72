"""The claims board as words: each claim by itself, with scope, day, method, source; nothing is added up (RECORD, 'Site', 4)."""

from __future__ import annotations

from collections.abc import Callable

from homeward.record.facts.claims import PUBLISHED_CLAIMS
from homeward.record.facts.populations import POPULATIONS
from homeward.record.rates import exact_rate
from homeward.record.regions import CITATION, regions

from .charts import number
from .published import PublicClaim

Words = Callable[..., str]
_PLACE = {(c.who, c.what, c.as_of): i for i, c in enumerate(PUBLISHED_CLAIMS)}


def claim_words(claim: PublicClaim, say: Words, language: str) -> dict[str, str]:
    """What a card shows. Shipped claims are told in the page's language, entered ones as they were entered."""
    place = _PLACE.get((claim.who, claim.what, claim.as_of))
    told = {f: getattr(claim, f) for f in ("who", "what", "scope", "method", "cited")}
    if place is not None:
        told = {f: say(f"claim-{place}-{f}") for f in told}
    return told | {"as_of": claim.as_of, "amount": _amount(claim, language), "rate": _rate(claim, say, language)}


def _amount(claim: PublicClaim, language: str) -> str:
    low = number(claim.low, language)
    return f"≥ {low}" if claim.high is None else low if claim.high == claim.low else f"{low}–{number(claim.high, language)}"


def _rate(claim: PublicClaim, say: Words, language: str) -> str:
    """A region's single count per 100,000 of everybody and of men, each with interval and denominator."""
    if claim.region not in regions():
        return ""
    said = []
    for people, of, cited in [(p.people, "all", p.cited) for p in POPULATIONS if p.region == claim.region] + [(regions()[claim.region].men, "men", CITATION)]:
        found = exact_rate(claim.low, people)
        low, value, high = (f"{x:.2f}".replace(".", "," if language == "ru" else ".") for x in (found.low, found.value, found.high))
        said.append(say(f"site-claim-rate-{of}", rate=value, low=low, high=high, people=number(people, language), cited=cited))
    return " ".join(said)
