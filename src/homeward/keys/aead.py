"""AES-256-GCM. The caller brings a fresh random 96-bit nonce and counts: fewer than 2^24 messages under one key."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .errors import CannotOpen

__all__ = ["CannotOpen", "decrypt", "encrypt"]


def encrypt(key: bytes, nonce: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Ciphertext and 16-byte tag."""
    return AESGCM(key).encrypt(nonce, plaintext, aad)


def decrypt(key: bytes, nonce: bytes, ciphertext: bytes, aad: bytes) -> bytes:
    """The plaintext. Raises CannotOpen for a wrong key, nonce, additional data or changed bytes."""
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, aad)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("wrong key or changed bytes") from error
