"""Who may talk to the desk, and what its pages may load."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from homeward.desk.app import make_app
from homeward.record.workspace import Workspace

from .conftest import KEY, ORIGIN, PORT, WORDS

PAGES = ("/", "/pairs", "/people", "/people?q=а", "/people/1", "/claims", "/corrections", "/notices", "/history")


def test_nothing_without_the_key(record: Workspace) -> None:
    stranger = TestClient(make_app(record, WORDS, PORT, KEY), base_url=ORIGIN, headers={"origin": ORIGIN})
    for path in PAGES:
        assert stranger.get(path, follow_redirects=False).status_code == 403
    assert stranger.get("/enter", params={"key": KEY[:-1]}, follow_redirects=False).status_code == 403
    assert stranger.get("/enter", follow_redirects=False).status_code == 403
    assert "desk_key" not in stranger.cookies


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:9", f"evil.example:{PORT}", f"127.0.0.1.evil.example:{PORT}", ""])
def test_a_foreign_host_is_refused(desk: TestClient, host: str) -> None:
    assert desk.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"http://localhost:{PORT}"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_a_change_from_a_foreign_page_is_refused(desk: TestClient, record: Workspace, headers: dict[str, str]) -> None:
    pair = record.store.links.queue("Аня", (0.05, 0.95), 1)[0]
    answer = desk.post(f"/pairs/{pair.left}/{pair.right}", data={"verdict": "same"}, headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert record.store.judgements.all() == []


def test_a_change_without_an_origin_is_refused(record: Workspace) -> None:
    bare = TestClient(make_app(record, WORDS, PORT, KEY), base_url=ORIGIN)
    bare.get("/enter", params={"key": KEY})
    assert bare.post("/who", data={"name": "Аня"}, follow_redirects=False).status_code == 403


def test_a_get_changes_nothing(desk: TestClient, record: Workspace) -> None:
    assert desk.get("/undo").status_code == 405
    assert desk.get("/blind").status_code == 405


def test_too_much_is_refused(desk: TestClient) -> None:
    assert desk.post("/who", data={"name": "я" * 200_000}, follow_redirects=False).status_code == 413


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_in_both_languages_under_a_strict_policy(desk: TestClient, path: str) -> None:
    for language in ("en", "ru"):
        desk.post("/language", data={"to": language, "back": "/"})
        answer = desk.get(path)
        assert answer.status_code == 200, answer.text
        assert f'<html lang="{language}">' in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert "http://" not in answer.text.replace(ORIGIN, "") and "https://" not in answer.text


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_the_way_back_stays_at_the_desk(desk: TestClient, place: str) -> None:
    answer = desk.post("/language", data={"to": "ru", "back": place}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_the_cookies_are_for_this_page_alone(record: Workspace) -> None:
    client = TestClient(make_app(record, WORDS, PORT, KEY), base_url=ORIGIN, headers={"origin": ORIGIN})
    cookie = client.get("/enter", params={"key": KEY}, follow_redirects=False).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
