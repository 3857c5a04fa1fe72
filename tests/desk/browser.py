"""A real Chromium for the end-to-end tests: Debian's, or Playwright's own; axe-core from npm into a cache; skips that say why."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
AXE = "axe-core@4.10.3"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str:
    """Where Chromium is; skips the test where it is not."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium): desk and site were not tested in a browser")
    return found


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser, closed at the end."""
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def axe_source() -> str:
    """The text of axe-core, fetched once by npm; skips the test where that is not possible."""
    place = ROOT / ".home" / "axe"
    script = place / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        npm = ROOT / ".venv" / "bin" / "npm"
        if not npm.exists():
            pytest.skip("no npm in .venv: accessibility was not tested with axe-core")
        place.mkdir(parents=True, exist_ok=True)
        env = {**os.environ, "PATH": f"{npm.parent}:{os.environ['PATH']}"}
        made = subprocess.run(
            [str(npm), "install", "--prefix", str(place), "--ignore-scripts", "--no-audit", "--no-fund", AXE],
            capture_output=True,
            text=True,
            env=env,
            check=False,
        )
        if made.returncode or not script.exists():
            pytest.skip(f"axe-core could not be fetched: accessibility was not tested ({made.stderr[-200:]})")
    return script.read_text("utf-8")


def violations(page: Any, source: str) -> list[str]:
    """What axe finds against WCAG 2.2 AA, as readable lines. The page's own policy stays; axe comes in by the debugger."""
    page.evaluate(source)
    found = page.evaluate("() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})")
    return [f"{v['id']}: {n['target']} {n['html'][:120]}" for v in found["violations"] for n in v["nodes"]]


def overflow(page: Any) -> int:
    """How many pixels the page is wider than the window."""
    wide: int = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    return max(0, wide)
