"""Wakes readers that wait for news of one log. Knows positions, never blocks or readers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from . import errors, limits


class Watch:
    """One reader's eye on one log. News that comes between two waits is not missed."""

    __slots__ = ("_future", "_news")

    def __init__(self) -> None:
        self._news = False
        self._future: asyncio.Future[None] | None = None

    def wake(self) -> None:
        """There is news, or the reader is gone, or the relay stops."""
        self._news = True
        if self._future and not self._future.done():
            self._future.set_result(None)

    async def wait(self, seconds: float) -> None:
        """Return when there was news since the last wait, or time is up."""
        if not self._news and seconds > 0:
            loop = asyncio.get_running_loop()
            self._future = loop.create_future()
            timer = loop.call_later(seconds, self.wake)
            try:
                await self._future
            finally:
                timer.cancel()
                self._future = None
        self._news = False


class Fanout:
    """Readers waiting in this process. Waking is by log address; nothing is kept of who waited."""

    def __init__(self, most: int = limits.WAITING) -> None:
        self._watches: dict[bytes, set[Watch]] = {}
        self._most, self.count, self.released = most, 0, False

    @contextmanager
    def watch(self, address: bytes) -> Iterator[Watch]:
        """An eye on `address` while the block lasts. Raises TooManyWaiting."""
        if self.count >= self._most or self.released:
            raise errors.TooManyWaiting
        watch = Watch()
        self._watches.setdefault(address, set()).add(watch)
        self.count += 1
        try:
            yield watch
        finally:
            self.count -= 1
            others = self._watches[address]
            others.discard(watch)
            if not others:
                del self._watches[address]

    def wake(self, address: bytes) -> None:
        """There is something new in `address`."""
        for watch in self._watches.get(address, ()):
            watch.wake()

    def release(self) -> None:
        """Let everybody go, for good: the relay stops."""
        self.released = True
        for address in self._watches:
            self.wake(address)
