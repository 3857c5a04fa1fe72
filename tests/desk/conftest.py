"""A desk over an invented record, driven as a browser would: with its cookie, Host and Origin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from homeward.cli.words import words_in
from homeward.desk.app import make_app
from homeward.record.workspace import Workspace
from tests.record.invented import linked

PORT, KEY = 8660, "a-key-for-one-run"
ORIGIN = f"http://127.0.0.1:{PORT}"
WORDS = {language: words_in(language) for language in ("ru", "en")}


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Workspace]:
    """Sixty invented men."""
    with linked(tmp_path / "record", 60) as workspace:
        yield workspace


def client_of(workspace: Workspace, by: str = "Аня") -> TestClient:
    """A browser of one reviewer, already inside."""
    client = TestClient(make_app(workspace, WORDS, PORT, KEY), base_url=ORIGIN, headers={"origin": ORIGIN, "sec-fetch-site": "same-origin"})
    client.get("/enter", params={"key": KEY})
    client.post("/who", data={"name": by})
    return client


@pytest.fixture
def desk(record: Workspace) -> TestClient:
    """Аня at the desk."""
    return client_of(record)
