"""How much memory strangers may make a relay hold at once: bodies being received and answers being sent."""

from __future__ import annotations

from . import errors, limits


class Budget:
    """Counts bytes in memory. `take` refuses what would go over the limit; `give` returns them."""

    def __init__(self, most: int = limits.HELD_BYTES) -> None:
        self._most, self.held = most, 0

    def take(self, size: int) -> None:
        """Raises TooManyWaiting."""
        if self.held + size > self._most:
            raise errors.TooManyWaiting
        self.held += size

    def give(self, size: int) -> None:
        """The bytes are no longer held."""
        self.held -= size
