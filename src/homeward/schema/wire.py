"""The relay's binary requests and answers (PROTOCOL 10), the same code on both sides. Shapes and bytes only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from .errors import WireMalformed

SMALL, LARGE = 4_096, 12_288
MAX_APPEND_BLOCKS = 64
MAX_BODY = 819_200
LANES = 16
_APPEND_HEAD = 98


class Reader:
    """Takes fields off the front of a request; raises WireMalformed when they run out or something is left."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        if self._at + size > len(self._data):
            raise WireMalformed("the body ends too early")
        self._at += size
        return self._data[self._at - size : self._at]

    def number(self, size: int) -> int:
        """The next unsigned number of `size` bytes."""
        return int.from_bytes(self.take(size), "big")

    def flag(self) -> bool:
        """The next byte, 0 or 1."""
        value = self.number(1)
        if value > 1:
            raise WireMalformed("a flag or a size class is 0 or 1")
        return bool(value)

    def end(self) -> None:
        """Nothing may be left."""
        if self._at != len(self._data):
            raise WireMalformed("bytes after the end")


@dataclass(frozen=True)
class Create:
    """Make a log. `writer` is empty or 32 bytes; 0, 1 or 16 lanes; `reader` is SHA-256 of the read token."""

    writer: bytes
    lanes: tuple[bytes, ...]
    reader: bytes
    nonce: int
    code: str

    def encode(self) -> bytes:
        """Body of POST /v1/create."""
        code = self.code.encode()
        head = bytes([len(self.writer) // 32, len(self.lanes)])
        return head + self.writer + b"".join(self.lanes) + self.reader + _u64(self.nonce) + bytes([len(code)]) + code

    @classmethod
    def decode(cls, data: bytes) -> Create:
        """Raises WireMalformed."""
        r = Reader(data)
        writers, lanes = r.number(1), r.number(1)
        if writers > 1 or lanes not in (0, 1, LANES) or writers + lanes == 0:
            raise WireMalformed("a log has at most one writer and 0, 1 or 16 lanes")
        made = cls(r.take(32 * writers), tuple(r.take(32) for _ in range(lanes)), r.take(32), r.number(8), _text(r.take(r.number(1))))
        r.end()
        return made


@dataclass(frozen=True)
class Append:
    """Add blocks to a log, signed by key 0 (the writer) or 1..16 (a lane)."""

    address: bytes
    key: int
    signature: bytes
    blocks: tuple[bytes, ...]

    def encode(self) -> bytes:
        """Body of POST /v1/append."""
        head = self.address + bytes([self.key]) + self.signature + bytes([len(self.blocks)])
        return head + b"".join(bytes([len(b) == LARGE]) + b for b in self.blocks)

    @classmethod
    def decode(cls, data: bytes) -> Append:
        """Raises WireMalformed."""
        # The one request that comes thousands of times a second: sliced, not taken field by field.
        if len(data) < _APPEND_HEAD:
            raise WireMalformed("the body ends too early")
        address, key, signature, count = data[:32], data[32], data[33:97], data[97]
        if not 1 <= count <= MAX_APPEND_BLOCKS or key > LANES:
            raise WireMalformed("1 to 64 blocks, key 0 to 16")
        blocks, at = [], _APPEND_HEAD
        for _ in range(count):
            if at >= len(data) or data[at] > 1:
                raise WireMalformed("a block is of class 0 or 1")
            end = at + 1 + (LARGE if data[at] else SMALL)
            blocks.append(data[at + 1 : end])
            at = end
        if at != len(data):
            raise WireMalformed("the body ends too early or too late")
        return cls(address, key, signature, tuple(blocks))


@dataclass(frozen=True)
class Appended:
    """Where the blocks are now, and the log's next free position and running head."""

    positions: tuple[int, ...]
    next: int
    head: bytes

    def encode(self) -> bytes:
        """Answer of /v1/append."""
        return bytes([len(self.positions)]) + b"".join(_u64(p) for p in self.positions) + _u64(self.next) + self.head

    @classmethod
    def decode(cls, data: bytes) -> Appended:
        """Raises WireMalformed."""
        r = Reader(data)
        made = cls(tuple(r.number(8) for _ in range(r.number(1))), r.number(8), r.take(32))
        r.end()
        return made


@dataclass(frozen=True)
class Read:
    """Ask one log: blocks, index, a range of one block, or news after `position` (2^64-1 stands for "before the first")."""

    address: bytes
    token: bytes
    position: int
    amount: int
    offset: int = 0

    def encode(self) -> bytes:
        """Body of POST /v1/read (amount: bytes), /v1/index, /v1/fetch (amount: bytes from `offset`), /v1/wait (amount: seconds)."""
        return self.address + self.token + _u64(self.position % 2**64) + _u32(self.amount) + _u32(self.offset)

    @classmethod
    def decode(cls, data: bytes) -> Read:
        """Raises WireMalformed."""
        r = Reader(data)
        address, token, position = r.take(32), r.take(32), r.number(8)
        made = cls(address, token, -1 if position == 2**64 - 1 else position, r.number(4), r.number(4))
        r.end()
        return made


@dataclass(frozen=True)
class Blocks:
    """Blocks from `first` on, the head before them, and the log's next free position."""

    first: int
    head: bytes
    next: int
    closed: bool
    blocks: tuple[bytes, ...]

    def encode(self) -> bytes:
        """Answer of /v1/read."""
        head = _u64(self.first) + self.head + _u64(self.next) + bytes([self.closed]) + _u32(len(self.blocks))
        return head + b"".join(bytes([len(b) == LARGE]) + b for b in self.blocks)

    @classmethod
    def decode(cls, data: bytes) -> Blocks:
        """Raises WireMalformed."""
        r = Reader(data)
        first, head, nxt, closed, count = r.number(8), r.take(32), r.number(8), r.flag(), r.number(4)
        blocks = tuple(r.take(LARGE if r.flag() else SMALL) for _ in range(count))
        r.end()
        return cls(first, head, nxt, closed, blocks)


@dataclass(frozen=True)
class Index:
    """(position, size class 0 or 1, SHA-256) of kept blocks."""

    lines: tuple[tuple[int, int, bytes], ...]

    def encode(self) -> bytes:
        """Answer of /v1/index."""
        return _u32(len(self.lines)) + b"".join(_u64(p) + bytes([c]) + h for p, c, h in self.lines)

    @classmethod
    def decode(cls, data: bytes) -> Index:
        """Raises WireMalformed."""
        r = Reader(data)
        made = cls(tuple((r.number(8), int(r.flag()), r.take(32)) for _ in range(r.number(4))))
        r.end()
        return made


@dataclass(frozen=True)
class Status:
    """Of one log: next free position, oldest kept one, whether it is closed, its running head."""

    next: int
    oldest: int
    closed: bool
    head: bytes

    def encode(self) -> bytes:
        """Answer of /v1/status, /v1/wait and /v1/close; also each message of /v1/news."""
        return _u64(self.next) + _u64(self.oldest) + bytes([self.closed]) + self.head

    @classmethod
    def decode(cls, data: bytes) -> Status:
        """Raises WireMalformed."""
        r = Reader(data)
        made = cls(r.number(8), r.number(8), r.flag(), r.take(32))
        r.end()
        return made


@dataclass(frozen=True)
class Close:
    """Close a log with a lane (key 1..16)."""

    address: bytes
    key: int
    signature: bytes

    def encode(self) -> bytes:
        """Body of POST /v1/close."""
        return self.address + bytes([self.key]) + self.signature

    @classmethod
    def decode(cls, data: bytes) -> Close:
        """Raises WireMalformed."""
        r = Reader(data)
        made = cls(r.take(32), r.number(1), r.take(64))
        r.end()
        return made


def append_message(relay: bytes, address: bytes, hashes: list[bytes]) -> tuple[str, bytes, bytes, bytes]:
    """Label and parts whose preimage an append signs."""
    return "homeward/append/v1", relay, address, b"".join(hashes)


def close_message(relay: bytes, address: bytes) -> tuple[str, bytes, bytes]:
    """Label and parts whose preimage a close signs."""
    return "homeward/close/v1", relay, address


def work_bits(preimage: bytes) -> int:
    """How many leading zero bits the SHA-256 of a proof of work has."""
    return 256 - int.from_bytes(hashlib.sha256(preimage).digest(), "big").bit_length()


def _u64(number: int) -> bytes:
    return number.to_bytes(8, "big")


def _u32(number: int) -> bytes:
    return number.to_bytes(4, "big")


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WireMalformed("a code that is not text") from error
