"""Stores for the contract tests: SQLite always; PostgreSQL on loopback where Debian's is installed, skipped with a line where not."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from homeward.record.store import Store, open_store

_NUMBERS = count(1)


def ticking() -> str:
    """A clock of its own: each reading is a second later."""
    return f"2024-01-01T{next(_NUMBERS) // 3600 % 24:02d}:{next(_NUMBERS) // 60 % 60:02d}:00Z"


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a throw-away PostgreSQL of this test run, on loopback, run by an unprivileged user."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql); its half of the contract was not tested")
    binaries = found[-1].parent
    user = None
    if os.geteuid() == 0:
        try:
            user = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL refuses to run as root and there is no user `postgres`; its half of the contract was not tested")
    folder = Path(os.environ.get("TMPDIR", "/tmp")) / f"homeward-pg-{os.getpid()}"
    folder.mkdir(mode=0o700)
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd="/", timeout=120, **as_user)  # type: ignore[call-overload]

    try:
        data = str(folder / "data")
        run(str(binaries / "initdb"), "-D", data, "--locale=C.UTF-8", "--encoding=UTF8", "-A", "trust", "-U", "test", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        run(str(binaries / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://test@127.0.0.1:{port}/postgres"
        finally:
            run(str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """A store in a file."""
    store = open_store(tmp_path / "record.db", ticking)
    yield store
    store.close()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """The same contract for both databases."""
    if request.param == "sqlite":
        opened = open_store(tmp_path / "record.db", ticking)
    else:
        url = request.getfixturevalue("postgres_url")
        import psycopg

        with psycopg.connect(url, autocommit=True) as admin:
            name = f"record_{next(_NUMBERS)}"
            admin.execute(f"CREATE DATABASE {name}")
        opened = open_store(url.rsplit("/", 1)[0] + f"/{name}", ticking)
    yield opened
    opened.close()
