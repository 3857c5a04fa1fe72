"""Writes the README's figures out of bench/results/*.json, so that no figure is typed by hand. `figures.py --check` only compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


def table() -> str:
    """One row for each bar of every result: what, measured, wanted, held or missed, and the script."""
    lines = ["| measured | | bar | | script |", "|---|--:|--:|---|---|"]
    for path in sorted((ROOT / "bench" / "results").glob("*.json")):
        result = json.loads(path.read_text("utf-8"))
        for bar in result.get("bars", []):
            held = "held" if bar["held"] else "**missed**"
            lines.append(f"| {bar['bar']} | {bar['measured']:g} | {bar['wanted']} | {held} | `bench/{path.stem}.py` |")
    return "\n".join(lines)


def page() -> str:
    """The README with the present figures."""
    text = README.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    if "--check" in sys.argv:
        raise SystemExit(README.read_text("utf-8") != page())
    README.write_text(page(), "utf-8")
