"""The encrypted store of one device (PROTOCOL 9.3; "on the phone" in the threat model).

One SQLite file. Kinds and names are keyed hashes, values AES-256-GCM. Two header slots always exist: one opens the vault, the other
is random bytes or a duress passphrase that destroys the first and opens an empty vault. Values that expire are under a key per
bucket; erasing a bucket destroys the key first and the bytes next. Losing power at any step loses or halves nothing.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from homeward.faults import reached
from homeward.keys import aead, derive, passphrase

from .errors import VaultBusy, VaultDamaged, VaultExists, VaultFull, VaultLocked, VaultMissing

VERSION = 1
_KEY_BYTES = 33
_OPENS, _DURESS = 1, 2


class _Slot(msgspec.Struct, frozen=True):
    salt: bytes
    cost: passphrase.Cost
    wrapped: bytes


class Vault:
    """An open vault. Use `create` or `open`, then `write()` around changes that belong together."""

    def __init__(self, database: sqlite3.Connection, key: bytes, lock: int) -> None:
        self._db, self._lock = database, lock
        self._names = derive.derive(key, "homeward/vault-names/v1")
        self._values = derive.derive(key, "homeward/vault-values/v1")
        self._depth = 0
        self._known: dict[int, tuple[str, bytes]] = {}

    @classmethod
    def create(cls, folder: Path, words: str, cost: passphrase.Cost | None = None, duress: str = "") -> Vault:
        """A new vault in `folder`. Raises VaultExists."""
        if (folder / "vault.db").exists():
            raise VaultExists(str(folder))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = _take_lock(folder)
        fresh = folder / "vault.db.new"
        fresh.unlink(missing_ok=True)
        key, cost = secrets.token_bytes(32), cost or passphrase.Cost()
        fresh.touch(mode=0o600)
        with sqlite3.connect(fresh) as database:
            database.executescript(_sql())
            database.execute(f"PRAGMA user_version={VERSION}")
            slots = [_wrap(words, _OPENS, key, cost), _wrap(duress, _DURESS, secrets.token_bytes(32), cost) if duress else _noise(cost)]
            secrets.SystemRandom().shuffle(slots)
            database.executemany("INSERT INTO header(slot, value) VALUES (?, ?)", enumerate(map(msgspec.msgpack.encode, slots)))
        database.close()
        _sync_file(fresh)
        fresh.chmod(0o600)
        fresh.rename(folder / "vault.db")
        return cls(_connect(folder), key, lock)

    @classmethod
    def open(cls, folder: Path, words: str) -> Vault:
        """The vault in `folder`. Raises VaultMissing, VaultLocked (wrong passphrase), VaultBusy, VaultDamaged."""
        if not (folder / "vault.db").exists():
            raise VaultMissing(str(folder))
        lock = _take_lock(folder)
        try:
            database = _connect(folder)
            return cls(database, _unwrap(database, words), lock)
        except BaseException:
            os.close(lock)
            raise

    def close(self) -> None:
        """Close the file and let other processes in."""
        self._db.close()
        os.close(self._lock)

    @contextmanager
    def write(self) -> Iterator[None]:
        """All changes inside are on disk together when it ends, or none is. May be nested. Raises VaultFull when the disk refuses."""
        try:
            if self._depth == 0:
                self._db.execute("BEGIN IMMEDIATE")
                reached("vault-begun")
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            if self._depth == 0:
                reached("vault-written")
                self._db.execute("COMMIT")
                reached("vault-committed")
        except BaseException as error:
            if self._depth == 0:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                self._known.clear()
            if isinstance(error, sqlite3.Error):
                raise VaultFull(str(error)) from error
            raise

    def put(self, kind: str, name: str, value: Any, bucket: str = "") -> None:
        """Store a struct or plain value under (kind, name); with `bucket`, under that bucket's key."""
        number, key = self._bucket(bucket, make=True) if bucket else (0, self._values)
        place, inner = self._place(kind, name), msgspec.msgpack.encode((name, msgspec.msgpack.encode(value)))
        nonce = secrets.token_bytes(12)
        sealed = nonce + aead.encrypt(key, nonce, inner, place[0] + place[1])
        self._db.execute(
            "INSERT INTO item(kind, name, bucket, value) VALUES (?, ?, ?, ?)"
            " ON CONFLICT(kind, name) DO UPDATE SET bucket = excluded.bucket, value = excluded.value",
            (*place, number, sealed),
        )

    def get(self, kind: str, name: str, shape: Any) -> Any:
        """The value under (kind, name) as `shape`, or None."""
        place = self._place(kind, name)
        row = self._db.execute("SELECT bucket, value FROM item WHERE kind = ? AND name = ?", place).fetchone()
        return None if row is None else self._open(place, row[0], row[1], shape)[1]

    def scan(self, kind: str, shape: Any) -> Iterator[tuple[str, Any]]:
        """All (name, value) of a kind, in the order they were first stored."""
        label = self._place(kind, "")[0]
        for name, bucket, value in self._db.execute(
            "SELECT name, bucket, value FROM item WHERE kind = ? ORDER BY item", (label,)
        ).fetchall():
            yield self._open((label, name), bucket, value, shape)

    def delete(self, kind: str, name: str) -> None:
        """Forget (kind, name)."""
        self._db.execute("DELETE FROM item WHERE kind = ? AND name = ?", self._place(kind, name))

    def delete_kind(self, kind: str) -> None:
        """Forget everything of a kind."""
        self._db.execute("DELETE FROM item WHERE kind = ?", (self._place(kind, "")[0],))

    def buckets(self) -> list[str]:
        """Names of the buckets that still have a key."""
        return sorted(name for name, _ in self._buckets().values())

    def erase_bucket(self, bucket: str) -> None:
        """Destroy a bucket's key, then its values, then their traces in the file."""
        number, _ = self._bucket(bucket, make=False)
        if number:
            with self.write():
                self._db.execute("DELETE FROM bucket WHERE bucket = ?", (number,))
                self._db.execute("DELETE FROM item WHERE bucket = ?", (number,))
            self._known.clear()
            reached("vault-erased")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _place(self, kind: str, name: str) -> tuple[bytes, bytes]:
        label = derive.hash_of("homeward/vault-kind/v1", self._names, kind.encode())[:8]
        return label, derive.hash_of("homeward/vault-name/v1", self._names, kind.encode(), name.encode())[:16]

    def _open(self, place: tuple[bytes, bytes], bucket: int, sealed: bytes, shape: Any) -> tuple[str, Any]:
        key = self._values if bucket == 0 else self._bucket_key(bucket)
        try:
            name, value = msgspec.msgpack.decode(aead.decrypt(key, sealed[:12], sealed[12:], place[0] + place[1]))
        except aead.CannotOpen as error:
            raise VaultDamaged("a value does not open") from error
        return name, msgspec.msgpack.decode(value, type=shape)

    def _bucket(self, bucket: str, *, make: bool) -> tuple[int, bytes]:
        for number, (name, key) in self._buckets().items():
            if name == bucket:
                return number, key
        if not make:
            return 0, b""
        number, key, nonce = 1 + secrets.randbelow(2**62), secrets.token_bytes(32), secrets.token_bytes(12)
        inner = msgspec.msgpack.encode((bucket, key))
        sealed = nonce + aead.encrypt(self._values, nonce, inner, _bucket_aad(number))
        self._db.execute("INSERT INTO bucket(bucket, sealed) VALUES (?, ?)", (number, sealed))
        self._known[number] = (bucket, key)
        return number, key

    def _bucket_key(self, number: int) -> bytes:
        found = self._buckets().get(number)
        if found is None:
            raise VaultDamaged("a value whose key was destroyed")
        return found[1]

    def _buckets(self) -> dict[int, tuple[str, bytes]]:
        if not self._known:
            for number, sealed in self._db.execute("SELECT bucket, sealed FROM bucket ORDER BY bucket").fetchall():
                inner = aead.decrypt(self._values, sealed[:12], sealed[12:], _bucket_aad(number))
                self._known[number] = msgspec.msgpack.decode(inner, type=tuple[str, bytes])
        return self._known


