"""What an answer must not hide (GUIDE 5.8): open checks, overdue reviews, days the pack does not know, an absence that may have gone on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from homeward.schema.guide import Review, ThreatVersion
from homeward.schema.guide_bundle import Bundle, Facts, Open

from .conditions import names_in


class Held(Protocol):
    """A branch of a threat, as far as it matters here."""

    version: ThreatVersion
    possible: bool


def review_of(bundle: Bundle, claim: str) -> Review:
    """A claim's review, or the pack's."""
    return bundle.claims[claim].review or bundle.pack.review


def of_claims(bundle: Bundle, claims: list[str], today: str) -> list[Open]:
    """One entry a claim with an open check or a contested review, one for all that are past their recheck day."""
    found = [Open(why="check", claims=[c]) for c in claims if bundle.claims[c].check]
    found += [Open(why="contested", claims=[c]) for c in claims if review_of(bundle, c).state == "contested"]
    overdue = [c for c in claims if today and review_of(bundle, c).recheck_by < today]
    return [*found, Open(why="recheck", claims=overdue)] if overdue else found


def of_days(bundle: Bundle, last: str, today: str) -> list[Open]:
    """Entries for a deciding day the pack does not know and for a pack past its expiry."""
    found = [Open(why="after_known_to", since=bundle.pack.known_to)] if last > bundle.pack.known_to else []
    return [*found, Open(why="expired", since=bundle.pack.expires)] if today > bundle.pack.expires else found


def continuing(bundle: Bundle, facts: Facts, branches: Sequence[Held], days: tuple[str, str]) -> list[Open]:
    """A warning that an absence of unknown length may have gone on over a boundary: the first such boundary up to today."""
    first, last = days
    if facts.act_until or not facts.act_from or facts.answers.get("days_absent") is not None or "days_absent" not in bundle.questions:
        return []
    by_length = [b for b in branches if b.possible and b.version.when and "days_absent" in names_in(bundle.conditions[b.version.when])]
    edges = sorted(b.version.until for b in by_length if last < b.version.until <= facts.today and b.version.until != "open")
    return [Open(why="continues", since=edges[0], asks=["days_absent"])] if first and edges else []
