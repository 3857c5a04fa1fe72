"""What a member needs of a relay, as a protocol: the network client and the tests' in-memory relay both fit it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from .epoch import LogKeys
from .errors import CircleError


class RelayUnreachable(CircleError):
    """The relay does not answer."""

    hint = "Nothing is lost: what you wrote waits on this device. Try again later or from another network."


class RelayRefused(CircleError):
    """The relay refused the request."""

    hint = "See the relay's own words above; what you wrote waits on this device."

    def __init__(self, name: str, detail: str = "") -> None:
        super().__init__(f"{name}: {detail}" if detail else name)
        self.name = name


class LogUnknown(RelayRefused):
    """The relay does not have this log, or no longer."""

    hint = "It may have expired. Sync from another relay or import a file from a friend."


class LogClosed(RelayRefused):
    """The log is closed: the circle has moved on."""

    hint = "Sync; your message is sent again in the new epoch by itself."


class AllowanceUsed(RelayRefused):
    """The day's allowance of this log is used up, perhaps by somebody who floods it."""

    hint = "Coordinators can still reach everybody. Wait until tomorrow, or make a turn."


@dataclass(frozen=True)
class Page:
    """Blocks from position `first` on, the running head before them, the next free position, and whether the log is closed."""

    first: int
    head: bytes
    blocks: tuple[bytes, ...]
    next: int
    closed: bool


@dataclass(frozen=True)
class IndexLine:
    """A kept block without its bytes."""

    position: int
    size: int
    hash: bytes


class Mailbox(Protocol):
    """One relay. Every method may raise RelayUnreachable, RelayRefused or one of its kinds."""

    relay: bytes

    def create(self, log: LogKeys) -> None:
        """Create the log; nothing happens if it exists."""

    def append(self, log: LogKeys, blocks: list[bytes], *, by_lane: bool) -> None:
        """Append blocks, durably; blocks already there are not doubled."""

    def read(self, log: LogKeys, after: int, max_bytes: int) -> Page:
        """Blocks after position `after` (-1 for all), at least one if there is one."""

    def index(self, log: LogKeys, after: int) -> tuple[IndexLine, ...]:
        """What there is after a position, without the bytes."""

    def fetch(self, log: LogKeys, position: int) -> bytes:
        """One block."""

    def close(self, log: LogKeys) -> None:
        """Close the log with this seat's lane; nothing happens if it is closed."""

    def wait(self, log: LogKeys, after: int, seconds: int) -> int:
        """Block until the log has more than position `after`, or time is up; the next free position."""
