"""Objects: pictures, voice, papers, under a one-time file key (PROTOCOL 4.3)."""

from __future__ import annotations

from collections.abc import Callable

from homeward.keys import aead, derive
from homeward.schema import base64url
from homeward.schema.events import ObjectRef

from .errors import BlockRefused

MAX_OBJECT = 2_000_000
_LABEL = "homeward/object/v1"


def seal_object(data: bytes, media: str, name: str, random: Callable[[int], bytes]) -> tuple[ObjectRef, bytes]:
    """The reference an entry carries, and the ciphertext to post as a record."""
    if len(data) > MAX_OBJECT:
        raise BlockRefused("file-too-large")
    key, nonce = random(32), random(12)
    cipher = nonce + aead.encrypt(derive.derive(key, _LABEL), nonce, data, _LABEL.encode())
    reference = ObjectRef(
        id=base64url.encode(derive.sha256(cipher)), key=base64url.encode(key), size=len(data),
        hash=base64url.encode(derive.sha256(data)), type=media, name=name,
    )  # fmt: skip
    return reference, cipher


def open_object(reference: ObjectRef, cipher: bytes) -> bytes:
    """The plaintext, exactly what the author signed. Raises BlockRefused."""
    try:
        key = derive.derive(base64url.decode(reference.key, size=32), _LABEL)
        data = aead.decrypt(key, cipher[:12], cipher[12:], _LABEL.encode())
    except aead.CannotOpen as error:
        raise BlockRefused("file-key") from error
    if len(data) != reference.size or base64url.encode(derive.sha256(data)) != reference.hash:
        raise BlockRefused("file-other")
    return data
