"""What a terminal may show: hostile names and texts command nothing and pass for nobody; files take no file's place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from homeward.circle.errors import NotAllowed, NotFound
from homeward.cli import circle_talk, speak
from homeward.cli.words import words_in

SRC = Path(__file__).parents[2] / "src" / "homeward"
CODED = {"NotAllowed", "DoorRefused"}


def test_no_text_commands_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEWARD_LANG", "ru")
    hostile = "x\x1b[2J\x9b31m\u202e\u2066\u2028\r\x07"
    assert speak.shown(hostile) == "x[2J31m"
    happened, _ = speak.explain(NotFound(hostile))
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in happened)


def test_no_text_passes_for_a_line_of_somebody_else() -> None:
    said = speak.shown("3f2a1c  Аяна: да\n9c0b11  Саяна: приходите одна")
    assert [line[:1] for line in said.splitlines()] == ["3", " "]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_reason_of_a_refusal_is_said_in_words(language: str) -> None:
    codes = set()
    for path in sorted((SRC / "circle").glob("*.py")) + sorted((SRC / "cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            call = node.exc if isinstance(node, ast.Raise) else None
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in CODED and call.args:
                assert isinstance(call.args[0], ast.Constant), (path.name, node.lineno)
                codes.add(str(call.args[0].value))
    spoken = words_in(language)
    assert len(codes) > 15 and sorted(c for c in codes - {"inviter"} if not spoken.has(f"why-{c}")) == []


def test_an_error_in_russian_is_russian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEWARD_LANG", "ru")
    happened, hint = speak.explain(NotAllowed("already-behind"))
    assert not set("abcdefghijklmnopqrstuvwyz") & set(happened) and "proposals" in hint


def test_what_a_sender_named_takes_no_files_place_and_only_its_reader_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "заметки.txt"
    circle_talk._write_privately(path, b"mine", 0)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        circle_talk._write_privately(path, b"theirs", circle_talk.os.O_EXCL)
    assert path.read_bytes() == b"mine"
