"""The store: everything a record keeps, in SQLite by default or PostgreSQL by URL (RECORD 2). The clock is handed in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from .database import Database
from .judgements import Judgements, decided, standing_of
from .links import Links
from .notices import Notices
from .public import Public
from .reports import Reports
from .sqlite import SqliteDatabase

__all__ = ["Database", "Store", "decided", "open_store", "standing_of"]


class Store:
    """`reports` (what was said), `judgements` (what was decided), `links` (pairs and people), `public` (claims …), `notices` (waiting)."""

    def __init__(self, database: Database, clock: Callable[[], str]) -> None:
        self.database = database
        self.clock = clock
        self.reports = Reports(database, clock)
        self.judgements = Judgements(database, clock)
        self.links = Links(database, clock)
        self.public = Public(database, clock)
        self.notices = Notices(database, clock)

    def transaction(self) -> AbstractContextManager[None]:
        """Several additions as one: all or none."""
        return self.database.transaction()

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def open_store(where: Path | str, clock: Callable[[], str]) -> Store:
    """A store in a SQLite file, or behind a `postgresql://` URL. Raises StoreUnusable, EngineMissing."""
    if isinstance(where, str) and where.startswith(("postgresql://", "postgres://")):
        from .postgres import PostgresDatabase

        return Store(PostgresDatabase(where), clock)
    return Store(SqliteDatabase(Path(where)), clock)
