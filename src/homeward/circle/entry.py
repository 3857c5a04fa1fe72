"""Naming, signing and checking one entry (PROTOCOL 7.1). It knows nothing of epochs beyond the turn id an entry carries."""

from __future__ import annotations

import msgspec

from homeward.keys import derive, sign
from homeward.schema import base64url, canonical
from homeward.schema.entry import Entry, Signed
from homeward.schema.errors import NotCanonical
from homeward.schema.events import BODIES
from homeward.schema.state import State

from .errors import EntryRefused
from .roster import seat_of

MAX_ENTRY = 65_536


def preimage(circle: str, entry: Entry) -> bytes:
    """What an author signs: the label, the circle, the turn and the canonical entry."""
    parts = (base64url.decode(circle, size=32), base64url.decode(entry.turn, size=32), canonical.encode(entry))
    return derive.preimage("homeward/entry/v1", *parts)


def entry_id(circle: str, entry: Entry) -> str:
    """The entry's id, base64url of 32 bytes."""
    return base64url.encode(derive.sha256(preimage(circle, entry)))


def sign_entry(circle: str, entry: Entry, key: sign.SigningKey) -> Signed:
    """`entry` signed by its author's key."""
    return Signed(entry=entry, sig=base64url.encode(key.sign(preimage(circle, entry))))


def signed_by(circle: str, signed: Signed, ed: str) -> bool:
    """Whether the signature is valid under the base64url public key `ed`; malformed fields count as invalid."""
    try:
        message = preimage(circle, signed.entry)
        return sign.verify(base64url.decode(ed, size=32), base64url.decode(signed.sig, size=64), message)
    except NotCanonical:
        return False


def parse(record: bytes) -> Signed:
    """A signed entry from its record. Raises NotCanonical, or EntryRefused for a known kind with a wrong body."""
    signed = canonical.decode(record, Signed, limit=MAX_ENTRY)
    if signed.entry.v != 1 or signed.entry.n < 1 or not 1 <= len(signed.entry.kind) <= 64 or len(signed.entry.seen) > 16:
        raise EntryRefused("fields")
    body(signed.entry)
    return signed


def check_author(state: State, signed: Signed) -> None:
    """Whether the state of the entry's turn lets its seat write, and the signature is hers. Raises EntryRefused (PROTOCOL 7.3)."""
    seat = seat_of(state, signed.entry.seat)
    if seat is None or seat.state != "active":
        raise EntryRefused("seat")
    if not signed_by(state.circle, signed, seat.ed):
        raise EntryRefused("signature")


def body(entry: Entry) -> msgspec.Struct | None:
    """The typed body of a known kind, None for an unknown kind. Raises EntryRefused when it does not fit its kind."""
    shape = BODIES.get(entry.kind)
    if shape is None:
        return None
    try:
        return msgspec.convert(entry.body, shape, strict=True)
    except msgspec.ValidationError as error:
        raise EntryRefused("body", str(error)) from error
