"""The SQLite store keeps the contract, and its file is what it says."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from homeward.relay import errors
from homeward.relay.admin import add_code, remove_log, status_of
from homeward.relay.log import Log
from homeward.relay.migrate import migrate, steps
from homeward.relay.rows import read_totals
from homeward.relay.sqlite import SqliteStore
from homeward.relay.store import Store
from homeward.schema import base64url
from tests.relay.contract import DAY, StoreContract, block, fresh


class TestSqliteStore(StoreContract):
    """Every test of the contract."""

    def open(self, folder: Path, **limits_: int) -> Store:
        return SqliteStore(folder, **limits_)


def one_block(folder: Path, day: int = DAY) -> tuple[Log, bytes]:
    """A store with one log and one block, stopped."""

    async def body() -> tuple[Log, bytes]:
        store = SqliteStore(folder)
        log = (await store.create(fresh(), day, None))[0]
        made = block()
        await store.append(log.address, 0, [made], day)
        store.stop()
        return log, made[1]

    return asyncio.run(body())


def everything(folder: Path) -> bytes:
    """All bytes of all files of a folder."""
    return b"".join(p.read_bytes() for p in sorted(folder.iterdir()))


def test_the_folder_and_its_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    store = SqliteStore(folder)
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in [folder, *folder.iterdir()]}
    store.stop()
    assert modes.pop("data") == 0o700
    assert modes and set(modes.values()) == {0o600}


def test_two_relays_do_not_share_a_folder(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    with pytest.raises(errors.DatabaseBusy):
        SqliteStore(tmp_path)
    store.stop()
    SqliteStore(tmp_path).stop()


@pytest.mark.parametrize("name", ["relay.db", "relay.lock", "relay.db-wal"])
def test_a_planted_link_is_not_followed(tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / name).symlink_to(victim)
    with pytest.raises(errors.DatabaseUnusable):
        SqliteStore(tmp_path / "data")
    assert victim.read_text() == "precious"


def test_expired_and_removed_bytes_are_in_no_file(tmp_path: Path) -> None:
    """Adversarial test 6: not in the database, not in its write-ahead file, not in free pages."""
    (gone, dead), (stays, alive), (asked, third) = (one_block(tmp_path, DAY + i * 20) for i in range(3))
    assert b"".join(p.read_bytes() for p in tmp_path.iterdir()).count(third[500:900]) == 1

    async def tidy() -> None:
        store = SqliteStore(tmp_path)
        assert await store.tidy(DAY + 15, 14) == 1
        raw = everything(tmp_path)
        assert alive[500:900] in raw
        for at in range(0, 4_000, 250):
            assert dead[at : at + 32] not in raw
        store.stop()

    asyncio.run(tidy())
    assert asyncio.run(remove_log(tmp_path, base64url.encode(asked.address)))
    raw = everything(tmp_path)
    assert third[500:532] not in raw and asked.address not in raw and alive[500:900] in raw
    assert gone.address in raw and stays.address in raw


def test_rows_lie_in_the_order_of_random_numbers(tmp_path: Path) -> None:
    """No column, row order or counter joins logs: row ids follow random log numbers, and the file is rebuilt in that order."""
    made = [one_block(tmp_path)[1] for _ in range(24)]

    async def tidy() -> None:
        store = SqliteStore(tmp_path)
        await store.tidy(DAY, 14)
        store.stop()

    asyncio.run(tidy())
    raw = (tmp_path / "relay.db").read_bytes()
    order = sorted(range(24), key=lambda i: raw.find(made[i][3_000:3_040]))
    database = sqlite3.connect(tmp_path / "relay.db")
    by_number = [row[0] for row in database.execute("SELECT data FROM block ORDER BY place")]
    database.close()
    assert [made[i] for i in order] == by_number
    assert order != sorted(order)  # 1 in 24! to fail by chance


def test_codes_are_kept_as_hashes_and_used_up(tmp_path: Path) -> None:
    code = add_code(tmp_path, 2)
    from homeward.keys import derive

    async def use() -> None:
        store = SqliteStore(tmp_path)
        hashed = derive.hash_of("homeward/code/v1", code.encode())
        first = fresh()
        await store.create(first, DAY, hashed)
        await store.create(first, DAY, hashed)  # the same log costs nothing
        await store.create(fresh(), DAY, hashed)
        with pytest.raises(errors.CodeWrong):
            await store.create(fresh(), DAY, hashed)
        store.stop()

    asyncio.run(use())
    assert all(code.encode() not in p.read_bytes() for p in tmp_path.iterdir())


def test_an_older_database_is_brought_up_and_keeps_everything(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "relay.db")
    old.executescript(f"{steps()[0]} PRAGMA user_version=1;")
    old.execute("INSERT INTO relay VALUES (1, ?)", (bytes(16),))
    address, data = os.urandom(32), os.urandom(4_096)
    old.execute("INSERT INTO log VALUES (7, ?, ?, ?, ?, 3, ?, 0, ?)", (address, bytes(32), b"", bytes(32), bytes(32), DAY))
    old.execute("INSERT INTO block VALUES (?, ?, ?, ?)", (7 * 2**32 + 2, DAY, bytes(32), data))
    old.commit()
    old.close()

    async def look() -> None:
        store = SqliteStore(tmp_path)
        log = await store.find(address)
        assert log and log.next == 3 and log.kept == 1
        assert [k.data for k in await store.read(log, -1, 9_999)] == [data]
        store.stop()

    asyncio.run(look())
    assert status_of(tmp_path).small == 1


def test_a_first_start_cut_off_leaves_nothing_half_made(tmp_path: Path) -> None:
    (tmp_path / "relay.db.new").write_bytes(b"half a database")
    SqliteStore(tmp_path).stop()
    assert not (tmp_path / "relay.db.new").exists()


def test_status_reads_beside_a_running_relay(tmp_path: Path) -> None:
    one_block(tmp_path)
    assert (status_of(tmp_path).logs, status_of(tmp_path).small) == (1, 1)
    store = SqliteStore(tmp_path)
    assert status_of(tmp_path).logs == 1
    store.stop()
    database = migrate(tmp_path / "relay.db")
    assert read_totals(database).logs == 1
    database.close()
