"""Wakes readers that wait for news of one log. Knows positions, never blocks or readers."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from . import errors, limits


class Fanout:
    """Readers waiting in this process. Waking is by log address; nothing is kept of who waited."""

    def __init__(self, most: int = limits.WAITING) -> None:
        self._waiting: dict[bytes, set[asyncio.Future[None]]] = defaultdict(set)
        self._most, self.count = most, 0

    async def wait(self, address: bytes, seconds: float) -> None:
        """Return when `address` has news, all are released, or time is up."""
        if self.count >= self._most:
            raise errors.TooManyWaiting
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[address].add(future)
        self.count += 1
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return
        finally:
            self.count -= 1
            self._waiting[address].discard(future)
            if not self._waiting[address]:
                del self._waiting[address]

    def wake(self, address: bytes) -> None:
        """There is something new in `address`."""
        for future in list(self._waiting.get(address, ())):
            if not future.done():
                future.set_result(None)

    def release(self) -> None:
        """Let everybody go: the relay stops."""
        for address in list(self._waiting):
            self.wake(address)
