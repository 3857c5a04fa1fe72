"""What the compiler refuses, each with the file, the line and words that say what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from homeward.cli.words import words_in
from homeward.guide.check import check
from homeward.guide.load import load

from .conftest import MINI, ROOT

SPOILED = YAML(typ="safe").load(Path(__file__).with_name("spoiled.yaml").read_text("utf-8"))


@pytest.mark.parametrize("mistake", SPOILED)
def test_a_mistake_is_named_where_it_stands(spoil, mistake: str) -> None:
    row = SPOILED[mistake]
    file, kind, line = row["file"], row["kind"], row.get("line")
    problems = spoil(file, row["old"], row["new"])
    found = [p for p in problems if p.kind == kind]
    assert found, problems
    assert found[0].file == file
    assert found[0].line > 0
    if line is not None:
        assert found[0].line == line
    for language in ("ru", "en"):
        said = words_in(language)(f"guide-bad-{kind}", **found[0].values)
        assert len(said) > 10


def test_the_small_pack_has_no_mistakes() -> None:
    assert check(load(MINI)) == []


def test_every_kind_of_mistake_has_words_and_every_word_a_mistake() -> None:
    sources = "\n".join(p.read_text("utf-8") for p in (ROOT / "src/homeward/guide").glob("*.py"))
    sources += (ROOT / "src/homeward/cli/guide_ask.py").read_text("utf-8")
    for language in ("ru", "en"):
        text = (ROOT / "i18n" / language / "guide.ftl").read_text("utf-8")
        kinds = set(re.findall(r"^guide-bad-([a-z0-9-]+) =", text, re.MULTILINE)) - {"line", "day"}
        unused = {k for k in kinds if f'"{k}"' not in sources}
        assert not unused
        used = set(
            re.findall(r'"((?:condition|text|want|key|norm|article|case|words|places|period|review|risk|gap|by-years)-[a-z-]+)"', sources)
        )
        assert used - kinds <= {"want-"}, used - kinds


def test_a_file_no_pack_has(copy: Path) -> None:
    (copy / "notes.txt").write_text("x")
    assert [(p.kind, p.file) for p in check(load(copy))] == [("unknown-file", "notes.txt")]


def test_hostile_yaml_is_refused_and_not_followed(copy: Path) -> None:
    for text, kind in (
        ("a: &a [x]\nb: [*a, *a]\n", "anchor"),
        ("a: &a [*a]\n", "anchor"),
        ("x: " + "[" * 60 + "]" * 60, "too-deep"),
        ("x: " + "[" * 9000, "not-yaml"),
        ("- just a list", "want-entries"),
        ("Bad Id: {}", "bad-id"),
        ("a: 1\n---\nb: 2\n", "not-yaml"),
        ("x: !!python/object/apply:os.system [ls]", "tag"),
    ):
        (copy / "claims" / "zz.yaml").write_text(text)
        assert kind in {p.kind for p in check(load(copy)) if p.file == "claims/zz.yaml"}, text[:30]
    (copy / "claims" / "zz.yaml").write_bytes(b"\xff\xfe\x00")
    assert "not-utf8" in {p.kind for p in check(load(copy))}
