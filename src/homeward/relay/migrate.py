"""Opens the relay's database and brings it to the newest numbered SQL file. A file from the future is refused, never guessed at."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from .errors import DatabaseUnusable

_SQL = Path(__file__).parent / "sql"


def steps(folder: Path = _SQL) -> list[str]:
    """The SQL of every step, in order; the number of a file is its place."""
    files = sorted(folder.glob("[0-9][0-9][0-9]_*.sql"))
    return [f.read_text("utf-8") for f in files]


def migrate(path: Path, folder: Path = _SQL) -> sqlite3.Connection:
    """A connection to the database at `path`, newest version. Raises DatabaseUnusable."""
    known = steps(folder)
    fresh = not path.exists()
    if not fresh and path.stat().st_size == 0:
        raise DatabaseUnusable(f"{path} is empty: it was cut off. Put the last backup in its place or remove it to start anew.")
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
    try:
        if fresh:
            path.chmod(0o600)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "wal_autocheckpoint=1000"):
            db.execute(f"PRAGMA {pragma}")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(known):
            raise DatabaseUnusable(f"{path} was written by a newer relay (version {version}, this one knows {len(known)}).")
        if not fresh and version == 0:
            raise DatabaseUnusable(f"{path} is not a relay's database.")
        for number, step in enumerate(known[version:], start=version + 1):
            db.executescript(f"BEGIN IMMEDIATE; {step} PRAGMA user_version={number}; COMMIT;")
        if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise DatabaseUnusable(f"{path} is damaged.")
    except sqlite3.Error as error:
        db.close()
        raise DatabaseUnusable(f"{path}: {error}") from error
    except DatabaseUnusable:
        db.close()
        raise
    return db
