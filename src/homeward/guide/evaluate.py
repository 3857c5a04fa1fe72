"""What is true of a threat (GUIDE 5): three dates, three values, and no guess.

It knows a compiled pack and facts; no clock, no words, no network. The same in TypeScript (`web/src/guide/evaluate.ts`),
held together by `spec/vectors/guide/answers.json`.
"""

from __future__ import annotations

from typing import Any

from homeward.schema.guide import Gap, Threat, ThreatVersion
from homeward.schema.guide_bundle import Answer, AsOf, Bracket, Bundle, Facts, Open

from . import doubts
from .errors import NotThere
from .facts import act_days, known, when_of_act
from .milder import penalty_on
from .periods import OPEN, holds, meets
from .three import open_names, value

LAWYER, UNKNOWN, BY_YEARS = "ask_a_lawyer", "unknown", "by_years"


class Branch:
    """A version that may apply: whether it does for certain, whether it contains all deciding days, and what it says."""

    def __init__(self, bundle: Bundle, version: ThreatVersion, names: dict[str, Any], days: tuple[str, str]) -> None:
        self.version = version
        first, last = days
        status = names["status"]
        self.possible = (status is None or status in version.status) and (not first or meets(version, first, last))
        worth = value(bundle.conditions[version.when], names) if version.when and self.possible else True
        self.possible = self.possible and worth is not False
        self.within = not first or (holds(version, first, last) and _one_edition(bundle, version, first, last))
        self.certain = self.possible and worth is True and status is not None and bool(first)
        self.open = open_names(bundle.conditions[version.when], names) if worth is None else set()
        self.verdict: str | None = version.verdict
        self.penalty: Bracket | None = None
        self.milder: Open | None = None
        if version.law and first and self.within and self.possible:
            self._penalty(bundle, names, last)
        if version.verdict == BY_YEARS and self.verdict == BY_YEARS:
            self.verdict = by_years(names.get("years"), self.penalty)

    def _penalty(self, bundle: Bundle, names: dict[str, Any], last: str) -> None:
        self.penalty, since, mixed = penalty_on(bundle.norms[self.version.law], last, names["today"] or "")
        if since:
            self.milder = Open(why="milder", version=self.version.id, since=since)
        if mixed or (since and self.version.verdict != BY_YEARS):
            self.verdict = LAWYER
            self.penalty = None


def by_years(threatened: int | None, penalty: Bracket | None) -> str | None:
    """The verdict on a number of years, None while the number or the bracket is unknown (GUIDE 5.2)."""
    if threatened is None or penalty is None:
        return None
    if threatened > penalty.max_years or penalty.max_years == 0:
        return "false"
    return "partly" if 0 < threatened < penalty.min_years else "true"


def ask(bundle: Bundle, threat_id: str, facts: Facts) -> Answer:
    """The answer to a threat. Raises NotThere for an id the pack does not have."""
    if threat_id not in bundle.threats:
        raise NotThere(threat_id)
    threat = bundle.threats[threat_id]
    names = known(bundle, facts)
    days = act_days(facts) if threat.axis == "act" else (facts.today, facts.today)
    branches = [Branch(bundle, v, names, days) for v in threat.versions]
    gaps = [(n, x) for n, x in enumerate(threat.gaps) if _gap_possible(x, names["status"], days)]
    plain = [b for b in branches if b.possible and not b.version.aside]
    asides = [b for b in branches if b.possible and b.version.aside]
    held = [b for b in asides if b.certain]
    verdict, deciding, questions = _decide(threat, names, days, plain, held, gaps)
    unsettled = [*_spanning(plain, held, gaps, days), *(b.milder for b in deciding if b.milder)]
    if deciding is not held:
        unsettled += [Open(why="gap", gap=n) for n, _ in gaps]
    unsettled += [
        Open(why="aside", version=b.version.id, claims=b.version.claims, asks=sorted(b.open)) for b in asides if b not in deciding
    ]
    claims = list(dict.fromkeys(c for b in deciding for c in b.version.claims))
    unsettled += doubts.continuing(bundle, facts, branches, days)
    unsettled += _said(bundle, threat, threat_id, facts, verdict)
    unsettled += doubts.of_claims(bundle, claims, facts.today)
    unsettled += doubts.of_days(bundle, days[1], facts.today)
    return Answer(
        verdict=verdict,
        threat=threat_id,
        versions=[b.version.id for b in deciding],
        penalty=_same_penalty(verdict, deciding),
        claims=claims,
        as_of=AsOf(act=when_of_act(facts), today=facts.today, said=facts.said),
        known_to=bundle.pack.known_to,
        unsettled=unsettled,
        questions=questions,
    )


