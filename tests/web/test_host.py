"""The static host: headers, ranges, one answer a connection; and the check of a server against the release."""

from __future__ import annotations

import json

import httpx
import pytest
from starlette.testclient import TestClient

from homeward.web.errors import HostUnreachable, NotAnApp
from homeward.web.files import Asset
from homeward.web.host import build
from homeward.web.verify import verify

PACK = bytes(range(256)) * 100
ASSETS = {
    a.path: a
    for a in (
        Asset("", b"<!doctype html>" + b"x" * 2000), Asset("assets/first-1.gz", PACK), Asset("sw.js", b"let a = 1;\n" * 500),
        Asset("hashes.json", json.dumps({"release": "abc", "sha256": {}}).encode()),
    )
}  # fmt: skip


@pytest.fixture
def client() -> TestClient:
    return TestClient(build(ASSETS, ["https://relay.example"]), base_url="https://app.example")


def test_a_piece_is_exactly_its_bytes(client: TestClient) -> None:
    answer = client.get("/assets/first-1.gz", headers={"range": "bytes=6144-18431"})
    assert answer.status_code == 206
    assert answer.content == PACK[6144:18432]
    assert answer.headers["content-range"] == f"bytes 6144-18431/{len(PACK)}"
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize(
    ("asked", "status"), [("bytes=9-3", 416), ("bytes=99999-100000", 416), ("bytes=25599-99999", 206), ("lines=1-2", 200)]
)
def test_strange_ranges(client: TestClient, asked: str, status: int) -> None:
    assert client.get("/assets/first-1.gz", headers={"range": asked}).status_code == status


def test_nothing_but_the_released_files(client: TestClient) -> None:
    for path in ("/../etc/passwd", "/assets/", "/index.html", "/%2e%2e/pyproject.toml"):
        assert client.get(path).status_code == 404
    assert client.post("/demo").status_code == 404


def test_policy_forbids_inline_and_strangers(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "127.0.0.1" not in policy


def test_small_files_go_packed(client: TestClient) -> None:
    answer = client.get("/sw.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.content == ASSETS["sw.js"].data


def test_the_same_release_is_the_same(client: TestClient) -> None:
    found = verify("https://app.example", ASSETS, client)
    assert found.same
    assert (found.release, found.files) == ("abc", 4)


def test_one_changed_byte_and_a_loose_header_are_found() -> None:
    changed = {**ASSETS, "sw.js": Asset("sw.js", b"let a = 2;\n")}
    del changed["assets/first-1.gz"]
    found = verify("http://app.example/", ASSETS, TestClient(build(changed, []), base_url="http://app.example"))
    assert found.differing == ("sw.js",)
    assert found.missing == ("assets/first-1.gz",)
    assert found.loose == ("content-security-policy",)
    assert not found.same


def test_no_server_and_another_site() -> None:
    def down(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    with pytest.raises(HostUnreachable):
        verify("https://x.example/", ASSETS, httpx.Client(transport=httpx.MockTransport(down)))
    other = httpx.MockTransport(lambda _: httpx.Response(200, json={}))
    with pytest.raises(NotAnApp):
        verify("https://x.example/", ASSETS, httpx.Client(transport=other))
