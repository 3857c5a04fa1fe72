"""The claims board as words: each claim by itself, with scope, day, method, source; nothing is added up (RECORD, 'Site', 4)."""

from __future__ import annotations

from collections.abc import Callable

from homeward.record.facts.claims import published_claims
from homeward.record.facts.populations import POPULATIONS
from homeward.record.rates import exact_rate
from homeward.record.regions import CITATION, regions

from .charts import number
from .published import PublicClaim

Words = Callable[..., str]
_TEXTS = ("who", "what", "scope", "method", "cited")


def claim_words(claim: PublicClaim, say: Words, language: str) -> dict[str, str]:
    """What a card shows. Shipped claims are told in the page's language, entered ones as they were entered."""
    told = {f: getattr(claim, f) for f in _TEXTS}
    if claim.shipped:
        both = zip(published_claims("en"), published_claims(language), strict=True)
        told = next(
            ({f: getattr(ours, f) for f in _TEXTS} for english, ours in both if english.who == claim.who and english.what == claim.what),
            told,
        )
    return told | {
        "as_of": claim.as_of,
        "amount": _amount(claim, language),
        "rate": _rate(claim, say, language),
        "shipped": "1" if claim.shipped else "",
    }


def _amount(claim: PublicClaim, language: str) -> str:
    low = number(claim.low, language)
    return f"≥ {low}" if claim.high is None else low if claim.high == claim.low else f"{low}–{number(claim.high, language)}"


def _rate(claim: PublicClaim, say: Words, language: str) -> str:
    """A region's single count per 100,000 of everybody and of men, each with interval and denominator."""
    if claim.region not in regions():
        return ""
    said = []
    for people, of, cited in [(p.people, "all", p.cited) for p in POPULATIONS if p.region == claim.region] + [
        (regions()[claim.region].men, "men", CITATION)
    ]:
        found = exact_rate(claim.low, people)
        low, value, high = (f"{x:.2f}".replace(".", "," if language == "ru" else ".") for x in (found.low, found.value, found.high))
        said.append(say(f"site-claim-rate-{of}", rate=value, low=low, high=high, people=number(people, language), cited=cited))
    return " ".join(said)
