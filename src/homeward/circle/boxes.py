"""Notes for some seats only, inside an ordinary entry (PROTOCOL 7.7). The entry shows neither how many receive it nor who."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from homeward.keys import aead, derive, seal
from homeward.schema import base64url, canonical
from homeward.schema.errors import NotCanonical
from homeward.schema.events import NOTES, Sealed

BOX_COUNTS = (4, 8, 16, 32, 64, 128, 160)
MAX_NOTE = 32_768
_LABEL = "homeward/note/v1"


def seal_note(
    note: msgspec.Struct, circle: str, turn: str, author: int, receivers: Iterable[str], random: Callable[[int], bytes]
) -> Sealed:
    """`note` sealed to the base64url sealing keys in `receivers`."""
    key, nonce = random(32), random(12)
    data = nonce + aead.encrypt(key, nonce, canonical.encode(note), _LABEL.encode())
    boxes = [seal.seal(base64url.decode(kem), _info(circle, turn, author, kem), key) for kem in receivers]
    for _ in range(next(n for n in BOX_COUNTS if n >= len(boxes)) - len(boxes)):
        dummy = base64url.encode(seal.SealingKey.generate().public)
        boxes.append(seal.seal(base64url.decode(dummy), _info(circle, turn, author, dummy), random(32)))
    boxes.sort(key=lambda _: random(8))
    return Sealed(boxes=[base64url.encode(b) for b in boxes], data=base64url.encode(data))


def open_note(sealed: Sealed, circle: str, turn: str, author: int, key: seal.SealingKey) -> msgspec.Struct | None:
    """The note, or None when it was not sealed to `key` or is not a note this version knows."""
    info = _info(circle, turn, author, base64url.encode(key.public))
    for box in sealed.boxes[: BOX_COUNTS[-1]]:
        try:
            one_time = seal.open_(key, info, base64url.decode(box))
            data = base64url.decode(sealed.data)
            raw = aead.decrypt(one_time, data[:12], data[12:], _LABEL.encode())
            shape = NOTES.get(canonical.decode_any(raw, limit=MAX_NOTE).get("type", ""))
            return canonical.decode(raw, shape, limit=MAX_NOTE) if shape else None
        except seal.CannotOpen:
            continue
        except (aead.CannotOpen, NotCanonical, AttributeError, ValueError):
            return None
    return None


def _info(circle: str, turn: str, author: int, kem: str) -> bytes:
    parts = (base64url.id_bytes(circle), base64url.id_bytes(turn), derive.u32(author))
    return derive.preimage("homeward/box/v1", *parts, derive.sha256(base64url.decode(kem)))