def _decide(
    threat: Threat, names: dict[str, Any], days: tuple[str, str], plain: list[Branch], held: list[Branch], gaps: list[tuple[int, Gap]]
) -> tuple[str, list[Branch], list[str]]:
    if _spanning(plain, held, gaps, days):
        return LAWYER, [*plain, *held], []
    deciding = held if len(held) == 1 else plain
    verdicts = {b.verdict for b in deciding} | ({LAWYER} if gaps and deciding is not held else set())
    if len(verdicts) == 1 and None not in verdicts:
        return str(next(iter(verdicts))), deciding, []
    if not verdicts:  # before the day on which the pack begins to speak of this
        return LAWYER, [], []
    wanted = sorted(set().union(*(b.open for b in deciding)) if deciding else set())
    questions = ["status"] if names["status"] is None else []
    questions += [threat.axis] if not days[0] else []
    questions += [q for q in wanted if q not in questions]
    if None in verdicts and names.get("years") is None and "years" not in questions:
        questions.append("years")
    return UNKNOWN, [], questions


def _spanning(plain: list[Branch], held: list[Branch], gaps: list[tuple[int, Gap]], days: tuple[str, str]) -> list[Open]:
    """What says that the act crosses a boundary: the branches that hold only some of its days."""
    cut = [b for b in (*plain, *held) if not b.within]
    gap_cut = [n for n, x in gaps if days[0] and not holds(x, *days)]
    if not cut and not gap_cut:
        return []
    return [Open(why="boundary", since=_boundary(cut, gaps, days), claims=list(dict.fromkeys(c for b in cut for c in b.version.claims)))]


def _boundary(cut: list[Branch], gaps: list[tuple[int, Gap]], days: tuple[str, str]) -> str:
    edges = {e for b in cut for e in (b.version.from_, b.version.until)} | {e for _, x in gaps for e in (x.from_, x.until)}
    return min((e for e in edges if e != OPEN and days[0] < e <= days[1]), default="")


def _one_edition(bundle: Bundle, version: ThreatVersion, first: str, last: str) -> bool:
    return not version.law or any(holds(v, first, last) for v in bundle.norms[version.law].versions)


def _gap_possible(gap: Gap, status: str | None, days: tuple[str, str]) -> bool:
    return (status is None or status in gap.status) and (not days[0] or meets(gap, *days))


def _same_penalty(verdict: str, deciding: list[Branch]) -> Bracket | None:
    brackets = {(b.penalty.min_years, b.penalty.max_years) if b.penalty else None for b in deciding}
    if verdict == LAWYER or len(brackets) != 1:
        return None
    return deciding[0].penalty


def _said(bundle: Bundle, threat: Threat, threat_id: str, facts: Facts, verdict: str) -> list[Open]:
    if not facts.said:
        return []
    moved = {"act_from": facts.said, "act_until": facts.said} if threat.axis == "act" else {}
    then = Facts(status=facts.status, today=facts.said, answers=facts.answers, **moved)
    answer = ask(bundle, threat_id, then)
    return [Open(why="said", since=facts.said, verdict=answer.verdict, claims=answer.claims)] if answer.verdict != verdict else []
