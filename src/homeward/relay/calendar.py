"""Which day it is for a relay whose clock may be years off (a small machine boots in 1970, or far ahead). Pure.

Blocks are stamped with a day that never falls behind the last day accepted; nothing expires by a day that looks wrong until the
clock has insisted for an hour; a block from a future that turned out wrong is given today's date. So a wrong clock loses nothing
at once, and nothing is kept for ever.
"""

from __future__ import annotations

from dataclasses import dataclass

INSIST_SECONDS = 3_600


@dataclass(frozen=True)
class Calendar:
    """`known`: the last day accepted (0: none yet); `odd_since`: when (in seconds of running) the clock began to look wrong."""

    known: int
    odd_since: float | None = None

    def stamp(self, clock: int) -> int:
        """The day blocks that come now are stamped with."""
        return max(self.known, clock)

    def look(self, clock: int, running: float, keep_days: int) -> tuple[Calendar, bool]:
        """The calendar after looking at the clock, and whether what is older than `keep_days` may go now."""
        if self.known == 0 or self.known <= clock <= self.known + keep_days:
            return Calendar(clock), True
        since = running if self.odd_since is None else self.odd_since
        if running - since >= INSIST_SECONDS:
            return Calendar(clock), True
        return Calendar(self.known, since), False
