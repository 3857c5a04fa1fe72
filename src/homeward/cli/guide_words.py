"""A guide's answer as lines for a person: verdict first, then the law with its sources, what is not settled, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from homeward.guide.tell import in_words
from homeward.guide.timeline import Stretch
from homeward.schema.guide_bundle import Bundle, Facts

from .words import chosen_language, w


def answer_lines(bundle: Bundle, told: dict[str, Any], facts: Facts, stretches: list[Stretch], now: list[dict[str, str]]) -> Iterator[str]:
    """The whole answer, line by line."""
    language = chosen_language()
    threat = bundle.threats[told["threat"]]
    status = in_words(bundle.pack.statuses[facts.status], language) if facts.status else w("guide-not-known")
    yield w("guide-ask-head", title=in_words(threat.title, language))
    act = told["as_of"]["act"] or w("guide-not-known")
    yield w("guide-ask-facts", status=status, act=act.replace("/", " – "), today=told["as_of"]["today"])
    yield ""
    yield w(f"guide-verdict-{told['verdict']}".replace("_", "-"))
    if told["penalty"]:
        yield penalty_line(told["penalty"])
    for claim in told["claims"]:
        yield from _claim(claim)
    if told["questions"]:
        yield w("guide-ask-questions")
        yield from (f"  ? {_question(q)}" for q in told["questions"])
    if told["unsettled"]:
        yield w("guide-ask-unsettled")
        yield from (f"  ! {unsettled_line(entry)}" for entry in told["unsettled"])
    if len(stretches) > 1 and any(s.verdict != "unknown" for s in stretches):
        yield w("guide-ask-timeline")
        yield from (f"  {stretch_line(s)}" for s in stretches)
    if now:
        yield w("guide-ask-now")
        yield from (f"  - {in_words(step, language)}" for step in now)
    if threat.lawyer:
        yield w("guide-ask-lawyer", when=in_words(threat.lawyer, language))
    yield w("guide-ask-known-to", known_to=told["known_to"], searched=bundle.pack.searched_on, version=str(bundle.pack.version))


def penalty_line(penalty: dict[str, int]) -> str:
    """A bracket in words."""
    if not penalty["max_years"]:
        return w("guide-penalty-none")
    if not penalty["min_years"]:
        return w("guide-penalty-to", most=penalty["max_years"])
    return w("guide-penalty", least=penalty["min_years"], most=penalty["max_years"])


def unsettled_line(entry: dict[str, Any]) -> str:
    """One unsettled thing in words."""
    since = entry.get("since", "")
    verdict = w(f"guide-verdict-{entry['verdict']}".replace("_", "-")) if entry.get("verdict") else ""
    return w(f"guide-open-{entry['why'].replace('_', '-')}", says=entry["says"], since=since, verdict=verdict)


def stretch_line(stretch: Stretch) -> str:
    """One stretch of the time line."""
    verdict = w(f"guide-verdict-{stretch.verdict}".replace("_", "-"))
    years = ""
    if stretch.penalty:
        years = penalty_line({"min_years": stretch.penalty.min_years, "max_years": stretch.penalty.max_years})
    until = w("guide-until-open") if stretch.until == "open" else stretch.until
    return f"{stretch.first} … {until}: {verdict} {years}".rstrip()


def _claim(claim: dict[str, Any]) -> Iterator[str]:
    yield f"  • {claim['says']}"
    overdue = w("guide-claim-overdue") if claim["review"]["overdue"] else ""
    state = w(f"guide-review-{claim['review']['state']}")
    sure = w(f"guide-certainty-{claim['certainty']}")
    yield f"    {claim['citation']} · {sure} · {state} {overdue}".rstrip()
    for source in claim["sources"]:
        risk = f" [{w('guide-risk-' + source['risk'].replace('_', '-'), on=source['risk_on'])}]" if source["risk"] != "none" else ""
        yield f"    {source['title']}: {source['url']}{risk}"


def _question(question: dict[str, Any]) -> str:
    ask = question["ask"] or w(f"guide-question-{question['id']}")
    choices = ", ".join(f"{c['value']} ({c['says']})" for c in question["choices"])
    return f"{question['id']}: {ask} {f'[{choices}]' if choices else ''}".rstrip()
