"""`./run`: the app with a living circle behind it, the story's first weeks on a page, and a record of invented people. Loopback only.

`python -m homeward.story.demo --data DIR [--port N] [--no-browser]`: the app is at N, the story at N + 1, the record's site at N + 2, its
desk at N + 3, the relay at `--relay-port`. Every process it starts is ended with it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
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

from homeward.web.files import released
from homeward.web.host import build

from .host import HostWoman
from .living import LivingCircle
from .narrator import Broken, Story
from .page import render, words
from .stage import ActorFailed, RelayProcess, end

LINES = {
    "ayana": ("Кто слышал своих на этой неделе?", "Юрист отвечает завтра после обеда.", "Напомню: имён частей здесь не пишем."),
    "soelma": ("Мой звонил вчера, голос бодрый.", "Тёплые вещи собраны, едут в субботу."),
    "sayana-new": ("Я с нового телефона, место вернули.", "Ответ из прокуратуры пришёл, прочту вечером."),
}
_PAUSE = 20.0


class FirstWeeks:
    """Plays the story once on a relay of its own, which it kills and starts again; then lets its women go on talking."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.relay = RelayProcess(folder / "relay", folder / "relay.log")
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
        """End every process of the story."""
        self.stopping.set()
        self.story.stop()


class Record:
    """The record of invented people in a process of its own: made once, which takes a minute, then only served."""

    def __init__(self, folder: Path, site: int, desk: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "homeward.cli", "record", "demo", str(folder), "--site-port", str(site), "--port", str(desk), "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def ready(self) -> dict[str, str]:
        """The addresses of site and desk once they answer; nothing when it could not be made."""
        line = self._process.stdout.readline() if self._process.stdout else ""
        return dict(json.loads(line)) if line else {}

    def stop(self) -> None:
        """Ask it to stop."""
        end(self._process)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # So that the demonstration's own processes are ended after this, not left behind.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield


def story_page(weeks: FirstWeeks) -> Starlette:
    """The story's page, with a strict policy: no script at all."""

    async def page(request: Request) -> Response:
        language = "en" if request.query_params.get("lang") == "en" else "ru"
        nonce = secrets.token_urlsafe(12)
        headers = {
            "content-security-policy": f"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'",
            "referrer-policy": "no-referrer",
            "cache-control": "no-store",
        }
        return HTMLResponse(render(weeks.state, language, nonce), headers=headers)

    return Starlette(routes=[Route("/", page)])


def main() -> None:
    """Serve until Ctrl-C."""
    arguments = argparse.ArgumentParser(prog="./run")
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--port", type=int, default=8650)
    arguments.add_argument("--relay-port", type=int, default=8600)
    arguments.add_argument("--no-browser", action="store_true")
    options = arguments.parse_args()
    say = words("en" if os.environ.get("HOMEWARD_LANG") == "en" else "ru")
    live = options.data / "live"
    shutil.rmtree(live, ignore_errors=True)
    live.mkdir(parents=True)
    relay = RelayProcess(live / "relay", live / "relay.log", options.relay_port)
    circle = LivingCircle(live / "circle", relay.url, HostWoman, lambda: int(time.time()) // 86_400)
    weeks, record = FirstWeeks(live / "story"), Record(options.data / "record", options.port + 2, options.port + 3)
    for work in (circle.work, weeks.play):
        threading.Thread(target=work, daemon=True).start()
    app = build(released(), [relay.url], local=True, demo=circle.open_door)
    threading.Thread(target=uvicorn.Server(_config(story_page(weeks), options.port + 1)).run, daemon=True).start()
    address = f"http://127.0.0.1:{options.port}/"
    _tell(say["run-app"], address)
    _tell(say["run-story"], f"http://127.0.0.1:{options.port + 1}/")
    _tell(say["run-relay"], relay.url)
    _tell(say["run-record"], say["run-preparing"])
    threading.Thread(target=_tell_record, args=(record, say), daemon=True).start()
    if not options.no_browser and (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        threading.Thread(target=_open_soon, args=(address,), daemon=True).start()
    try:
        _Server(_config(app, options.port)).run()
    finally:
        record.stop()
        circle.stop()
        weeks.stop()
        relay.stop()


def _tell_record(record: Record, say: dict[str, str]) -> None:
    found = record.ready()
    if not found:
        _tell(say["run-record"], say["run-record-failed"])
        return
    _tell(say["run-record"], found["site"])
    _tell(say["run-desk"], found["desk"])
    _tell(say["run-stop"], "Ctrl-C")


def _tell(name: str, value: str) -> None:
    print(f"  {name:<28}{value}", flush=True)  # noqa: T201


def _config(app: Starlette, port: int) -> uvicorn.Config:
    return uvicorn.Config(app, host="127.0.0.1", port=port, access_log=False, log_level="error", server_header=False, date_header=False)


def _open_soon(url: str) -> None:
    time.sleep(1)
    webbrowser.open(url)


if __name__ == "__main__":
    main()
