"""HPKE base mode over X-Wing (ML-KEM-768 + X25519), HKDF-SHA256, AES-128-GCM (RFC 9180; PROTOCOL 2)."""

from __future__ import annotations

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from .errors import CannotOpen

__all__ = ["OVERHEAD", "PUBLIC_BYTES", "CannotOpen", "SealingKey", "open_", "seal", "usable_public"]

PUBLIC_BYTES = 1_216
OVERHEAD = 1_136
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


class SealingKey:
    """An X-Wing key pair: `private` is the 32-byte seed, `public` the 1,216 bytes (ML-KEM-768 key, then X25519 key)."""

    def __init__(self, seed: bytes) -> None:
        self.private = seed
        # draft-connolly-cfrg-xwing-kem, expandDecapsulationKey: SHAKE-256 of the seed gives ML-KEM's d and z and the X25519 scalar.
        expanded = hashlib.shake_256(seed).digest(96)
        lattice = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        curve = X25519PrivateKey.from_private_bytes(expanded[64:])
        self._key = MLKEM768X25519PrivateKey(lattice, curve)
        self.public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> SealingKey:
        """A new key pair from the system's randomness."""
        return cls(secrets.token_bytes(32))

    @classmethod
    def from_private(cls, private: bytes) -> SealingKey:
        """The key pair of a 32-byte seed."""
        return cls(private)

    def open(self, info: bytes, sealed: bytes) -> bytes:
        """The plaintext of enc ‖ ciphertext. Raises CannotOpen."""
        try:
            return _SUITE.decrypt(sealed, self._key, info)
        except (InvalidTag, ValueError) as error:
            raise CannotOpen("sealed to another key, for another purpose, or changed") from error


def seal(public: bytes, info: bytes, plaintext: bytes) -> bytes:
    """`plaintext` sealed to a public key: enc ‖ ciphertext, 1,136 bytes longer. Raises CannotOpen for an unusable key."""
    if not usable_public(public):
        raise CannotOpen("not a usable sealing key")
    return _SUITE.encrypt(plaintext, _public(public), info)


def open_(key: SealingKey, info: bytes, sealed: bytes) -> bytes:
    """`key.open`, as a function."""
    return key.open(info, sealed)


def usable_public(public: bytes) -> bool:
    """Whether 1,216 bytes are an ML-KEM-768 key in canonical form followed by an X25519 key not of small order."""
    if len(public) != PUBLIC_BYTES:
        return False
    try:
        lattice, curve = public[:-32], X25519PublicKey.from_public_bytes(public[-32:])
        X25519PrivateKey.from_private_bytes(bytes(31) + b"\x40").exchange(curve)
        return MLKEM768PublicKey.from_public_bytes(lattice).public_bytes_raw() == lattice
    except ValueError:
        return False


def _public(public: bytes) -> MLKEM768X25519PublicKey:
    lattice = MLKEM768PublicKey.from_public_bytes(public[:-32])
    return MLKEM768X25519PublicKey(lattice, X25519PublicKey.from_public_bytes(public[-32:]))
