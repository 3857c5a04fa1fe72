"""`homeward guide ask`: what the law said on that day about what was said to him."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from homeward.guide.check_names import fits
from homeward.guide.compile import open_pack
from homeward.guide.conditions import is_day
from homeward.guide.errors import AnswerRefused
from homeward.guide.evaluate import ask
from homeward.guide.numbers import years_in
from homeward.guide.search import find
from homeward.guide.spelling import tokens
from homeward.guide.tell import in_words, told
from homeward.guide.timeline import timeline
from homeward.schema.guide_bundle import Bundle, Facts

from .guide_common import PACK, today_is
from .guide_words import answer_lines
from .speak import emit, json_option
from .words import chosen_language, w

Command = Callable[..., Any]


def _day(_ctx: click.Context, option: click.Parameter, value: str | None) -> str:
    if value and not is_day(value):
        raise click.BadParameter(w("guide-bad-day", found=value), param=option)
    return value or ""


def _date(name: str) -> Callable[[Command], Command]:
    return click.option(name, callback=_day, help=w(f"opt-guide{name[1:]}"))


@click.command("ask", help=w("cmd-guide-ask"))
@PACK
@click.option("--threat", help=w("opt-guide-threat"))
@click.option("--status", help=w("opt-guide-status"))
@_date("--act")
@_date("--act-from")
@_date("--act-until")
@click.option("--days-absent", type=click.IntRange(0, 36500), help=w("opt-guide-days-absent"))
@_date("--today")
@_date("--said")
@click.option("--answer", "given", multiple=True, metavar="QUESTION=VALUE", help=w("opt-guide-answer"))
@json_option
def ask_command(
    pack: Path, threat: str | None, status: str | None, act: str, act_from: str, act_until: str, days_absent: int | None, today: str,
    said: str, given: tuple[str, ...], as_json: bool,
) -> None:  # fmt: skip
    """See `cmd-guide-ask`."""
    bundle = open_pack(pack)
    language = chosen_language()
    if threat is None:
        rows = [{"id": i, "title": in_words(t.title, language)} for i, t in sorted(bundle.threats.items())]
        emit(as_json, {"threats": rows}, *(f"{r['id']}: {r['title']}" for r in rows))
        return
    if status and status not in bundle.pack.statuses:
        raise AnswerRefused(f"status: {', '.join(bundle.pack.statuses)}")
    answers = _answers(bundle, given)
    if days_absent is not None and "days_absent" in bundle.questions:
        answers["days_absent"] = days_absent
    years = years_in(tokens(threat))
    if years is not None and "years" in bundle.questions and threat not in bundle.threats:
        answers.setdefault("years", years)
    first = act_from or act
    until = act_until or ("" if days_absent is None or "days_absent" in bundle.questions else first)
    facts = Facts(status=status or "", act_from=first, act_until=until, today=today or today_is(), said=said, answers=answers)
    found = [threat] if threat in bundle.threats else [f.threat for f in find(bundle.search, threat)]
    if not found:
        emit(as_json, _nothing(bundle, facts), w("guide-not-in-guide"), w("guide-not-in-guide-hint"))
        return
    answer = ask(bundle, found[0], facts)
    data = told(bundle, answer, language)
    if as_json:
        emit(True, data)
        return
    entry = bundle.threats[found[0]]
    now = [step for v in entry.versions if v.id in answer.versions for step in v.now] + entry.now
    click.echo("\n".join(answer_lines(bundle, data, facts, timeline(bundle, found[0], facts), now)))
    if found[1:]:
        click.echo(w("guide-ask-others"))
        for other in found[1:]:
            click.echo(f"  {other}: {in_words(bundle.threats[other].title, language)}")


def _nothing(bundle: Bundle, facts: Facts) -> dict[str, Any]:
    return {
        "verdict": "unknown", "threat": None, "penalty": None, "claims": [],
        "as_of": {"act": facts.act_from or None, "today": facts.today, "said": facts.said or None}, "known_to": bundle.pack.known_to,
        "unsettled": [{"why": "not_in_guide", "says": w("guide-not-in-guide")}], "questions": [],
    }  # fmt: skip


def _answers(bundle: Bundle, given: tuple[str, ...]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for pair in given:
        name, _, text = pair.partition("=")
        question = bundle.questions.get(name)
        if question is None:
            raise AnswerRefused(f"{name}? {', '.join(sorted(bundle.questions))}")
        value: Any = text
        if question.kind == "number" and text.isascii() and text.isdigit():
            value = int(text)
        if question.kind == "yes_no":
            value = {"yes": True, "true": True, "да": True, "no": False, "false": False, "нет": False}.get(text.lower(), text)
        if not fits(question, value):
            raise AnswerRefused(pair)
        answers[name] = value
    return answers
