"""An answer with its sentences (GUIDE 5.8): the ids of `evaluate` and the words of the pack in one language, ready to print or to send."""

from __future__ import annotations

from typing import Any

from homeward.schema.guide import Text
from homeward.schema.guide_bundle import Answer, Bundle, Open

from .doubts import review_of


def told(bundle: Bundle, answer: Answer, language: str) -> dict[str, Any]:
    """The answer as plain data; `threat`, `says`, `citation`, `ask` in `language` (else the pack's first language)."""
    return {
        "verdict": answer.verdict,
        "threat": answer.threat,
        "penalty": {"min_years": answer.penalty.min_years, "max_years": answer.penalty.max_years} if answer.penalty else None,
        "claims": [claim_told(bundle, c, answer.as_of.today, language) for c in answer.claims],
        "as_of": {"act": answer.as_of.act or None, "today": answer.as_of.today or None, "said": answer.as_of.said or None},
        "known_to": answer.known_to,
        "unsettled": [open_told(bundle, answer.threat, entry, language, answer.as_of.today) for entry in answer.unsettled],
        "questions": [question_told(bundle, q, language) for q in answer.questions],
    }


def in_words(text: Text, language: str) -> str:
    """A sentence in a language, else in the first one it has, else nothing."""
    return text.get(language) or next(iter(text.values()), "")


def claim_told(bundle: Bundle, claim_id: str, today: str, language: str) -> dict[str, Any]:
    """One claim with its sentence, citation, sources, certainty and review."""
    claim, review = bundle.claims[claim_id], review_of(bundle, claim_id)
    return {
        "id": claim_id,
        "says": in_words(claim.says, language),
        "citation": citation(bundle, claim_id, language),
        "sources": [source_told(bundle, s) for s in claim.sources],
        "certainty": claim.certainty,
        "review": {
            "state": review.state, "by": review.by or None, "on": review.on or None,
            "recheck_by": review.recheck_by, "overdue": bool(today) and review.recheck_by < today,
        },
    }  # fmt: skip


def citation(bundle: Bundle, claim_id: str, language: str) -> str:
    """Where in the law a claim stands: its own words, else those of its norm version."""
    claim = bundle.claims[claim_id]
    if claim.cite:
        return in_words(claim.cite, language)
    norm, _, version = claim.norm.partition("@")
    return next(in_words(v.cite, language) for v in bundle.norms[norm].versions if v.id == version)


def source_told(bundle: Bundle, source_id: str) -> dict[str, Any]:
    """A source with what opening its link may mean."""
    source = bundle.sources[source_id]
    return {
        "id": source_id, "title": source.title, "url": source.url, "kind": source.kind, "seen": source.seen or None,
        "risk": source.risk, "risk_on": source.risk_on or None,
    }  # fmt: skip


def open_told(bundle: Bundle, threat_id: str, entry: Open, language: str, today: str) -> dict[str, Any]:
    """One unsettled thing. `says` is the pack's own sentence where it has one: the gap's reason, the check of a claim."""
    threat = bundle.threats[threat_id]
    says = ""
    if entry.gap >= 0:
        says = in_words(threat.gaps[entry.gap].why, language)
    elif entry.why == "check":
        says = in_words(bundle.claims[entry.claims[0]].check, language)
    elif entry.claims:
        says = " ".join(in_words(bundle.claims[c].says, language) for c in entry.claims)
    told: dict[str, Any] = {"why": entry.why, "says": says}
    if entry.version:
        told["version"] = entry.version
    if entry.since:
        told["since"] = entry.since
    if entry.verdict:
        told["verdict"] = entry.verdict
    if entry.claims:
        told["claims"] = [claim_told(bundle, c, today, language) for c in entry.claims]
    if entry.asks:
        told["questions"] = [question_told(bundle, q, language) for q in entry.asks]
    return told


def question_told(bundle: Bundle, name: str, language: str) -> dict[str, Any]:
    """A question the reader may answer: one of the pack's, or `status`, `act`, `today`."""
    if name in bundle.questions:
        question = bundle.questions[name]
        choices = [{"value": value, "says": in_words(text, language)} for value, text in question.choices.items()]
        return {"id": name, "ask": in_words(question.ask, language), "kind": question.kind, "choices": choices}
    choices = [{"value": s, "says": in_words(t, language)} for s, t in bundle.pack.statuses.items()] if name == "status" else []
    return {"id": name, "ask": None, "kind": "choice" if name == "status" else "date", "choices": choices}
