"""Bodies of every kind of entry, by kind (EVENTS.md). A shipped kind never changes meaning; a new meaning is a new version."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from . import men, talk
from .state import NewcomerCard, Proposal, Role
from .talk import Edited, ObjectRef, Retracted, Said
from .text import Id, Label, Note, Seat

__all__ = [
    "ADMIN", "BODIES", "NOTES", "Approve", "CaseNote", "CloneNote", "Edited", "Here", "KnockNote", "LinkNote", "ObjectRef", "Probation",
    "ProbationNote", "Retracted", "Rotate", "Said", "Sealed", "Veto", "VouchNote", "objects_of",
]  # fmt: skip


class Approve(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `circle.approve.v1`: the proposal's entry id."""

    proposal: Id


class Veto(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `circle.veto.v1`: the waiting proposal's entry id."""

    proposal: Id


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


class CaseNote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed note `case`: the case room `circle` is about the man named in the entry `man`. For its participants only."""

    type: Literal["case"]
    man: Id
    circle: Id
    title: Label


class ProbationNote(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sealed note `probation`: what a coordinator noticed about a newcomer, for the coordinators only."""

    type: Literal["probation"]
    seat: Seat
    text: Note


class Probation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `seat.probation.v1`: a coordinator says that a newcomer's probation is over (or not yet)."""

    seat: Seat
    over: bool


BODIES: dict[str, type[Struct]] = {
    "circle.propose.v1": Proposal,
    "circle.approve.v1": Approve,
    "circle.veto.v1": Veto,
    "circle.rotate.v1": Rotate,
    "circle.here.v1": Here,
    "circle.sealed.v1": Sealed,
    "seat.probation.v1": Probation,
    **talk.BODIES,
    **men.BODIES,
}
NOTES: dict[str, type[Struct]] = {
    "knock": KnockNote, "vouch": VouchNote, "link": LinkNote, "clone": CloneNote, "case": CaseNote, "probation": ProbationNote,
}  # fmt: skip
ADMIN = frozenset({"circle.propose.v1", "circle.approve.v1", "circle.veto.v1", "circle.rotate.v1"})


def objects_of(body: Struct | None) -> list[ObjectRef]:
    """The objects a body names, wherever they stand in it."""
    found = list(getattr(body, "objects", []))
    found += [p.object for p in getattr(body, "pictures", [])]
    voice = getattr(body, "voice", None)
    return found + ([voice.object] if isinstance(voice, talk.Voice) else [])
