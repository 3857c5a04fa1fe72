"""base64url without padding (PROTOCOL 1.4): how bytes stand in JSON."""

from __future__ import annotations

import base64
import binascii

from .errors import NotCanonical


def encode(data: bytes) -> str:
    """`data` as base64url text without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str, *, size: int | None = None) -> bytes:
    """The bytes of `text`; raises NotCanonical for any other spelling or, when `size` is given, another length."""
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise NotCanonical("not base64url") from error
    if encode(data) != text or (size is not None and len(data) != size):
        raise NotCanonical("not base64url of the expected length")
    return data


def id_bytes(text: str) -> bytes:
    """The 32 bytes of an id; the empty id, "none", is 32 zero bytes."""
    return decode(text, size=32) if text else bytes(32)
