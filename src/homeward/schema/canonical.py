"""Canonical JSON (PROTOCOL 1.5): the one encoding of every signed value, and its strict decoder.

It knows nothing about what the values mean. One comparison, bytes against the encoding of what they decode to,
refuses duplicate keys, other spellings, white space and trailing data at once.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from .errors import NotCanonical

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 16

T = TypeVar("T")

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_encoder = msgspec.json.Encoder(order="sorted")


def encode(value: Any) -> bytes:
    """Canonical bytes of a struct, dict, list, string, integer, bool or None."""
    return _encoder.encode(value)


def decode(data: bytes, kind: type[T], *, limit: int) -> T:
    """`data` (at most `limit` bytes) as a `kind`. Raises NotCanonical for anything else than its canonical form."""
    try:
        return msgspec.convert(decode_any(data, limit=limit), kind, strict=True)
    except msgspec.ValidationError as error:
        raise NotCanonical(str(error)) from error


def decode_any(data: bytes, *, limit: int) -> Any:
    """Like `decode`, into plain dicts, lists, strings, integers, bools and None."""
    if len(data) > limit:
        raise NotCanonical(f"{len(data)} bytes, at most {limit}")
    _refuse_depth(data)
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise NotCanonical(str(error)) from error
    _refuse_numbers(value)
    if encode(value) != data:
        raise NotCanonical("another spelling of the same value")
    return value


def _refuse_depth(data: bytes) -> None:
    # Counted on the bytes outside strings, before a recursive parser sees them.
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return
    depth = 0
    for byte in _STRING.sub(b"", data):
        if byte in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise NotCanonical(f"nested deeper than {MAX_DEPTH}")
        elif byte in b"]}":
            depth -= 1


def _refuse_numbers(value: Any) -> None:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, float):
            raise NotCanonical("a number with a fraction or an exponent")
        elif isinstance(item, int) and not isinstance(item, bool) and abs(item) > MAX_INTEGER:
            raise NotCanonical("an integer beyond 2^53 - 1")
