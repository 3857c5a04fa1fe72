"""`./run`: one click, and a visitor is in a living circle, hears its talk, sees the board, writes and is answered."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser

from homeward.story.host import HostWoman
from homeward.story.living import LivingCircle
from homeward.web.files import released
from homeward.web.host import build

from .woman import Screen


@pytest.fixture
def demo_url(relay: str, tmp_path: Path) -> Iterator[str]:
    circle = LivingCircle(tmp_path, relay, HostWoman, lambda: int(time.time()) // 86_400)
    thread = threading.Thread(target=circle.work, daemon=True)
    thread.start()
    assert circle.ready.wait(60), circle.failed
    app = build(released(), [relay], local=True, demo=circle.open_door)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, access_log=False, log_level="error"))
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    while not server.started:
        serving.join(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    server.should_exit = True
    serving.join(10)
    circle.stop()


def test_one_click(browser: Browser, demo_url: str, shots: Path) -> None:
    guest = Screen(browser, demo_url, "laptop")
    guest.page.goto(demo_url)
    guest.sees(guest.w("demo"))
    guest.shot(shots, "demo-first")
    guest.press("demo-look")
    guest.sees(guest.w("place-men"), 60_000)
    guest.shot(shots, "demo-home")
    guest.page.locator(".rail").get_by_role("button", name=guest.w("place-chat")).click()
    guest.say("Здравствуйте, я новенькая.")
    guest.sees("Добро пожаловать", 30_000)
    guest.shot(shots, "demo-chat")
    guest.page.locator(".rail").get_by_role("button", name=guest.w("place-men")).click()
    guest.sees("Рыжий")
    guest.shot(shots, "demo-men")
    guest.page.locator(".rail").get_by_role("button", name=guest.w("place-seats")).click()
    guest.sees(guest.w("chain"))
    guest.shot(shots, "demo-seats")
    assert guest.problems == []
    guest.close()


def test_a_second_visitor_comes_in_as_well(browser: Browser, demo_url: str) -> None:
    for _ in range(2):  # two phones on one demonstration: nobody's name keeps the other out
        guest = Screen(browser, demo_url, "laptop")
        guest.page.goto(demo_url)
        guest.press("demo-look")
        guest.sees(guest.w("place-men"), 60_000)
        guest.close()
