"""A woman of the living circle as a process, with two orders more than the story needs.

`python -m homeward.story.host FOLDER`
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from homeward.circle.pending import pending
from homeward.circle.writing import write
from homeward.schema import canonical, events

from . import actor
from .stage import Woman


class HostActor(actor.Actor):
    """May also write entries of any known kind, and say whether something waits to be carried out."""

    def tell(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """Write an entry of a kind."""
        checked = canonical.decode(canonical.encode(body), events.BODIES[kind], limit=65_536)
        identity = write(self.circle, kind, checked)
        self.device.sync(self.circle)
        return {"id": identity}

    def decided(self) -> dict[str, Any]:
        """Whether a decision is complete."""
        return {"complete": any(p.complete for p in pending(self.circle))}


class HostWoman(Woman):
    """Her process."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "homeward.story.host", str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


if __name__ == "__main__":
    actor.Actor = HostActor  # type: ignore[misc]
    actor.main()
