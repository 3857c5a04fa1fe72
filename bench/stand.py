"""A relay process for benchmarks, logs on it, and signed appends made before the clock starts."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from pathlib import Path

import msgspec

from homeward.keys import derive, sign
from homeward.schema import base64url, wire


class Stand:
    """A real relay on a folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.process = subprocess.Popen(
            [sys.executable, "-m", "homeward.cli", "relay", "--data", str(data), "--port", "0", "--work-bits", "0", "--json"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout
        self.port = int(msgspec.json.decode(self.process.stdout.readline())["url"].rpartition(":")[2])
        self.relay = base64url.decode(msgspec.json.decode(self.ask("GET", "/v1"))["relay"], size=16)

    def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """One request. Raises RuntimeError on a refusal."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {said!r}")
        return said

    def log(self) -> BenchLog:
        """A new log."""
        made = BenchLog(self.relay)
        self.ask("POST", "/v1/create", wire.Create(made.key.public, (), derive.sha256(made.token), 0, "").encode())
        return made

    def stop(self) -> None:
        """End the relay."""
        self.process.terminate()
        self.process.wait(30)


class BenchLog:
    """One log's keys."""

    def __init__(self, relay: bytes) -> None:
        self.relay, self.key, self.token = relay, sign.SigningKey.generate(), os.urandom(32)
        self.address = derive.hash_of("homeward/address/v1", relay, self.key.public, b"", derive.sha256(self.token))

    def append(self, *blocks: bytes) -> bytes:
        """The body of an append."""
        message = wire.append_message(self.relay, self.address, [derive.sha256(b) for b in blocks])
        return wire.Append(self.address, 0, self.key.sign(derive.preimage(*message)), blocks).encode()

    def ask(self, position: int, amount: int) -> bytes:
        """The body of a read, wait, index or status."""
        return wire.Read(self.address, self.token, position, amount).encode()
