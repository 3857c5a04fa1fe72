"""The app opens through a network that freezes each connection after 16 KB, or 8 KB; afterwards it opens without any network."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .wall import wall
from .woman import Screen

FIRST_PACK = """async () => {
  const { sha256 } = await (await fetch("./hashes.json")).json();
  return Object.keys(sha256).find((path) => path.includes("/first-"));
}"""


@pytest.mark.parametrize("limit", [16_384, 8_192])
def test_first_open(browser: Browser, app_url: str, limit: int) -> None:
    with wall(app_url, limit) as (network, url):
        one = Screen(browser, url)
        one.page.goto(url, wait_until="commit")
        expect(one.page.get_by_role("heading", level=1)).to_be_visible(timeout=60_000)
        assert network.most <= limit
        assert one.page.evaluate("() => Boolean(navigator.serviceWorker.controller)")
        one.close()


def test_without_pieces_it_would_not_open(browser: Browser, app_url: str) -> None:
    """That the wall is one: the same host asked for a whole file through it never finishes."""
    with wall(app_url, 16_384) as (network, url):
        one = Screen(browser, url)
        one.page.goto(app_url)
        one.page.wait_for_selector("h1")
        pack = one.page.evaluate(FIRST_PACK)
        one.page.evaluate("(url) => fetch(url, { signal: AbortSignal.timeout(3000), mode: 'no-cors' }).catch(String)", url + pack)
        one.page.wait_for_timeout(500)
        assert network.frozen >= 1
        one.close()


def test_second_start_offline(browser: Browser, app_url: str, shots: Path) -> None:
    one = Screen(browser, app_url)
    one.first_visit()
    one.sees(one.w("circles-none"))
    one.page.wait_for_timeout(1_500)  # the later pack
    one.context.set_offline(True)
    one.page.reload()
    one.page.locator("[name=words]").wait_for()
    started = one.page.evaluate("() => performance.now()")
    one.unlock()
    one.sees(one.w("circles-none"))
    one.press("settings")
    one.sees(one.w("set-tries"))
    one.shot(shots, "offline")
    assert started < 10_000
    assert one.problems == []
    one.close()
