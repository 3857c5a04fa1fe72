"""Reading spec/vectors, as any other implementation would: nothing here knows how they were made."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from homeward.schema import base64url
from homeward.schema.state import State

PLACE = Path(__file__).parents[2] / "spec" / "vectors"
Run = Callable[[str, dict[str, Any]], Any]


def classes() -> list[str]:
    return sorted(p.name for p in PLACE.iterdir() if p.is_dir() and p.name not in ("base", "guide"))


def names(kind: str) -> list[str]:
    return sorted(p.stem for p in (PLACE / kind).glob("*.json"))


def vector(kind: str, name: str) -> dict[str, Any]:
    return expand(json.loads((PLACE / kind / f"{name}.json").read_text("utf-8")))


@cache
def document(name: str) -> dict[str, Any]:
    return expand(json.loads((PLACE / "base" / f"{name}.json").read_text("utf-8")))


@cache
def state(name: str) -> State:
    return msgspec.convert(document(name)["state"], State)


@cache
def _shared() -> dict[str, Any]:
    return json.loads((PLACE / "base" / "shared.json").read_text("utf-8"))


def expand(value: Any) -> Any:
    """`value` with every `@name` replaced."""
    if isinstance(value, str) and value.startswith("@"):
        return _shared()[value[1:]]
    if isinstance(value, dict):
        return {k: expand(v) for k, v in value.items()}
    return [expand(v) for v in value] if isinstance(value, list) else value


def raw(text: str) -> bytes:
    return base64url.decode(text)


def b64(data: bytes) -> str:
    return base64url.encode(data)


def join(parts: list[Any]) -> bytes:
    """The bytes of `parts`."""
    return b"".join(raw(p) if isinstance(p, str) else bytes([p["byte"]]) * p["size"] for p in parts)
