"""Runs the real `homeward` command in processes of its own, against a real relay, as a person at a keyboard would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cast import Person

COMMAND = [sys.executable, "-m", "homeward.cli"]


def environment(language: str = "ru", **more: str) -> dict[str, str]:
    """The surroundings of a command: fast vaults, one language, no colours."""
    return {**os.environ, "HOMEWARD_UNSAFE_FAST_VAULT": "1", "HOMEWARD_LANG": language, "PYTHONUTF8": "1", **more}


@contextmanager
def relay(folder: Path, *options: str) -> Iterator[str]:
    """A relay process on a free port; its URL."""
    process = subprocess.Popen(
        [*COMMAND, "relay", "--data", str(folder), "--port", "0", "--work-bits", "4", "--json", *options],
        stdout=subprocess.PIPE, env=environment(), text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        yield json.loads(process.stdout.readline())["url"]
    finally:
        process.terminate()
        assert process.wait(20) == 0


class Refused(Exception):
    """The command said no: its JSON, and its exit code."""

    def __init__(self, says: dict[str, Any], code: int) -> None:
        super().__init__(says)
        self.says, self.code = says, code


@dataclass
class Woman:
    """One member at her own keyboard, with a vault in a folder of her own."""

    who: Person
    home: Path
    language: str = "ru"

    def run(self, *arguments: str, json_: bool = True) -> str:
        """What a command prints. Raises Refused."""
        done = subprocess.run(self._call(*arguments, json_=json_), env=self._env(), capture_output=True, text=True, timeout=90, check=False)
        if done.returncode:
            said = done.stdout.strip().splitlines()
            raise Refused(json.loads(said[-1]) if json_ and said else {"says": done.stderr}, done.returncode)
        return done.stdout

    def ask(self, *arguments: str) -> dict[str, Any]:
        """The JSON a command answers with (its last line)."""
        return dict(json.loads(self.run(*arguments).strip().splitlines()[-1]))

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A command that goes on in the background."""
        return subprocess.Popen(self._call(*arguments), env=self._env(), stdout=subprocess.PIPE, text=True)

    def _call(self, *arguments: str, json_: bool = True) -> list[str]:
        tail = ["--home", str(self.home), *(["--json"] if json_ else [])]
        return [*COMMAND, "circle", *arguments, *tail]

    def _env(self) -> dict[str, str]:
        return environment(self.language, HOMEWARD_PASSPHRASE=self.who.passphrase)


def words_of(knock: subprocess.Popen[str], voucher: str) -> str:
    """The six words a knocking device shows for one voucher."""
    assert knock.stdout
    for line in knock.stdout:
        said = json.loads(line)
        if said.get("voucher") == voucher:
            return " ".join(said["words"])
    raise AssertionError(f"no words for {voucher}")
