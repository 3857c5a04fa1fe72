"""What the figures were taken on, how much memory a process holds, and tables with their JSON beside them."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import time
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
ROOT = Path(__file__).parent.parent


def machine() -> dict[str, Any]:
    """Processor, cores, load, commit and date."""
    cpu = next(
        (line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), ""
    )
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    return {
        "cpu": cpu, "cores": os.cpu_count(), "python": platform.python_version(), "load": [round(x, 2) for x in os.getloadavg()],
        "commit": commit, "date": time.strftime("%Y-%m-%d", time.gmtime()),
    }  # fmt: skip


def memory_mib(pid: int) -> float:
    """Resident memory of a process, MiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return round(sum(int(line.split()[1]) for line in lines if line.startswith("Rss:")) / 1024, 1)


def report(name: str, rows: list[dict[str, Any]], bars: list[tuple[str, float, str, float]]) -> None:
    """Print rows as a table, then each bar (what, measured, ">=" or "<=", wanted); keep both in results/NAME.json."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    widths = {c: max(len(c), *(len(str(row.get(c, ""))) for row in rows)) for c in columns}
    print("  ".join(c.ljust(widths[c]) for c in columns))
    for row in rows:
        print("  ".join(str(row.get(c, "")).ljust(widths[c]) for c in columns))
    said = []
    for what, measured, sense, wanted in bars:
        held = measured >= wanted if sense == ">=" else measured <= wanted
        said.append({"bar": what, "measured": round(measured, 3), "wanted": f"{sense} {wanted}", "held": held})
        print(f"{'held  ' if held else 'MISSED'}  {what}: {measured:.3f} (wanted {sense} {wanted})")
    RESULTS.mkdir(exist_ok=True)
    out = {"machine": machine(), "rows": rows, "bars": said}
    (RESULTS / f"{name}.json").write_text(json.dumps(out, indent=1, ensure_ascii=False) + "\n")
