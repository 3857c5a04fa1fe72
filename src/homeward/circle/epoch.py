"""Everything an epoch's two secrets lead to on one relay (PROTOCOL 3). Pure derivations."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.keys import derive, sign

LANES = 16


@dataclass(frozen=True)
class Secrets:
    """Content secret `e` and log secret `l` of an epoch, and the lane this seat holds (-1 for none) with its seed."""

    e: bytes
    l: bytes  # noqa: E741 (the protocol's name)
    lane: int
    lane_seed: bytes

    @property
    def d(self) -> bytes:
        """The turn log's secret: all an absent seat keeps."""
        return derive.derive(self.l, "homeward/turn-log/v1")


@dataclass(frozen=True)
class LogKeys:
    """How to find, read, write and open one log on one relay. `write` and `lane` are None where this seat has none."""

    relay: bytes
    address: bytes
    writer: bytes
    lanes: tuple[bytes, ...]
    token: bytes
    content: bytes
    write: sign.SigningKey | None
    lane: sign.SigningKey | None
    lane_index: int

    @property
    def reader(self) -> bytes:
        """SHA-256 of the read token, all the relay keeps of it."""
        return derive.sha256(self.token)


def talk_log(relay: bytes, turn: bytes, secrets: Secrets, lanes: tuple[bytes, ...]) -> LogKeys:
    """The talk log of the epoch of `turn` on `relay`; `lanes` are the public talk lanes the turn lists."""
    write = sign.SigningKey.from_seed(derive.derive(secrets.l, "homeward/talk-write/v1", relay))
    token = derive.derive(secrets.l, "homeward/talk-read/v1", relay)
    content = derive.derive(secrets.e, "homeward/content/v1", turn, relay)
    lane = lane_key(secrets.lane_seed, relay, "talk") if secrets.lane >= 0 else None
    return _log(relay, write.public, lanes, token, content, write, lane, secrets.lane)


def turn_log(relay: bytes, d: bytes, lanes: tuple[bytes, ...], secrets: Secrets | None) -> LogKeys:
    """The turn log of an epoch on `relay`, readable with `d` alone; `secrets` adds this seat's lane."""
    token = derive.derive(d, "homeward/turn-read/v1", relay)
    content = derive.derive(d, "homeward/turn-content/v1", relay)
    lane = lane_key(secrets.lane_seed, relay, "turn") if secrets and secrets.lane >= 0 else None
    return _log(relay, b"", lanes, token, content, None, lane, secrets.lane if secrets else -1)


def lane_key(seed: bytes, relay: bytes, log: str) -> sign.SigningKey:
    """The signing key of a lane on one relay; `log` is "talk" or "turn"."""
    return sign.SigningKey.from_seed(derive.derive(seed, "homeward/lane/v1", relay, log.encode()))


def commitment(e: bytes, l: bytes, circle: bytes, parent: bytes) -> bytes:  # noqa: E741
    """What a turn promises of its secrets (PROTOCOL 6.6)."""
    return derive.derive(e + l, "homeward/commit/v1", circle, parent)


def address_of(relay: bytes, writer: bytes, lanes: tuple[bytes, ...], reader: bytes) -> bytes:
    """A log's address (PROTOCOL 3.3)."""
    return derive.hash_of("homeward/address/v1", relay, writer, b"".join(lanes), reader)


def _log(
    relay: bytes,
    writer: bytes,
    lanes: tuple[bytes, ...],
    token: bytes,
    content: bytes,
    write: sign.SigningKey | None,
    lane: sign.SigningKey | None,
    index: int,
) -> LogKeys:
    address = address_of(relay, writer, lanes, derive.sha256(token))
    return LogKeys(relay, address, writer, lanes, token, content, write, lane, index)
