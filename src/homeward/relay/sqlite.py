"""Storage in one SQLite file: one writer thread that commits everything waiting at once, readers on connections of their own.

synchronous=FULL, so an answer means the bytes are on disk. secure_delete, a truncated WAL and a rebuilt file after each tidy, so that
expired bytes are gone and the order of pages tells nothing about the order of arrival across logs.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from homeward.keys import derive

from . import errors, limits
from .faults import reached
from .log import EMPTY_HEAD, Log, check_append, next_head
from .migrate import migrate
from .store import Accepted, Kept, Totals

T = TypeVar("T")
_CACHE = 10_000
_COLUMNS = "log, address, writer, lanes, reader, next, head, closed"


class SqliteStore:
    """See `store.Store`. Raises DatabaseUnusable or DatabaseBusy when the folder cannot be used."""

    def __init__(self, folder: Path, *, max_bytes: int = limits.RELAY_BYTES, max_logs: int = limits.RELAY_LOGS) -> None:
        self._path, self._max_bytes, self._max_logs = folder / "relay.db", max_bytes, max_logs
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = _take_lock(folder)
            self._db = migrate(self._path)
        except (OSError, sqlite3.Error) as error:
            raise errors.DatabaseUnusable(str(error)) from error
        self._db.execute("INSERT OR IGNORE INTO relay(one, id) VALUES (1, ?)", (secrets.token_bytes(16),))
        self.relay: bytes = self._db.execute("SELECT id FROM relay").fetchone()[0]
        self._logs: OrderedDict[bytes, Log] = OrderedDict()
        self._bytes = self._db.execute("SELECT coalesce(sum(length(data)), 0) FROM block").fetchone()[0]
        self._count = self._db.execute("SELECT count(*) FROM log").fetchone()[0]
        self._waiting: list[tuple[Callable[[], Any], asyncio.Future[Any], asyncio.AbstractEventLoop]] = []
        self._wake = threading.Condition()
        self._stopping = False
        self._local = threading.local()
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="read")
        self._thread = threading.Thread(target=self._write_forever, name="write", daemon=True)
        self._thread.start()

    async def create(self, log: Log, day: int, code: bytes | None) -> tuple[Log, bool]:
        """See Store."""
        return await self._write(partial(self._create, log, day, code))

    async def append(self, address: bytes, key: int, blocks: tuple[bytes, ...], day: int, check: Callable[[], bool]) -> Accepted:
        """See Store."""
        return await self._write(partial(self._append, address, key, blocks, day, check))

    async def close(self, address: bytes, check: Callable[[], bool]) -> Log:
        """See Store."""
        return await self._write(partial(self._close, address, check))

    async def find(self, address: bytes) -> Log | None:
        """See Store."""
        cached = self._logs.get(address)
        return cached or await self._read(partial(self._find, address))

    async def read(self, log: Log, after: int, max_bytes: int) -> list[Kept]:
        """See Store."""
        return await self._read(partial(_read_blocks, log=log, after=after, max_bytes=max_bytes))

    async def index(self, log: Log, after: int, lines: int) -> list[tuple[int, int, bytes]]:
        """See Store."""
        return await self._read(partial(_read_index, log=log, after=after, lines=lines))

    async def oldest(self, log: Log) -> int:
        """See Store."""
        return await self._read(partial(_read_oldest, log=log))

    async def totals(self) -> Totals:
        """See Store."""
        return await self._read(read_totals)

    async def tidy(self, today: int, keep_days: int) -> int:
        """See Store."""
        gone: int = await self._write(partial(self._expire, today, keep_days))
        await self._write(self._rebuild, alone=True)
        return gone

    async def remove(self, address: bytes) -> bool:
        """See Store."""
        found: bool = await self._write(partial(self._remove, address))
        await self._write(self._rebuild, alone=True)
        return found

    def stop(self) -> None:
        """See Store."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join()
        self._readers.shutdown()
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()
        os.close(self._lock)

    async def _write(self, work: Callable[[], T], *, alone: bool = False) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        if alone:
            work = _Alone(work)
        with self._wake:
            if self._stopping:
                raise errors.TooManyWaiting
            self._waiting.append((work, future, loop))
            self._wake.notify()
        return await future

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._on_reader, work)

    def _on_reader(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if not hasattr(self._local, "db"):
            self._local.db = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, isolation_level=None)
        return work(self._local.db)

    def _write_forever(self) -> None:
        while True:
            with self._wake:
                while not self._waiting and not self._stopping:
                    self._wake.wait()
                if not self._waiting:
                    return
                batch, self._waiting = self._waiting, []
            for group in _groups(batch):
                self._commit(group)

    def _commit(self, group: list[tuple[Callable[[], Any], asyncio.Future[Any], asyncio.AbstractEventLoop]]) -> None:
        results: list[tuple[asyncio.Future[Any], asyncio.AbstractEventLoop, Any, BaseException | None]] = []
        before = (self._bytes, self._count)
        try:
            if isinstance(group[0][0], _Alone):
                results.append((group[0][1], group[0][2], group[0][0](), None))
            else:
                self._db.execute("BEGIN IMMEDIATE")
                reached("begun")
                for work, future, loop in group:
                    try:
                        results.append((future, loop, work(), None))
                    except errors.RelayError as error:
                        results.append((future, loop, None, error))
                reached("written")
                self._db.execute("COMMIT")
                reached("committed")
        except sqlite3.Error as failure:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            self._logs.clear()
            self._bytes, self._count = before
            problem = errors.DiskFull(str(failure))
            results = [(future, loop, None, problem) for _, future, loop in group]
        by_loop: dict[asyncio.AbstractEventLoop, list[Any]] = {}
        for future, loop, value, problem_ in results:
            by_loop.setdefault(loop, []).append((future, value, problem_))
        for loop, answers in by_loop.items():
            loop.call_soon_threadsafe(_answer, answers)

    def _find(self, address: bytes, db: sqlite3.Connection) -> Log | None:
        row = db.execute(f"SELECT {_COLUMNS} FROM log WHERE address = ?", (address,)).fetchone()
        return _log(row) if row else None

    def _known(self, address: bytes) -> Log:
        log = self._logs.get(address) or self._find(address, self._db)
        if log is None:
            raise errors.LogMissing
        return log

    def _remember(self, log: Log) -> None:
        self._logs[log.address] = log
        self._logs.move_to_end(log.address)
        if len(self._logs) > _CACHE:
            self._logs.popitem(last=False)

    def _create(self, log: Log, day: int, code: bytes | None) -> tuple[Log, bool]:
        existing = self._find(log.address, self._db)
        if existing:
            return existing, False
        if self._count >= self._max_logs:
            raise errors.RelayFull
        if code is not None and not self._db.execute("UPDATE code SET left = left - 1 WHERE hash = ? AND left > 0", (code,)).rowcount:
            raise errors.CodeWrong
        number = secrets.randbelow(2**31)
        while self._db.execute("SELECT 1 FROM log WHERE log = ?", (number,)).fetchone():
            number = secrets.randbelow(2**31)
        log = replace(log, number=number)
        self._db.execute(
            f"INSERT INTO log({_COLUMNS}, day) VALUES (?, ?, ?, ?, ?, 0, ?, 0, ?)",
            (number, log.address, log.writer, b"".join(log.lanes), log.reader, EMPTY_HEAD, day),
        )
        self._count += 1
        self._remember(log)
        return log, True

    def _append(self, address: bytes, key: int, blocks: tuple[bytes, ...], day: int, check: Callable[[], bool]) -> Accepted:
        log = self._known(address)
        if not check():
            raise errors.SignatureWrong
        hashes = [derive.sha256(b) for b in blocks]
        places: dict[bytes, int] = {}
        for h in hashes:
            row = self._db.execute("SELECT position FROM seen WHERE log = ? AND hash = ?", (log.number, h)).fetchone()
            if row:
                places[h] = row[0]
        fresh = {h: b for h, b in zip(hashes, blocks, strict=True) if h not in places}
        row = self._db.execute("SELECT day, blocks FROM used WHERE log = ? AND key = ?", (log.number, key)).fetchone()
        used = row[1] if row and row[0] == day else 0
        check_append(log, key, len(fresh), used, log.next)
        size = sum(map(len, fresh.values()))
        if fresh and self._bytes + size > self._max_bytes:
            raise errors.RelayFull
        if fresh:
            position, head = log.next, log.head
            for h, data in fresh.items():
                self._db.execute(
                    "INSERT INTO block(place, day, head, data) VALUES (?, ?, ?, ?)", (log.number * 2**32 + position, day, head, data)
                )
                self._db.execute("INSERT INTO seen(log, hash, position) VALUES (?, ?, ?)", (log.number, h, position))
                places[h], position, head = position, position + 1, next_head(head, h)
            self._db.execute("UPDATE log SET next = ?, head = ? WHERE log = ?", (position, head, log.number))
            self._db.execute(
                "INSERT INTO used(log, key, day, blocks) VALUES (?, ?, ?, ?)"
                " ON CONFLICT(log, key) DO UPDATE SET day = excluded.day, blocks = excluded.blocks",
                (log.number, key, day, used + len(fresh)),
            )
            self._bytes += size
            log = replace(log, next=position, head=head)
        self._remember(log)
        return Accepted(tuple(places[h] for h in hashes), log)

    def _close(self, address: bytes, check: Callable[[], bool]) -> Log:
        log = replace(self._known(address), closed=True)
        if not check():
            raise errors.SignatureWrong
        self._db.execute("UPDATE log SET closed = 1 WHERE log = ?", (log.number,))
        self._remember(log)
        return log

    def _expire(self, today: int, keep_days: int) -> int:
        gone = self._db.execute("SELECT place, length(data) FROM block WHERE day < ?", (today - keep_days,)).fetchall()
        self._db.executemany("DELETE FROM block WHERE place = ?", ((p,) for p, _ in gone))
        self._db.executemany("DELETE FROM seen WHERE log = ? AND position = ?", ((p >> 32, p & 0xFFFFFFFF) for p, _ in gone))
        self._db.execute("DELETE FROM used WHERE day < ?", (today,))
        old = self._db.execute("SELECT log FROM log WHERE day < ?", (today - limits.EMPTY_LOG_DAYS,)).fetchall()
        for (number,) in old:
            if not self._db.execute("SELECT 1 FROM seen WHERE log = ?", (number,)).fetchone():
                self._db.execute("DELETE FROM log WHERE log = ?", (number,))
                self._count -= 1
        self._bytes -= sum(size for _, size in gone)
        self._logs.clear()
        return len(gone)

    def _remove(self, address: bytes) -> bool:
        log = self._find(address, self._db)
        if log is None:
            return False
        span = (log.number * 2**32, (log.number + 1) * 2**32 - 1)
        size = self._db.execute("SELECT coalesce(sum(length(data)), 0) FROM block WHERE place BETWEEN ? AND ?", span).fetchone()[0]
        self._db.execute("DELETE FROM block WHERE place BETWEEN ? AND ?", span)
        for table in ("seen", "used", "log"):
            self._db.execute(f"DELETE FROM {table} WHERE log = ?", (log.number,))
        self._bytes, self._count = self._bytes - size, self._count - 1
        self._logs.pop(address, None)
        return True

    def _rebuild(self) -> None:
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class _Alone:
    """Work that must not share a transaction."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._work = work

    def __call__(self) -> Any:
        return self._work()


def read_totals(db: sqlite3.Connection) -> Totals:
    """Counts of logs and of blocks of both sizes."""
    logs = db.execute("SELECT count(*) FROM log").fetchone()[0]
    sizes = dict(db.execute("SELECT length(data), count(*) FROM block GROUP BY 1").fetchall())
    return Totals(logs, sizes.get(4_096, 0), sizes.get(12_288, 0))


def _groups(batch: list[Any]) -> list[list[Any]]:
    groups: list[list[Any]] = []
    for item in batch:
        if isinstance(item[0], _Alone) or not groups or isinstance(groups[-1][0][0], _Alone):
            groups.append([])
        groups[-1].append(item)
    return groups


def _answer(answers: list[tuple[asyncio.Future[Any], Any, BaseException | None]]) -> None:
    for future, value, problem in answers:
        if future.done():
            continue
        if problem is None:
            future.set_result(value)
        else:
            future.set_exception(problem)


def _log(row: tuple[Any, ...]) -> Log:
    number, address, writer, lanes, reader, nxt, head, closed = row
    return Log(number, address, writer, tuple(lanes[i : i + 32] for i in range(0, len(lanes), 32)), reader, nxt, head, bool(closed))


def _span(log: Log, after: int) -> tuple[int, int]:
    return log.number * 2**32 + min(after + 1, 2**32 - 1), (log.number + 1) * 2**32 - 1


def _read_blocks(db: sqlite3.Connection, log: Log, after: int, max_bytes: int) -> list[Kept]:
    kept: list[Kept] = []
    size = 0
    for place, head, data in db.execute(
        "SELECT place, head, data FROM block WHERE place BETWEEN ? AND ? ORDER BY place", _span(log, after)
    ):
        size += len(data)
        if kept and size > max_bytes:
            break
        kept.append(Kept(place & 0xFFFFFFFF, head, data))
    return kept


def _read_index(db: sqlite3.Connection, log: Log, after: int, lines: int) -> list[tuple[int, int, bytes]]:
    rows = db.execute(
        "SELECT s.position, length(b.data), s.hash FROM seen s JOIN block b ON b.place = s.log * 4294967296 + s.position"
        " WHERE s.log = ? AND s.position > ? ORDER BY s.position LIMIT ?",
        (log.number, after, lines),
    )
    return list(rows)


def _read_oldest(db: sqlite3.Connection, log: Log) -> int:
    row = db.execute("SELECT place FROM block WHERE place BETWEEN ? AND ? ORDER BY place LIMIT 1", _span(log, -1)).fetchone()
    return row[0] & 0xFFFFFFFF if row else log.next


def _take_lock(folder: Path) -> int:
    handle = os.open(folder / "relay.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise errors.DatabaseBusy(str(folder)) from error
    return handle
