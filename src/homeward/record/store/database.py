"""Two databases under one small interface: SQLite in a file, PostgreSQL by URL (RECORD 2.3).

Numbers are given by the writer, in a transaction no other writer shares: both databases count alike and a copy equals its original.
Knows nothing of what the tables mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]


class Database(Protocol):
    """What the store asks of a database. Statements use `?` for values."""

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows."""

    def stream(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Rows one by one, for tables larger than memory likes."""

    def execute(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run, expecting no rows."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Add rows."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, and no other writer meanwhile; inside another transaction it joins that one."""

    def tables(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The live schema: each table with its (column, comment) in order."""

    def close(self) -> None:
        """Let go of the database."""


def one(database: Database, statement: str, values: Sequence[Any] = ()) -> Row | None:
    """The first row, or None."""
    found = database.rows(statement, values)
    return found[0] if found else None


def following(database: Database, table: str) -> int:
    """The next free number of a table. Call it inside a transaction."""
    row = one(database, f"SELECT coalesce(max(number), 0) + 1 FROM {table}")
    assert row is not None
    return int(row[0])
