"""Everything the compiler refuses (GUIDE 2-9), as a list of problems with file, line and what to do."""

from __future__ import annotations

from homeward.schema import guide as g

from .check_asking import interviews
from .check_names import names_of_entries
from .check_papers import articles, documents, words
from .check_threats import norms, threats
from .check_trials import cases
from .kinds import conditions_of
from .load import ID, Draft
from .problem import Problem


def check(draft: Draft) -> list[Problem]:
    """All problems of a pack, in the order of files and lines. Rules between entries run only if pack.yaml itself is sound."""
    problems = list(draft.problems)
    if draft.pack is not None:
        problems += _pack(draft, draft.pack)
        trees, bad = conditions_of(draft)
        problems += bad
        problems += names_of_entries(draft)
        problems += norms(draft, draft.pack)
        problems += threats(draft, draft.pack, trees)
        problems += interviews(draft, trees)
        problems += documents(draft)
        problems += articles(draft)
        problems += words(draft)
        problems += cases(draft, draft.pack)
    return sorted(set_of(problems), key=lambda p: (p.file, p.line, p.kind, sorted(p.values.items())))


def set_of(problems: list[Problem]) -> list[Problem]:
    """Problems without repetition."""
    return list({(p.file, p.line, p.kind, tuple(sorted(p.values.items()))): p for p in problems}.values())


def _pack(draft: Draft, pack: g.Pack) -> list[Problem]:
    found: list[Problem] = []
    at = draft.places.problem
    if not all(ID.fullmatch(part) for part in pack.id.split("/")):
        found.append(at(("pack", "id"), "bad-id", id=pack.id))
    if pack.version < 1:
        found.append(at(("pack", "version"), "version-counts"))
    if not pack.languages or len(set(pack.languages)) < len(pack.languages):
        found.append(at(("pack", "languages"), "languages"))
    for earlier, later in (("begins", "known_to"), ("known_to", "searched_on"), ("searched_on", "expires")):
        if getattr(pack, earlier) > getattr(pack, later):
            found.append(at(("pack", later), "days-order", earlier=earlier, later=later))
    found += [at(("pack", "statuses", s), "bad-id", id=s) for s in pack.statuses if not ID.fullmatch(s.replace("_", "-"))]
    if pack.keys and not 1 <= pack.keys.threshold <= len(set(pack.keys.public)):
        found.append(at(("pack", "keys"), "threshold", threshold=pack.keys.threshold, keys=len(set(pack.keys.public))))
    return found
