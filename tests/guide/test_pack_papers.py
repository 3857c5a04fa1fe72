"""Every paper of every shipped pack, word for word; every threat of the facts has its entry; every claim is a sourced draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeward.cli.guide_paper import frame_of
from homeward.guide.compile import open_pack
from homeward.guide.handout import handout
from homeward.guide.load import load
from homeward.guide.paper import written
from homeward.guide.trial import trial
from homeward.schema.guide_bundle import Bundle

from .conftest import ROOT

GOLDEN = Path(__file__).parent / "golden" / "papers"
PACKS = {"ru": ROOT / "guides/ru/military-refusal", "us": ROOT / "guides/us/conscientious-objection"}
BUNDLES = {name: open_pack(path) for name, path in PACKS.items()}
PAPERS = [(name, paper, language) for name, b in BUNDLES.items() for paper in b.documents for language in b.pack.languages]
ANSWERS = {
    "full_name": "Иванов Иван Иванович",
    "applicant": "Иванова Анна Петровна",
    "kinship": "мать",
    "unit": "00000",
    "conduct": "refused",
    "order_on": "2025-05-01",
    "order_form": "oral",
    "ground": "health",
    "learned_on": "2025-12-20",
    "held_since": "2026-01-10",
    "last_contact": "2026-01-02",
    "men_count": 15,
    "reasons": "Не могу стрелять в людей.",
    "scope": "this_war",
    "wish": "leave",
}
FACTS = """refuse-prison-2022 refuse-prison-after desertion-15-before desertion-15-after awol-3days-contract-before awol-2-10-after
awol-10d-1m-before awol-10d-1m-after awol-month-before awol-month-after awol-under-2days exprisoner-20 twenty-ordinary
contract-expired-before contract-expired-after discharge-is-conviction promise-discharge-after stamp-military-id
hold-in-basement-before hold-in-basement-after report-not-accepted conscript-front conscript-forced-contract volunteer-before
volunteer-after draft-notice-mobilisation surrender-10 suspended-home co-right-mobilised feign-illness unlawfully-mobilised""".split()


def sheet(bundle: Bundle, paper: str, language: str) -> str:
    text = written(bundle, paper, ANSWERS, language, status="contract", today="2026-01-20")
    return handout(text, frame_of(bundle, text))


@pytest.mark.parametrize(("pack", "paper", "language"), PAPERS)
def test_a_paper_word_for_word(pack: str, paper: str, language: str) -> None:
    assert sheet(BUNDLES[pack], paper, language) == (GOLDEN / f"{pack}-{paper}.{language}.txt").read_text("utf-8")


def test_every_threat_of_the_facts_has_one_entry() -> None:
    covered = [c for t in BUNDLES["ru"].threats.values() for c in t.covers]
    assert len(FACTS) == 31
    assert sorted(covered) == sorted(FACTS)


@pytest.mark.parametrize("bundle", BUNDLES.values(), ids=BUNDLES)
def test_every_claim_is_an_unreviewed_sentence_with_a_source_and_a_day_to_look_again(bundle: Bundle) -> None:
    for claim in bundle.claims.values():
        review = claim.review or bundle.pack.review
        assert claim.sources
        assert review.state in ("draft", "contested")
        assert review.recheck_by > bundle.pack.searched_on


def test_papers_of_refusal_are_behind_a_danger_from_the_day_they_can_be_evidence() -> None:
    ru = BUNDLES["ru"]
    before = written(ru, "refusal-report", {"conduct": "refused"}, "ru", status="contract", today="2022-09-23")
    after = written(ru, "refusal-report", {"conduct": "refused"}, "ru", status="contract", today="2022-09-24")
    assert "доказательством" not in " ".join(d.says for d in before.dangers)
    assert "доказательством" in " ".join(d.says for d in after.dangers)


def test_the_second_pack_holds() -> None:
    tried = trial(load(PACKS["us"]))
    assert tried.misses == []
    assert len(BUNDLES["us"].threats) >= 10
    assert BUNDLES["us"].interviews
    assert BUNDLES["us"].documents
