"""The same source gives the same bytes, and the first use stays small."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tools.web import WEB, environment

from .test_together import needs_web

pytestmark = needs_web


def build(place: Path) -> dict[str, bytes]:
    for command in (["npx", "vite", "build", "--outDir", str(place), "--logLevel", "error"], ["node", "tools/pieces.mjs", str(place)]):
        subprocess.run(command, cwd=WEB, env=environment(), check=True)
    return {str(p.relative_to(place)): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    first, second = build(tmp_path / "one"), build(tmp_path / "two")
    assert first == second
    assert "index.html" in first
    assert not [name for name, data in first.items() if str(WEB).encode() in data]  # nothing about where it was built
