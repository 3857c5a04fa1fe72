"""Every name must exist (GUIDE 3-9): sources, norm versions, claims, questions, statuses, papers; and what an entry owes alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from homeward.schema import guide as g

from .conditions import is_day
from .load import QUESTION_ID, Draft
from .problem import Path, Problem
from .spelling import stem


def names_of_entries(draft: Draft) -> list[Problem]:
    """Problems of single entries and of the names in them."""
    return [
        *_sources(draft),
        *_claims(draft),
        *_questions(draft),
        *_threats(draft),
        *_heard(draft),
        *_interviews(draft),
        *_documents(draft),
    ]


def unknown(draft: Draft, path: Path, kind: str, names: Iterable[str]) -> Iterator[Problem]:
    """A problem for each name that `kind` does not have."""
    there = getattr(draft, kind)
    for name in names:
        if name not in there and draft.places.of((kind, name)) == draft.places.of(()):
            yield draft.places.problem(path, "unknown-name", name=name, kind=kind)


def _sources(draft: Draft) -> Iterator[Problem]:
    at = draft.places.problem
    for i, source in draft.sources.items():
        if source.risk != "none" and not source.risk_on:
            yield at(("sources", i), "risk-without-day")
    for i, norm in draft.norms.items():
        for n, version in enumerate(norm.versions):
            yield from _sourced(draft, ("norms", i, "versions", n), version.sources)
    for i, address in draft.addresses.items():
        yield from _sourced(draft, ("addresses", i), address.sources)
        if address.risk != "none" and not address.risk_on:
            yield at(("addresses", i), "risk-without-day")


def _sourced(draft: Draft, path: Path, sources: list[str]) -> Iterator[Problem]:
    if not sources:
        yield draft.places.problem((*path, "sources"), "no-source")
    yield from unknown(draft, (*path, "sources"), "sources", sources)


def _claims(draft: Draft) -> Iterator[Problem]:
    at = draft.places.problem
    for i, claim in draft.claims.items():
        yield from _sourced(draft, ("claims", i), claim.sources)
        norm, _, version = claim.norm.partition("@")
        if claim.norm and version not in {v.id for v in draft.norms[norm].versions} if norm in draft.norms else bool(claim.norm):
            yield at(("claims", i, "norm"), "unknown-norm", name=claim.norm)
        if not claim.norm and not claim.cite:
            yield at(("claims", i), "no-citation")
        if claim.review and claim.review.state == "reviewed" and not (claim.review.by and claim.review.on):
            yield at(("claims", i, "review"), "review-unsigned")


def _questions(draft: Draft) -> Iterator[Problem]:
    at = draft.places.problem
    for i, question in draft.questions.items():
        if (question.kind == "choice") != bool(question.choices):
            yield at(("questions", i), "choices")
        if question.least > question.most:
            yield at(("questions", i), "least-most")
        if not all(QUESTION_ID.fullmatch(c) for c in question.choices):
            yield at(("questions", i, "choices"), "bad-id", id=", ".join(question.choices))
        for n, implied in enumerate(question.implies):
            path: Path = ("questions", i, "implies", n)
            yield from unknown(draft, path, "questions", [implied.question])
            if implied.question in draft.questions and not fits(draft.questions[implied.question], implied.value):
                yield at(path, "answer-misfit", name=implied.question, found=implied.value)


def fits(question: g.Question, answer: object) -> bool:
    """Whether an answer is one the question can have (GUIDE 4.1)."""
    match question.kind:
        case "yes_no":
            return isinstance(answer, bool)
        case "choice":
            return answer in question.choices
        case "number":
            return isinstance(answer, int) and not isinstance(answer, bool) and question.least <= answer <= question.most
        case "date":
            return isinstance(answer, str) and is_day(answer)
        case _:
            return isinstance(answer, str)


def _threats(draft: Draft) -> Iterator[Problem]:
    at = draft.places.problem
    statuses = set(draft.pack.statuses) if draft.pack else set()
    for i, threat in draft.threats.items():
        for language in draft.languages:
            if not threat.phrases.get(language):
                yield at(("threats", i, "phrases"), "no-phrase", language=language)
        yield from unknown(draft, ("threats", i, "articles"), "articles", threat.articles)
        yield from unknown(draft, ("threats", i, "papers"), "documents", threat.papers)
        if len({v.id for v in threat.versions}) < len(threat.versions):
            yield at(("threats", i, "versions"), "version-twice")
        listed = [("versions", n, v.status) for n, v in enumerate(threat.versions)] + [
            ("gaps", n, x.status) for n, x in enumerate(threat.gaps)
        ]
        for part, n, named in listed:
            for status in set(named) - statuses:
                yield at(("threats", i, part, n, "status"), "unknown-name", name=status, kind="statuses")
        for n, version in enumerate(threat.versions):
            path: Path = ("threats", i, "versions", n)
            if not version.claims:
                yield at((*path, "claims"), "no-claim")
            yield from unknown(draft, (*path, "claims"), "claims", version.claims)
            if version.law:
                yield from unknown(draft, (*path, "law"), "norms", [version.law])


def _heard(draft: Draft) -> Iterator[Problem]:
    yield from (p for i in draft.phrases for p in unknown(draft, ("phrases", i), "threats", [i]))
    groups: dict[str, str] = {}
    for i, group in draft.synonyms.items():
        for language, words in group.items():
            for word in words:
                if groups.setdefault(stem(word), i) != i:
                    yield draft.places.problem(("synonyms", i, language), "synonym-twice", word=word, other=groups[stem(word)])
    for kind in ("phrases", "synonyms"):
        for i, entry in getattr(draft, kind).items():
            for language in sorted(set(entry) - set(draft.languages)):
                yield draft.places.problem((kind, i, language), "unknown-name", name=language, kind="languages")


def _interviews(draft: Draft) -> Iterator[Problem]:
    at = draft.places.problem
    for i, interview in draft.interviews.items():
        for n, step in enumerate(interview.steps):
            path: Path = ("interviews", i, "steps", n)
            if [bool(step.ask), step.gate is not None, step.end is not None].count(True) != 1:
                yield at(path, "step-one-of")
            if step.ask:
                yield from unknown(draft, (*path, "ask"), "questions", [step.ask])
            if step.gate:
                yield from unknown(draft, (*path, "gate", "claims"), "claims", step.gate.claims)
            if step.end:
                yield from unknown(draft, (*path, "end", "claims"), "claims", step.end.claims)
                yield from unknown(draft, (*path, "end", "papers"), "documents", step.end.papers)
                yield from unknown(draft, (*path, "end", "articles"), "articles", step.end.articles)
                if not step.id:
                    yield at(path, "end-without-id")


def _documents(draft: Draft) -> Iterator[Problem]:
    for i, document in draft.documents.items():
        yield from unknown(draft, ("documents", i, "claims"), "claims", document.claims)
        for n, gate in enumerate(document.danger):
            yield from unknown(draft, ("documents", i, "danger", n, "claims"), "claims", gate.claims)
        if document.interview:
            yield from unknown(draft, ("documents", i, "interview"), "interviews", [document.interview])
