"""Writes spec/vectors from the code: every file anew, the same bytes every time. `--check` only says what is stale.

The expectation of every refusal is written by hand in tools/vectors; the code must agree before a file is written.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1])]

from tools.vectors import ALL, bases, tree  # noqa: E402
from tools.vectors.sealed import KEEPER  # noqa: E402
from tools.vectors.shared import share  # noqa: E402

PLACE = Path(__file__).parents[1] / "spec" / "vectors"


def files() -> dict[str, str]:
    """Every file of spec/vectors by its path there."""
    documents: dict[str, Any] = {}
    for module in ALL:
        for case in module.cases():
            name = f"{case.kind}/{case.name}.json"
            assert name not in documents, name
            documents[name] = {"class": case.kind, "name": case.name, "says": case.says, "input": case.input, "expect": case.expect}
    documents |= {f"base/{name}.json": base.document() for name, base in bases().items()}
    documents["base/tree.json"] = tree()
    made = {name: _text(name, document) for name, document in share(documents).items()}
    made["base/sealed.json"] = KEEPER.text()
    return made


def _text(name: str, document: dict[str, Any]) -> str:
    # What is about single characters stands in ASCII, so that no editor changes it.
    ascii_ = name.startswith(("canonical/", "name/", "passphrase/"))
    lines = [f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=ascii_, separators=(',', ':'))}" for k, v in document.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> int:
    """Write, or compare."""
    made = files()
    there = {str(p.relative_to(PLACE)): p.read_text("utf-8") for p in PLACE.rglob("*.json") if p.relative_to(PLACE).parts[0] != "guide"}
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
