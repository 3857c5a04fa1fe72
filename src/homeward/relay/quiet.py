"""What a relay may print: that something went wrong, where in the code, and nothing of what anybody sent or from where.

The only module of the relay that touches logging: to silence the libraries'.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from typing import Any


class Quiet(logging.Handler):
    """Prints the kind of an error and its place in the code; never its message, which may carry an address or what was sent."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line on stderr."""
        trouble(record.name, record.exc_info[1] if record.exc_info else None)


def trouble(what: str, error: BaseException | None) -> None:
    """Tell the operator that `what` failed: the kind of the error and its place in the code."""
    sys.stderr.write(_line(what, error) + "\n")
    sys.stderr.flush()


def hush() -> None:
    """Send every logger of the process through Quiet, from errors on."""
    root = logging.getLogger()
    root.handlers[:] = [Quiet(logging.ERROR)]
    root.setLevel(logging.ERROR)
    for name in list(logging.Logger.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    sys.unraisablehook = lambda unraisable: trouble("unraisable", unraisable.exc_value)


def on_loop(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The event loop's handler: its own text names sockets and so may name addresses."""
    trouble("the event loop", context.get("exception"))


def _line(name: str, error: BaseException | None) -> str:
    if error is None:
        return f"error in {name}"
    steps = traceback.extract_tb(error.__traceback__)
    place = f" at {steps[-1].filename.rpartition('/')[2]}:{steps[-1].lineno}" if steps else ""
    return f"error in {name}: {type(error).__name__}{place}"
