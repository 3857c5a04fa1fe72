"""A child process that is killed at a chosen place of the code, and tells its parent what it had been promised until then."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from homeward.faults import arm

Tell = Callable[[Any], None]


def killed_at(place: str, passes: int, work: Callable[[Tell], None]) -> tuple[bool, list[Any]]:
    """Fork, run `work` and die at `place` after `passes` passes. Whether it died there, and all it told before.
    Raises AssertionError when it failed in any other way."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(place, passes, work, there))
    child.start()
    there.close()
    told: list[Any] = []
    try:
        while True:
            told.append(here.recv())
    except EOFError:
        child.join(30)
    died = child.exitcode == -signal.SIGKILL
    assert died or child.exitcode == 0, f"the child ended with {child.exitcode} at {place}:{passes}"
    return died, told


def _run(place: str, passes: int, work: Callable[[Tell], None], there: Connection) -> None:
    arm(place, passes)
    work(there.send)
