"""What an operator may do beside running the relay: count, take one log off, hand out creation codes."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

from msgspec import Struct

from homeward.keys import derive
from homeward.schema import base64url

from .errors import DatabaseUnusable
from .migrate import migrate
from .rows import read_totals
from .sqlite import SqliteStore, take_folder


class RelayStatus(Struct, frozen=True):
    """How much a relay holds: logs, blocks of both sizes, bytes of the database on disk."""

    logs: int
    small: int
    large: int
    bytes: int


def status_of(folder: Path) -> RelayStatus:
    """Counts of a relay's database, running or not. Raises DatabaseUnusable."""
    path = folder / "relay.db"
    if not path.exists():
        raise DatabaseUnusable(f"{path} is not there")
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        totals = read_totals(database)
        database.close()
    except sqlite3.Error as error:
        raise DatabaseUnusable(str(error)) from error
    size = sum(f.stat().st_size for f in folder.glob("relay.db*"))
    return RelayStatus(totals.logs, totals.small, totals.large, size)


async def remove_log(folder: Path, address: str) -> bool:
    """Really remove one log (base64url address), with the relay stopped. Whether it was there."""
    store = SqliteStore(folder)
    try:
        return await store.remove(base64url.decode(address, size=32))
    finally:
        store.stop()


def add_code(folder: Path, uses: int) -> str:
    """A new creation code for `uses` logs; only its hash is kept. Works while the relay runs."""
    made = "-".join(secrets.token_hex(2) for _ in range(4))
    take_folder(folder)
    database = migrate(folder / "relay.db", look=False)
    database.execute("INSERT INTO code(hash, left) VALUES (?, ?)", (derive.hash_of("homeward/code/v1", made.encode()), uses))
    database.close()
    return made
