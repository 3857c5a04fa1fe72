"""Opens the relay's database and brings it to the newest numbered SQL file. A file from the future is refused, never guessed at."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from .errors import DatabaseUnusable

_SQL = Path(__file__).parent / "sql"


def steps(folder: Path = _SQL) -> list[str]:
    """The SQL of every step, in order; the number of a file is its place."""
    files = sorted(folder.glob("[0-9][0-9][0-9]_*.sql"))
    return [f.read_text("utf-8") for f in files]


def migrate(path: Path, folder: Path = _SQL, *, look: bool = True) -> sqlite3.Connection:
    """A connection to the database at `path`, newest version, made if it is not there; `look` through it for damage first.
    Raises DatabaseUnusable."""
    known = steps(folder)
    try:
        if not path.exists():
            _make(path, known)
        if path.stat().st_size == 0:
            raise DatabaseUnusable(f"{path} is empty: it was cut off. Put the last backup in its place or remove it to start anew.")
        return _open(path, known, look)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnusable(f"{path}: {error}") from error


def _make(path: Path, known: list[str]) -> None:
    # Under another name until it is whole: a power cut during the first start leaves nothing that looks like a database.
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    db = sqlite3.connect(fresh, isolation_level=None)
    try:
        _climb(db, 0, known)
    finally:
        db.close()
    for name, flags in ((fresh, os.O_RDWR), (path.parent, os.O_RDONLY)):
        handle = os.open(name, flags)
        os.fsync(handle)
        os.close(handle)
        if name == fresh:
            fresh.rename(path)


def _open(path: Path, known: list[str], look: bool) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(known):
            raise DatabaseUnusable(f"{path} was written by a newer relay (version {version}, this one knows {len(known)}).")
        if version == 0:
            raise DatabaseUnusable(f"{path} is not a relay's database.")
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "wal_autocheckpoint=4000"):
            db.execute(f"PRAGMA {pragma}")
        if look and db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise DatabaseUnusable(f"{path} is damaged.")
        _climb(db, version, known)
    except BaseException:
        db.close()
        raise
    return db


def _climb(db: sqlite3.Connection, version: int, known: list[str]) -> None:
    for number, step in enumerate(known[version:], start=version + 1):
        db.executescript(f"BEGIN IMMEDIATE; {step} PRAGMA user_version={number}; COMMIT;")
