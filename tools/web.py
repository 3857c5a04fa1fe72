"""Sets up and checks the web app with the Node that lies in .venv. Only Python's standard library.

`web.py setup` installs the locked packages when they changed · `web.py check` runs every step · `web.py build` builds the app.
`STEPS` is for tools/bootstrap.py: (name, command) in order, each to be run in `WEB` with `environment()`.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
BIN = ROOT / ".venv" / "bin"
STEPS: list[tuple[str, list[str]]] = [
    ("web types", ["npm", "run", "-s", "types"]),
    ("web lint", ["npm", "run", "-s", "lint"]),
    ("web format", ["npm", "run", "-s", "format:check"]),
    ("web unused", ["npm", "run", "-s", "unused"]),
    ("web tests", ["npm", "run", "-s", "test"]),
    ("web build", ["npm", "run", "-s", "build"]),
]


def environment() -> dict[str, str]:
    """The environment with the checkout's own Node first."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "NO_UPDATE_NOTIFIER": "1"}


def setup() -> int:
    """`npm ci --ignore-scripts`, unless the lock has not changed since the last time."""
    stamp = WEB / "node_modules" / ".stamp"
    wanted = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    code = subprocess.run(command, cwd=WEB, env=environment(), check=False).returncode
    if code == 0:
        stamp.write_text(wanted)
    return code


def build_if_changed() -> int:
    """Build the app, unless its sources are those of the last build: a second start takes seconds. The number of failures."""
    stamp = ROOT / ".home" / "web-stamp"
    own = [p for p in WEB.rglob("*") if "node_modules" not in p.parts]
    sources = sorted(p for p in (*own, *(ROOT / "i18n").rglob("*.ftl"), *(ROOT / "spec" / "words").iterdir()) if p.is_file())
    wanted = hashlib.sha256(b"".join(hashlib.sha256(p.read_bytes()).digest() + str(p).encode() for p in sources)).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and (ROOT / "src" / "homeward" / "_web" / "hashes.json").exists():
        return 0
    failures = check([step for step in STEPS if step[0] == "web build"])
    if failures == 0:
        stamp.write_text(wanted)
    return failures


def check(steps: list[tuple[str, list[str]]]) -> int:
    """Run steps, print what each took; the number of failures."""
    failures = setup()
    for name, command in [] if failures else steps:
        started = time.monotonic()
        failed = subprocess.run(command, cwd=WEB, env=environment(), check=False).returncode != 0
        failures += failed
        print(f"  {'FAILED' if failed else 'ok    '} {name} ({time.monotonic() - started:.0f} s)", flush=True)
    return failures


if __name__ == "__main__":
    action = sys.argv[1] if len(sys.argv) > 1 else "check"
    if action == "setup":
        raise SystemExit(setup())
    raise SystemExit(min(1, check([s for s in STEPS if action == "check" or s[0] == f"web {action}"])))
