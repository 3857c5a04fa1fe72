"""What a relay may print: that something went wrong, where in the code, and nothing of what anybody sent or from where."""

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
        error = record.exc_info[1] if record.exc_info else None
        sys.stderr.write(_line(record.name, error) + "\n")
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
    sys.unraisablehook = lambda unraisable: print(_line("unraisable", unraisable.exc_value), file=sys.stderr)  # noqa: T201


def on_loop(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The event loop's handler: its own text names sockets and so may name addresses."""
    logging.getLogger("asyncio").error("event loop", exc_info=context.get("exception") or False)


def _line(name: str, error: BaseException | None) -> str:
    if error is None:
        return f"error in {name}"
    steps = traceback.extract_tb(error.__traceback__)
    place = f" at {steps[-1].filename.rpartition('/')[2]}:{steps[-1].lineno}" if steps else ""
    return f"error in {name}: {type(error).__name__}{place}"
