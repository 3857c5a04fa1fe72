"""Durable appends a second at 1, 10 and 100 connections, beside the floor: bare ASGI and SQLite, same block size, same sync.

python -m bench.appends
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

import uvloop

from bench import peers
from bench.load import post_all
from bench.machine import report
from bench.stand import Stand
from homeward.schema.wire import SMALL

SECONDS = 3.0
ROUNDS = 3
MOST = 4_000  # appends a connection: below a writer's day


def main() -> None:
    """Measure and print."""
    scripts = peers.folder()
    rows: list[dict[str, object]] = []
    bars: list[tuple[str, float, str, float]] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("HOMEWARD_BENCH_DISK")) as folder:
        relay = Stand(Path(folder) / "relay")
        floor = peers.Floor(scripts, Path(folder)) if scripts else None
        try:
            for connections in (1, 10, 100):
                ours: list[dict[str, float]] = []
                theirs: list[dict[str, float]] = []
                for _ in range(ROUNDS):
                    each = min(MOST, 24_000 // connections)
                    made = [[log.append(os.urandom(SMALL)) for _ in range(each)] for log in (relay.log() for _ in range(connections))]
                    ours.append(uvloop.run(post_all(relay.port, "/v1/append", made, SECONDS)))
                    if floor:
                        plain = [[os.urandom(SMALL)] * each for _ in range(connections)]
                        theirs.append(uvloop.run(post_all(floor.port, "/g/1", plain, SECONDS)))
                best = sorted(ours, key=lambda r: r["per_second"])[ROUNDS // 2]
                row: dict[str, object] = {"connections": connections, **best}
                if theirs:
                    ratio = statistics.median(o["per_second"] / t["per_second"] for o, t in zip(ours, theirs, strict=True))
                    median = sorted(theirs, key=lambda r: r["per_second"])[ROUNDS // 2]
                    row |= {"floor_per_second": median["per_second"], "floor_p50": median["p50"], "of_floor": round(ratio, 2)}
                    bars.append((f"share of the durable floor at {connections} connections", ratio, ">=", 0.4))
                rows.append(row)
        finally:
            relay.stop()
            if floor:
                floor.stop()
    report("appends", rows, bars)
    if not scripts:
        print(peers.missing(), file=sys.stderr)


if __name__ == "__main__":
    main()
