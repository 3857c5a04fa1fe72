"""What the relay asks of its storage. SQLite implements it; another store that passes the same contract tests may follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from .log import Log


@dataclass(frozen=True)
class Accepted:
    """Positions of the blocks of one append, in order, and the log after it."""

    positions: tuple[int, ...]
    log: Log


@dataclass(frozen=True)
class Kept:
    """One kept block: position, running head before it, bytes."""

    position: int
    before: bytes
    data: bytes


@dataclass(frozen=True)
class Totals:
    """How much a relay holds; nothing about whom."""

    logs: int
    small: int
    large: int


class Store(Protocol):
    """Durable storage. `append`, `create`, `close` answer only after their effect is on disk."""

    relay: bytes

    async def create(self, log: Log, day: int, code: bytes | None) -> tuple[Log, bool]:
        """The log and whether it is new; uses up one use of the creation code's hash when given. Raises CodeWrong, RelayFull."""

    async def append(self, address: bytes, key: int, blocks: tuple[bytes, ...], day: int, check: Callable[[], bool]) -> Accepted:
        """Append after `check` (the signature) held. Raises the refusals of `log.check_append`, SignatureWrong, LogMissing."""

    async def close(self, address: bytes, check: Callable[[], bool]) -> Log:
        """Close a log after `check` held."""

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

    async def tidy(self, today: int, keep_days: int) -> int:
        """Really remove what expired; how many blocks went."""

    async def remove(self, address: bytes) -> bool:
        """Really remove one log and all it holds."""

    def stop(self) -> None:
        """Commit what was accepted and close."""
