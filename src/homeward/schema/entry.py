"""A signed entry, the only thing a circle is made of (PROTOCOL 7)."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one seat said. `turn`, `prev`, `seen`, `again` are base64url ids ("" for none); `day` counts from 1970."""

    v: int
    kind: str
    turn: str
    seat: int
    n: int
    prev: str
    seen: list[str]
    again: str
    day: int
    body: dict[str, Any]


class Signed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry with its author's Ed25519 signature (base64url) over the preimage that names it."""

    entry: Entry
    sig: str
