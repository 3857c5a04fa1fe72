"""The guide's figures, printed as they are measured: `python bench/guide.py [PACK]`.

Size of pack and engine, time to an answer, time of a whole test; beside docassemble's figures (docs/for-lawyers.md).
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from homeward.guide.compile import compile_draft, pack_bytes, unpack
from homeward.guide.evaluate import ask
from homeward.guide.load import load
from homeward.guide.search import find
from homeward.guide.trial import trial
from homeward.schema.guide_bundle import Facts

ROOT = Path(__file__).parents[1]
DEFAULT = ROOT / "guides" / "ru" / "military-refusal"


def timed(work: Callable[[], object], times: int) -> float:
    """Median milliseconds of `work`."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)


def in_the_browser() -> str:
    """KiB, gzipped, of engine and search as the app's bundler writes them."""
    node, tool = ROOT / ".venv" / "bin" / "node", ROOT / "web" / "tools" / "guide-size.mjs"
    return subprocess.run([node, tool], cwd=ROOT / "web", capture_output=True, check=True, text=True).stdout.strip()


def main() -> None:
    """Print the figures of a pack."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    start = time.perf_counter()
    draft = load(folder)
    bundle = compile_draft(draft)
    compiled = time.perf_counter() - start
    data = pack_bytes(bundle)
    start = time.perf_counter()
    tried = trial(draft)
    print(f"{bundle.pack.id}: {len(data) / 1024:.1f} KiB compressed (limit 60), compiled in {compiled:.2f} s")
    spent = time.perf_counter() - start
    print(f"test: {tried.cases} cases, {tried.paths} paths, {tried.boundaries} boundary answers in {spent:.2f} s (limit 5)")
    facts = Facts(status=next(iter(bundle.pack.statuses)), act_from=bundle.pack.begins, today=bundle.pack.known_to)
    threat = min(bundle.threats)
    phrase = next(p for t in draft.threats.values() for many in t.phrases.values() for p in many)
    answer, search = timed(lambda: ask(bundle, threat, facts), 50), timed(lambda: find(bundle.search, phrase), 50)
    print(f"one answer: {answer:.2f} ms; one search: {search:.2f} ms")
    print(f"first question on a device: {timed(lambda: unpack(data), 5):.1f} ms; docassemble: a server first (1.3 GB, 3 minutes)")
    print(f"in the browser, KiB gzipped (limits 20 and 30): {in_the_browser()}")


if __name__ == "__main__":
    main()
