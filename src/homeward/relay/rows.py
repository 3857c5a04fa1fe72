"""The SQL of a relay's database: reading rows, and the rows that one transaction puts down together."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from typing import Any

from msgspec.structs import replace

from . import errors
from .commit import Batch
from .log import Log, check_append, next_head
from .store import Accepted, Kept, Totals

COLUMNS = "log, address, writer, lanes, reader, next, head, closed, kept"
SHIFT = 2**32  # a block's row id is its log's number times this, plus its position
LAST = SHIFT - 1
_CACHE = 10_000
_MANY = 128  # rows in one statement: fewer, larger statements leave the interpreter to the others meanwhile

Hint = tuple[bytes, int, Sequence[tuple[bytes, bytes]]]


class Known:
    """Logs as they are on disk, the latest used ones, and the running totals. Only the writer's thread changes it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.logs: OrderedDict[bytes, Log] = OrderedDict()
        self.bytes: int = db.execute("SELECT coalesce(sum(length(data)), 0) FROM block").fetchone()[0]
        self.count: int = db.execute("SELECT count(*) FROM log").fetchone()[0]


class Rows(Batch):
    """One transaction's changes. Work of the same batch sees them; nobody else does before `publish`."""

    def __init__(self, db: sqlite3.Connection, known: Known) -> None:
        self.db, self._known = db, known
        self.bytes, self.count = known.bytes, known.count
        self._logs: dict[bytes, Log] = {}
        self._changed: dict[int, Log] = {}
        self._blocks: list[tuple[int, int, bytes, bytes]] = []
        self._seen: dict[tuple[int, bytes], int] = {}
        self._used: dict[tuple[int, int, int], int] = {}
        self._old: dict[tuple[int, bytes], int | None] = {}
        self._old_used: dict[tuple[int, int], tuple[int, int]] = {}
        self._stale = False

    def foresee(self, hints: list[Hint]) -> None:
        """Look up the blocks and allowances of all appends of this batch at once."""
        found = [(log.number, key, blocks) for address, key, blocks in hints if (log := self._find(address))]
        self._old = dict.fromkeys((number, h) for number, _, blocks in found for h, _ in blocks)
        for number, h, position in _many(self.db, _SEEN, 2, self._old):
            self._old[number, h] = position
        wanted = dict.fromkeys((number, key) for number, key, _ in found)
        self._old_used = dict.fromkeys(wanted, (0, 0))
        for number, key, day, blocks in _many(self.db, _USED, 2, wanted):
            self._old_used[number, key] = (day, blocks)

    def log(self, address: bytes) -> Log:
        """The log as this batch leaves it. Raises LogMissing."""
        log = self._find(address)
        if log is None:
            raise errors.LogMissing
        return log

    def change(self, log: Log) -> None:
        """The log is like this now."""
        self._logs[log.address] = self._changed[log.number] = log

    def append(self, address: bytes, key: int, blocks: Sequence[tuple[bytes, bytes]], day: int, max_bytes: int) -> Accepted:
        """See Store.append."""
        log = self.log(address)
        places: dict[bytes, int] = {}
        fresh: dict[bytes, bytes] = {}
        for h, data in blocks:
            place = self._place(log.number, h)
            if place is None:
                fresh[h] = data
            else:
                places[h] = place
        used = self._used_today(log.number, key, day)
        check_append(log, key, len(fresh), used)
        if fresh:
            size = sum(map(len, fresh.values()))
            if self.bytes + size > max_bytes:
                raise errors.RelayFull
            position, head, base = log.next, log.head, log.number * SHIFT
            for h, data in fresh.items():
                self._blocks.append((base + position, day, head, data))
                self._seen[log.number, h] = places[h] = position
                position, head = position + 1, next_head(head, h)
            self._used[log.number, key, day] = used + len(fresh)
            self.bytes += size
            log = replace(log, next=position, head=head, kept=log.kept + len(fresh))
            self.change(log)
        return Accepted(tuple([places[h] for h, _ in blocks]), log)

    def put_down(self) -> None:
        """Flush now, because rows are about to be changed behind the gathered ones' back."""
        self.flush()
        for gathered in (self._logs, self._changed, self._blocks, self._seen, self._used, self._old, self._old_used):
            gathered.clear()
        self._stale = True

    def flush(self) -> None:
        """Put the gathered rows down, four statements for however many appends."""
        _many(self.db, _PUT_BLOCK, 4, self._blocks)
        _many(self.db, _PUT_SEEN, 3, ((number, h, position) for (number, h), position in self._seen.items()))
        _many(self.db, _PUT_USED, 4, ((*where, blocks) for where, blocks in self._used.items()))
        _many(self.db, _PUT_LOG, 5, ((x.number, x.next, x.head, x.closed, x.kept) for x in self._changed.values()))

    def publish(self) -> None:
        """The batch is on disk: now it is what everybody knows."""
        self._known.bytes, self._known.count = self.bytes, self.count
        if self._stale:
            self._known.logs = OrderedDict()
        logs = self._known.logs
        for address, log in self._logs.items():
            logs[address] = log
            logs.move_to_end(address)
        while len(logs) > _CACHE:
            logs.popitem(last=False)

    def _find(self, address: bytes) -> Log | None:
        log = self._logs.get(address) or (None if self._stale else self._known.logs.get(address)) or find_log(self.db, address)
        if log is not None:
            self._logs[address] = log
        return log

    def _place(self, number: int, h: bytes) -> int | None:
        if (number, h) in self._seen:
            return self._seen[number, h]
        if (number, h) not in self._old:
            row = self.db.execute("SELECT position FROM seen WHERE log = ? AND hash = ?", (number, h)).fetchone()
            self._old[number, h] = row[0] if row else None
        return self._old[number, h]

    def _used_today(self, number: int, key: int, day: int) -> int:
        if (number, key, day) in self._used:
            return self._used[number, key, day]
        if (number, key) not in self._old_used:
            row = self.db.execute("SELECT day, blocks FROM used WHERE log = ? AND key = ?", (number, key)).fetchone()
            self._old_used[number, key] = row or (0, 0)
        then, blocks = self._old_used[number, key]
        return blocks if then == day else 0


