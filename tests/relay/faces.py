"""Two ways to ask the same relay: its application called in this process, and a real server process over a socket."""

from __future__ import annotations

import asyncio
import http.client
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import msgspec

from homeward.relay.app import App
from homeward.relay.fanout import Fanout
from homeward.relay.service import Relay
from homeward.relay.settings import Settings
from homeward.relay.sqlite import SqliteStore
from homeward.schema import base64url
from tests.relay.keyed import KeyedLog

Answer = tuple[int, dict[str, str], bytes]


class Face(Protocol):
    """A relay that can be asked."""

    relay: bytes

    def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """Status, headers, body."""


def post(face: Face, name: str, body: bytes) -> bytes:
    """The answer of a POST that must succeed."""
    status, _, said = face.ask("POST", f"/v1/{name}", body)
    assert status == 200, said
    return said


def refusal(face: Face, name: str, body: bytes) -> tuple[int, str]:
    """Status and name of a refusal; it has words and a hint."""
    status, _, said = face.ask("POST", f"/v1/{name}", body)
    parts = msgspec.json.decode(said)
    assert status >= 400 and parts["says"] and parts["hint"], said
    return status, parts["error"]


def made(face: Face, **shape: Any) -> KeyedLog:
    """A log that exists."""
    log = KeyedLog(face.relay, **shape)
    post(face, "create", log.create())
    return log


class InProcess:
    """The application itself on a loop of its own; `day` can be turned."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.day = 20_000
        given = Settings(data=folder, **{"work_bits": 0, **settings})
        self.store = SqliteStore(folder, max_bytes=given.max_bytes, max_logs=given.max_logs)
        self.relay, self.fanout = self.store.relay, Fanout()
        self.app = App(Relay(self.store, given, lambda: self.day, self.fanout))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Any) -> Any:
        """Carry a coroutine out on the relay's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """One request."""
        return self.run(self._ask(method, path, body))  # type: ignore[no-any-return]

    async def _ask(self, method: str, path: str, body: bytes) -> Answer:
        sent: list[dict[str, Any]] = []
        asked = False

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if asked:
                await asyncio.Event().wait()
            asked = True
            return {"type": "http.request", "body": body}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        path, _, query = path.partition("?")
        await self.app({"type": "http", "method": method, "path": path, "query_string": query.encode()}, receive, send)
        headers = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        return sent[0]["status"], headers, b"".join(m.get("body", b"") for m in sent[1:])

    def stop(self) -> None:
        """Close everything."""
        self.store.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Server:
    """A real relay process. Everything it prints is in `printed` after `stop` or `kill`."""

    def __init__(self, folder: Path, *options: str, limit: Callable[[], None] | None = None, **env: str) -> None:
        self.folder, self.printed = folder, ""
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed when it is over)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "homeward.cli", "relay", "--data", str(folder), "--port", "0", "--work-bits", "0", "--json", *options],
            stdout=subprocess.PIPE, stderr=self._errors, text=True, env={**os.environ, **env}, preexec_fn=limit,
        )  # fmt: skip
        assert self.process.stdout
        line = self.process.stdout.readline()
        self.printed += line
        self.up = bool(line) and "url" in line
        if self.up:
            self.url: str = msgspec.json.decode(line)["url"]
            self.port = int(self.url.rpartition(":")[2])
            self.relay = base64url.decode(msgspec.json.decode(self.ask("GET", "/v1")[2])["relay"], size=16)

    def ask(self, method: str, path: str, body: bytes = b"", timeout: float = 60) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, {"User-Agent": "MARK-AGENT/9"})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self.process.terminate()
        return self._over()

    def kill(self) -> None:
        """As by a power cut."""
        self.process.kill()
        self._over()

    def _over(self) -> int:
        assert self.process.stdout
        try:
            code = self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        self.printed += self.process.stdout.read()
        self._errors.seek(0)
        self.printed += self._errors.read()
        self._errors.close()
        self.process.stdout.close()
        return code


@contextmanager
def serving(folder: Path, *options: str, **rest: Any) -> Iterator[Server]:
    """A server for a while."""
    server = Server(folder, *options, **rest)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()
