"""What is said at the door: cards, knock, session steps, welcome (PROTOCOL 8)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .state import NewcomerCard, RelayAddress, State
from .turn import SignedTurn

Purpose = Literal["admit", "restore", "thaw"]


class Link(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an invitation link's fragment carries; bytes of 32, 32, 32 and where the door is."""

    secret: bytes
    card_hash: bytes
    lane: bytes
    relays: list[RelayAddress]


class InviterCard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who invites: circle id, seat, name, signing key, and a one-time sealing key for knocks."""

    v: int
    circle: str
    seat: int
    name: str
    ed: str
    kem: str


class DoorMessage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An envelope in the door log. `session` tells sessions apart; `data` is base64url, sealed except for `card`."""

    v: int
    type: Literal["card", "knock", "offer", "commit", "nonce", "reveal", "welcome"]
    session: str
    data: str


class Knock(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed to the card's one-time key: what is wanted, under which name, and where to answer."""

    purpose: Purpose
    name: str
    reply: str


class Offer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed to the newcomer's reply key: a voucher opens her own session. `old_seat` is the seat the name asked to restore
    or thaw has, else -1."""

    voucher: int
    old_seat: int
    name: str
    ed: str
    session_key: str


class Commit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed to the session key: the newcomer binds herself to her card before she knows the voucher's nonce."""

    commitment: str


class Nonce(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed to the reply key: the voucher's nonce and the circle's state the words will cover, signed with her seat key:
    the inviter's key is known from the link, so her session fixes the state a welcome must start from."""

    nonce: str
    turn: str
    roster: str
    sig: str


class Reveal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed to the session key: the newcomer's card and nonce."""

    card: NewcomerCard
    nonce: str


class Welcome(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed to the newcomer's card: a state she can check against the words, the turns since, her slot in the last."""

    turn: str
    state: State
    turns: list[SignedTurn]
    seat: int
    slot: str
