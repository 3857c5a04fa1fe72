"""The commands as a user types them, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from homeward.cli import main
from homeward.cli.words import files, words_in
from homeward.record import errors


def _run(*arguments: str, fails: bool = False, given: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["record", *arguments], input=given)
    assert (result.exit_code != 0) == fails, result.output
    return result


def test_from_nothing_to_people(tmp_path: Path) -> None:
    folder = str(tmp_path / "record")
    made = json.loads(_run("generate", folder, "--people", "300", "--seed", "11", "--json").stdout)
    assert made["reports"] > 500
    found = json.loads(_run("link", folder, "--truth", made["truth"], "--json").stdout)
    assert found["clusters"] < found["reports"] == made["reports"]
    assert found["f1"] > 0.95
    assert found["best_f1"] >= found["f1"]
    again = json.loads(_run("import", folder, f"{folder}/invented/press.csv", "--source", "press", "--json").stdout)
    assert (again["new"], again["changed"], again["signals"]) == (0, 0, [])
    _run("generate", folder, fails=True)


def test_a_pasted_notice(tmp_path: Path) -> None:
    folder = str(tmp_path / "record")
    _run("generate", folder, "--people", "20")
    text = "Погиб рядовой Доржиев Баир Цыренович, 1998 г.р."
    found = json.loads(_run("extract", folder, "-", "--source", "press", "--json", given=text).stdout)
    assert found["notice"] == 1
    assert {"field": "born", "value": "1998", "start": 38, "end": 42} in found["suggestions"]
    assert "[рядовой]" in _run("extract", folder, "-", given=text).output


def test_any_two_tables(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    _run("generate", str(folder), "--people", "500")
    config = tmp_path / "config.json"
    compare = [{"name": "surname", "kind": "part"}, {"name": "given", "kind": "part"}, {"name": "born", "kind": "date"}]
    config.write_text(json.dumps({"compare": compare, "block": [["surname_k"], ["born"]], "left_id": "key", "right_id": "key"}))
    truth: dict[str, dict[str, str]] = {}
    for line in (folder / "truth.csv").read_text().splitlines()[1:]:
        source, key, man = line.split(",")
        truth.setdefault(man, {})[source] = key
    lines = [f"{t['graves']},{t['abroad']}" for t in truth.values() if {"graves", "abroad"} <= set(t)]
    (tmp_path / "truth.csv").write_text("left,right\n" + "\n".join(lines) + "\n")
    files_ = [str(folder / "invented" / f"{name}.csv") for name in ("graves", "abroad")]
    out = tmp_path / "pairs.csv"
    learnt = str(tmp_path / "learnt.json")
    options = ["--config", str(config), "-o", str(out), "--truth", str(tmp_path / "truth.csv")]
    found = json.loads(_run("match", *files_, *options, "--learn", learnt, "--json").stdout)
    assert found["f1"] > 0.85
    assert found["pairs"] == len(out.read_text().splitlines()) - 1
    used = json.loads(_run("match", *files_, "--config", learnt, "-o", str(out), "--truth", str(tmp_path / "truth.csv"), "--json").stdout)
    assert used["f1"] == found["f1"]


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["link", "nowhere"], "RecordMissing"),
        (["import", "nowhere", "x.csv", "--source", "x"], "RecordMissing"),
        (["match", "a.csv", "b.csv", "--config", "none.json", "-o", "x"], "MatchConfigWrong"),
    ],
)
def test_refusals_in_words(arguments: list[str], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for language in ("ru", "en"):
        monkeypatch.setenv("HOMEWARD_LANG", language)
        output = _run(*arguments, fails=True).output
        assert words_in(language)(f"error-{kind}") in output
        assert words_in(language)(f"hint-{kind}") in output


def test_every_refusal_has_words_in_both_languages() -> None:
    kinds = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.RecordError)]
    for language in ("ru", "en"):
        assert all(words_in(language).has(f"{part}-{c.__name__}") for c in kinds for part in ("error", "hint"))


def test_both_languages_have_the_same_words() -> None:
    ids = [{line.split(" =")[0] for line in files(lang)["record.ftl"].splitlines() if " = " in line} for lang in ("ru", "en")]
    assert ids[0] == ids[1]
