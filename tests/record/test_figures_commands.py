"""The figures' commands as a person runs them: words in both languages, JSON of the promised shape, refusals with a hint."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from homeward.cli.record import record
from homeward.cli.words import files, words_in
from homeward.record.generate.fill import fill
from homeward.record.generate.invent import invent
from homeward.record.judge import settle
from homeward.record.workspace import init_workspace

KOSOVO = """A,B,C,D,count
1,0,0,0,1131
0,1,0,0,845
1,1,0,0,177
0,0,1,0,936
1,0,1,0,228
0,1,1,0,217
1,1,1,0,181
0,0,0,1,306
1,0,0,1,106
0,1,0,1,31
1,1,0,1,18
0,0,1,1,123
1,0,1,1,42
0,1,1,1,32
1,1,1,1,27
"""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Any:
    def go(*arguments: str, language: str = "en") -> Result:
        monkeypatch.setenv("HOMEWARD_LANG", language)
        monkeypatch.setattr(sys, "argv", ["homeward", *arguments])
        return CliRunner().invoke(record, arguments)

    return go


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("record") / "w"
    with init_workspace(folder) as made:
        fill(made.store, invent(400, 11))
        settle(made.store)
    return folder


def test_a_single_rate(run: Any) -> None:
    found = json.loads(run("rates", "--deaths", "159", "--population", "978588", "--json").output)
    assert (round(found["rate"], 2), round(found["low"], 2), round(found["high"], 2)) == (16.25, 13.82, 18.98)
    assert "16.25" in run("rates", "--deaths", "159", "--population", "978588").output
    assert run("rates", "--deaths", "159").exit_code == 2


def test_rates_and_counts_of_a_record(run: Any, workspace: Path) -> None:
    rates = json.loads(run("rates", str(workspace), "--by", "region", "--to", "2022-06-30", "--json").output)
    assert len(rates) == 85 and {"region", "deaths", "population", "rate", "low", "high", "rank_low", "rank_high"} <= set(rates[0])
    counts = json.loads(run("counts", str(workspace), "--by", "region", "--to", "2022-06-30", "--json").output)
    assert sum(r["deaths"] for r in rates) == counts["total"] - counts["counts"].get("not-recorded", 0) - counts["counts"].get("unclear", 0)
    for by in ("month", "age", "unit", "rank", "status"):
        for language in ("ru", "en"):
            assert run("rates", str(workspace), "--by", by, language=language).exit_code == 0
            assert run("counts", str(workspace), "--by", by, language=language).exit_code == 0


def test_estimate_speaks_and_answers(run: Any, tmp_path: Path) -> None:
    table = tmp_path / "k.csv"
    table.write_text(KOSOVO)
    found = json.loads(run("estimate", str(table), "--no-latent", "--json").output)
    assert {"observed", "models", "best_bic", "lcmcr", "warnings", "refused"} <= set(found)
    assert found["refused"] is None and round(found["best_bic"]["estimate"], 1) == 10_356.5
    assert {"method", "model", "estimate", "low", "high", "bic", "aic"} <= set(found["models"][0])
    said = run("estimate", str(table), language="ru").output
    assert "[123,14,34]" in said and "Скрытые классы" in said
    table.write_text("A,B,count\n1,0,5\n0,1,4\n1,1,3\n")
    refused = json.loads(run("estimate", str(table), "--json").output)
    assert isinstance(refused["refused"], str) and refused["refusal"]["name"] == "few-lists" and refused["best_bic"] is None
    table.write_text("nonsense\n")
    wrong = run("estimate", str(table), "--json")
    assert wrong.exit_code == 1 and json.loads(wrong.output)["error"] == "OverlapsUnreadable"


def test_estimate_of_a_record_with_doubtful_links(run: Any, workspace: Path) -> None:
    found = json.loads(run("estimate", str(workspace), "--no-latent", "--draws", "2", "--json").output)
    assert found["observed"] > 300


def test_nowcast_needs_versions(run: Any, workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "2022-03-31.csv").write_text("date,change\n2022-03-01,4\n")
    assert "eight" in run("nowcast", str(tmp_path)).stderr
    said = run("nowcast", str(workspace), "--ahead", "3", "--json")
    assert said.exit_code == 0 and {"month", "listed", "median", "low", "high"} == set(json.loads(said.output)["months"][0])


def test_claims_in_both_languages(run: Any, workspace: Path) -> None:
    for language, word in (("en", "more than 35"), ("ru", "больше 35")):
        assert word in run("claims", str(workspace), language=language).output
    assert len(json.loads(run("claims", "--json").output)) >= 5


def test_audit_finds_and_says(run: Any, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("region,month,count\na,1,\na,2,9\nb,1,7\nb,2,8\na,total,12\nb,total,15\n")
    found = run("audit", str(tmp_path))
    assert found.exit_code == 1 and "region=a" in found.output and "3" in found.output
    (tmp_path / "t.csv").write_text("region,month,count\na,1,9\na,2,9\nb,1,7\nb,2,8\n")
    assert run("audit", str(tmp_path), language="ru").exit_code == 0


def test_every_word_of_the_figures_exists_in_both_languages() -> None:
    def ids(language: str) -> set[str]:
        return {line.split(" = ")[0] for line in files(language)["figures.ftl"].splitlines() if " = " in line and not line.startswith("#")}

    assert ids("ru") == ids("en")
    assert all(words_in(language).has(i) for language in ("ru", "en") for i in ids("ru"))
