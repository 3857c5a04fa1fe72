"""Bodies of every kind of entry, by kind (EVENTS.md). A shipped kind never changes meaning; a new meaning is a new version."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .state import NewcomerCard, Proposal, Role


class Approve(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `circle.approve.v1`: the proposal's entry id."""

    proposal: str


class Veto(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `circle.veto.v1`: the waiting proposal's entry id."""

    proposal: str


class Rotate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `circle.rotate.v1`: the seat's next public keys."""

    ed: str
    kem: str


class Here(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `circle.here.v1`: nothing but a sign that the seat is in this epoch."""


class Sealed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `circle.sealed.v1`: one encrypted note and its key sealed to each recipient, with dummies (PROTOCOL 7.7)."""

    boxes: list[str]
    data: str


class ObjectRef(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An object: record id, file key, size in bytes and SHA-256 of the plaintext, media type, name for people."""

    id: str
    key: str
    size: int
    hash: str
    type: str
    name: str


class Said(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.said.v1`: words, perhaps in reply to an entry, perhaps with objects."""

    text: str
    reply: str
    objects: list[ObjectRef]


class Edited(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.edited.v1`: the author's new words for her own earlier entry."""

    entry: str
    text: str


class Retracted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `talk.retracted.v1`: the author takes back her own earlier entry."""

    entry: str


class KnockNote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed note `knock`: the inviter passes a knock on, with what another voucher needs for her own session."""

    type: Literal["knock"]
    knock: str
    link: str
    card: str
    purpose: Literal["admit", "restore", "thaw"]
    name: str
    reply: str


class VouchNote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed note `vouch`: a voucher's six words agreed. `nonce` opens the commitment in the proposal."""

    type: Literal["vouch"]
    knock: str
    purpose: Literal["admit", "restore", "thaw"]
    card: NewcomerCard
    transcript: str
    turn: str
    voucher: int
    nonce: str


class LinkNote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed note `link`: a way into a linked circle for the seats it is sealed to; no words needed."""

    type: Literal["link"]
    circle_kind: Literal["circle", "porch", "case"]
    title: str
    link: str
    roles: list[Role]


class CloneNote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed note `clone`: a circle without somebody. A draft asks a coordinator to sign; the answer and the ready note carry
    signatures over hash("homeward/clone/v1", genesis id, origin turn id). `object` is a CloneOffer; null in the answer."""

    type: Literal["clone"]
    stage: Literal["draft", "signed", "ready"]
    circle: str
    sigs: list[tuple[int, str]]
    object: ObjectRef | None


BODIES: dict[str, type[Struct]] = {
    "circle.propose.v1": Proposal,
    "circle.approve.v1": Approve,
    "circle.veto.v1": Veto,
    "circle.rotate.v1": Rotate,
    "circle.here.v1": Here,
    "circle.sealed.v1": Sealed,
    "talk.said.v1": Said,
    "talk.edited.v1": Edited,
    "talk.retracted.v1": Retracted,
}
NOTES: dict[str, type[Struct]] = {"knock": KnockNote, "vouch": VouchNote, "link": LinkNote, "clone": CloneNote}
ADMIN = frozenset({"circle.propose.v1", "circle.approve.v1", "circle.veto.v1", "circle.rotate.v1"})
