"""What a lawyer reads instead of YAML (design): each provision old and new with its sources, every threat on a time line, the questions of
each interview in order, and what is past its recheck day. It prepares plain rows; the page is `templates/review.html`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct

from homeward.schema.guide import Norm, Threat
from homeward.schema.guide_bundle import Bundle

from .doubts import review_of
from .page import Say, rendered
from .periods import OPEN, pieces
from .tell import claim_told, in_words


class Bar(Struct, frozen=True):
    """One version on a time line: left edge and width in hundredths of a percent of the whole width."""

    left: int
    width: int
    first: str
    until: str
    verdict: str
    version: str


def review_page(bundle: Bundle, today: str, language: str, say: Say) -> str:
    """The whole page in one language."""
    claims = {i: claim_told(bundle, i, today, language) for i in bundle.claims}
    return rendered(
        "review.html",
        pack=bundle.pack,
        title=in_words(bundle.pack.title, language),
        language=language,
        today=today,
        t=lambda text: in_words(text, language),
        w=say,
        overdue=[i for i in claims if review_of(bundle, i).recheck_by < today],
        drafts=[i for i in claims if review_of(bundle, i).state != "reviewed"],
        checks=[(i, in_words(c.check, language)) for i, c in sorted(bundle.claims.items()) if c.check],
        claims=claims,
        norms=[_norm_rows(bundle, i, norm, language) for i, norm in sorted(bundle.norms.items())],
        threats=[_threat_rows(bundle, i, threat, today) for i, threat in sorted(bundle.threats.items())],
        bundle=bundle,
        years=_years(bundle, today),
        used=_used(bundle),
    )


def _norm_rows(bundle: Bundle, i: str, norm: Norm, language: str) -> dict[str, Any]:
    """Old law beside new law: each edition with the one before it."""
    editions = sorted(norm.versions, key=lambda v: v.from_)
    pairs = [(editions[n - 1] if n else None, edition) for n, edition in enumerate(editions)]
    claims = {e.id: [c for c in bundle.claims if bundle.claims[c].norm == f"{i}@{e.id}"] for e in editions}
    return {"id": i, "title": in_words(norm.title, language), "pairs": pairs if len(pairs) == 1 else pairs[1:], "claims": claims}


def _threat_rows(bundle: Bundle, i: str, threat: Threat, today: str) -> dict[str, Any]:
    """One row a status, one bar a version; versions that differ only by condition lie below each other."""
    rows = []
    for status, words in bundle.pack.statuses.items():
        lanes: list[list[Bar]] = []
        there = [v for v in threat.versions if status in v.status] + [x for x in threat.gaps if status in x.status]
        for entry in sorted(there, key=lambda e: e.from_):
            verdict = getattr(entry, "verdict", "gap")
            bar = _bar(bundle, today, entry.from_, entry.until, verdict, getattr(entry, "id", ""))
            lane = next((x for x in lanes if not any(_touch(bar, other) for other in x)), None)
            if lane is None:
                lanes.append(lane := [])
            lane.append(bar)
        if there:
            rows.append({"status": words, "lanes": lanes})
    cuts = [first for first, _ in pieces(bundle.pack.begins, [*threat.versions, *threat.gaps])][1:]
    return {"id": i, "threat": threat, "rows": rows, "cuts": [(c, _place(bundle, today, c)) for c in cuts]}


def _touch(one: Bar, other: Bar) -> bool:
    return one.first < other.until and other.first < one.until


def _bar(bundle: Bundle, today: str, first: str, until: str, verdict: str, version: str) -> Bar:
    left, right = _place(bundle, today, first), _place(bundle, today, until)
    return Bar(left, max(30, right - left), first, until, verdict, version)


def _place(bundle: Bundle, today: str, day: str) -> int:
    begins = date.fromisoformat(bundle.pack.begins)
    whole = max(1, (date.fromisoformat(max(today, bundle.pack.known_to)) - begins).days + 120)
    if day == OPEN:
        return 10_000
    return min(10_000, max(0, (date.fromisoformat(day) - begins).days * 10_000 // whole))


def _years(bundle: Bundle, today: str) -> list[tuple[int, int]]:
    first, last = int(bundle.pack.begins[:4]), int(max(today, bundle.pack.known_to)[:4])
    return [(year, _place(bundle, today, f"{year}-01-01")) for year in range(first + 1, last + 1)]


def _used(bundle: Bundle) -> dict[str, list[str]]:
    """Where each claim is used: threats by version, so that a reviewer sees what a correction touches."""
    used: dict[str, list[str]] = {i: [] for i in bundle.claims}
    for i, threat in sorted(bundle.threats.items()):
        for version in threat.versions:
            for claim in version.claims:
                used[claim].append(f"{i} / {version.id}")
    return used
