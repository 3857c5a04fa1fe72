"""Write `spec/schema/guide/*.json`: JSON Schemas of a pack's files, for editors that complete keys and underline mistakes.

They cannot know names and periods; `homeward guide check` does. A test keeps them as this tool writes them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from homeward.guide.load import KINDS
from homeward.schema.guide import Pack

FOLDER = Path(__file__).parents[1] / "spec" / "schema" / "guide"


def files() -> dict[str, bytes]:
    """Every schema by file name: `pack.json` for pack.yaml, `claims.json` for claims/*.yaml and so on."""
    made = {"pack": _schema(Pack)}
    made |= {name: _entries(kind) for name, kind in KINDS.items()}
    return {f"{name}.json": _text(schema) for name, schema in made.items()}


def _text(schema: dict[str, Any]) -> bytes:
    return (json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _schema(kind: Any) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | msgspec.json.schema(kind)


def _entries(kind: Any) -> dict[str, Any]:
    (inner,), components = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "additionalProperties": inner,
        "$defs": components,
    }  # fmt: skip


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
