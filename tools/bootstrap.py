"""Sets up this checkout and runs or checks it, with nothing but Python's standard library. Everything lands inside the checkout.

`bootstrap.py run [arguments of the demonstration]` · `bootstrap.py test [arguments of pytest]` · `bootstrap.py setup`
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import web

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".home"
TOOLS = HOME / "tools"
VENV = ROOT / ".venv"
POSTGRES = Path("/usr/lib/postgresql")
SABOTAGES = ("words", "two", "order", "history", "freeze", "expel", "cut", "restore", "durability", "ignorance")


def setup() -> None:
    """Install the locked packages into .venv, unless the last run did."""
    stamp = HOME / "stamp"
    locked = (ROOT / "requirements.lock").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    wanted = hashlib.sha256(locked + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and (VENV / "bin" / "homeward").exists():
        return
    HOME.mkdir(exist_ok=True)
    say("Setting up (only the first time, or after an update) …")
    uv = TOOLS / "bin" / "uv"
    if not uv.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(TOOLS)], capture_output=True, text=True, check=False)
        if made.returncode:
            stop(f"Python cannot make a virtual environment here:\n{made.stdout}{made.stderr}\n"
                 "On Debian and Ubuntu: apt install python3-venv. Then run this again.")  # fmt: skip
        check([str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv==0.13.*"])
    env = {
        **os.environ,
        "UV_CACHE_DIR": str(HOME / "uv-cache"),
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_SYSTEM_CERTS": "1",
    }
    python = str(VENV / "bin" / "python")
    if not Path(python).exists():
        check([str(uv), "venv", "--quiet", str(VENV)], env=env)
    install = [str(uv), "pip", "install", "--quiet", "--python", python]
    check([str(uv), "pip", "sync", "--quiet", "--python", python, "--require-hashes", str(ROOT / "requirements.lock")], env=env)
    check([*install, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], env=env)
    stamp.write_text(wanted)


def run(arguments: list[str]) -> int:
    """The demonstration: app with a living circle, story, record."""
    setup()
    if web.build_if_changed():
        stop("The web app could not be built. Is there a network, and room on the disk? Run this again; it goes on where it stopped.")
    return subprocess.run([tool("python"), "-m", "homeward.story.demo", "--data", str(HOME / "demo"), *arguments], check=False).returncode


def system_packages() -> None:
    """A browser and a database server for the tests: from the system's packages where we may, else say how to get them."""
    wanted = {"chromium": shutil.which("chromium") or shutil.which("chromium-browser"), "postgresql": any(POSTGRES.glob("*/bin/postgres"))}
    missing = [name for name, found in wanted.items() if not found]
    if not missing:
        return
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        say(f"Installing {' and '.join(missing)} from the system's packages …")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in ([apt, "update", "-qq"], [apt, "install", "-y", "-qq", "--no-install-recommends", *missing]):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    else:
        say(f"Not here: {', '.join(missing)}. The tests that need them are skipped and say so.")
        say(f"On Debian and Ubuntu: sudo apt install {' '.join(missing)}")


def test(arguments: list[str]) -> int:
    """Every check; prints a summary and all skips. With arguments: only pytest, with them."""
    setup()
    system_packages()
    if web.setup():
        stop("The web app's packages could not be installed. Is there a network? Run this again; it goes on where it stopped.")
    os.chdir(ROOT)
    env = {**web.environment(), "HOMEWARD_LANG": "ru"}
    if arguments:
        return subprocess.run([tool("pytest"), "-ra", *arguments], env=env, check=False).returncode
    pieces: list[tuple[str, list[str]]] = [
        ("lint", [tool("ruff"), "check", "."]),
        ("format", [tool("ruff"), "format", "--check", "."]),
        ("types", [tool("mypy")]),
        ("imports", [tool("lint-imports")]),
        *web.STEPS,
        ("tests", [tool("pytest"), "-q", "-ra", "-n", "2", "--dist", "loadfile"]),
        ("story", [tool("homeward"), "story", "--json"]),
        *((f"sabotage {name}", [tool("homeward"), "story", "--json", "--sabotage", name]) for name in SABOTAGES),
    ]
    results = []
    for name, command in pieces:
        say(f"── {name}")
        started = time.monotonic()
        place = web.WEB if name.startswith("web") else ROOT
        failed = subprocess.run(command, env=env, cwd=place, check=False).returncode != 0
        if name.startswith("sabotage"):
            failed = not failed  # a broken promise must make the story fail
        results.append((name, failed, time.monotonic() - started))
    say("\nSummary")
    for name, failed, seconds in results:
        say(f"  {'FAILED' if failed else 'ok    '} {name} ({seconds:.0f} s)")
    return int(any(failed for _, failed, _ in results))


def tool(name: str) -> str:
    """A program of the checkout's environment."""
    return str(VENV / "bin" / name)


def check(command: list[str], env: dict[str, str] | None = None) -> None:
    """Run, or stop with what went wrong."""
    if subprocess.run(command, env=env, check=False).returncode:
        stop(f"This failed: {' '.join(command)}\nIs there a network, and room on the disk? Run this again; it goes on where it stopped.")


def say(text: str) -> None:
    """Tell the person at once."""
    print(text, flush=True)


def stop(text: str) -> None:
    """Give up with words."""
    print(text, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    action, rest = (sys.argv[1] if len(sys.argv) > 1 else "setup"), sys.argv[2:]
    if action == "setup":
        setup()
    else:
        raise SystemExit({"run": run, "test": test}[action](rest))