_SEEN = ("SELECT s.log, s.hash, s.position FROM (VALUES ", ") v CROSS JOIN seen s ON s.log = v.column1 AND s.hash = v.column2")
_USED = ("SELECT u.log, u.key, u.day, u.blocks FROM (VALUES ", ") v CROSS JOIN used u ON u.log = v.column1 AND u.key = v.column2")
_PUT_BLOCK = ("INSERT INTO block(place, day, head, data) VALUES ", "")
_PUT_SEEN = ("INSERT INTO seen(log, hash, position) VALUES ", "")
_PUT_USED = (
    "INSERT INTO used(log, key, day, blocks) VALUES ",
    " ON CONFLICT(log, key) DO UPDATE SET day = excluded.day, blocks = excluded.blocks",
)
_PUT_LOG = (
    "UPDATE log SET next = v.column2, head = v.column3, closed = v.column4, kept = v.column5 FROM (VALUES ",
    ") v WHERE log.log = v.column1",
)


def _many(db: sqlite3.Connection, sql: tuple[str, str], width: int, rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    """Run `sql` with as many rows of values in one statement as may be; what it returns."""
    found: list[Any] = []
    values = list(rows)
    for at in range(0, len(values), _MANY):
        part = values[at : at + _MANY]
        found += db.execute(_statement(sql, width, len(part)), tuple(chain.from_iterable(part))).fetchall()
    return found


@cache
def _statement(sql: tuple[str, str], width: int, count: int) -> str:
    row = f"({', '.join('?' * width)})"
    return sql[0] + ", ".join([row] * count) + sql[1]


def find_log(db: sqlite3.Connection, address: bytes) -> Log | None:
    """The log at an address."""
    row = db.execute(f"SELECT {COLUMNS} FROM log WHERE address = ?", (address,)).fetchone()
    return _log(row) if row else None


def read_blocks(db: sqlite3.Connection, log: Log, after: int, max_bytes: int) -> list[Kept]:
    """Blocks after a position, at least one, else no more than `max_bytes` of them."""
    kept: list[Kept] = []
    size = 0
    cursor = db.execute("SELECT place, head, data FROM block WHERE place BETWEEN ? AND ? ORDER BY place", span(log, after))
    for place, head, data in cursor:
        size += len(data)
        if kept and size > max_bytes:
            break
        kept.append(Kept(place & LAST, head, data))
    cursor.close()  # an open cursor would keep the write-ahead file from being emptied
    return kept


def read_index(db: sqlite3.Connection, log: Log, after: int, lines: int) -> list[tuple[int, int, bytes]]:
    """(position, size, hash) after a position."""
    rows = db.execute(
        "SELECT s.position, length(b.data), s.hash FROM seen s JOIN block b ON b.place = s.log * 4294967296 + s.position"
        " WHERE s.log = ? AND s.position > ? ORDER BY s.position LIMIT ?",
        (log.number, min(after, LAST), lines),
    )
    return rows.fetchall()


def read_oldest(db: sqlite3.Connection, log: Log) -> int:
    """The oldest kept position, or the next one."""
    row = db.execute("SELECT place FROM block WHERE place BETWEEN ? AND ? ORDER BY place LIMIT 1", span(log, -1)).fetchone()
    return row[0] & LAST if row else log.next


def read_totals(db: sqlite3.Connection) -> Totals:
    """Counts of logs and of blocks of both sizes."""
    logs = db.execute("SELECT count(*) FROM log").fetchone()[0]
    sizes = dict(db.execute("SELECT length(data), count(*) FROM block GROUP BY 1").fetchall())
    return Totals(logs, sizes.get(4_096, 0), sizes.get(12_288, 0))


def span(log: Log, after: int) -> tuple[int, int]:
    """First and last possible row id of a log's blocks after a position."""
    return log.number * SHIFT + min(max(after, -1) + 1, LAST), log.number * SHIFT + LAST


def _log(row: tuple[Any, ...]) -> Log:
    number, address, writer, lanes, reader, nxt, head, closed, kept = row
    lanes = tuple(lanes[i : i + 32] for i in range(0, len(lanes), 32))
    return Log(number, address, writer, lanes, reader, nxt, head, bool(closed), kept)
