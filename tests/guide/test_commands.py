"""`homeward guide`, as a user types it: what is printed, in both languages, and the exact shape of --json."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from homeward.cli import main

from .conftest import MINI

ASK = {"verdict", "threat", "penalty", "claims", "as_of", "known_to", "unsettled", "questions"}


def guide(monkeypatch: pytest.MonkeyPatch, *words: Any, code: int = 0, lang: str = "en") -> Result:
    typed = ["guide", *map(str, words)]
    monkeypatch.setattr(sys, "argv", ["homeward", *typed])
    monkeypatch.setenv("HOMEWARD_LANG", lang)
    result = CliRunner().invoke(main, typed)
    assert result.exit_code == code, result.output
    return result


def test_the_answer_has_exactly_the_keys_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = [
        "--threat",
        "посадят на шесть лет",
        "--status",
        "contract",
        "--act",
        "2024-05-01",
        "--days-absent",
        "7",
        "--today",
        "2026-01-15",
        "--json",
    ]
    answer = json.loads(guide(monkeypatch, "ask", MINI, *typed).stdout)
    assert set(answer) == ASK
    assert (answer["verdict"], answer["penalty"], answer["threat"]) == ("true", {"min_years": 3, "max_years": 6}, "prison-years")
    assert answer["as_of"] == {"act": "2024-05-01/2024-05-08", "today": "2026-01-15", "said": None}
    claim = answer["claims"][0]
    assert {"says", "citation", "sources", "certainty", "review"} <= set(claim)
    assert claim["sources"][1]["risk"] == "foreign_agent"
    assert claim["review"]["state"] == "draft"
    assert {"aside", "check"} == {o["why"] for o in answer["unsettled"]}


def test_a_missing_answer_gives_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = json.loads(guide(monkeypatch, "ask", MINI, "--threat", "prison-years", "--today", "2026-01-15", "--json").stdout)
    assert (answer["verdict"], answer["penalty"], answer["claims"]) == ("unknown", None, [])
    assert [q["id"] for q in answer["questions"]] == ["status", "act", "conduct", "days_absent", "years"]


def test_an_act_over_a_boundary(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ["--threat", "prison-years", "--status", "contract", "--act-from", "2024-02-20", "--act-until", "2024-03-05", "--json"]
    answer = json.loads(guide(monkeypatch, "ask", MINI, *typed, "--answer", "conduct=left", "--answer", "years=5").stdout)
    assert (answer["verdict"], answer["penalty"]) == ("ask_a_lawyer", None)


def test_what_is_not_in_the_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = json.loads(guide(monkeypatch, "ask", MINI, "--threat", "какая завтра погода", "--json").stdout)
    assert set(answer) == ASK
    assert (answer["threat"], answer["verdict"], answer["unsettled"][0]["why"]) == (None, "unknown", "not_in_guide")


@pytest.mark.parametrize(("lang", "words"), [("ru", "НЕПРАВДА"), ("en", "NOT TRUE")])
def test_the_answer_in_words(monkeypatch: pytest.MonkeyPatch, lang: str, words: str) -> None:
    typed = [
        "--threat",
        "посадят на шесть лет",
        "--status",
        "contract",
        "--act",
        "2023-05-01",
        "--said",
        "2024-05-01",
        "--today",
        "2026-09-01",
    ]
    printed = guide(monkeypatch, "ask", MINI, *typed, lang=lang).output
    assert words in printed
    assert "2024-03-01" in printed
    assert "https://code.example/2020" in printed


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_the_lists(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    assert "prison-years: " in guide(monkeypatch, "ask", MINI, lang=lang).output
    assert "refusal: " in guide(monkeypatch, "paper", MINI, lang=lang).output


@pytest.mark.parametrize(
    "typed", [["--status", "officer"], ["--answer", "conduct=fled"], ["--answer", "deed=x"], ["--answer", "years=many"]]
)
def test_a_wrong_answer_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, typed: list[str]) -> None:
    assert "Look at the kind" in guide(monkeypatch, "ask", MINI, "--threat", "prison-years", *typed, code=1).output


def test_check_names_file_and_line(monkeypatch: pytest.MonkeyPatch, copy: Path) -> None:
    assert "no mistakes" in guide(monkeypatch, "check", MINI).output
    file = copy / "claims" / "all.yaml"
    file.write_text(file.read_text("utf-8").replace("sources: [code-old]", "sources: []", 1), "utf-8")
    assert guide(monkeypatch, "check", copy, code=1).output.startswith("claims/all.yaml:4: a sentence without a source.")
    problem = json.loads(guide(monkeypatch, "check", copy, "--json", code=1).stdout)["problems"][0]
    assert (problem["file"], problem["line"], problem["kind"]) == ("claims/all.yaml", 4, "no-source")
    assert "claims/all.yaml:4" in guide(monkeypatch, "build", copy, "-o", copy.parent / "out", code=1).output


def test_from_a_folder_to_a_file_others_can_trust(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOMEWARD_GUIDE_PASSPHRASE", "")
    made = json.loads(guide(monkeypatch, "build", MINI, "-o", tmp_path, "--json").stdout)
    keys = []
    for name in ("lawyer", "editor"):
        keys.append(json.loads(guide(monkeypatch, "sign", "--new-key", "--key", tmp_path / f"{name}.key", "--json").stdout)["public"])
        (tmp_path / "keys.txt").write_text("# who may sign\n" + "\n".join(keys) + "\n")
        guide(monkeypatch, "sign", made["file"], "--key", tmp_path / f"{name}.key")
        if name == "lawyer":
            refused = guide(monkeypatch, "verify", made["file"], "--keys", tmp_path / "keys.txt", code=1).output
            assert "1 keys, 2 must sign" in refused
    good = json.loads(guide(monkeypatch, "verify", made["file"], "--keys", tmp_path / "keys.txt", "--here", made["file"], "--json").stdout)
    assert (good["version"], len(good["signers"])) == (1, 2)
    assert "prison-years" in guide(monkeypatch, "ask", made["file"]).output


def test_danger_comes_before_the_paper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = tmp_path / "paper.docx"
    warned = guide(monkeypatch, "paper", MINI, "refusal", "-o", out, code=3)
    assert "can become evidence" in warned.output
    assert not out.exists()
    for suffix in (".txt", ".docx", ".html"):
        guide(monkeypatch, "paper", MINI, "refusal", "--understood", "-o", out.with_suffix(suffix))
        assert out.with_suffix(suffix).stat().st_size > 500


def test_test_review_and_diff(monkeypatch: pytest.MonkeyPatch, copy: Path) -> None:
    assert "all as expected" in guide(monkeypatch, "test", MINI).output
    guide(monkeypatch, "review", MINI, "-o", copy.parent / "review.html")
    assert "No verdict" in guide(monkeypatch, "diff", MINI, copy).output
    file = copy / "norms" / "code.yaml"
    file.write_text(file.read_text("utf-8").replace("max_years: 6", "max_years: 5"), "utf-8")
    changed = guide(monkeypatch, "diff", MINI, copy, lang="ru").output
    assert "правда 3–6 → неправда 3–5" in changed


@pytest.mark.parametrize("part", ["check", "build", "sign", "verify", "test", "review", "diff", "ask", "paper"])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_command_helps(monkeypatch: pytest.MonkeyPatch, part: str, lang: str) -> None:
    assert len(guide(monkeypatch, part, "--help", lang=lang).output) > 100


def test_no_pack_is_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "no guide pack" in guide(monkeypatch, "ask", tmp_path / "nothing", code=1).output
    (tmp_path / "x.guide").write_bytes(b"no")
    assert "not a guide bundle" in guide(monkeypatch, "ask", tmp_path / "x.guide", code=1).output
