"""Writes spec/vectors from the code: every file anew, the same bytes every time. `--check` only says what is stale.

The expectation of every refusal is written by hand in tools/vectors; the code must agree before a file is written.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]

from tools.vectors import ALL, bases, tree  # noqa: E402
from tools.vectors.case import Case  # noqa: E402
from tools.vectors.sealed import KEEPER  # noqa: E402

PLACE = Path(__file__).parents[1] / "spec" / "vectors"


def files() -> dict[str, str]:
    """Every file of spec/vectors by its path there."""
    made: dict[str, str] = {}
    for module in ALL:
        for case in module.cases():
            name = f"{case.kind}/{case.name}.json"
            assert name not in made, name
            made[name] = _text(case)
    for name, base in bases().items():
        made[f"base/{name}.json"] = json.dumps(base.document(), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    made["base/tree.json"] = json.dumps(tree(), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    made["base/sealed.json"] = KEEPER.text()
    return made


def _text(case: Case) -> str:
    head = {"class": case.kind, "name": case.name, "says": case.says}
    body = {"input": case.input, "expect": case.expect}
    lines = [
        f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=_needs_ascii(case), separators=(',', ':'))}" for k, v in {**head, **body}.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _needs_ascii(case: Case) -> bool:
    return case.kind in ("canonical", "name")


def main() -> int:
    """Write, or compare."""
    made = files()
    there = {str(p.relative_to(PLACE)): p.read_text("utf-8") for p in PLACE.rglob("*.json")}
    stale = sorted(n for n in made.keys() | there.keys() if made.get(n) != there.get(n))
    if "--check" in sys.argv:
        print("\n".join(stale) or "up to date")
        return bool(stale)
    for name in stale:
        if name in made:
            (PLACE / name).parent.mkdir(parents=True, exist_ok=True)
            (PLACE / name).write_text(made[name], "utf-8")
        else:
            (PLACE / name).unlink()
    print(f"{len(made)} files, {sum(map(len, made.values())):,} characters, {len(stale)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
