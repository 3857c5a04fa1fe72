"""Answers on three dates: boundaries on the day before and the day, the milder law, gaps, asides, and no guess."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.guide.compile import open_pack
from homeward.guide.errors import NotThere
from homeward.guide.evaluate import ask
from homeward.guide.timeline import timeline
from homeward.schema.guide_bundle import Answer, Bundle, Facts

from .conftest import MINI


def said(bundle: Bundle, threat: str = "prison-years", **facts: Any) -> Answer:
    names = {k: facts.pop(k) for k in ("status", "act_from", "act_until", "today", "said") if k in facts}
    return ask(bundle, threat, Facts(answers=facts, **{"status": "contract", "today": "2026-01-15"} | names))


def whys(answer: Answer) -> list[str]:
    return [o.why for o in answer.unsettled]


@pytest.mark.parametrize(
    ("act", "verdict", "penalty"),
    [("2024-02-29", "false", (0, 2)), ("2024-03-01", "true", (3, 6))],
)
def test_the_day_before_and_the_day(mini: Bundle, act: str, verdict: str, penalty: tuple[int, int]) -> None:
    answer = said(mini, act_from=act, act_until=act, years=5, days_absent=9, armed=False)
    assert (answer.verdict, (answer.penalty.min_years, answer.penalty.max_years)) == (verdict, penalty)


def test_an_act_over_a_boundary_is_for_a_lawyer_and_gives_no_number(mini: Bundle) -> None:
    answer = said(mini, act_from="2024-02-26", days_absent=4, years=5, armed=False)
    assert (answer.verdict, answer.penalty, whys(answer)[0]) == ("ask_a_lawyer", None, "boundary")
    assert answer.unsettled[0].since == "2024-03-01"
    assert said(mini, act_from="2024-02-26", days_absent=3, years=5, armed=False).verdict == "false"


def test_the_last_day_counts(mini: Bundle) -> None:
    assert said(mini, act_from="2024-02-20", act_until="2024-03-01", days_absent=9, years=5).verdict == "ask_a_lawyer"
    assert said(mini, act_from="2024-02-20", act_until="2024-02-29", days_absent=9, years=5).verdict == "false"


def test_a_milder_law_reaches_back_only_when_it_is_there(mini: Bundle) -> None:
    facts = {"act_from": "2023-05-01", "days_absent": 9, "armed": True, "years": 8}
    before, after = said(mini, today="2024-12-31", **facts), said(mini, today="2025-01-01", **facts)
    assert (before.verdict, before.penalty.max_years, "milder" in whys(before)) == ("true", 9, False)
    assert (after.verdict, after.penalty.max_years, "milder" in whys(after)) == ("false", 4, True)


def test_a_harsher_law_does_not_reach_back(mini: Bundle) -> None:
    answer = said(mini, act_from="2023-05-01", days_absent=9, armed=False, years=5, today="2026-01-01")
    assert (answer.verdict, answer.penalty.max_years) == ("false", 2)


def test_a_written_verdict_under_a_milder_law_is_for_a_lawyer(mini: Bundle) -> None:
    assert said(mini, "disobeying", act_from="2022-05-01", today="2024-02-29").verdict == "true"
    answer = said(mini, "disobeying", act_from="2022-05-01", today="2024-03-01")
    assert (answer.verdict, answer.penalty, "milder" in whys(answer)) == ("ask_a_lawyer", None, True)


def test_lower_in_one_figure_and_higher_in_the_other_is_for_a_lawyer(mini: Bundle) -> None:
    assert said(mini, "disobeying", act_from="2021-05-01", today="2021-12-31").verdict == "true"
    assert said(mini, "disobeying", act_from="2021-05-01", today="2022-01-01").verdict == "ask_a_lawyer"


def test_missing_answers_give_questions_and_no_guess(mini: Bundle) -> None:
    answer = said(mini, status="", act_from="", today="2026-01-15", years=5)
    assert (answer.verdict, answer.penalty, answer.claims, answer.versions) == ("unknown", None, [], [])
    assert answer.questions == ["status", "act", "conduct", "days_absent"]
    assert said(mini, act_from="2024-05-01", days_absent=9, armed=False).questions == ["years"]


def test_an_answer_is_given_without_questions_when_every_branch_agrees(mini: Bundle) -> None:
    answer = said(mini, act_from="2023-05-01", years=5)
    assert (answer.verdict, answer.penalty, answer.questions) == ("false", None, [])
    assert [o.version for o in answer.unsettled if o.why == "aside"] == ["armed"]
    assert next(o for o in answer.unsettled if o.why == "continues").since == "2024-03-01"


def test_a_gap_is_for_a_lawyer_and_says_why(mini: Bundle) -> None:
    answer = said(mini, "report-not-taken", status="conscript")
    assert (answer.verdict, answer.unsettled[0].why, answer.unsettled[0].gap) == ("ask_a_lawyer", "gap", 0)
    assert said(mini, "report-not-taken", status="").verdict == "unknown"


def test_said_only_explains(mini: Bundle) -> None:
    facts = {"act_from": "2023-05-01", "act_until": "2023-05-09", "days_absent": 9, "armed": False, "years": 5}
    plain, with_said = said(mini, **facts), said(mini, said="2024-05-01", **facts)
    assert (plain.verdict, plain.penalty, plain.claims) == (with_said.verdict, with_said.penalty, with_said.claims)
    assert [(o.verdict, o.since) for o in with_said.unsettled if o.why == "said"] == [("true", "2024-05-01")]


def test_days_after_known_to_and_after_expiry_are_said(mini: Bundle) -> None:
    facts = {"act_from": "2026-02-01", "act_until": "2026-02-01", "days_absent": 9, "armed": False, "years": 5}
    assert "after_known_to" in whys(said(mini, today="2026-02-02", **facts))
    assert "expired" not in whys(said(mini, today="2027-02-10", **facts))
    assert "expired" in whys(said(mini, today="2027-02-11", **facts))
    assert "recheck" in whys(said(mini, today="2026-08-11", **facts))
    assert "recheck" not in whys(said(mini, today="2026-08-10", **facts))


def test_before_the_pack_begins_a_lawyer_must_be_asked(mini: Bundle) -> None:
    assert said(mini, "disobeying", act_from="2020-12-31").verdict == "ask_a_lawyer"
    assert said(mini, act_from="1999-01-01", years=5).verdict == "ask_a_lawyer"


def test_an_unknown_threat_is_refused(mini: Bundle) -> None:
    with pytest.raises(NotThere):
        ask(mini, "weather", Facts())


def test_the_time_line_joins_what_says_the_same(mini: Bundle) -> None:
    line = timeline(
        mini, "prison-years", Facts(status="contract", today="2026-01-15", answers={"days_absent": 9, "armed": False, "years": 5})
    )
    assert [(s.first, s.until, s.verdict) for s in line] == [("2020-01-01", "2024-03-01", "false"), ("2024-03-01", "open", "true")]


MINI_PACK = open_pack(MINI)
DAYS = st.sampled_from(["2021-06-01", "2023-12-31", "2024-02-28", "2024-03-01", "2024-12-31", "2025-06-01"])
ANSWERS = {
    "conduct": st.sampled_from(["refused", "left"]),
    "days_absent": st.sampled_from([0, 2, 3, 4, 60]),
    "armed": st.booleans(),
    "years": st.integers(0, 10),
    "order_on": DAYS,
}


@given(st.sampled_from(sorted(MINI_PACK.threats)), DAYS, st.fixed_dictionaries(ANSWERS), st.sets(st.sampled_from(sorted(ANSWERS))))
def test_a_verdict_given_without_some_answers_stands_unless_an_aside_was_named(threat: str, day: str, whole: dict, hidden: set) -> None:
    if whole["conduct"] == "refused":
        whole = whole | {"days_absent": 0}  # days of absence imply that he left
    facts = {"status": "contract", "act_from": day, "act_until": day, "today": "2026-01-15"}
    some = ask(MINI_PACK, threat, Facts(answers={k: v for k, v in whole.items() if k not in hidden}, **facts))
    full = ask(MINI_PACK, threat, Facts(answers=whole, **facts))
    named = {o.version for o in some.unsettled if o.why == "aside"}
    assert some.verdict in ("unknown", full.verdict) or set(full.versions) & named
    assert (some.verdict == "unknown") == bool(some.questions)
    assert full.verdict != "unknown"
