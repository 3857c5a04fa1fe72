"""The peers a figure is printed beside: scripts in the folder HOMEWARD_PEERS, run with the Python HOMEWARD_PEERS_PYTHON (one that has
matrix-synapse and aiohttp; only Synapse needs it). Without the setting a benchmark prints its own figures and says so."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def folder() -> Path | None:
    """Where the peers' scripts are, or None."""
    said = os.environ.get("HOMEWARD_PEERS", "")
    return Path(said) if said and Path(said).is_dir() else None


def missing() -> str:
    """What to tell when there are no peers."""
    return "no peers beside these figures: set HOMEWARD_PEERS to the folder of floor_server.py and synapse_bench.py"


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port: int = s.getsockname()[1]
        return port


class Floor:
    """The least server that could be a relay: bare ASGI, one SQLite writer, group commit, no checks."""

    def __init__(self, scripts: Path, data: Path) -> None:
        self.port = free_port()
        env = {**os.environ, "FLOOR_STORE": "sqlite-group", "FLOOR_DB": str(data / "floor.db"), "PYTHONPATH": str(scripts)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "floor_server:raw", "--port", str(self.port), "--log-level", "error", "--no-access-log"],
            env=env,
        )
        for _ in range(200):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("the floor server does not answer")

    def stop(self) -> None:
        """End it."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(10)


def synapse(scripts: Path, work: Path) -> dict[str, Any] | None:
    """Synapse on SQLite in a room of two: sends and delivery. None without a Python that has it."""
    python = os.environ.get("HOMEWARD_PEERS_PYTHON", "")
    if not python or not Path(python).exists():
        return None
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    out = work / "synapse.json"
    subprocess.run(
        [python, str(scripts / "synapse_bench.py"), "--synapse-python", python, "--dir", str(work / "run"), "--db", "sqlite", "--port",
         str(free_port()), "--sizes", "2", "--sends", "150", "--deliveries", "60", "--history", "0", "--repeat", "1", "--tries", "1",
         "--patience", "0", "--out", str(out)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    found = json.loads(out.read_text())
    room = found["rooms"]["2"]
    return {
        "what": found["what"], "sends": room["send_seq"][0]["sends_per_s"], "sends_p50": room["send_seq"][0]["p50_ms"],
        "sends_10": room["send_conc"][0]["sends_per_s"], "delivery_p50": room["deliver_one"][0]["each"]["p50_ms"],
        "delivery_p95": room["deliver_one"][0]["each"]["p95_ms"], "delivery_p99": room["deliver_one"][0]["each"]["p99_ms"],
        "memory": found["mem_idle"]["synapse"]["rss_mib"],
    }  # fmt: skip
