"""Turns and what follows them in the turn log: adoptions and repairs (PROTOCOL 6)."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .entry import Signed
from .state import State


class Lanes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sixteen lane public keys for the talk log and sixteen for the turn log of the new epoch on one relay."""

    relay: str
    talk: list[str]
    turn: list[str]


class TurnProof(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What names a turn without its content: two with one parent and author are evidence (PROTOCOL 6.12)."""

    parent: str
    author: int
    digest: str
    sig: str


class AdoptionProof(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A witness's signature that `child` follows `parent`."""

    parent: str
    child: str
    seat: int
    sig: str


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Two signed pieces by `seat` that exclude each other; exactly one of the three lists holds two elements."""

    kind: Literal["turns", "adoptions", "entries"]
    seat: int
    turns: list[TurnProof]
    adoptions: list[AdoptionProof]
    entries: list[Signed]


class Turn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of the circle. `state` only in a genesis; `slots` are (seat or -1, SHA-256 of the sealed slot)."""

    v: int
    circle: str
    parent: str
    epoch: int
    author: int
    day: int
    state: State | None
    proposals: list[Signed]
    approvals: list[Signed]
    vetoes: list[Signed]
    rotations: list[Signed]
    evidence: list[Evidence]
    frontier: list[tuple[int, int, str]]
    roster: str
    commit: str
    slots: list[tuple[int, str]]
    logs: list[Lanes]


class SignedTurn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A turn with its author's signature (base64url)."""

    turn: Turn
    sig: str


class Repair(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The secrets of `turn` sealed again to one seat, by a lane holder (PROTOCOL 6.10)."""

    v: int
    circle: str
    turn: str
    seat: int
    by: int
    sealed: str


class CloneOffer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a clone announcement's object holds: the signed genesis and the sealed slots it lists, in its order."""

    genesis: SignedTurn
    slots: list[str]
