"""The desk with 50,000 pairs in the queue: time from a verdict to the next pair on the screen's side of the socket.

`python -m bench.desk [--pairs 50000] [--decisions 60]`: one line. The bar is 200 ms (RECORD, 'Desk', 2).
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from pathlib import Path

from starlette.testclient import TestClient

from homeward.cli.words import words_in
from homeward.desk.app import make_app
from homeward.record.generate.fill import fill
from homeward.record.generate.invent import invent
from homeward.record.judge import settle
from homeward.record.workspace import Settings, init_workspace
from homeward.schema.record import Pair

PORT, KEY = 8660, "bench"
ORIGIN = f"http://127.0.0.1:{PORT}"


def main() -> None:
    """Fill, decide, print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pairs", type=int, default=50_000)
    arguments.add_argument("--decisions", type=int, default=60)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, init_workspace(Path(folder) / "record", Settings(title="bench")) as workspace:
        reports = len(fill(workspace.store, invent(options.pairs // 2, 1)))
        weights = {"surname": 3.2, "given": 1.5, "born": -1.1, "region": 0.8}
        chance = [0.06 + 0.88 * (n * 7919 % 10_007) / 10_007 for n in range(reports)]
        pairs = [Pair(left=n, right=n + 1, probability=chance[n], weights=weights) for n in range(1, reports)]
        workspace.store.links.complete("{}", pairs[: options.pairs], {}, {})
        settle(workspace.store)
        app = make_app(workspace, {language: words_in(language) for language in ("ru", "en")}, PORT, KEY)
        client = TestClient(app, base_url=ORIGIN, headers={"origin": ORIGIN})
        client.get("/enter", params={"key": KEY})
        began = time.perf_counter()
        client.post("/who", data={"name": "bench"})
        loading = time.perf_counter() - began
        text, took = client.get("/pairs").text, []
        for _ in range(options.decisions):
            found = re.search(r'action="(/pairs/\d+/\d+)"', text)
            assert found, "the queue ended"
            began = time.perf_counter()
            text = client.post(found[1], data={"verdict": "different"}).text
            took.append((time.perf_counter() - began) * 1000)
    took.sort()
    print(
        f"desk, {options.pairs} pairs of {reports} reports: verdict to next pair median {statistics.median(took):.0f} ms,"
        f" 95 % {took[int(len(took) * 0.95)]:.0f} ms, worst {took[-1]:.0f} ms (bar 200 ms); queue loaded once in {loading * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
