"""Hashing and derivation with labels and length prefixes (PROTOCOL 1.2, 1.3)."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from homeward.schema.errors import NotCanonical

_PIECE = 2_047  # hashlib lets go of the lock from 2,048 bytes on


def sha256(data: bytes) -> bytes:
    """SHA-256 of `data`, 32 bytes."""
    return hashlib.sha256(data).digest()


def sha256_here(data: bytes) -> bytes:
    """As `sha256`, in pieces small enough that hashlib keeps the interpreter's lock: on a busy server getting the lock back takes
    ten times as long as hashing a block."""
    state, view = hashlib.sha256(data[:_PIECE]), memoryview(data)
    for at in range(_PIECE, len(data), _PIECE):
        state.update(view[at : at + _PIECE])
    return state.digest()


def u32(number: int) -> bytes:
    """`number` as four bytes. Raises NotCanonical for what does not fit: seat numbers and epochs come from strangers, too."""
    if not 0 <= number < 2**32:
        raise NotCanonical("a number that is no u32")
    return number.to_bytes(4, "big")


def preimage(label: str, *parts: bytes) -> bytes:
    """The label and every part, each behind its u32 length: no two lists of parts give the same bytes."""
    pieces = (label.encode("ascii"), *parts)
    return b"".join(len(p).to_bytes(4, "big") + p for p in pieces)


def hash_of(label: str, *parts: bytes) -> bytes:
    """SHA-256 of the preimage, 32 bytes."""
    return sha256(preimage(label, *parts))


def derive(secret: bytes, label: str, *parts: bytes) -> bytes:
    """HKDF-SHA256 of `secret` for one use, 32 bytes."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=preimage(label, *parts)).derive(secret)
