"""Sealing an epoch's secrets to the seats that stay, and opening one's own (PROTOCOL 6.6)."""

from __future__ import annotations

from homeward.keys import derive, seal
from homeward.schema import base64url
from homeward.schema.turn import Turn

from .epoch import Secrets, commitment
from .errors import SlotWrong

SLOT_BYTES = 97
SEALED_BYTES = 1_233
NO_LANE = 255


def slot_info(turn: Turn, seat: int, kem: str) -> bytes:
    """The HPKE info that binds a slot to its circle, place, author and receiver."""
    return derive.preimage(
        "homeward/slot/v1", base64url.id_bytes(turn.circle), base64url.id_bytes(turn.parent), derive.u32(turn.epoch),
        derive.u32(turn.author), derive.u32(seat), derive.sha256(base64url.decode(kem)),
    )  # fmt: skip


def seal_slot(turn: Turn, seat: int, kem: str, secrets: Secrets) -> bytes:
    """The secrets of `turn` sealed to `seat`; only the header of `turn` is used, so its slots need not be listed yet."""
    lane = secrets.lane if secrets.lane >= 0 else NO_LANE
    plain = secrets.e + secrets.l + bytes([lane]) + (secrets.lane_seed or bytes(32))
    return seal.seal(base64url.decode(kem, size=1216), slot_info(turn, seat, kem), plain)


def open_slot(turn: Turn, seat: int, key: seal.SealingKey, sealed: bytes) -> Secrets:
    """This seat's secrets out of its slot, checked against the turn's commitment. Raises SlotWrong."""
    try:
        plain = seal.open_(key, slot_info(turn, seat, base64url.encode(key.public)), sealed)
    except seal.CannotOpen as error:
        raise SlotWrong("does not open") from error
    if len(plain) != SLOT_BYTES:
        raise SlotWrong("has another length")
    e, l, lane, seed = plain[:32], plain[32:64], plain[64], plain[65:]  # noqa: E741
    if base64url.encode(commitment(e, l, base64url.id_bytes(turn.circle), base64url.id_bytes(turn.parent))) != turn.commit:
        raise SlotWrong("holds another secret than the one promised")
    return Secrets(e, l, lane, seed) if lane != NO_LANE else Secrets(e, l, -1, b"")
