"""The long runs: hours of work in small steps that can be stopped and taken up again. State lies in .home/long, the latest result of
each run in docs/assurance.md.

`long.py kills` kills relay and member 500 times each; `long.py histories` plays 10,000 histories of a
circle's membership. `long.py NAME --count N` overrides. A run is one line in RUNS: a step that takes
a number and raises AssertionError when a promise broke.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
STATE = ROOT / ".home" / "long"
PAGE = ROOT / "docs" / "assurance.md"
Step = Callable[[int], bool]


@contextmanager
def relay_kills() -> Iterator[Step]:
    """One kill of a relay's store at a write step."""
    from tests.kills import relay_kill

    with tempfile.TemporaryDirectory() as folder:
        yield lambda number: relay_kill.once(Path(folder) / str(number // 50), number)


@contextmanager
def member_kills() -> Iterator[Step]:
    """One kill of a member's program at a write step, against a real relay. A new pair of women every twenty."""
    from tests.crowd import OverHttp
    from tests.kills.member_kill import Pair
    from tests.relay.faces import serving

    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "relay") as relay:
        pairs: dict[int, Pair] = {}

        def step(number: int) -> bool:
            group = number // 20
            if group not in pairs:
                pairs.clear()
                pairs[group] = Pair(Path(folder) / f"ayana-{number}", OverHttp(relay.url, relay.relay, seed=number))
            return pairs[group].once(number)

        yield step


@contextmanager
def histories() -> Iterator[Step]:
    """A hundred histories of a circle: concurrent, offline, reordered, on two relays, with restarts."""
    from tests.circle.test_membership import play

    def step(number: int) -> bool:
        play(100, from_seed=number)
        return False

    yield step


# Section of docs/assurance.md -> what each part does, its maker, how many steps a full run has.
RUNS: dict[str, tuple[str, list[tuple[str, Callable[[], Any], int]]]] = {
    "histories": ("Histories", [("membership, a hundred each", histories, 100)]),
    "kills": ("Kills", [("relay", relay_kills, 500), ("member", member_kills, 500)]),
}


def run(name: str, count: int | None) -> int:
    """Go on with a run until it is complete; how many steps failed."""
    title, parts = RUNS[name]
    state = _load(name)
    for part, make, full in parts:
        wanted, done = count or full, state.setdefault(part, {"done": 0, "died": 0, "failed": []})
        if done["done"] >= wanted:
            continue
        with make() as step:
            while done["done"] < wanted:
                number = done["done"]
                try:
                    done["died"] += bool(step(number))
                except (AssertionError, ExceptionGroup) as broken:
                    done["failed"].append({"step": number, "says": str(broken)[:300]})
                done["done"] += 1
                _save(name, state)
                if done["done"] % 10 == 0 or done["done"] == wanted:
                    print(f"{name} {part}: {done['done']} of {wanted}, {len(done['failed'])} failed", flush=True)
    # A resumed run may have crossed commits of one day; the section names the last.
    lines = [f"| {part} | {state[part]['done']} | {state[part]['died']} | {len(state[part]['failed'])} |" for part, _, _ in parts]
    lines += [f"\nStep {f['step']} of {part} failed: {f['says']}" for part, _, _ in parts for f in state[part]["failed"]]
    write_section(title, "| part | steps | ended by the kill | failed |\n|---|---|---|---|\n" + "\n".join(lines))
    return sum(len(state[part]["failed"]) for part, _, _ in parts)


def write_section(title: str, body: str) -> None:
    """Put a result with date and commit into docs/assurance.md, in the place of the section's last one."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    head = "# Assurance: results of the long runs\n\n`just long` makes them; each can be stopped and taken up again.\n"
    page = PAGE.read_text("utf-8") if PAGE.exists() else head
    sections = page.split("\n## ")
    kept = [s for s in sections[1:] if not s.startswith(f"{title}\n")]
    kept.append(f"{title}\n\n{time.strftime('%Y-%m-%d', time.gmtime())}, commit {commit}.\n\n{body}\n")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text("\n## ".join([sections[0], *sorted(kept)]), "utf-8")


def _load(name: str) -> dict[str, Any]:
    path = STATE / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def _save(name: str, state: dict[str, Any]) -> None:
    STATE.mkdir(parents=True, exist_ok=True)
    fresh = STATE / f"{name}.json.new"
    fresh.write_text(json.dumps(state))
    fresh.replace(STATE / f"{name}.json")


def main() -> None:
    """Run what was named, or everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="*", choices=[[], *RUNS], default=[])
    parser.add_argument("--count", type=int, help="steps of each part, instead of a full run")
    parser.add_argument("--afresh", action="store_true", help="forget where the last run stopped")
    asked = parser.parse_args()
    failed = 0
    for name in asked.runs or RUNS:
        if asked.afresh:
            (STATE / f"{name}.json").unlink(missing_ok=True)
        failed += run(name, asked.count)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
