"""The record in one SQLite file. synchronous=FULL: what a command has said it kept is on the disk."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from homeward.record.errors import StoreUnusable

from .database import Row
from .schema import APPEND_ONLY, comments, scripts


class SqliteDatabase:
    """See `database.Database`. One connection, used by one thread at a time. Raises StoreUnusable."""

    def __init__(self, path: Path) -> None:
        fresh = not path.exists()
        try:
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=60)
            if fresh:
                path.chmod(0o600)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
                self._db.execute(f"PRAGMA {pragma}")
        except (OSError, sqlite3.Error) as error:
            raise StoreUnusable(f"{path}: {error}") from error
        self._lock = threading.RLock()
        self._depth = 0
        self._migrate(path)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """See Database."""
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    def stream(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """See Database."""
        with self._lock:
            yield from self._db.execute(statement, values)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """See Database."""
        with self._lock:
            self._db.execute(statement, values)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """See Database."""
        with self._lock:
            self._db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See Database."""
        with self._lock:
            if self._depth == 0:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._db.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("COMMIT")

    def tables(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """See Database."""
        found = self.rows("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
        described = []
        for name, text in found:
            said = comments(text)
            columns = [row[1] for row in self.rows(f"PRAGMA table_info({name})")]
            described.append((name, [(column, said.get(column, "")) for column in columns]))
        return described

    def close(self) -> None:
        """See Database."""
        with self._lock:
            self._db.close()

    def _migrate(self, path: Path) -> None:
        try:
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            known = scripts()
            if version > len(known):
                raise StoreUnusable(f"{path} was written by a newer Homeward (version {version}, this one knows {len(known)}).")
            for number, script in enumerate(known[version:], start=version + 1):
                guards = "".join(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
                    for table in APPEND_ONLY[number]
                    for verb in ("UPDATE", "DELETE")
                )
                self._db.executescript(f"BEGIN IMMEDIATE; {script} {guards} PRAGMA user_version={number}; COMMIT;")
        except sqlite3.Error as error:
            raise StoreUnusable(f"{path}: {error}") from error
