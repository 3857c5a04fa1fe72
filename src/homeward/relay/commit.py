"""One thread that carries out everything waiting to be written in one transaction: one sync of the disk for many askers."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from homeward.faults import reached

from . import errors
from .quiet import trouble

T = TypeVar("T")
B = TypeVar("B", bound="Batch")
MOST = 1_000


class Batch:
    """What one transaction gathers. A store's own kind puts its rows down in `flush`, and shows them to others in `publish`."""

    def foresee(self, hints: list[Any]) -> None:
        """Called first in the transaction with the hints its jobs came with, to look up in one go what they will ask for."""

    def flush(self) -> None:
        """Called inside the transaction, after all work of the batch."""

    def publish(self) -> None:
        """Called once it is on disk."""


class Job:
    """Work that waits, with who waits for it. `alone`: outside any transaction."""

    __slots__ = ("alone", "future", "hint", "loop", "work")

    def __init__(self, work: Callable[[Any], Any], hint: Any, alone: bool) -> None:
        self.work, self.hint, self.alone = work, hint, alone
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()


class Writer(Generic[B]):
    """The only writer of a database. `batch` makes an empty batch."""

    def __init__(self, database: sqlite3.Connection, batch: Callable[[], B]) -> None:
        self._db, self._batch = database, batch
        self._gathered: list[Job] = []
        self._waiting: list[Job] = []
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._forever, name="write", daemon=True)
        self._thread.start()

    async def do(self, work: Callable[[B], T], *, hint: Any = None, alone: bool = False) -> T:
        """Carry out `work` on the writer's thread; the result, once it is on disk. Raises what `work` raises, DiskFull."""
        if self._stopping:
            raise errors.TooManyWaiting
        job = Job(work, hint, alone)
        self._gathered.append(job)
        if len(self._gathered) == 1:
            job.loop.call_soon(self._hand_over)
        result: T = await job.future
        return result

    def _hand_over(self) -> None:
        # Once a round of the event loop: what arrived together is committed together, and the threads wake each other less.
        gathered, self._gathered = self._gathered, []
        with self._wake:
            self._waiting += gathered
            self._wake.notify()

    def stop(self) -> None:
        """Carry out what waits, and end."""
        with self._wake:
            self._stopping = True
            self._waiting += self._gathered
            self._gathered = []
            self._wake.notify()
        self._thread.join()

    def _forever(self) -> None:
        while True:
            with self._wake:
                while not self._waiting and not self._stopping:
                    self._wake.wait()
                if not self._waiting:
                    return
                taken, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            for group in _groups(taken):
                self._carry_out(group)

    def _carry_out(self, group: list[Job]) -> None:
        batch = self._batch()
        results: list[tuple[Job, Any, BaseException | None]] = []
        try:
            if group[0].alone:
                results.append((group[0], group[0].work(batch), None))
            else:
                self._db.execute("BEGIN IMMEDIATE")
                reached("begun")
                batch.foresee([job.hint for job in group if job.hint is not None])
                results = [_try(job, batch) for job in group]
                batch.flush()
                reached("written")
                self._db.execute("COMMIT")
                reached("committed")
            batch.publish()
        except sqlite3.Error as failure:
            results = self._undo(group, errors.DiskFull(type(failure).__name__))
        except Exception as failure:
            trouble("a write", failure)
            results = self._undo(group, errors.Internal())
        loops: dict[asyncio.AbstractEventLoop, list[tuple[Job, Any, BaseException | None]]] = {}
        for result in results:
            loops.setdefault(result[0].loop, []).append(result)
        for loop, answers in loops.items():
            loop.call_soon_threadsafe(_answer, answers)

    def _undo(self, group: list[Job], problem: Exception) -> list[tuple[Job, Any, BaseException | None]]:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        return [(job, None, problem) for job in group]


def _try(job: Job, batch: Batch) -> tuple[Job, Any, BaseException | None]:
    try:
        return job, job.work(batch), None
    except errors.RelayError as refusal:
        return job, None, refusal


def _groups(jobs: list[Job]) -> list[list[Job]]:
    groups: list[list[Job]] = []
    for job in jobs:
        if job.alone or not groups or groups[-1][0].alone:
            groups.append([])
        groups[-1].append(job)
    return groups


def _answer(answers: list[tuple[Job, Any, BaseException | None]]) -> None:
    for job, value, problem in answers:
        if job.future.done():
            continue
        if problem is None:
            job.future.set_result(value)
        else:
            job.future.set_exception(problem)
