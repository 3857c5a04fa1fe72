"""The guide's figures, printed as they are measured: `python bench/guide.py [PACK]`.

Size of pack and engine, time to an answer, time of a whole test; beside docassemble's figures where they exist (facts: docs/for-lawyers.md).
"""

from __future__ import annotations

import gzip
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
ENGINE = ("conditions", "doubts", "evaluate", "facts", "paper")
SEARCH = ("search", "spelling")


def timed(work: Callable[[], object], times: int) -> float:
    """Median milliseconds of `work`."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)


def bundled(names: tuple[str, ...]) -> float:
    """KiB, gzipped, of these TypeScript files as the app's bundler writes them (types and comments gone)."""
    entry = "".join(f'export * from "./src/guide/{n}.ts";' for n in names)
    script = (
        'import { build } from "vite"; const out = await build({ configFile: false, logLevel: "silent", plugins: [{ name: "e", resolveId: (i) => i === "virtual:e" ? i'
        f' : undefined, load: (i) => i === "virtual:e" ? {entry.replace("./src", str(ROOT / "web/src"))!r} : undefined }}],'
        ' build: { write: false, lib: { entry: "virtual:e", formats: ["es"] } } });'
        " process.stdout.write(out[0].output[0].code);"
    )
    node = ROOT / ".venv" / "bin" / "node"
    made = subprocess.run([node, "--input-type=module", "-e", script], cwd=ROOT / "web", capture_output=True, check=True)
    return len(gzip.compress(made.stdout, 9)) / 1024


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
    print(
        f"all paths: {tried.cases} cases, {tried.paths} paths, {tried.boundaries} boundary answers in {time.perf_counter() - start:.2f} s (limit 5)"
    )
    facts = Facts(status=next(iter(bundle.pack.statuses)), act_from=bundle.pack.begins, today=bundle.pack.known_to)
    threat = sorted(bundle.threats)[0]
    phrase = next(p for t in bundle.threats.values() for many in t.phrases.values() for p in many)
    print(
        f"one answer: {timed(lambda: ask(bundle, threat, facts), 50):.2f} ms; one search: {timed(lambda: find(bundle.search, phrase), 50):.2f} ms"
    )
    print(
        f"first question on a device: unpack {timed(lambda: unpack(data), 5):.1f} ms; docassemble: a server first (1.3 GB, 3 minutes to install)"
    )
    print(f"engine in the browser: {bundled(ENGINE):.1f} KiB gzipped (limit 20); search: {bundled(SEARCH):.1f} KiB (limit 30)")


if __name__ == "__main__":
    main()
