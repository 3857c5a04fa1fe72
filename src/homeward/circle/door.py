"""The door: link, cards, sealed messages, transcript and six words (PROTOCOL 8). Pure; sessions live in `knocking.py`."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from homeward.keys import derive, seal, sign, words
from homeward.schema import base64url, canonical
from homeward.schema.door import DoorMessage, InviterCard, Link
from homeward.schema.errors import NotCanonical
from homeward.schema.state import NewcomerCard, RelayAddress

from .decisions import MAX_RELAYS
from .epoch import LogKeys, address_of
from .errors import DoorRefused

WORDS = 6
MAX_KNOCKS = 8
MAX_MESSAGE = 1_500_000

T = TypeVar("T", bound=msgspec.Struct)


def write_link(app: str, link: Link) -> str:
    """The link a person sends: everything secret is behind the `#`."""
    raw = bytes([1]) + link.secret + link.card_hash + link.lane + bytes([len(link.relays)])
    for relay in link.relays:
        url = relay.url.encode()
        raw += base64url.decode(relay.relay, size=16) + len(url).to_bytes(2, "big") + url
    return f"{app}#{base64url.encode(raw)}"


def read_link(text: str) -> Link:
    """The parts of a link. Raises DoorRefused with what is wrong."""
    try:
        raw = base64url.decode(text.strip().rpartition("#")[2])
        if len(raw) < 98 or raw[0] != 1:
            raise DoorRefused("link")
        relays, at = [], 98
        for _ in range(raw[97]):
            length = int.from_bytes(raw[at + 16 : at + 18], "big")
            relays.append(RelayAddress(relay=base64url.encode(raw[at : at + 16]), url=raw[at + 18 : at + 18 + length].decode()))
            at += 18 + length
        if at != len(raw) or not 1 <= len(relays) <= MAX_RELAYS:
            raise DoorRefused("link")
    except (NotCanonical, UnicodeDecodeError) as error:
        raise DoorRefused("link") from error
    return Link(secret=raw[1:33], card_hash=raw[33:65], lane=raw[65:97], relays=relays)


def door_log(relay: bytes, secret: bytes, lane: bytes, lane_key: sign.SigningKey | None = None) -> LogKeys:
    """The door's log on one relay (PROTOCOL 8.2)."""
    write = sign.SigningKey.from_seed(derive.derive(secret, "homeward/door-write/v1", relay))
    token = derive.derive(secret, "homeward/door-read/v1", relay)
    content = derive.derive(secret, "homeward/door-content/v1", relay)
    address = address_of(relay, write.public, (lane,), derive.sha256(token))
    return LogKeys(relay, address, write.public, (lane,), token, content, write, lane_key, 0 if lane_key else -1)


def card_hash(card: InviterCard) -> bytes:
    """What a link promises of its inviter card."""
    return derive.hash_of("homeward/inviter/v1", canonical.encode(card))


def commitment(card: NewcomerCard, nonce: bytes) -> bytes:
    """The newcomer's commitment (PROTOCOL 8.4, step 3)."""
    return derive.hash_of("homeward/commitment/v1", canonical.encode(card), nonce)


def vouch_commitment(transcript: bytes, voucher: int, nonce: bytes) -> bytes:
    """All a proposal shows of a vouch (PROTOCOL 8.6)."""
    return derive.hash_of("homeward/vouch/v1", transcript, derive.u32(voucher), nonce)


def transcript(
    purpose: str,
    circle: str,
    turn: str,
    roster: str,
    secret: bytes,
    inviter: InviterCard,
    voucher: int,
    voucher_ed: str,
    newcomer: NewcomerCard,
    promised: bytes,
    nonce_v: bytes,
    nonce_n: bytes,
) -> bytes:
    """T, the hash both sides' words come from (PROTOCOL 8.5)."""
    return derive.hash_of(
        "homeward/knock/v1", purpose.encode(), base64url.id_bytes(circle), base64url.id_bytes(turn), base64url.id_bytes(roster),
        derive.sha256(secret), canonical.encode(inviter), derive.u32(voucher), base64url.decode(voucher_ed, size=32),
        canonical.encode(newcomer), promised, nonce_v, nonce_n,
    )  # fmt: skip


def nonce_preimage(session: str, commitment: str, nonce: str, turn: str, roster: str) -> bytes:
    """What a voucher signs with her nonce: the state her words will cover."""
    return derive.preimage("homeward/nonce/v1", *(p.encode() for p in (session, commitment, nonce, turn, roster)))


def six_words(of: bytes, language: str) -> tuple[str, ...]:
    """The words of a transcript, in `ru` or `en`."""
    return words.words(of, WORDS, language)


def seal_message(kind: str, session: str, content: msgspec.Struct, kem: bytes) -> bytes:
    """A door message whose content only the holder of `kem` opens."""
    data = seal.seal(kem, _info(kind, session), canonical.encode(content))
    return canonical.encode(DoorMessage(v=1, type=kind, session=session, data=base64url.encode(data)))  # type: ignore[arg-type]


def open_message(message: DoorMessage, key: seal.SealingKey, shape: type[T]) -> T | None:
    """The content, or None when the message is for somebody else or not well formed."""
    try:
        raw = seal.open_(key, _info(message.type, message.session), base64url.decode(message.data))
        return canonical.decode(raw, shape, limit=MAX_MESSAGE)
    except (seal.CannotOpen, NotCanonical):
        return None


def card_message(card: InviterCard) -> bytes:
    """The first record of a door."""
    data = base64url.encode(canonical.encode(card))
    return canonical.encode(DoorMessage(v=1, type="card", session="", data=data))


def _info(kind: str, session: str) -> bytes:
    return derive.preimage("homeward/door/v1", kind.encode(), session.encode())
