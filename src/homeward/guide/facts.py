"""What follows from the facts themselves (GUIDE 4.1, 4.2): implied answers and the last day of the act."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from homeward.schema.guide_bundle import Bundle, Facts

from .three import value


def known(bundle: Bundle, facts: Facts) -> dict[str, Any]:
    """Every name a condition may use, with its answer or None."""
    names: dict[str, Any] = {i: facts.answers.get(i) for i in bundle.questions}
    for i in sorted(i for i, question in bundle.questions.items() if question.implies):
        for implied in bundle.questions[i].implies:
            if facts.answers.get(implied.question) is None and value(bundle.conditions[implied.when], names) is True:
                names[implied.question] = implied.value
    first, last = act_days(facts)
    dates = {"act_from": first, "act_until": last, "today": facts.today, "said": facts.said, "status": facts.status}
    return names | {k: v or None for k, v in dates.items()}


def act_days(facts: Facts) -> tuple[str, str]:
    """First and last day of the act, both inside; empty when unknown. The last is given, or follows from `days_absent`."""
    first, last, days = facts.act_from, facts.act_until, facts.answers.get("days_absent")
    if first and not last and isinstance(days, int):
        last = (date.fromisoformat(first) + timedelta(days=days)).isoformat()
    return first, last or first


def when_of_act(facts: Facts) -> str:
    """The act's day or days as an answer shows them: "2022-07-05" or "2022-07-05/2022-07-19"."""
    first, last = act_days(facts)
    return first if first == last else f"{first}/{last}"
