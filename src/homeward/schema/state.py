"""The shared state of a circle after a turn (PROTOCOL 5): seats, policy, relays, what waits."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

CircleKind = Literal["circle", "porch", "case"]
Role = Literal["coordinator", "lawyer"]
Action = Literal[
    "admit", "close", "confirm", "demote", "expel", "freeze", "leave", "policy", "promote", "relays", "restore", "thaw", "title"
]  # fmt: skip

SEAT_LIMIT: dict[str, int] = {"circle": 160, "porch": 5, "case": 12}


class Seat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member's place. `ed` and `kem` are base64url public keys; `frozen` and `frozen_by` are -1 unless frozen."""

    seat: int
    name: str
    ed: str
    kem: str
    roles: list[Role]
    state: Literal["active", "frozen"]
    since: int
    frozen: int
    frozen_by: int
    confirmed: bool


class Policy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the circle agreed on; lengths in days."""

    kind: CircleKind
    vouchers: int
    talk_days: int
    turn_days: int
    probation_days: int


class RelayAddress(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A relay of the circle: its 16-byte id in base64url and where to reach it."""

    relay: str
    url: str


class NewcomerCard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who wants a seat: pseudonym and keys; `seat` is -1, or the old seat for a restore or a thaw (PROTOCOL 8.4)."""

    v: int
    name: str
    ed: str
    kem: str
    seat: int


class Proposal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `circle.propose.v1`: what shall be done. Fields an action does not use are empty, -1 or null."""

    action: Action
    target: int
    card: NewcomerCard | None
    vouches: list[str]
    policy: Policy | None
    relays: list[RelayAddress] | None
    role: Literal["", "coordinator", "lawyer"]
    title: str


class Waiting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision that waits one full turn (PROTOCOL 5.6): its proposal's entry id, body, and the epoch it was announced."""

    id: str
    epoch: int
    proposal: Proposal


class State(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything all members agree on after one turn. `recent` names the three turns before it, newest first; `heads` and
    `done` are sorted by their first element."""

    circle: str
    epoch: int
    recent: list[str]
    title: str
    origin_circle: str
    origin_turn: str
    policy: Policy
    relays: list[RelayAddress]
    seats: list[Seat]
    next: int
    heads: list[tuple[int, int, str]]
    waiting: list[Waiting]
    done: list[tuple[str, int]]
    closed: bool
