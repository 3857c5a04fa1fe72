"""The tests of a pack: what a lawyer's cases expect, that every path of every interview ends, and that on both sides of every boundary
each threat answers by the law of its own day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from msgspec import Struct, structs

from homeward.schema import guide as g
from homeward.schema.guide_bundle import Answer, Bundle, Facts

from .classes import TooMany, every_class
from .compile import compile_draft
from .conditions import Kind, Tree
from .evaluate import ask
from .interview import every_walk, walk
from .kinds import bounds_of, names_of
from .load import Draft
from .numbers import years_in
from .paper import written
from .periods import OPEN, Period, holds
from .search import find
from .spelling import tokens


class Miss(Struct, frozen=True):
    """Something that did not come out: where, what was expected, what came."""

    subject: str
    expected: str
    came: str


class Tried(Struct, frozen=True):
    """What was run: cases, paths of interviews, answers on the day before and the day of each boundary; and the misses."""

    cases: int
    paths: int
    boundaries: int
    misses: list[Miss]


def trial(draft: Draft) -> Tried:
    """Run everything. Raises PackBroken when the pack does not compile."""
    bundle = compile_draft(draft)
    misses = [m for i, case in draft.cases.items() for m in _case(bundle, i, case)]
    paths, path_misses = _paths(bundle, draft)
    edges, edge_misses = _boundaries(bundle, names_of(draft), bounds_of(draft))
    return Tried(len(draft.cases), paths, edges, [*misses, *path_misses, *edge_misses])


def _case(bundle: Bundle, i: str, case: g.Case) -> Iterator[Miss]:
    came: dict[str, Any] = {}
    if case.interview:
        interview = bundle.interviews[case.interview]
        facts = {"status": case.status or None, "act_from": case.act or None, "today": case.today or None}
        seen = walk(interview, bundle.conditions, case.answers, facts)
        end = interview.steps[seen.end] if seen.end is not None else g.Step()
        gates = sum(interview.steps[n].gate is not None for n in seen.shown)
        asked = [interview.steps[n].ask for n in seen.shown if interview.steps[n].ask]
        came = {"end": end.id, "papers": end.end.papers if end.end else [], "gates": gates, "questions": asked}
    elif case.paper:
        paper = written(bundle, case.paper, case.answers, case.language or bundle.pack.languages[0], status=case.status, today=case.today)
        text = "\n".join(line.text for line in paper.lines)
        came = {"blanks": paper.blanks, "gates": len(paper.dangers), "questions": paper.questions}
        yield from (Miss(i, w, "—") for w in case.expect.contains or [] if w not in text)
        yield from (Miss(i, f"¬ {w}", w) for w in case.expect.lacks or [] if w in text)
    else:
        came = _heard(bundle, case)
    for name, want in structs.asdict(case.expect).items():
        if want is not None and name not in ("contains", "lacks") and came.get(name) != want:
            yield Miss(i, f"{name}: {want}", str(came.get(name)))


def _heard(bundle: Bundle, case: g.Case) -> dict[str, Any]:
    answers = dict(case.answers)
    if case.days_absent is not None:
        answers["days_absent"] = case.days_absent
    years = years_in(tokens(case.threat))
    if years is not None and case.threat not in bundle.threats:
        answers.setdefault("years", years)
    found = [case.threat] if case.threat in bundle.threats else [f.threat for f in find(bundle.search, case.threat)]
    if not found:
        return {"threat": "", "verdict": "unknown", "questions": []}
    until = case.act_until
    facts = Facts(status=case.status, act_from=case.act, act_until=until, today=case.today, said=case.said, answers=answers)
    answer = ask(bundle, found[0], facts)
    return {
        "threat": answer.threat, "verdict": answer.verdict, "claims": answer.claims, "questions": answer.questions,
        "unsettled": [o.version or o.why for o in answer.unsettled if o.why not in ("check", "recheck", "after_known_to", "expired")],
        "penalty": f"{answer.penalty.min_years}-{answer.penalty.max_years}" if answer.penalty else "none",
    }  # fmt: skip


def _paths(bundle: Bundle, draft: Draft) -> tuple[int, list[Miss]]:
    """Every path of every interview ends, and every paper offered at an end can be written from the answers of that path."""
    count, misses = 0, []
    for i, interview in bundle.interviews.items():
        for seen in every_walk(interview, bundle.conditions, names_of(draft), bounds_of(draft)):
            count += 1
            end = interview.steps[seen.end].end if seen.end is not None else None
            if end is None:
                misses.append(Miss(i, "end", str(seen.answers)))
                continue
            pairs = [(paper, language) for paper in end.papers for language in bundle.pack.languages]
            misses += [Miss(f"{i} → {p}", "lines", "—") for p, language in pairs if not written(bundle, p, seen.answers, language).lines]
    return count, misses


def _boundaries(bundle: Bundle, names: dict[str, Kind], bounds: dict[str, tuple[int, int]]) -> tuple[int, list[Miss]]:
    """The day before and the day of each boundary, for each status and class of answers: what decides must hold on that very day."""
    count = 0
    misses: list[Miss] = []
    for i, threat in bundle.threats.items():
        periods: list[Period] = [*threat.versions, *threat.gaps]
        edges = {e for p in periods for e in (p.from_, p.until)} - {OPEN}
        begins = threat.begins or bundle.pack.begins
        days = sorted({d for e in edges for d in (_before(e), e) if d >= begins})
        for status in bundle.pack.statuses:
            for day in days:
                trees = [bundle.conditions[v.when] for v in threat.versions if v.when and status in v.status and holds(v, day, day)]
                for row in _classes(bundle, trees, names, bounds):
                    count += 1
                    moved = {"act_from": day, "act_until": day} if threat.axis == "act" else {}
                    answer = ask(bundle, i, Facts(status=status, today=day, answers=row, **moved))
                    misses += _stale(threat, i, answer, status, day)
    return count, misses


def _classes(bundle: Bundle, trees: list[Tree], names: dict[str, Kind], bounds: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    try:
        rows = [{n: v for n, v in row.items() if n in bundle.questions} for row in every_class(trees, names, bounds)]
    except TooMany:
        rows = []
    return list({repr(row): row for row in rows}.values()) or [{}]


def _stale(threat: g.Threat, i: str, answer: Answer, status: str, day: str) -> Iterator[Miss]:
    for version in threat.versions:
        if version.id in answer.versions and not (status in version.status and holds(version, day, day)):
            yield Miss(f"{i}: {status}, {day}", "a version of that day", version.id)
    gap = any(holds(x, day, day) and status in x.status for x in threat.gaps)
    asked = bool(answer.questions)
    if not answer.versions and not gap and not asked:
        yield Miss(f"{i}: {status}, {day}", "an answer", answer.verdict)
    if gap and not answer.versions and answer.verdict != "ask_a_lawyer":
        yield Miss(f"{i}: {status}, {day}", "ask_a_lawyer", answer.verdict)


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
