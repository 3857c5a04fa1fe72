"""Every request and every refusal of a relay, asked of the application in this process and of a real server process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.keys import derive
from homeward.keys.sign import SigningKey
from homeward.relay import errors, limits
from homeward.relay.admin import add_code
from homeward.relay.errors import RelayError
from homeward.schema import wire
from homeward.schema.errors import WireMalformed
from tests.relay.faces import Face, InProcess, Server, made, post, refusal
from tests.relay.keyed import KeyedLog, large, small


@pytest.fixture(scope="module", params=["in process", "server"])
def face(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Face]:
    folder = tmp_path_factory.mktemp("relay") / "data"
    relay: InProcess | Server = InProcess(folder) if request.param == "in process" else Server(folder)
    yield relay
    relay.stop()


def test_facts_name_every_limit(face: Face) -> None:
    status, headers, said = face.ask("GET", "/v1")
    facts = msgspec.json.decode(said)
    assert status == 200 and headers["content-type"] == "application/json"
    assert facts["block_sizes"] == [4_096, 12_288] and facts["append_blocks"] == 64 and facts["protocol"] == "v1"
    assert facts["writer_quota"] == limits.WRITER_QUOTA and facts["lane_quota"] == limits.LANE_QUOTA
    assert facts["keep_days"] == limits.KEEP_DAYS and facts["codes"] is False and facts["day"] > 19_000


def test_answers_name_no_server_and_no_time_and_may_be_read_from_any_page(face: Face) -> None:
    log = made(face)
    for method, path, body in (
        ("GET", "/v1", b""),
        ("POST", "/v1/status", log.ask()),
        ("POST", "/v1/status", b"x"),
        ("OPTIONS", "/v1/read", b""),
    ):
        _, headers, _ = face.ask(method, path, body)
        assert not {"date", "server", "set-cookie", "etag"} & headers.keys()
        assert headers["access-control-allow-origin"] == "*" and headers["cache-control"] == "no-store"
        assert headers["access-control-allow-headers"] == "content-type"


def test_a_log_from_creation_to_closing(face: Face) -> None:
    log = made(face)
    blocks = [small(), large(), small()]
    done = wire.Appended.decode(post(face, "append", log.append(*blocks)))
    assert done.positions == (0, 1, 2) and done.next == 3
    page = wire.Blocks.decode(post(face, "read", log.ask()))
    assert page.blocks == tuple(blocks) and page.first == 0 and page.head == bytes(32) and page.next == 3 and not page.closed
    head = page.head
    for block in blocks:
        head = derive.hash_of("homeward/head/v1", head, derive.sha256(block))
    assert head == done.head
    index = wire.Index.decode(post(face, "index", log.ask(0)))
    assert index.lines == tuple((i, int(len(b) == 12_288), derive.sha256(b)) for i, b in enumerate(blocks) if i)
    assert post(face, "fetch", log.ask(1, 5_000, 4_000)) == blocks[1][4_000:9_000]
    assert wire.Status.decode(post(face, "wait", log.ask(1, 20))).next == 3
    status = wire.Status.decode(post(face, "close", log.close()))
    assert status.closed and status == wire.Status.decode(post(face, "status", log.ask()))
    assert wire.Blocks.decode(post(face, "read", log.ask(2))).head == done.head


def test_appending_again_is_the_same_append(face: Face) -> None:
    log = made(face)
    body = log.append(small(), small())
    assert post(face, "append", body) == post(face, "append", body)
    page = wire.Blocks.decode(post(face, "read", log.ask()))
    assert len(page.blocks) == 2


def test_lanes_write_after_closing_and_the_writer_does_not(face: Face) -> None:
    log = made(face)
    post(face, "close", log.close(key=16))
    assert refusal(face, "append", log.append(small())) == (409, "closed")
    for key in (1, 16):
        post(face, "append", log.append(small(), key=key))
    post(face, "close", log.close())  # closing again changes nothing


def test_a_log_of_lanes_alone(face: Face) -> None:
    log = made(face, writer=False)
    assert refusal(face, "append", log.append(small(), by=SigningKey.generate())) == (403, "signature")
    post(face, "append", log.append(small(), key=3))


def test_nobody_else_writes_closes_or_reads(face: Face) -> None:
    log, other = made(face), made(face)
    stranger = SigningKey.generate()
    assert refusal(face, "append", log.append(small(), by=stranger)) == (403, "signature")
    assert refusal(face, "append", log.append(small(), by=log.lanes[0])) == (403, "signature")  # a lane is not the writer
    assert refusal(face, "append", log.append(small(), key=2, by=log.lanes[0])) == (403, "signature")  # nor another lane
    assert refusal(face, "append", log.append(small(), relay=bytes(16))) == (403, "signature")  # signed for another relay
    moved = bytearray(other.append(small()))
    moved[:32] = log.address
    assert refusal(face, "append", bytes(moved)) == (403, "signature")
    body = bytearray(log.append(small(), small()))
    body[200] ^= 1
    assert refusal(face, "append", bytes(body)) == (403, "signature")
    one, two = small(), small()
    swapped = log.append(one, two)[:98] + b"\0" + two + b"\0" + one
    assert refusal(face, "append", swapped) == (403, "signature")  # the order is signed too
    for bad in (log.close(by=stranger), log.close(key=2, by=log.lanes[0]), log.close(key=1, by=log.write)):
        assert refusal(face, "close", bad) == (403, "signature")
    as_writer = wire.Close(log.address, 0, log.write.sign(b"")).encode() if log.write else b""
    assert refusal(face, "close", as_writer) == (403, "signature")
    for name in ("read", "index", "fetch", "wait", "status"):
        assert refusal(face, name, log.ask(token=os.urandom(32))) == (404, "no_log")
        assert refusal(face, name, KeyedLog(face.relay).ask()) == (404, "no_log")
    assert wire.Status.decode(post(face, "status", log.ask())).next == 0


def test_an_address_belongs_to_its_keys(face: Face) -> None:
    """Squatting is impossible: whoever creates a log with other keys gets another address."""
    victim = KeyedLog(face.relay)
    thief = KeyedLog(face.relay)
    thief.lanes, thief.reader, thief.token = victim.lanes, victim.reader, victim.token
    post(face, "create", thief.create(nonce=0))
    assert refusal(face, "append", victim.append(small())) == (404, "no_log")
    post(face, "create", victim.create())
    post(face, "append", victim.append(small()))
    assert refusal(face, "append", victim.append(small(), by=thief.write)) == (403, "signature")


def test_a_block_that_is_not_there(face: Face) -> None:
    log = made(face)
    post(face, "append", log.append(small()))
    assert len(post(face, "fetch", log.ask(0, 99_999))) == 4_096
    assert post(face, "fetch", log.ask(0, 10, 5_000)) == b""
    for position in (1, -1, 2**63, 2**64 - 2):
        assert refusal(face, "fetch", log.ask(position)) == (404, "no_block")


def test_positions_beyond_everything_are_answered(face: Face) -> None:
    log = made(face)
    post(face, "append", log.append(small()))
    for position in (0, 1, 2**32, 2**63 - 1, 2**63, 2**64 - 2):
        assert wire.Blocks.decode(post(face, "read", log.ask(position))).blocks == ()
        assert wire.Index.decode(post(face, "index", log.ask(position))).lines == ()


@pytest.mark.parametrize("piece", [6_144, 12_288])
def test_answers_fit_a_piece_where_asked(face: Face, piece: int) -> None:
    """Through a wall of 16 or 8 KB: index, status and append answers fit, large blocks are fetched by range, connections end."""
    log = made(face)
    blocks = [large(), small(), small()]
    _, headers, answer = face.ask("POST", "/v1/append?piece", log.append(*blocks))
    assert headers["connection"] == "close" and len(answer) < 700
    for name, amount in (("index", (piece - 4) // 41), ("status", 0), ("read", piece - 400)):
        _, headers, answer = face.ask("POST", f"/v1/{name}?piece", log.ask(0 if name == "read" else -1, amount))
        assert headers["connection"] == "close" and len(answer) <= piece
    lines = wire.Index.decode(post(face, "index", log.ask(-1, (piece - 4) // 41))).lines
    for position, size, h in lines:
        got = b""
        while len(got) < (12_288 if size else 4_096):
            got += post(face, "fetch?piece", log.ask(position, piece - 1_000, len(got)))
        assert derive.sha256(got) == h


def test_without_the_wish_a_connection_stays(face: Face) -> None:
    assert "connection" not in face.ask("GET", "/v1")[1]
    assert face.ask("GET", "/v1?piece")[1]["connection"] == "close"


def test_what_is_no_request(face: Face) -> None:
    for method, path in (
        ("GET", "/"),
        ("GET", "/v1/read"),
        ("POST", "/v1"),
        ("POST", "/v1/nothing"),
        ("PUT", "/v1/read"),
        ("POST", "/v1/read/"),
    ):
        status, _, said = face.ask(method, path)
        assert (status, msgspec.json.decode(said)["error"]) == (404, "no_request")


@pytest.mark.parametrize("name", ["create", "append", "read", "index", "fetch", "wait", "status", "close"])
def test_garbled_bodies_are_refused(face: Face, name: str) -> None:
    log = made(face)
    good = {"create": log.create(), "append": log.append(small()), "close": log.close()}.get(name, log.ask())
    for bad in (b"", b"\xff" * 10, good[:-1], good + b"\0", bytes(len(good))):
        status, kind = refusal(face, name, bad)
        assert (status, kind) in {(400, "malformed"), (404, "no_log")}


def test_too_many_blocks_and_too_large_bodies(face: Face) -> None:
    log = made(face)
    blocks = [small() for _ in range(65)]
    body = log.append(*blocks[:64])
    over = body[:97] + b"\x41" + body[98:] + b"\0" + blocks[64]
    assert refusal(face, "append", over) == (400, "malformed")
    assert refusal(face, "append", bytes(wire.MAX_BODY + 1)) == (413, "too_large")
    assert len(wire.Appended.decode(post(face, "append", body)).positions) == 64


def test_keys_of_small_order_make_no_log(face: Face) -> None:
    log = KeyedLog(face.relay)
    weak = wire.Create((1).to_bytes(32, "little"), tuple(k.public for k in log.lanes), log.reader, 0, "").encode()
    assert refusal(face, "create", weak) == (400, "malformed")


def test_a_lanes_day_is_its_own(face: Face) -> None:
    log = made(face)
    for _ in range(4):
        post(face, "append", log.append(*(small() for _ in range(64)), key=1))
    assert refusal(face, "append", log.append(small(), key=1)) == (429, "quota")
    post(face, "append", log.append(small(), key=2))
    post(face, "append", log.append(small()))


@given(st.binary(max_size=300))
def test_no_bytes_break_a_decoder(data: bytes) -> None:
    for shape in (wire.Create, wire.Append, wire.Appended, wire.Read, wire.Blocks, wire.Index, wire.Status, wire.Close):
        try:
            assert shape.decode(data).encode() == data
        except WireMalformed:
            continue


def test_every_refusal_has_a_name_of_its_own() -> None:
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, RelayError)]
    assert len({k.name for k in kinds}) == len(kinds)
    assert all(400 <= k.status <= 599 and k.__doc__ and k.hint for k in kinds)


def test_work_and_codes(tmp_path: Path) -> None:
    relay = InProcess(tmp_path, work_bits=10, codes=True)
    log, other = KeyedLog(relay.relay), KeyedLog(relay.relay)
    code = add_code(tmp_path, 1)
    lazy = next(n for n in range(99) if wire.work_bits(derive.preimage("homeward/work/v1", log.address, n.to_bytes(8, "big"))) < 10)
    assert refusal(relay, "create", log.create(nonce=lazy, code=code)) == (402, "work")
    assert refusal(relay, "create", log.create(10)) == (401, "code")
    assert refusal(relay, "create", log.create(10, code="guess-guess")) == (401, "code")
    post(relay, "create", log.create(10, code=code))
    post(relay, "create", log.create(nonce=lazy))  # it exists: nothing to pay
    assert refusal(relay, "create", other.create(10, code=code)) == (401, "code")  # used up
    relay.stop()


def test_full_logs_full_relays_full_disks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    relay = InProcess(tmp_path, max_bytes=20 * 4_096, max_logs=2)
    log, _ = made(relay), made(relay)
    assert refusal(relay, "create", KeyedLog(relay.relay).create()) == (507, "relay_full")
    monkeypatch.setattr("homeward.relay.log.LOG_BLOCKS", 3)
    post(relay, "append", log.append(small(), small(), small()))
    assert refusal(relay, "append", log.append(small(), key=1)) == (413, "log_full")
    relay.run(relay.store.tidy(20_020, 14))
    relay.day = 20_020
    post(relay, "append", log.append(small(), small(), small()))  # what expired counts no longer
    monkeypatch.setattr("homeward.relay.log.LOG_BLOCKS", 30)
    assert refusal(relay, "append", log.append(*(small() for _ in range(18)))) == (507, "relay_full")
    relay.stop()
    full = InProcess(tmp_path / "b", reserve=2**60)
    assert refusal(full, "create", KeyedLog(full.relay).create()) == (507, "disk_full")
    full.stop()


def test_expiry_is_seen_by_readers(tmp_path: Path) -> None:
    relay = InProcess(tmp_path)
    log = made(relay)
    first, second = small(), small()
    post(relay, "append", log.append(first))
    relay.day += 10
    post(relay, "append", log.append(second))
    relay.run(relay.store.tidy(relay.day + 5, 14))
    page = wire.Blocks.decode(post(relay, "read", log.ask()))
    assert (page.first, page.blocks, page.next) == (1, (second,), 2)
    assert page.head == derive.hash_of("homeward/head/v1", bytes(32), derive.sha256(first))
    assert wire.Status.decode(post(relay, "status", log.ask())).oldest == 1
    assert refusal(relay, "fetch", log.ask(0)) == (404, "no_block")
    relay.stop()


def test_memory_for_strangers_is_bounded(tmp_path: Path) -> None:
    relay = InProcess(tmp_path)
    log = made(relay)
    post(relay, "append", log.append(*(large() for _ in range(20))))
    relay.app._budget._most = 100_000
    assert refusal(relay, "append", bytes(200_000)) == (503, "busy")
    assert refusal(relay, "read", log.ask()) == (503, "busy")  # an answer of 245 KB
    assert len(wire.Blocks.decode(post(relay, "read", log.ask(amount=50_000))).blocks) == 4
    assert relay.app._budget.held == 0
    relay.stop()


def test_something_unexpected_is_an_answer_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    relay = InProcess(tmp_path)
    log = made(relay)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("homeward.relay.rows.check_append", broken)
    assert refusal(relay, "append", log.append(small())) == (500, "internal")
    monkeypatch.undo()
    assert wire.Appended.decode(post(relay, "append", log.append(small()))).positions == (0,)  # the writer lives on, nothing half done
    relay.stop()
