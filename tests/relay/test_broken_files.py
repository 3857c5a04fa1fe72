"""Adversarial test 18 for the relay: full disk, read-only, locked, truncated, empty, foreign and future databases. Words, and no loss."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import time
from pathlib import Path

import pytest

from homeward.relay import errors
from homeward.relay.admin import status_of
from homeward.relay.migrate import migrate
from homeward.relay.sqlite import SqliteStore
from homeward.schema import wire
from tests.relay.faces import Server, made, post, refusal, serving
from tests.relay.keyed import small
from tests.relay.test_sqlite_store import one_block


def test_a_full_disk_is_said_and_costs_nothing_acknowledged(tmp_path: Path) -> None:
    """The process may write no file above two megabytes: SQLite meets a full disk at some append or at a checkpoint."""

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))

    server = Server(tmp_path / "data", limit=small_disk)
    log = made(server)
    kept: list[bytes] = []
    full = False
    for _ in range(60):
        blocks = [small() for _ in range(16)]
        status, _, said = server.ask("POST", "/v1/append", log.append(*blocks))
        if status == 200:
            kept += blocks
        else:
            assert status == 507 and b"disk_full" in said
            full = True
    assert full and kept
    assert wire.Status.decode(post(server, "status", log.ask())).next == len(kept)  # reading goes on
    server.stop()
    assert "Traceback" not in server.printed
    with serving(tmp_path / "data") as again:  # with room
        found: list[bytes] = []
        while len(found) < len(kept):
            found += wire.Blocks.decode(post(again, "read", log.ask(len(found) - 1))).blocks
        assert found == kept
        post(again, "append", log.append(small()))


def test_too_little_room_is_refused_before_it_is_used_up(tmp_path: Path) -> None:
    """With a real small disk (root only): below the reserve, a relay takes nothing more and the operator's machine lives on."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or os.system(f"mount -t tmpfs -o size=66m tmpfs {disk} 2>/dev/null"):
        pytest.skip("a small disk of its own needs the right to mount one")
    try:
        with serving(disk / "data") as server:
            log = made(server)
            answers: list[int] = []
            while len(answers) < 40 and answers[-1:] != [507]:
                answers.append(server.ask("POST", "/v1/append", log.append(*(small() for _ in range(64))))[0])
                time.sleep(0.02)  # a relay looks at the disk ten times a second
            assert answers[0] == 200 and answers[-1] == 507
            assert shutil.disk_usage(disk).free > 50 * 2**20
    finally:
        os.system(f"umount -l {disk}")


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda p: p.write_bytes(b""), "empty"),
        (lambda p: p.write_bytes(p.read_bytes()[:9_000]), "damaged|malformed"),
        (lambda p: p.write_bytes(b"not a database at all " * 400), "not a database"),
        (lambda p: p.write_bytes(p.read_bytes()[:4_096] + b"\xff" * 8_192 + p.read_bytes()[12_288:]), "damaged|malformed"),
    ],
    ids=["zero bytes", "truncated", "foreign bytes", "overwritten"],
)
def test_a_broken_database_is_named_and_left_alone(tmp_path: Path, damage: object, word: str) -> None:
    one_block(tmp_path)
    path = tmp_path / "relay.db"
    damage(path)  # type: ignore[operator]
    before = path.read_bytes()
    with pytest.raises(errors.DatabaseUnusable, match=word):
        SqliteStore(tmp_path)
    assert path.read_bytes() == before
    server = Server(tmp_path)
    server.process.wait(20)
    server.kill()
    assert not server.up and server.process.returncode == 1
    assert "DatabaseUnusable" in server.printed and "Traceback" not in server.printed


def test_a_database_of_another_program_or_a_newer_relay_is_refused(tmp_path: Path) -> None:
    for name, sql, word in (
        ("foreign", "CREATE TABLE notes(x)", "not a relay's"),
        ("future", "PRAGMA user_version=99", "newer relay"),
    ):
        folder = tmp_path / name
        folder.mkdir()
        database = sqlite3.connect(folder / "relay.db")
        database.executescript(sql)
        database.close()
        before = (folder / "relay.db").read_bytes()
        with pytest.raises(errors.DatabaseUnusable, match=word):
            SqliteStore(folder)
        assert (folder / "relay.db").read_bytes() == before


def test_a_database_somebody_else_locks_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_block(tmp_path)
    other = sqlite3.connect(tmp_path / "relay.db", isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: real(*a, **{**k, "timeout": 0.1}))
    with pytest.raises(errors.DatabaseUnusable, match="locked"):
        migrate(tmp_path / "relay.db")
    other.close()
    SqliteStore(tmp_path).stop()


def test_a_writer_from_outside_delays_but_breaks_nothing(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as server:
        log = made(server)
        other = sqlite3.connect(tmp_path / "data" / "relay.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        status = wire.Status.decode(post(server, "status", log.ask()))  # readers do not wait
        other.execute("ROLLBACK")
        other.close()
        assert status.next == 0
        post(server, "append", log.append(small()))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    one_block(tmp_path)
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(errors.DatabaseUnusable):
            SqliteStore(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_a_read_only_disk_is_said(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() or os.system(f"mount -t tmpfs -o size=80m tmpfs {disk} 2>/dev/null"):
        pytest.skip("a read-only disk needs the right to mount one")
    try:
        one_block(disk / "data")
        assert os.system(f"mount -o remount,ro {disk}") == 0
        server = Server(disk / "data")
        server.process.wait(20)
        server.kill()
        assert not server.up and "Unusable" in server.printed and "Traceback" not in server.printed
        os.system(f"mount -o remount,rw {disk}")
        SqliteStore(disk / "data").stop()
        assert status_of(disk / "data").small == 1
    finally:
        os.system(f"umount -l {disk}")


def test_status_of_nothing_and_of_rubbish_is_said(tmp_path: Path) -> None:
    with pytest.raises(errors.DatabaseUnusable):
        status_of(tmp_path)
    (tmp_path / "relay.db").write_bytes(b"x" * 5_000)
    with pytest.raises(errors.DatabaseUnusable):
        status_of(tmp_path)


def test_refusals_after_a_full_relay_are_named(tmp_path: Path) -> None:
    with serving(tmp_path / "data", "--max-gib", "0.001") as server:
        log = made(server)
        codes = {refusal(server, "append", log.append(*(small() for _ in range(64)))) for _ in range(8) if server.ask("GET", "/v1")[0]
                 if server.ask("POST", "/v1/append", log.append(*(small() for _ in range(64))))[0] != 200}  # fmt: skip
        assert codes == {(507, "relay_full")}
