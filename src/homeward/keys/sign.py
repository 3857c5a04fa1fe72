"""Ed25519 with one rule for all engines (PROTOCOL 2.1; attack C4).

The library checks S < L and compares R byte for byte. What it leaves open, and other engines answer differently, is refused here:
encodings of A or R that are not canonical, and points of small order.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_P = 2**255 - 19
# y coordinates of the eight points of small order: 1, -1, 0 and the two of order eight.
_Y8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER = frozenset({1, _P - 1, 0, _Y8, _P - _Y8})


class SigningKey:
    """An Ed25519 key. `seed` is the 32-byte private seed, `public` the 32-byte public key."""

    def __init__(self, seed: bytes) -> None:
        self.seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> SigningKey:
        """A new key from the system's randomness."""
        return cls(secrets.token_bytes(32))

    @classmethod
    def from_seed(cls, seed: bytes) -> SigningKey:
        """The key of a 32-byte seed."""
        return cls(seed)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature of `message`."""
        return self._key.sign(message)


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` is valid by rule 2.1; wrong lengths are simply invalid."""
    if len(signature) != 64 or not usable_public(public) or not usable_public(signature[:32]):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def usable_public(public: bytes) -> bool:
    """Whether 32 bytes are a canonical y coordinate of a point not of small order (being on the curve is checked on use)."""
    if len(public) != 32:
        return False
    y = int.from_bytes(public, "little") & (2**255 - 1)
    return y < _P and y not in _SMALL_ORDER