def _bucket_aad(number: int) -> bytes:
    return b"bucket" + number.to_bytes(8, "big")


def _sql() -> str:
    return (Path(__file__).parent / "vault.sql").read_text()


def _connect(folder: Path) -> sqlite3.Connection:
    database = sqlite3.connect(folder / "vault.db", isolation_level=None, timeout=10)
    try:
        found = database.execute("PRAGMA user_version").fetchone()[0]
        if found != VERSION:
            raise VaultDamaged(f"written by version {found} of the vault, this program knows {VERSION}")
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("SELECT count(*) FROM header").fetchone()
    except sqlite3.Error as error:
        database.close()
        raise VaultDamaged(str(error)) from error
    return database


def _take_lock(folder: Path) -> int:
    handle = os.open(folder / "vault.lock", os.O_CREAT | os.O_RDWR, 0o600)
    for _ in range(100):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except BlockingIOError:
            time.sleep(0.1)
    os.close(handle)
    raise VaultBusy(str(folder))


def _wrap(words: str, role: int, key: bytes, cost: passphrase.Cost) -> _Slot:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    return _Slot(salt, cost, nonce + aead.encrypt(passphrase.stretch(words, salt, cost), nonce, bytes([role]) + key, salt))


def _noise(cost: passphrase.Cost) -> _Slot:
    return _Slot(secrets.token_bytes(16), cost, secrets.token_bytes(12 + _KEY_BYTES + 16))


def _unwrap(database: sqlite3.Connection, words: str) -> bytes:
    rows = [(n, msgspec.msgpack.decode(v, type=_Slot)) for n, v in database.execute("SELECT slot, value FROM header").fetchall()]
    for number, slot in rows:
        try:
            stretched = passphrase.stretch(words, slot.salt, slot.cost)
            plain = aead.decrypt(stretched, slot.wrapped[:12], slot.wrapped[12:], slot.salt)
        except aead.CannotOpen:
            continue
        if plain[0] == _DURESS:
            _destroy_others(database, number, rows)
        return plain[1:]
    raise VaultLocked


def _destroy_others(database: sqlite3.Connection, keep: int, rows: list[tuple[int, _Slot]]) -> None:
    for number, slot in rows:
        if number != keep:
            database.execute("UPDATE header SET value = ? WHERE slot = ?", (msgspec.msgpack.encode(_noise(slot.cost)), number))
    database.execute("DELETE FROM bucket")
    database.execute("DELETE FROM item")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
