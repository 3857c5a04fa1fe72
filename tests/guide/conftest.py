"""The small pack of an invented country, as a folder, a copy to spoil, and a bundle."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from homeward.guide.check import check
from homeward.guide.compile import open_pack
from homeward.guide.load import load
from homeward.guide.problem import Problem
from homeward.schema.guide_bundle import Bundle

MINI = Path(__file__).parent / "packs" / "mini"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def mini() -> Bundle:
    return open_pack(MINI)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI, tmp_path / "pack"))


@pytest.fixture
def spoil(copy: Path) -> Callable[..., list[Problem]]:
    """Replace `old` by `new` (or append, when old is "") in one file of the copy; the problems that come of it."""

    def spoiled(file: str, old: str, new: str, count: int = 1) -> list[Problem]:
        path = copy / file
        text = path.read_text("utf-8") if path.exists() else ""
        assert old in text
        path.write_text(text.replace(old, new, count) if old else text + new, "utf-8")
        return check(load(copy))

    return spoiled
