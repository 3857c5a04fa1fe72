"""Places where a test may stop the process dead, to prove that nothing acknowledged is lost. Does nothing in ordinary use.

HOMEWARD_UNSAFE_DIE_AT names a place and how often it may be passed before, for example `written:3`; `arm` says the same from inside.
"""

from __future__ import annotations

import os
import signal

RELAY_PLACES = ("begun", "written", "committed", "rebuilding", "rebuilt")
MEMBER_PLACES = ("vault-begun", "vault-written", "vault-committed", "vault-erased", "posting", "posted", "recorded")

_armed: list[str | int] = []


def arm(place: str, passes: int) -> None:
    """Die at `place` after passing it `passes` times."""
    _armed[:] = [place, passes]


def reached(place: str) -> None:
    """Die here, as by a power cut, when a test says so."""
    if not _armed or _armed[0] != place:
        return
    left = int(_armed[1])
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    _armed[1] = left - 1


_place, _, _passes = os.environ.get("HOMEWARD_UNSAFE_DIE_AT", "").partition(":")
if _place:
    arm(_place, int(_passes or 0))
