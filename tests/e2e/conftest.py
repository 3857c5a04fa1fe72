"""A real relay, the app's own host and a real Chromium for the tests of screens."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from homeward.story.stage import RelayProcess
from homeward.web.errors import AppMissing
from homeward.web.files import released
from homeward.web.host import build

CHROMIUM = os.environ.get("HOMEWARD_CHROMIUM") or shutil.which("chromium") or ""
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
)  # fmt: skip


@pytest.fixture(scope="session")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("relay")
    process = RelayProcess(folder / "relay", folder / "relay.log")
    yield process.url
    process.stop()


@pytest.fixture(scope="session")
def app_url(relay: str) -> Iterator[str]:
    try:
        assets = released()
    except AppMissing:
        pytest.skip("the web app is not built: just web-build")
    config = uvicorn.Config(build(assets, [relay], local=True), host="127.0.0.1", port=0, access_log=False, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")  # not longer: its event loop would stand in the way of other tests of this process
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine (HOMEWARD_CHROMIUM names one)")
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(_QUIET))
        yield made
        made.close()


@pytest.fixture(scope="session")
def shots() -> Path:
    folder = Path(os.environ.get("HOMEWARD_SHOTS", "/tmp/homeward-shots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """What every open screen shows when a test fails, beside the other pictures."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when != "call" or not report.failed or "browser" not in getattr(item, "funcargs", {}):
        return
    folder = Path(os.environ.get("HOMEWARD_SHOTS", "/tmp/homeward-shots"))
    for c, context in enumerate(item.funcargs["browser"].contexts):
        for p, page in enumerate(context.pages):
            page.screenshot(path=folder / f"failed-{item.name}-{c}-{p}.png")
