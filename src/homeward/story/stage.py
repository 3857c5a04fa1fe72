"""Starting and stopping the story's processes: the relay and one process for each woman. Ends only what it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec


class ActorFailed(Exception):
    """An order was refused; `name` is the error's class."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"{name}: {detail}")
        self.name = name


class Woman:
    """A member's process. `ask("say", text=...)` sends an order and waits for its answer."""

    def __init__(self, folder: Path, sabotage: str) -> None:
        env = {**os.environ, "HOMEWARD_UNSAFE_SABOTAGE": sabotage}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "homeward.story.actor", str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
        )

    def send(self, do: str, **fields: Any) -> None:
        """Send an order without waiting."""
        assert self._process.stdin
        self._process.stdin.write(msgspec.json.encode({"do": do, **fields}).decode() + "\n")
        self._process.stdin.flush()

    def hear(self) -> Any:
        """The answer to the oldest order. Raises ActorFailed."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise ActorFailed("died", str(self._process.wait()))
        answer = msgspec.json.decode(line)
        if "error" in answer:
            raise ActorFailed(answer["error"], answer["detail"])
        return answer["ok"]

    def ask(self, do: str, **fields: Any) -> Any:
        """Send an order and hear its answer."""
        self.send(do, **fields)
        return self.hear()

    def stop(self) -> None:
        """End the process."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def end(process: subprocess.Popen[str]) -> None:
    """Ask a process of ours to stop; make it stop when it does not."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class RelayProcess:
    """A real relay on a folder; the port is kept over restarts."""

    def __init__(self, folder: Path, log: Path, port: int = 0) -> None:
        self.folder, self._log, self.port = folder, log, port
        self.url = ""
        self.start()

    def start(self) -> None:
        """Start, and wait until it says its address."""
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "homeward.cli", "relay", "--data", str(self.folder), "--port", str(self.port), "--work-bits", "8",
                 "--json"],
                stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip
        assert self._process.stdout
        said = msgspec.json.decode(self._process.stdout.readline())
        self.url = said["url"]
        self.port = int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        """As by a power cut."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        """Ask it to stop."""
        end(self._process)
