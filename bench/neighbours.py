"""One writer at 1,000 blocks a minute, and ten thousand knocks at a door: what others' appends take meanwhile.

python -m bench.neighbours
"""

from __future__ import annotations

import asyncio
import http.client
import multiprocessing
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.load import post_all
from bench.machine import report
from bench.stand import Stand
from homeward.schema import wire

SECONDS = 6.0


def others(stand: Stand) -> dict[str, float]:
    """Five neighbours, each appending as fast as she is answered."""
    made = [[log.append(os.urandom(wire.SMALL)) for _ in range(400)] for log in (stand.log() for _ in range(5))]
    return asyncio.run(post_all(stand.port, "/v1/append", made, SECONDS))


def _press(port: int, bodies: list[bytes], pause: float) -> None:
    """In a process of its own: one append every `pause` seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for body in bodies:
        connection.request("POST", "/v1/append", body)
        connection.getresponse().read()
        time.sleep(pause)


def main() -> None:
    """Measure and print."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("HOMEWARD_BENCH_DISK")) as folder:
        stand = Stand(Path(folder) / "relay")
        try:
            rows.append({"what": "alone", **others(stand)})
            log, door = stand.log(), stand.log()
            flood = [log.append(os.urandom(wire.SMALL)) for _ in range(200)]
            knocks = [door.append(os.urandom(wire.SMALL)) for _ in range(1_200)]
            for name, bodies, pause in (("one writes 1,000 a minute", flood, 0.06), ("10,000 knocks a minute", knocks, 0.006)):
                other = multiprocessing.Process(target=_press, args=(stand.port, bodies, pause))
                other.start()
                rows.append({"what": name, **others(stand)})
                other.terminate()
                other.join()
        finally:
            stand.stop()
    bars = [(f"{row['what']}: others' p50, times", row["p50"] / rows[0]["p50"], "<=", 2.0) for row in rows[1:]]
    report("neighbours", rows, bars)


if __name__ == "__main__":
    main()
