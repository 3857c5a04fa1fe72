"""A vector: what goes in, what must come out, and the sentence that says why."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from homeward.schema import base64url


@dataclass(frozen=True)
class Case:
    """One file of spec/vectors: `kind` is the class and the folder, `name` the file."""

    kind: str
    name: str
    says: str
    input: dict[str, Any]
    expect: Any


Cases = Iterator[Case]


def refused(reason: str) -> dict[str, str]:
    """The expectation of a refusal."""
    return {"refused": reason}


def draw(label: str, size: int = 32) -> bytes:
    """Bytes that depend on the label alone: the vectors' only randomness."""
    return hashlib.shake_256(b"homeward/vectors/" + label.encode()).digest(size)


def stream(label: str) -> Callable[[int], bytes]:
    """A `random` for the code under test: every call gives other bytes, every run the same."""
    count = 0

    def random(size: int) -> bytes:
        nonlocal count
        count += 1
        return draw(f"{label}/{count}", size)

    return random


def b64(data: bytes) -> str:
    """base64url without padding."""
    return base64url.encode(data)


def parts(data: bytes, *known: bytes) -> list[Any]:
    """Bytes in pieces: base64url; `{"byte", "size"}` for one byte again and again. `known` pieces that repeat one byte are found."""
    pieces: list[Any] = []
    for piece in known:
        head, found, data = data.partition(piece)
        if not found:
            data = head
            break
        pieces += ([b64(head)] if head else []) + [{"byte": piece[0], "size": len(piece)}]
    return pieces + ([b64(data)] if data else [])
