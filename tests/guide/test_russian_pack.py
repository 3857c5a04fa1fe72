"""The Russian pack: the promises of the guide's brief, the search on phrases frozen before it was tuned, sizes."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from homeward.guide.check import check
from homeward.guide.compile import compile_draft, pack_bytes
from homeward.guide.load import Draft, load
from homeward.guide.search import find
from homeward.guide.trial import trial
from homeward.schema.guide_bundle import Bundle

from .conftest import ROOT
from .test_commands import guide

PACK = ROOT / "guides" / "ru" / "military-refusal"
PHRASES = Path(__file__).parent / "phrases"


@pytest.fixture(scope="module")
def draft() -> Draft:
    return load(PACK)


@pytest.fixture(scope="module")
def bundle(draft: Draft) -> Bundle:
    return compile_draft(draft)


def heard(monkeypatch: pytest.MonkeyPatch, *words: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(
        guide(monkeypatch, "ask", PACK, "--threat", "посадят на восемь лет", *words, "--json", lang="ru").stdout
    )
    return answer


def test_eight_years_were_not_so_in_july_2022(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = heard(monkeypatch, "--status", "contract", "--act", "2022-07-05", "--today", "2022-07-05")
    assert answer["verdict"] == "false"
    assert answer["claims"]
    assert all(c["citation"] and c["sources"] and c["review"]["state"] == "draft" for c in answer["claims"])
    asides = [o for o in answer["unsettled"] if o["why"] == "aside"]
    assert any("338" in c["citation"] for o in asides for c in o["claims"])
    assert answer["known_to"] == "2026-01-31"


def test_forty_five_days_in_october_2022_are_five_to_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = heard(monkeypatch, "--status", "contract", "--act", "2022-10-05", "--days-absent", "45")
    assert (answer["verdict"], answer["penalty"]) == ("true", {"min_years": 5, "max_years": 10})
    assert answer["as_of"]["act"] == "2022-10-05/2022-11-19"


def test_fourteen_days_of_a_released_convict_are_three_to_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = heard(monkeypatch, "--status", "released_convict", "--act", "2026-02-01", "--days-absent", "14")
    assert (answer["verdict"], answer["penalty"]) == ("true", {"min_years": 3, "max_years": 8})
    assert "after_known_to" in {o["why"] for o in answer["unsettled"]}


def test_an_absence_over_a_change_of_law_is_for_a_lawyer(monkeypatch: pytest.MonkeyPatch) -> None:
    for first, days in (("2022-09-20", "20"), ("2026-01-01", "12")):
        status = "contract" if first < "2023" else "released_convict"
        answer = heard(monkeypatch, "--status", status, "--act", first, "--days-absent", days)
        assert (answer["verdict"], answer["penalty"]) == ("ask_a_lawyer", None)


def test_without_answers_there_are_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = heard(monkeypatch, "--status", "contract", "--act", "2022-10-05")
    assert (answer["verdict"], answer["penalty"]) == ("unknown", None)
    assert {"conduct", "days_absent"} <= {q["id"] for q in answer["questions"]}


def test_the_pack_is_sound_small_and_tested_in_seconds(draft: Draft, bundle: Bundle) -> None:
    assert check(draft) == []
    assert len(pack_bytes(bundle)) <= 60 * 1024
    start = time.process_time()
    tried = trial(draft)
    assert tried.misses == []
    assert time.process_time() - start < 10  # 5 s are promised on a quiet machine; bench/guide.py measures
    assert tried.boundaries > 300


def test_every_researched_threat_is_in_the_pack(bundle: Bundle) -> None:
    wanted = {i for row in YAML(typ="safe").load((PHRASES / "on_topic.yaml").read_text("utf-8")) for i in _expected(row)}
    assert wanted <= {c for threat in bundle.threats.values() for c in threat.covers}


def test_what_people_hear_is_found(bundle: Bundle) -> None:
    """Half A was looked at while tuning. Half B was not: it may fall short of the promise, and docs/for-lawyers.md says by how much."""
    rows = YAML(typ="safe").load((PHRASES / "on_topic.yaml").read_text("utf-8"))
    for halves, wanted in (("AB", (0.85, 0.95)), ("B", (0.85, 0.91))):
        ranks = [_ranks(bundle, row) for row in rows if _half(row["text"]) in halves]
        found = tuple(sum(any(r[:n]) for r in ranks) / len(ranks) for n in (1, 3))
        assert found >= wanted, (halves, len(ranks), found)
        assert found[1] >= wanted[1], (halves, len(ranks), found)


def test_what_is_not_in_the_guide_is_mostly_not_found(bundle: Bundle) -> None:
    rows = YAML(typ="safe").load((PHRASES / "off_topic.yaml").read_text("utf-8"))
    refused = sum(not find(bundle.search, row["text"]) for row in rows)
    assert refused / len(rows) >= 0.84, f"{refused} of {len(rows)}"


def _expected(row: dict[str, Any]) -> list[str]:
    return row["expect"] if isinstance(row["expect"], list) else [row["expect"]]


def _ranks(bundle: Bundle, row: dict[str, Any]) -> list[bool]:
    return [bool(set(bundle.threats[f.threat].covers) & set(_expected(row))) for f in find(bundle.search, row["text"])]


def _half(text: str) -> str:
    return "AB"[hashlib.sha256(text.encode()).digest()[0] % 2]
