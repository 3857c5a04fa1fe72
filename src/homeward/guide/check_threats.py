"""Periods (GUIDE 3.2, 5.1): norms without holes; threats whose every status, day and class of answers has one version or a declared gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.schema import guide as g

from .classes import TooMany, every_class
from .conditions import Tree
from .kinds import bounds_of, names_of
from .load import Draft
from .periods import OPEN, Period, holds, pieces, share
from .problem import Path, Problem
from .three import value


def norms(draft: Draft, pack: g.Pack) -> Iterator[Problem]:
    """Norm versions that run backwards, overlap or leave a hole, and penalties that cannot be."""
    at = draft.places.problem
    for i, norm in draft.norms.items():
        path: Path = ("norms", i, "versions")
        yield from _backwards(draft, path, norm.versions)
        for first, last in pieces(pack.begins, list(norm.versions)):
            there = [n for n, v in enumerate(norm.versions) if holds(v, first, first)]
            if not there:
                yield at(path, "norm-hole", first=first, last=last)
            if len(there) > 1:
                yield at((*path, there[1]), "norm-overlap", first=first, last=last, other=norm.versions[there[0]].id)
        for n, version in enumerate(norm.versions):
            penalty = version.penalty
            if penalty and not 0 <= penalty.min_years <= penalty.max_years:
                yield at((*path, n, "penalty"), "penalty-order")
            if penalty and version.absent:
                yield at((*path, n, "penalty"), "penalty-absent")
    for threat_id, threat in draft.threats.items():
        for n, used in enumerate(threat.versions):
            editions = {c: e for c in used.claims if (e := _edition(draft, c))}
            # A sentence may speak of a later law ("eight years came only in 2026"), but not all of them.
            if editions and not any(share(e, used) for e in editions.values()) and len(editions) == len(used.claims):
                first = next(iter(editions))
                yield at(("threats", threat_id, "versions", n, "claims"), "claim-edition", claim=first, norm=draft.claims[first].norm)


def _edition(draft: Draft, claim: str) -> g.NormVersion | None:
    norm_id, _, version_id = draft.claims[claim].norm.partition("@") if claim in draft.claims else ("", "", "")
    return next((v for v in draft.norms[norm_id].versions if v.id == version_id), None) if norm_id in draft.norms else None


def _backwards(draft: Draft, path: Path, periods: Sequence[Period]) -> Iterator[Problem]:
    for n, period in enumerate(periods):
        if period.from_ >= period.until:
            yield draft.places.problem((*path, n), "period-backwards", first=period.from_, last=period.until)


def threats(draft: Draft, pack: g.Pack, trees: dict[str, Tree]) -> Iterator[Problem]:
    """Overlaps and undeclared gaps, and verdicts that lack what they need."""
    for i, threat in draft.threats.items():
        yield from _backwards(draft, ("threats", i, "versions"), threat.versions)
        yield from _backwards(draft, ("threats", i, "gaps"), threat.gaps)
        yield from _laws(draft, i, threat)
        if all(v.when in trees or not v.when for v in threat.versions):
            yield from _cover(draft, pack, i, threat, trees)


def _laws(draft: Draft, i: str, threat: g.Threat) -> Iterator[Problem]:
    at = draft.places.problem
    for n, version in enumerate(threat.versions):
        path: Path = ("threats", i, "versions", n)
        if version.law and threat.axis != "act":
            yield at((*path, "law"), "law-axis")
        if version.verdict == "by_years":
            if not version.law:
                yield at(path, "by-years-law")
            if draft.questions.get("years") is None or draft.questions["years"].kind != "number":
                yield at(path, "by-years-question")
        if version.aside and not version.when:
            yield at(path, "aside-without-when")
        for edition in draft.norms[version.law].versions if version.law in draft.norms else []:
            if share(edition, version) and (edition.absent or edition.penalty is None):
                yield at((*path, "law"), "law-without-penalty", norm=f"{version.law}@{edition.id}")


def _cover(draft: Draft, pack: g.Pack, i: str, threat: g.Threat, trees: dict[str, Tree]) -> Iterator[Problem]:
    at = draft.places.problem
    names, bounds = names_of(draft), bounds_of(draft)
    begins = threat.begins or pack.begins
    for status in pack.statuses:
        versions = [(n, v) for n, v in enumerate(threat.versions) if status in v.status]
        gaps = [x for x in threat.gaps if status in x.status]
        periods: list[Period] = [*(v for _, v in versions), *gaps]
        for first, last in pieces(begins, periods):
            here = [(n, v) for n, v in versions if holds(v, first, first)]
            gap = any(holds(x, first, first) for x in gaps)
            used = [trees[v.when] for _, v in here if v.when]
            words = {"status": status, "first": first, "last": "…" if last == OPEN else last}
            try:
                yield from _piece(draft, i, here, gap, trees, list(every_class(used, names, bounds)), words)
            except TooMany as many:
                yield at(("threats", i), "too-many-classes", count=str(many))


def _piece(
    draft: Draft,
    i: str,
    here: list[tuple[int, g.ThreatVersion]],
    gap: bool,
    trees: dict[str, Tree],
    classes: list[dict[str, object]],
    words: dict[str, str],
) -> Iterator[Problem]:
    at = draft.places.problem
    plain = [(n, v) for n, v in here if not v.aside]
    asides = [(n, v) for n, v in here if v.aside]
    if gap and plain:
        yield at(("threats", i, "versions", plain[0][0]), "gap-overlap", **words)
        return
    for answers in classes or [{}]:
        given = ", ".join(f"{k} = {v}" for k, v in answers.items()) or "—"
        answers = answers | {"status": words["status"]}
        true = [n for n, v in plain if not v.when or value(trees[v.when], answers)]
        if not true and not gap:
            yield at(("threats", i), "undeclared-gap", **words, answers=given)
            return
        held = [n for n, v in asides if not v.when or value(trees[v.when], answers)]
        for twice in (true, held):
            if len(twice) > 1:
                yield at(("threats", i, "versions", twice[1]), "overlap", **words, answers=given, other=_id(here, twice[0]))
                return


def _id(here: list[tuple[int, g.ThreatVersion]], at: int) -> str:
    return next(v.id for n, v in here if n == at)
