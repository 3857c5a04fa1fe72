"""What the relay asks of its storage. SQLite implements it; another store that passes the same contract tests may follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from .log import Log


class Accepted(Struct, frozen=True):
    """Positions of the blocks of one append, in order, and the log after it."""

    positions: tuple[int, ...]
    log: Log


class Kept(Struct, frozen=True):
    """One kept block: position, running head before it, bytes."""

    position: int
    before: bytes
    data: bytes


class Totals(Struct, frozen=True):
    """How much a relay holds; nothing about whom."""

    logs: int
    small: int
    large: int


class Store(Protocol):
    """Durable storage. `append`, `create`, `close` answer only after their effect is on disk, and nothing of them can be read
    before. Every method may raise DiskFull."""

    relay: bytes

    async def create(self, log: Log, day: int, code: bytes | None) -> tuple[Log, bool]:
        """The log and whether it is new; uses up one use of the creation code's hash when given. Raises CodeWrong, RelayFull."""

    async def append(self, address: bytes, key: int, blocks: Sequence[tuple[bytes, bytes]], day: int) -> Accepted:
        """Append (SHA-256, bytes) pairs whose signature the caller has checked; what is there already keeps its position.
        Raises LogMissing, RelayFull and the refusals of `log.check_append`."""

    async def close(self, address: bytes) -> Log:
        """Close a log whose lane's signature the caller has checked. Raises LogMissing."""

    async def find(self, address: bytes) -> Log | None:
        """The log, or None."""

    async def read(self, log: Log, after: int, max_bytes: int) -> list[Kept]:
        """Kept blocks after a position, at least one if there is one."""

    async def index(self, log: Log, after: int, lines: int) -> list[tuple[int, int, bytes]]:
        """(position, size, SHA-256) of kept blocks after a position."""

    async def oldest(self, log: Log) -> int:
        """Position of the oldest kept block, or the next position when there is none."""

    async def totals(self) -> Totals:
        """Counts for the operator."""

    async def day(self) -> int:
        """The last day accepted as today, 0 before the first."""

    async def tidy(self, today: int, keep_days: int) -> int:
        """Really remove what expired by `today`, and accept it as the day; how many blocks went."""

    async def remove(self, address: bytes) -> bool:
        """Really remove one log and all it holds."""

    def stop(self) -> None:
        """Commit what was accepted and close."""
