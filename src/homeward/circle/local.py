"""What one device keeps about one circle besides the entries: shapes only. Nothing here is ever sent."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from homeward.schema.door import InviterCard
from homeward.schema.events import KnockNote
from homeward.schema.state import NewcomerCard, RelayAddress
from homeward.schema.turn import SignedTurn

Status = Literal["knocking", "active", "frozen", "expelled", "left", "closed", "taken", "stopped"]


class SpareKeys(Struct, frozen=True, kw_only=True):
    """A seat's keys that are not in force at the tip: posted as a rotation in the epoch of `turn`, or replaced by it."""

    sign: bytes
    kem: bytes
    state: Literal["posted", "replaced"]
    turn: str


class Me(Struct, frozen=True, kw_only=True):
    """This device's seat: the keys in force at `tip` as bytes, and the `ring` of those that may come into force or come back while
    turns are not final. `root` and `tip` are turn ids ("" while knocking); `since` is the epoch this device sat down in."""

    ref: str
    status: Status
    circle: str
    seat: int
    name: str
    sign: bytes
    kem: bytes
    ring: list[SpareKeys]
    root: str
    tip: str
    since: int
    created: int


class Kept(Struct, frozen=True, kw_only=True):
    """A turn on this device: signed form (None for a welcomed root) and the state it leads to, canonical bytes."""

    signed: SignedTurn | None
    state: bytes


class EpochKeys(Struct, frozen=True, kw_only=True):
    """Secrets of an epoch; `e`, `l`, `lane_seed` are emptied by erasure, `d` stays for an absent seat. `ended` is the day the
    epoch ended here, -1 while it lasts."""

    e: bytes
    l: bytes  # noqa: E741
    d: bytes
    lane: int
    lane_seed: bytes
    ended: int


class Cursor(Struct, frozen=True, kw_only=True):
    """How far a log was read: last position (-1 none), the running head there, and whether it was closed."""

    position: int
    head: bytes
    closed: bool


class KeptEntry(Struct, frozen=True, kw_only=True):
    """An entry's canonical signed bytes, the day it arrived, and the original day for retention."""

    record: bytes
    arrived: int


class OutItem(Struct, frozen=True, kw_only=True):
    """Something to post: sealed blocks for each relay (base64url id), which relays have it, and the entry it carries ("" if
    none). `by_lane` posts with this seat's lane."""

    number: int
    turn: str
    log: Literal["talk", "turn"]
    by_lane: bool
    entry: str
    blocks: dict[str, list[bytes]]
    posted: list[str]


class MadeTurn(Struct, frozen=True, kw_only=True):
    """A turn this device made: its secrets, until it adopts it."""

    e: bytes
    l: bytes  # noqa: E741
    lane: int
    lane_seed: bytes


class Draft(Struct, frozen=True, kw_only=True):
    """A sealed note this device sent, kept while it may have to be sealed again in a new epoch."""

    note: bytes
    receivers: list[int]


class PreparedLogs(Struct, frozen=True, kw_only=True):
    """The log half of this device's next turn, drawn and created days ahead, and the day it was."""

    l: bytes  # noqa: E741
    lane_seeds: list[bytes]
    relays: list[str]
    day: int


class Invitation(Struct, frozen=True, kw_only=True):
    """An open invitation of this device: link parts and the one-time keys. `linked` knocks need no words."""

    id: str
    secret: bytes
    lane_seed: bytes
    kem: bytes
    card: InviterCard
    relays: list[RelayAddress]
    epoch: int
    day: int
    linked: bool


class HeldKnock(Struct, frozen=True, kw_only=True):
    """A knock this device may vouch for: what the inviter passed on (or received), and this voucher's own session so far."""

    number: int
    knock: str
    note: KnockNote
    inviter: int
    mine: bool
    state: Literal["waiting", "offered", "promised", "ready", "vouched", "differs", "admitted", "over"]
    session: str
    session_key: bytes
    commitment: bytes
    nonce: bytes
    turn: str
    roster: str
    card: NewcomerCard | None
    transcript: bytes


class Session(Struct, frozen=True, kw_only=True):
    """A newcomer's session with one voucher; `transcript` is empty until the words are known."""

    id: str
    voucher: int
    voucher_name: str
    voucher_ed: str
    session_key: bytes
    commitment: bytes
    nonce: bytes
    turn: str
    roster: str
    transcript: bytes


class Knocking(Struct, frozen=True, kw_only=True):
    """A newcomer's side of the door: the link, her fresh keys' card, her reply key, the inviter's card, her sessions."""

    link: str
    purpose: Literal["admit", "restore", "thaw"]
    card: NewcomerCard
    reply: bytes
    inviter: InviterCard | None
    sessions: list[Session]


class Alarm(Struct, frozen=True, kw_only=True):
    """Something members must know: a kind with words in i18n (`alarm-<kind>`), and details."""

    number: int
    kind: str
    detail: str
    day: int
