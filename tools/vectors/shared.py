"""Long values that stand in many files are written once: `"@name"` in a vector means the value of that name in base/shared.json."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

LONG = 1_000


def share(documents: dict[str, Any]) -> dict[str, Any]:
    """The documents with long repeated values replaced, and `base/shared.json` that holds them."""
    counts = Counter(_key(v) for document in documents.values() for v in _walk(document))
    names = {key: "@" + hashlib.sha256(key.encode()).hexdigest()[:8] for key, count in counts.items() if count > 1}
    found = {names[_key(v)][1:]: v for document in documents.values() for v in _walk(document) if _key(v) in names}
    replaced = {name: _replace(document, names) for name, document in documents.items()}
    return {**replaced, "base/shared.json": found}


def _walk(value: Any) -> Iterator[Any]:
    if _is_long(value):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _walk(inner)


def _replace(value: Any, names: dict[str, str]) -> Any:
    if _is_long(value):
        return names.get(_key(value), value)
    if isinstance(value, dict):
        return {k: _replace(v, names) for k, v in value.items()}
    return [_replace(v, names) for v in value] if isinstance(value, list | tuple) else value


def _is_long(value: Any) -> bool:
    return (isinstance(value, str) and len(value) >= LONG) or (isinstance(value, dict) and value.keys() == {"relay", "talk", "turn"})


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
