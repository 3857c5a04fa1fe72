"""The record in PostgreSQL, by URL. The same tables, the same numbers; one writer at a time by an advisory lock."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from homeward.record.errors import EngineMissing, StoreUnusable

from .database import Row
from .schema import APPEND_ONLY, for_postgres, scripts

try:
    import psycopg
except ImportError as absent:
    raise EngineMissing("psycopg: pip install 'homeward[postgres]'") from absent

_WRITER = 4_870_213  # the advisory lock of whoever writes


class PostgresDatabase:
    """See `database.Database`. Raises StoreUnusable."""

    def __init__(self, url: str) -> None:
        try:
            self._db = psycopg.connect(url, autocommit=True)
        except psycopg.Error as error:
            raise StoreUnusable(type(error).__name__) from error  # the message may hold the password
        self._lock = threading.RLock()
        self._depth = 0
        self._migrate()

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """See Database."""
        with self._lock:
            return self._db.execute(_placed(statement), values).fetchall()

    def stream(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """See Database."""
        with self._lock, self._db.cursor() as cursor:
            yield from cursor.execute(_placed(statement), values)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """See Database."""
        with self._lock:
            self._db.execute(_placed(statement), values)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """See Database."""
        with self._lock, self._db.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """See Database."""
        with self._lock:
            if self._depth:
                yield
                return
            self._depth += 1
            try:
                with self._db.transaction():
                    self._db.execute("SELECT pg_advisory_xact_lock(%s)", (_WRITER,))
                    yield
            finally:
                self._depth -= 1

    def tables(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """See Database."""
        found = self.rows(
            "SELECT c.relname, a.attname, coalesce(col_description(c.oid, a.attnum), '')"
            " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> 'homeward_version'"
            " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum"
        )
        described: dict[str, list[tuple[str, str]]] = {}
        for table, column, said in found:
            described.setdefault(table, []).append((column, said))
        return list(described.items())

    def close(self) -> None:
        """See Database."""
        with self._lock:
            self._db.close()

    def _migrate(self) -> None:
        known = scripts()
        try:
            with self.transaction():
                self._db.execute("CREATE TABLE IF NOT EXISTS homeward_version (version BIGINT NOT NULL)")
                version = (self._db.execute("SELECT coalesce(max(version), 0) FROM homeward_version").fetchone() or (0,))[0]
                if version > len(known):
                    raise StoreUnusable(f"written by a newer Homeward (version {version}, this one knows {len(known)}).")
                for number, script in enumerate(known[version:], start=version + 1):
                    for statement in [*for_postgres(script), *_guards(number)]:
                        self._db.execute(statement)
                    self._db.execute("INSERT INTO homeward_version (version) VALUES (%s)", (number,))
        except psycopg.Error as error:
            raise StoreUnusable(str(error)) from error


def _guards(number: int) -> list[str]:
    made = [
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$",
    ]
    made += [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
        for table in APPEND_ONLY[number]
    ]
    return made


def _placed(statement: str) -> str:
    return statement.replace("?", "%s")
