"""`guide test`: it passes a sound pack and names what does not come out."""

from __future__ import annotations

from pathlib import Path

from homeward.guide.load import load
from homeward.guide.trial import trial

from .conftest import MINI


def test_a_sound_pack() -> None:
    tried = trial(load(MINI))
    assert tried.misses == []
    assert (tried.cases, tried.paths) == (8, 3)
    assert tried.boundaries > 150


def test_wrong_expectations_are_named(copy: Path) -> None:
    file = copy / "cases" / "all.yaml"
    text = file.read_text("utf-8")
    for old, new in (
        ('penalty: "3-6"', 'penalty: "3-7"'),
        ("end: paper, papers: [refusal]", "end: left-too-long, papers: []"),
        ('"От: Иванов Иван"', '"От: Петров"'),
    ):
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    assert {m.subject for m in trial(load(copy)).misses} == {"six-years-for-a-week-in-2024", "interview-stayed", "paper-with-a-blank"}
