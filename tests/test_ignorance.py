"""Adversarial test 1: what a seized relay shows. Fifty women in four circles, 2,000 entries, 200 recordings, through a real process;
then every file it wrote and every line it printed is searched."""

from __future__ import annotations

import base64
import re
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from tests.crowd import Crowd, OverHttp
from tests.relay.faces import Server
from tests.relay.test_sqlite_store import everything

SIZES = [13, 13, 12, 12]
ENTRIES, OBJECTS, OBJECT_BYTES = 2_000, 200, 20_000
COLUMNS = {
    "relay": {"one", "id", "day"},
    "log": {"log", "address", "writer", "lanes", "reader", "next", "head", "closed", "day", "kept"},
    "block": {"place", "day", "head", "data"},
    "seen": {"log", "hash", "position"},
    "used": {"log", "key", "day", "blocks"},
    "code": {"hash", "left"},
}


@dataclass
class Seized:
    """What is on the machine: files (by name, also of the running moment), output, and who knows which logs are whose."""

    files: dict[str, bytes]
    printed: str
    crowd: Crowd
    database: sqlite3.Connection
    circle_of: dict[bytes, int]


@pytest.fixture(scope="module")
def seized(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seized]:
    folder = tmp_path_factory.mktemp("relay") / "data"
    server = Server(folder, TMPDIR=str(folder.parent / "tmp"))
    (folder.parent / "tmp").mkdir()
    crowd = Crowd(OverHttp(server.url, server.relay))
    crowd.found(SIZES)
    crowd.talk(ENTRIES, OBJECTS, OBJECT_BYTES)
    running = {f"running {p.name}": p.read_bytes() for p in folder.parent.rglob("*") if p.is_file()}
    crowd.hang_up()
    server.stop()
    again = Server(folder)  # the daily tidy rebuilds the file
    for _ in range(100):
        if again.ask("GET", "/v1")[0] == 200 and not (folder / "relay.db-wal").stat().st_size:
            break
        time.sleep(0.1)
    again.stop()
    files = running | {p.name: p.read_bytes() for p in folder.parent.rglob("*") if p.is_file()}
    database = sqlite3.connect(folder / "relay.db")
    circle_of = crowd.asked
    yield Seized(files, server.printed + again.printed, crowd, database, circle_of)
    database.close()


def test_the_crowd_is_as_large_as_said_and_hears_itself(seized: Seized) -> None:
    assert sum(len(m) for m in seized.crowd.circles) == 50 and len(seized.crowd.circles) == 4
    said = [s for members in seized.crowd.circles for s in members[-1].entries.values() if s.entry.kind == "talk.said.v1"]
    assert len(said) == ENTRIES and sum(bool(s.entry.body["objects"]) for s in said) == OBJECTS
    assert sum(len(d) == 12_288 for (d,) in seized.database.execute("SELECT data FROM block")) >= OBJECTS


def test_no_name_text_title_address_or_agent_is_in_any_file_or_line(seized: Seized) -> None:
    words = [
        "marksaid",
        "mark-text",
        "МЕТКА",
        "Имярек",
        "-mark",
        "marktitle",
        "MARK-VOICE",
        "x-mark-media",
        "MARK-AGENT",
        "127.0.0.1",
        "httpx",
    ]
    assert all(any(w in mark for w in words) for mark in seized.crowd.marks)
    wanted = {n for word in words for n in _disguises(word)}
    for name, data in seized.files.items():
        assert [n for n in wanted if n in data] == [], name
    said_itself = seized.printed.replace(seized.crowd.world.relays[0].address.url, "")
    lines = [line for line in said_itself.splitlines() if not line.startswith(('{"url":"', '{"stopped":'))]
    assert not lines, lines
    assert not re.search("mark|МЕТКА|Имярек", said_itself, re.IGNORECASE)


def _disguises(word: str) -> set[bytes]:
    """The forms in which a word may lie in a file: UTF-8, UTF-16, hex, and base64 at its three alignments."""
    plain = word.encode()
    aligned = {base64.b64encode(b"x" * shift + plain)[4 if shift else 0 : -4] for shift in range(3)}
    return {plain, word.encode("utf-16-le"), plain.hex().encode(), plain.hex().upper().encode()} | {a for a in aligned if len(a) >= 6}


def test_the_search_would_find_what_it_looks_for(seized: Seized) -> None:
    """The same needles are in a member's memory: the search is not blind."""
    members = seized.crowd.circles[0]
    assert any("marksaid" in str(s.entry.body) for s in members[0].entries.values())
    assert any(b"relay.db" in name.encode() for name in seized.files) and any("wal" in name for name in seized.files)


def test_two_sizes_and_no_time_finer_than_a_day(seized: Seized) -> None:
    database, today = seized.database, int(time.time()) // 86_400
    sizes = {size for (size,) in database.execute("SELECT DISTINCT length(data) FROM block")}
    assert sizes == {4_096, 12_288}
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == COLUMNS.keys()
    for table, columns in COLUMNS.items():
        assert {row[1] for row in database.execute(f"PRAGMA table_info({table})")} == columns
        if "day" in columns:
            days = {d for (d,) in database.execute(f"SELECT DISTINCT day FROM {table}")}
            assert days <= {today - 1, today}, (table, days)
    for table, column in (("log", "next"), ("log", "kept"), ("seen", "position"), ("used", "blocks")):
        assert database.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0] <= 65_536  # a count, not a time


def test_no_value_is_shared_by_two_logs(seized: Seized) -> None:
    rows = seized.database.execute("SELECT address, writer, lanes, reader, head FROM log").fetchall()
    assert len(rows) >= 60
    values: list[bytes] = []
    for address, writer, lanes, reader, head in rows:
        values += [v for v in (address, writer, reader, head) if v and v != bytes(32)]
        values += [lanes[i : i + 32] for i in range(0, len(lanes), 32)]
    assert len(set(values)) == len(values)
    blocks = [d for (d,) in seized.database.execute("SELECT data FROM block")]
    assert len(set(blocks)) == len(blocks)


def test_the_order_of_rows_tells_nothing_of_circles(seized: Seized) -> None:
    """Neighbours in the file are of one circle as often as chance has it."""
    order = [seized.circle_of[a] for (a,) in seized.database.execute("SELECT address FROM log ORDER BY log") if a in seized.circle_of]
    same = sum(a == b for a, b in pairwise(order))
    share = sum((order.count(c) / len(order)) ** 2 for c in set(order))
    expected = share * (len(order) - 1)
    spread = (expected * (1 - share)) ** 0.5
    assert len(order) >= 60 and len(set(order)) == 4 and abs(same - expected) < 5 * spread, (same, expected)


def test_expiry_leaves_no_block_behind(seized: Seized, tmp_path: Path) -> None:
    """Adversarial test 6 for the whole crowd: fifteen days later nothing of any block is in any file."""
    import asyncio

    from homeward.relay.sqlite import SqliteStore

    (tmp_path / "relay.db").write_bytes(seized.files["relay.db"])
    pieces = [d[2_000:2_024] for (d,) in seized.database.execute("SELECT data FROM block LIMIT 500")]

    async def tidy() -> int:
        store = SqliteStore(tmp_path)
        gone = await store.tidy(int(time.time()) // 86_400 + 15, 14)
        raw = everything(tmp_path)
        assert not any(piece in raw for piece in pieces)
        store.stop()
        return gone

    assert asyncio.run(tidy()) > 2_000
