"""`./run`: a relay, the story's circle alive behind it, and a plain page that shows both. Loopback only.

`python -m homeward.story.demo --data DIR [--port N] [--relay-port N] [--no-browser] [--once]`
"""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import shutil
import signal
import threading
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from .narrator import Broken, Story
from .page import render
from .stage import ActorFailed, RelayProcess

LINES = {
    "ayana": ("Кто слышал своих на этой неделе?", "Юрист отвечает завтра после обеда.", "Напомню: имён частей здесь не пишем."),
    "soelma": ("Мой звонил вчера, голос бодрый.", "Тёплые вещи собраны, едут в субботу."),
    "sayana-new": ("Я с нового телефона, место вернули.", "Ответ из прокуратуры пришёл, прочту вечером."),
}
_PAUSE = 20.0


class Demonstration:
    """Plays the story once, then lets its women go on talking until told to stop."""

    def __init__(self, folder: Path, relay_port: int) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.relay = RelayProcess(folder / "relay", folder / "relay.log", relay_port)
        self.story = Story(folder, lambda *_: None, "", self.relay)
        self.state: dict[str, Any] = {"relay": self.relay.url, "steps": self.story.steps, "done": False, "failed": ""}
        self.stopping = threading.Event()

    def play(self) -> None:
        """The story, then talk."""
        try:
            self.story.play()
        except Broken as broken:
            self.state["failed"] = str(broken)
            return
        self.state["done"] = True
        number = 0
        while not self.stopping.is_set():
            for name, lines in LINES.items():
                try:
                    self.story.woman(name).ask("say", text=lines[number % len(lines)])
                    self.state["circle"] = self.story.woman("ayana").ask("look")
                except ActorFailed as failed:
                    self.state["failed"] = str(failed)
                if self.stopping.wait(_PAUSE):
                    return
            number += 1

    def stop(self) -> None:
        """End every process of the demonstration."""
        self.stopping.set()
        self.story.stop()


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # So that the demonstration's own processes are ended after this, not left behind.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield


def app_of(demonstration: Demonstration) -> Starlette:
    """The page, with a strict policy: no script at all."""

    async def page(request: Request) -> Response:
        language = "en" if request.query_params.get("lang") == "en" else "ru"
        nonce = secrets.token_urlsafe(12)
        headers = {
            "content-security-policy": f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'",
            "referrer-policy": "no-referrer",
            "cache-control": "no-store",
        }
        return HTMLResponse(render(demonstration.state, language, nonce), headers=headers)

    return Starlette(routes=[Route("/", page)])


def main() -> None:
    """Serve until Ctrl-C."""
    arguments = argparse.ArgumentParser(prog="./run")
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--port", type=int, default=8650)
    arguments.add_argument("--relay-port", type=int, default=8600)
    arguments.add_argument("--no-browser", action="store_true")
    options = arguments.parse_args()
    demonstration = Demonstration(options.data, options.relay_port)
    thread = threading.Thread(target=demonstration.play, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{options.port}/"
    print(f"Homeward: {url}   (Ctrl-C)", flush=True)  # noqa: T201
    if not options.no_browser and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        threading.Thread(target=_open_soon, args=(url,), daemon=True).start()
    config = uvicorn.Config(app_of(demonstration), host="127.0.0.1", port=options.port, access_log=False, log_level="error")
    try:
        _Server(config).run()
    finally:
        demonstration.stop()


def _open_soon(url: str) -> None:
    time.sleep(1)
    webbrowser.open(url)


if __name__ == "__main__":
    main()
