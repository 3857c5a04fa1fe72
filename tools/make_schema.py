"""Writes spec/schema/*.json (JSON Schema) and web/src/gen/*.ts from the structs of homeward.schema. `--check` only says what is stale."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from homeward.schema import door, entry, events, state, turn

sys.path[:0] = [str(Path(__file__).parents[1])]

from tools import schema_ts  # noqa: E402

ROOT = Path(__file__).parents[1]
GROUPS: dict[str, list[type[Struct]]] = {
    "entry": [entry.Signed],
    "bodies": list(dict.fromkeys(events.BODIES.values())),
    "notes": list(dict.fromkeys(events.NOTES.values())),
    "state": [state.State],
    "turn": [turn.SignedTurn, turn.AdoptionProof, turn.Repair, turn.CloneOffer],
    "door": [door.InviterCard, door.DoorMessage, door.Knock, door.Offer, door.Commit, door.Nonce, door.Reveal, door.Welcome],
}


def files() -> dict[Path, str]:
    """Every generated file by its place."""
    made = {ROOT / "spec" / "schema" / f"{name}.json": _schema(name, structs) for name, structs in GROUPS.items()}
    web = ROOT / "web" / "src" / "gen"
    structs = [s for group in GROUPS.values() for s in group]
    made[web / "shapes.ts"] = schema_ts.shapes(structs, events.BODIES, events.NOTES)
    made[web / "check.ts"] = schema_ts.CHECK
    return made


def _schema(name: str, structs: list[type[Struct]]) -> str:
    _, parts = msgspec.json.schema_components(structs, ref_template="#/$defs/{name}")
    document: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"homeward/v1/{name}"}
    if name in ("bodies", "notes"):
        kinds = events.BODIES if name == "bodies" else events.NOTES
        document["x-kinds"] = {kind: f"#/$defs/{shape.__name__}" for kind, shape in kinds.items()}
    document["$defs"] = _readable(parts)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: schema_ts.pattern(v) if k == "pattern" and isinstance(v, str) else _readable(v) for k, v in value.items()}
    return [_readable(v) for v in value] if isinstance(value, list) else value


def main() -> int:
    """Write, or compare."""
    made = files()
    there = {*(ROOT / "spec" / "schema").glob("*.json"), *(ROOT / "web" / "src" / "gen").glob("*.ts")}
    stale = [p for p in sorted({*made, *there}) if p not in made or not p.is_file() or p.read_text("utf-8") != made[p]]
    if "--check" in sys.argv:
        print("\n".join(str(p.relative_to(ROOT)) for p in stale) or "up to date")
        return bool(stale)
    for place in stale:
        if place in made:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(made[place], "utf-8")
        else:
            place.unlink()
    print(f"{len(made)} files, {len(stale)} changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
