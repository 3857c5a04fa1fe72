"""Blocks of two sizes and the frames inside them (PROTOCOL 4). It knows keys and bytes, not what records mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from homeward.keys import aead, derive

from .epoch import LogKeys
from .errors import BlockRefused

SMALL, LARGE = 4_096, 12_288
SIZES = (SMALL, LARGE)
NONCE, TAG, HEADER = 12, 16, 39
ENTRY, TURN, SLOTS, ADOPTION, REPAIR, OBJECT, DOOR = range(1, 8)
RECORD_LIMIT = {
    ENTRY: 65_536, TURN: 1_048_576, SLOTS: 3_699, ADOPTION: 1_024, REPAIR: 4_096, OBJECT: 2_097_152, DOOR: 1_500_000,
}  # fmt: skip
MAX_PENDING = 8_388_608


@dataclass(frozen=True)
class Frame:
    """A part of a record: kind, the record's SHA-256, which part of how many, and its bytes."""

    kind: int
    id: bytes
    index: int
    count: int
    data: bytes


def frames_of(kind: int, record: bytes) -> list[Frame]:
    """`record` cut into frames: one that fits a small block, or large ones with what is left."""
    if len(record) > RECORD_LIMIT[kind]:
        raise BlockRefused(f"a record of {len(record)} bytes, at most {RECORD_LIMIT[kind]}")
    identity = derive.sha256(record)
    room = LARGE - NONCE - TAG - HEADER
    if len(record) <= room:
        return [Frame(kind, identity, 0, 1, record)]
    parts = [record[i : i + room] for i in range(0, len(record), room)]
    return [Frame(kind, identity, i, len(parts), part) for i, part in enumerate(parts)]


def pack(frames: Iterable[Frame]) -> list[bytes]:
    """Plaintexts of blocks that carry `frames` in order, each padded to a small or a large block."""
    plains: list[bytes] = []
    current = b""
    for frame in frames:
        raw = _encode(frame)
        if current and len(current) + len(raw) > _room(SMALL):
            plains.append(current)
            current = b""
        current += raw
    if current:
        plains.append(current)
    return [_pad(plain) for plain in plains]


def unpack(plain: bytes) -> list[Frame]:
    """The frames of a block's plaintext. Raises BlockRefused for a malformed one."""
    frames: list[Frame] = []
    at = 0
    while at < len(plain) and plain[at]:
        if at + HEADER > len(plain):
            raise BlockRefused("a frame runs over the block")
        kind, identity = plain[at], plain[at + 1 : at + 33]
        index, count, length = (int.from_bytes(plain[at + i : at + i + 2], "big") for i in (33, 35, 37))
        at += HEADER
        if at + length > len(plain) or index >= count or not length:
            raise BlockRefused("a frame contradicts itself")
        frames.append(Frame(kind, identity, index, count, plain[at : at + length]))
        at += length
    if any(plain[at:]):
        raise BlockRefused("padding that is not zero")
    return frames


def seal_block(log: LogKeys, plain: bytes, random: Callable[[int], bytes]) -> bytes:
    """A block of `plain` under the log's content key, bound to the log's address."""
    nonce = random(NONCE)
    return nonce + aead.encrypt(log.content, nonce, plain, _aad(log.address))


def open_block(log: LogKeys, block: bytes) -> bytes:
    """The plaintext of a block. Raises BlockRefused when it was made for another log or changed."""
    if len(block) not in SIZES:
        raise BlockRefused(f"{len(block)} bytes is not a block")
    try:
        return aead.decrypt(log.content, block[:NONCE], block[NONCE:], _aad(log.address))
    except aead.CannotOpen as error:
        raise BlockRefused("it does not open with this log's key") from error


@dataclass
class Assembly:
    """Puts records together from frames that come in any order, within a limit on what is pending. Where that is reached the oldest
    unfinished record goes (into `dropped`), so that junk never keeps out what comes after it."""

    pending: dict[bytes, dict[int, Frame]] = field(default_factory=dict)
    dropped: list[Frame] = field(default_factory=list)
    held: int = 0

    def add(self, frame: Frame) -> tuple[int, bytes] | None:
        """(kind, record) when `frame` completes one; frames that contradict what is held are ignored."""
        limit = RECORD_LIMIT.get(frame.kind)
        if limit is None:
            return None
        if frame.count == 1:
            return (frame.kind, frame.data) if derive.sha256(frame.data) == frame.id and len(frame.data) <= limit else None
        parts = self.pending.get(frame.id, {})
        unlike = frame.index in parts or any((f.kind, f.count) != (frame.kind, frame.count) for f in parts.values())
        if frame.count > limit // 1_024 + 1 or unlike:
            return None
        while self.held + len(frame.data) > MAX_PENDING:
            self._drop(next(iter(self.pending)))
        parts = self.pending.setdefault(frame.id, {})
        parts[frame.index] = frame
        self.held += len(frame.data)
        if len(parts) < frame.count:
            return None
        record = b"".join(parts[i].data for i in range(frame.count))
        self.held -= len(record)
        del self.pending[frame.id]
        return (frame.kind, record) if derive.sha256(record) == frame.id and len(record) <= limit else None

    def holds(self, frame: Frame) -> bool:
        """Whether this very frame waits here for the rest of its record."""
        return self.pending.get(frame.id, {}).get(frame.index) is frame

    def _drop(self, identity: bytes) -> None:
        gone = self.pending.pop(identity).values()
        self.dropped.extend(gone)
        self.held -= sum(len(f.data) for f in gone)


def _encode(frame: Frame) -> bytes:
    numbers = b"".join(n.to_bytes(2, "big") for n in (frame.index, frame.count, len(frame.data)))
    return bytes([frame.kind]) + frame.id + numbers + frame.data


def _room(size: int) -> int:
    return size - NONCE - TAG


def _pad(plain: bytes) -> bytes:
    size = next(s for s in SIZES if len(plain) <= _room(s))
    return plain.ljust(_room(size), b"\0")


def _aad(address: bytes) -> bytes:
    return derive.preimage("homeward/block/v1", address)
