"""Places where a test may stop the process dead, to prove that nothing acknowledged is lost. Does nothing in ordinary use.

HOMEWARD_UNSAFE_DIE_AT names a place and how often it may be passed before, for example `written:3`.
"""

from __future__ import annotations

import os
import signal

_place, _, _count = os.environ.get("HOMEWARD_UNSAFE_DIE_AT", "").partition(":")
_left = int(_count or 0)


def reached(place: str) -> None:
    """Die here, as by a power cut, when the setting says so."""
    global _left
    if place == _place:
        if _left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        _left -= 1
