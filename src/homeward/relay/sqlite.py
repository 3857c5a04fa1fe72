"""Storage in one SQLite file: one writer thread that commits everything waiting at once, readers on connections of their own.

synchronous=FULL, so an answer means the bytes are on disk. secure_delete, a truncated WAL and a rebuilt file after each tidy, so that
expired bytes are gone and the order of pages tells nothing about the order of arrival across logs.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import shutil
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from homeward.faults import reached

from . import errors, limits
from .commit import Writer
from .log import EMPTY_HEAD, Log
from .migrate import migrate
from .rows import COLUMNS, LAST, SHIFT, Known, Rows, find_log, read_blocks, read_index, read_oldest, read_totals, span
from .store import Accepted, Kept, Totals

T = TypeVar("T")
_SLICE = 500  # expired blocks removed in one transaction, so that nobody waits long for it


class SqliteStore:
    """See `store.Store`. Raises DatabaseUnusable or DatabaseBusy when the folder cannot be used."""

    def __init__(self, folder: Path, *, max_bytes: int = limits.RELAY_BYTES, max_logs: int = limits.RELAY_LOGS) -> None:
        self._path, self._max_bytes, self._max_logs = folder / "relay.db", max_bytes, max_logs
        try:
            take_folder(folder)
            self._lock = _take_lock(folder)
        except OSError as error:
            raise errors.DatabaseUnusable(str(error)) from error
        try:
            self._db = migrate(self._path)
            self._db.execute("INSERT OR IGNORE INTO relay(one, id) VALUES (1, ?)", (secrets.token_bytes(16),))
            self.relay: bytes = self._db.execute("SELECT id FROM relay").fetchone()[0]
            self._known = Known(self._db)
        except (OSError, sqlite3.Error) as error:
            os.close(self._lock)
            raise errors.DatabaseUnusable(str(error)) from error
        except errors.DatabaseUnusable:
            os.close(self._lock)
            raise
        self._local = threading.local()
        self._open: list[sqlite3.Connection] = []
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="read")
        self._writer = Writer(self._db, lambda: Rows(self._db, self._known))

    async def create(self, log: Log, day: int, code: bytes | None) -> tuple[Log, bool]:
        """See Store."""
        return await self._writer.do(partial(self._create, log, day, code))

    async def append(self, address: bytes, key: int, blocks: Sequence[tuple[bytes, bytes]], day: int) -> Accepted:
        """See Store."""
        work = partial(_append, address, key, blocks, day, self._max_bytes)
        return await self._writer.do(work, hint=(address, key, blocks))

    async def close(self, address: bytes) -> Log:
        """See Store."""
        return await self._writer.do(partial(_close, address))

    async def find(self, address: bytes) -> Log | None:
        """See Store."""
        return self._known.logs.get(address) or await self._read(partial(find_log, address=address))

    async def read(self, log: Log, after: int, max_bytes: int) -> list[Kept]:
        """See Store."""
        return await self._read(partial(read_blocks, log=log, after=after, max_bytes=max_bytes))

    async def index(self, log: Log, after: int, lines: int) -> list[tuple[int, int, bytes]]:
        """See Store."""
        return await self._read(partial(read_index, log=log, after=after, lines=lines))

    async def oldest(self, log: Log) -> int:
        """See Store."""
        if log.kept == log.next:
            return 0
        return await self._read(partial(read_oldest, log=log))

    async def totals(self) -> Totals:
        """See Store."""
        return await self._read(read_totals)

    async def day(self) -> int:
        """See Store."""
        found: int = await self._read(lambda db: db.execute("SELECT day FROM relay").fetchone()[0])
        return found

    async def tidy(self, today: int, keep_days: int) -> int:
        """See Store. Looks for what expired on a reader's connection and removes it in slices, so that nobody waits long."""
        late = await self._read(partial(_places, "SELECT place FROM block WHERE day < ?", today - keep_days))
        for part in _slices(late):
            await self._writer.do(partial(_expire, part))
        for part in _slices(await self._read(partial(_places, "SELECT place FROM block WHERE day > ?", today))):
            await self._writer.do(partial(_date, part, today))
        await self._writer.do(partial(_turn_page, today))
        await self._rebuild()
        return len(late)

    async def remove(self, address: bytes) -> bool:
        """See Store."""
        found = await self._writer.do(partial(_remove, address))
        await self._rebuild()
        return found

    def stop(self) -> None:
        """See Store."""
        self._writer.stop()
        self._readers.shutdown()
        for reader in self._open:
            reader.close()
        try:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._db.close()
            os.close(self._lock)

    async def _rebuild(self) -> None:
        await self._writer.do(self._rewrite, alone=True)

    def _rewrite(self, _: Rows) -> None:
        # A rebuilt file has its rows in the order of random log numbers. It needs the file's size again, twice, for a while.
        size = self._path.stat().st_size
        if shutil.disk_usage(self._path.parent).free > 2 * size + limits.DISK_RESERVE:
            reached("rebuilding")
            self._db.execute("VACUUM")
            reached("rebuilt")
        busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise sqlite3.OperationalError("readers kept the write-ahead file")

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._on_reader, work)

    def _on_reader(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            if not hasattr(self._local, "db"):
                self._local.db = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
                self._open.append(self._local.db)
            return work(self._local.db)
        except sqlite3.Error as error:
            raise errors.DiskFull(type(error).__name__) from error

    def _create(self, log: Log, day: int, code: bytes | None, rows: Rows) -> tuple[Log, bool]:
        try:
            return rows.log(log.address), False
        except errors.LogMissing:
            if rows.count >= self._max_logs:
                raise errors.RelayFull from None
        db = rows.db
        if code is not None and not db.execute("UPDATE code SET left = left - 1 WHERE hash = ? AND left > 0", (code,)).rowcount:
            raise errors.CodeWrong
        number = secrets.randbelow(2**31)
        while db.execute("SELECT 1 FROM log WHERE log = ?", (number,)).fetchone():
            number = secrets.randbelow(2**31)
        log = replace(log, number=number)
        db.execute(
            f"INSERT INTO log({COLUMNS}, day) VALUES (?, ?, ?, ?, ?, 0, ?, 0, 0, ?)",
            (number, log.address, log.writer, b"".join(log.lanes), log.reader, EMPTY_HEAD, day),
        )
        rows.count += 1
        rows.change(log)
        return log, True


def _append(address: bytes, key: int, blocks: Sequence[tuple[bytes, bytes]], day: int, max_bytes: int, rows: Rows) -> Accepted:
    return rows.append(address, key, blocks, day, max_bytes)


def _close(address: bytes, rows: Rows) -> Log:
    log = replace(rows.log(address), closed=True)
    rows.change(log)
    return log


def _places(sql: str, day: int, db: sqlite3.Connection) -> list[int]:
    return [place for (place,) in db.execute(sql, (day,)).fetchall()]


def _slices(places: list[int]) -> list[list[int]]:
    return [places[at : at + _SLICE] for at in range(0, len(places), _SLICE)]


def _expire(places: list[int], rows: Rows) -> None:
    rows.put_down()
    for place in places:
        gone = rows.db.execute("DELETE FROM block WHERE place = ? RETURNING length(data)", (place,)).fetchall()
        rows.bytes -= sum(size for (size,) in gone)
        rows.db.execute("DELETE FROM seen WHERE log = ? AND position = ?", (place // SHIFT, place & LAST))
        rows.db.execute("UPDATE log SET kept = kept - ? WHERE log = ?", (len(gone), place // SHIFT))


def _date(places: list[int], today: int, rows: Rows) -> None:
    rows.put_down()
    rows.db.executemany("UPDATE block SET day = ? WHERE place = ?", ((today, place) for place in places))


def _turn_page(today: int, rows: Rows) -> None:
    rows.put_down()
    db = rows.db
    db.execute("UPDATE log SET day = ? WHERE day > ?", (today, today))
    db.execute("DELETE FROM used WHERE day <> ?", (today,))
    empty = db.execute("DELETE FROM log WHERE kept = 0 AND day < ? RETURNING log", (today - limits.EMPTY_LOG_DAYS,)).fetchall()
    db.execute("DELETE FROM code WHERE left = 0")
    db.execute("UPDATE relay SET day = ?", (today,))
    rows.count -= len(empty)


def _remove(address: bytes, rows: Rows) -> bool:
    rows.put_down()
    try:
        log = rows.log(address)
    except errors.LogMissing:
        return False
    whole = span(log, -1)
    rows.bytes -= rows.db.execute("SELECT coalesce(sum(length(data)), 0) FROM block WHERE place BETWEEN ? AND ?", whole).fetchone()[0]
    rows.db.execute("DELETE FROM block WHERE place BETWEEN ? AND ?", whole)
    for table in ("seen", "used", "log"):
        rows.db.execute(f"DELETE FROM {table} WHERE log = ?", (log.number,))
    rows.count -= 1
    rows.put_down()
    return True


def take_folder(folder: Path) -> None:
    """Make or take `folder` for this user alone. Raises DatabaseUnusable, OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_uid == os.getuid():
        folder.chmod(0o700)
    for name in ("relay.db", "relay.db-wal", "relay.db-shm"):
        if (folder / name).is_symlink():
            raise errors.DatabaseUnusable(f"{folder / name} is a symbolic link. Put the file itself there.")


def _take_lock(folder: Path) -> int:
    handle = os.open(folder / "relay.lock", os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise errors.DatabaseBusy(str(folder)) from error
    return handle
