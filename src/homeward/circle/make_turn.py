"""Making a turn: choosing what it carries, drawing secrets, sealing slots (PROTOCOL 6). Randomness is passed in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from homeward.keys import derive, seal, sign
from homeward.schema import base64url
from homeward.schema.entry import Signed
from homeward.schema.state import State
from homeward.schema.turn import Evidence, Lanes, SignedTurn, Turn

from .apply import SLOT_SIZES, successor
from .decisions import decisions
from .epoch import LANES, Secrets, commitment, lane_key
from .evidence import turn_preimage
from .naming import turn_digest, turn_id
from .roster import active, lane_holders, roster_hash
from .slots import seal_slot

Random = Callable[[int], bytes]


@dataclass(frozen=True)
class Carried:
    """What a turn carries: signed entries by role, evidence, and the frontier it signs."""

    proposals: tuple[Signed, ...] = ()
    approvals: tuple[Signed, ...] = ()
    vetoes: tuple[Signed, ...] = ()
    rotations: tuple[Signed, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    frontier: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True)
class LogSecrets:
    """The log half of an epoch's secrets; may be drawn days before the turn so that its logs exist by then (S11)."""

    l: bytes  # noqa: E741
    lane_seeds: tuple[bytes, ...]


@dataclass(frozen=True)
class Made:
    """A finished turn: its id, bytes, the state it leads to, all sealed slots in its order, and this author's secrets."""

    id: str
    signed: SignedTurn
    state: State
    slots: tuple[bytes, ...]
    secrets: Secrets


def draw_logs(random: Random) -> LogSecrets:
    """Fresh log secrets and sixteen lane seeds."""
    return LogSecrets(random(32), tuple(random(32) for _ in range(LANES)))


def make_turn(
    parent: State,
    parent_id: str,
    author: int,
    key: sign.SigningKey,
    carried: Carried,
    logs: LogSecrets,
    day: int,
    random: Random,
) -> Made:
    """The child of `parent` that carries `carried`. Raises TurnRefused where the rules would refuse it."""
    bare, state = outline(parent, parent_id, author, carried, day)
    return _finish(bare, state, key, logs, random)


def outline(parent: State, parent_id: str, author: int, carried: Carried, day: int) -> tuple[Turn, State]:
    """The turn without secrets, and the state it would lead to. Raises TurnRefused."""
    bare = Turn(
        v=1, circle=parent.circle, parent=parent_id, epoch=parent.epoch + 1, author=author, day=day, state=None,
        proposals=list(carried.proposals), approvals=list(carried.approvals), vetoes=list(carried.vetoes),
        rotations=list(carried.rotations), evidence=list(carried.evidence), frontier=sorted(carried.frontier), roster="",
        commit="", slots=[], logs=[],
    )  # fmt: skip
    return bare, successor(parent, parent_id, bare, decisions(parent, parent_id, bare))


def make_genesis(state: State, author: int, key: sign.SigningKey, logs: LogSecrets, day: int, random: Random) -> Made:
    """The first turn of a circle with `state` (circle id empty, epoch 0)."""
    bare = Turn(
        v=1, circle="", parent="", epoch=0, author=author, day=day, state=state, proposals=[], approvals=[], vetoes=[],
        rotations=[], evidence=[], frontier=[], roster="", commit="", slots=[], logs=[],
    )  # fmt: skip
    made = _finish(bare, state, key, logs, random)
    return dataclasses.replace(made, state=msgspec.structs.replace(state, circle=made.id))


def _finish(bare: Turn, state: State, key: sign.SigningKey, logs: LogSecrets, random: Random) -> Made:
    e = random(32)
    holders = lane_holders(state)

    def secrets_of(seat: int) -> Secrets:
        lane = holders.index(seat) if seat in holders else -1
        return Secrets(e, logs.l, lane, logs.lane_seeds[lane] if lane >= 0 else b"")

    sealed: list[tuple[int, bytes]] = []
    if not state.closed:
        sealed = [(s.seat, seal_slot(bare, s.seat, s.kem, secrets_of(s.seat))) for s in active(state)]
        size = next(n for n in SLOT_SIZES if n >= len(sealed))
        while len(sealed) < size:
            dummy = base64url.encode(seal.SealingKey.generate().public)
            sealed.append((-1, seal_slot(bare, 0, dummy, Secrets(random(32), random(32), -1, b""))))
    sealed = [sealed[i] for i in _shuffled(len(sealed), random)]
    commit = commitment(e, logs.l, base64url.id_bytes(bare.circle), base64url.id_bytes(bare.parent))
    turn = msgspec.structs.replace(
        bare,
        roster=roster_hash(state),
        commit=base64url.encode(commit),
        slots=[(seat, base64url.encode(derive.sha256(data))) for seat, data in sealed],
        logs=[] if state.closed else [lanes_on(base64url.decode(r.relay, size=16), logs) for r in state.relays],
    )
    message = turn_preimage(turn.circle, turn.parent, turn.author, base64url.encode(turn_digest(turn)))
    signed = SignedTurn(turn=turn, sig=base64url.encode(key.sign(message)))
    return Made(turn_id(turn), signed, state, tuple(data for _, data in sealed), secrets_of(turn.author))


def lanes_on(relay: bytes, logs: LogSecrets) -> Lanes:
    """The public lanes of the next epoch on one relay."""

    def public(log: str) -> list[str]:
        return [base64url.encode(lane_key(seed, relay, log).public) for seed in logs.lane_seeds]

    return Lanes(relay=base64url.encode(relay), talk=public("talk"), turn=public("turn"))


def _shuffled(count: int, random: Random) -> list[int]:
    return sorted(range(count), key=lambda _: random(8))
