"""A real relay process: waiting, news, patience with slow and greedy peers, stopping, and what it prints."""

from __future__ import annotations

import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from homeward.schema import wire
from tests.relay.faces import InProcess, Server, made, post, refusal, serving
from tests.relay.keyed import small

_IN_A_HURRY = """
import homeward.relay.limits as limits
limits.HEAD_SECONDS = limits.BODY_SECONDS = limits.ANSWER_SECONDS = 1
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("relay") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A relay whose patience lasts a second."""
    folder = tmp_path_factory.mktemp("hasty")
    (folder / "sitecustomize.py").write_text(_IN_A_HURRY)
    with serving(folder / "data", PYTHONPATH=str(folder)) as running:
        yield running


def test_a_waiting_reader_hears_of_an_append_at_once(server: Server) -> None:
    log = made(server)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(post, server, "wait", log.ask(-1, 20))
        time.sleep(0.3)
        assert not waiting.done()
        post(server, "append", log.append(small()))
        assert wire.Status.decode(waiting.result(5)).next == 1
    assert wire.Status.decode(post(server, "wait", log.ask(0, 0))).next == 1  # nothing new: back after no seconds


def test_closing_wakes_a_waiting_reader(server: Server) -> None:
    log = made(server)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(post, server, "wait", log.ask(-1, 20))
        time.sleep(0.3)
        post(server, "close", log.close())
        assert wire.Status.decode(waiting.result(5)).closed


def test_news_come_over_a_websocket_with_positions_only(server: Server) -> None:
    log = made(server)
    with connect(f"ws://127.0.0.1:{server.port}/v1/news", compression=None) as socket_:
        socket_.send(log.ask())
        for count in range(1, 4):
            post(server, "append", log.append(small(), key=1))
            news = socket_.recv(timeout=5)
            assert isinstance(news, bytes) and wire.Status.decode(news).next == count
        post(server, "close", log.close())
        news = socket_.recv(timeout=5)
        assert isinstance(news, bytes) and wire.Status.decode(news).closed


def test_no_append_is_missed_between_two_news(server: Server) -> None:
    log = made(server)
    with connect(f"ws://127.0.0.1:{server.port}/v1/news", compression=None) as socket_:
        socket_.send(log.ask())

        def write() -> None:
            for _ in range(50):
                post(server, "append", log.append(small()))

        writer = threading.Thread(target=write)
        writer.start()
        known = 0
        while known < 50:
            news = socket_.recv(timeout=5)
            assert isinstance(news, bytes)
            known = wire.Status.decode(news).next
        writer.join()


def test_news_for_the_wrong_token_or_garbage_is_closed(server: Server) -> None:
    log = made(server)
    for first in (log.ask(token=bytes(32)), b"garbage", "text"):
        with connect(f"ws://127.0.0.1:{server.port}/v1/news", compression=None) as socket_:
            socket_.send(first)
            with pytest.raises(ConnectionClosed):
                socket_.recv(timeout=5)


def test_readers_who_hung_up_take_no_place(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as relay:
        log = made(relay)
        request = b"POST /v1/wait HTTP/1.1\r\nHost: x\r\nContent-Length: 80\r\n\r\n" + log.ask(-1, 25)
        for _ in range(60):
            with socket.create_connection(("127.0.0.1", relay.port)) as gone:
                gone.sendall(request)
            with connect(f"ws://127.0.0.1:{relay.port}/v1/news", compression=None) as also:
                also.send(log.ask())
        started = time.monotonic()
        relay.stop()
        assert time.monotonic() - started < 5  # nobody is waited for


def test_places_to_wait_are_counted(tmp_path: Path) -> None:
    relay = InProcess(tmp_path)
    log = made(relay)
    relay.fanout._most = 1
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(post, relay, "wait", log.ask(-1, 20))
        time.sleep(0.2)
        assert refusal(relay, "wait", log.ask(-1, 20)) == (503, "busy")
        relay.run(_release(relay))
        assert wire.Status.decode(waiting.result(5)).next == 0
    assert relay.fanout.count == 0
    relay.stop()


async def _release(relay: InProcess) -> None:
    relay.fanout.release()


@pytest.mark.parametrize("started", [b"", b"POST /v1/append HT", b"POST /v1/append HTTP/1.1\r\nContent-Length: 5000\r\n\r\nhalf"])
def test_half_a_request_is_not_waited_for(hasty: Server, started: bytes) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port), timeout=8) as slow:
        slow.sendall(started)
        assert _ended(slow)


def test_a_request_in_drips_is_not_waited_for(hasty: Server) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port), timeout=8) as slow, pytest.raises(OSError):
        for _ in range(60):
            slow.sendall(b"X")
            time.sleep(0.1)


def test_a_websocket_that_asks_nothing_is_closed(hasty: Server) -> None:
    with connect(f"ws://127.0.0.1:{hasty.port}/v1/news", compression=None) as silent, pytest.raises(ConnectionClosed):
        silent.recv(timeout=8)


def test_endless_headers_are_cut_off(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=8) as greedy, pytest.raises(OSError):
        greedy.sendall(b"GET /v1 HTTP/1.1\r\n")
        for i in range(5_000):
            greedy.sendall(b"X-%d: %s\r\n" % (i, b"y" * 200))
        raise OSError if _ended(greedy) else AssertionError


def test_garbage_is_answered_or_cut_off_and_the_relay_lives(server: Server) -> None:
    for garbage in (
        b"\x16\x03\x01\x02\x00" * 40,
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /v1/read HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"\r\n" * 50,
    ):
        with socket.create_connection(("127.0.0.1", server.port), timeout=8) as strange:
            strange.sendall(garbage)
            strange.shutdown(socket.SHUT_WR)
            while strange.recv(4_096):
                continue
    assert server.ask("GET", "/v1")[0] == 200


def test_a_close_in_the_request_is_kept(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=8) as once:
        once.sendall(b"GET /v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert _ended(once)


def test_ten_thousand_knocks_fill_their_own_allowance_only(tmp_path: Path) -> None:
    relay = InProcess(tmp_path)
    door, neighbour = made(relay, lanes=1), made(relay)
    taken = refused = 0
    for _ in range(157):
        status, _, _ = relay.ask("POST", "/v1/append", door.append(*(small() for _ in range(64))))
        taken, refused = taken + (status == 200), refused + (status == 429)
    assert taken * 64 == 4_096 and refused == 157 - 64
    post(relay, "append", neighbour.append(small()))
    post(relay, "append", door.append(small(), key=1))  # the inviter's lane
    relay.stop()


def test_terminating_wakes_those_who_wait_and_keeps_what_was_sent(tmp_path: Path) -> None:
    relay = Server(tmp_path / "data")
    log = made(relay)
    sent = small()
    post(relay, "append", log.append(sent))
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(post, relay, "wait", log.ask(0, 25))
        time.sleep(0.3)
        started = time.monotonic()
        assert relay.stop() == 0
        assert time.monotonic() - started < 8
        assert wire.Status.decode(waiting.result(1)).next == 1
    with serving(tmp_path / "data") as again:
        assert again.relay == relay.relay
        assert wire.Blocks.decode(post(again, "read", log.ask())).blocks == (sent,)


def test_it_prints_no_address_and_nothing_of_what_was_sent(tmp_path: Path) -> None:
    """Even when requests are broken, connections fail and it is stopped with readers waiting."""
    relay = Server(tmp_path / "data")
    log = made(relay)
    relay.ask("POST", "/v1/read?MARK-QUERY", b"MARK-BODY")
    relay.ask("GET", "/MARK-PATH")
    for raw in (
        b"MARK-RAW \x00\x01\r\n\r\n",
        b"GET /v1/news HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\nX: MARK-HEAD\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", relay.port), timeout=5) as strange:
            strange.sendall(raw)
            strange.recv(1_000)
    with connect(f"ws://127.0.0.1:{relay.port}/v1/news", compression=None) as socket_:
        socket_.send(log.ask())
        relay.process.send_signal(signal.SIGTERM)
        with pytest.raises(ConnectionClosed):
            while True:
                socket_.recv(timeout=8)
    assert relay.stop() == 0
    assert "MARK" not in relay.printed
    first, rest = relay.printed.split("\n", 1)
    assert msgspec.json.decode(first) == {"url": relay.url}
    assert not re.search(r"\d+\.\d+\.\d+\.\d+|:\d{4,5}\b", rest), rest
    assert all(line.startswith(("error in ", "{")) for line in rest.splitlines()), rest


def test_a_taken_port_is_told_in_words(server: Server, tmp_path: Path) -> None:
    other = Server(tmp_path / "data", "--port", str(server.port))
    other.process.wait(20)
    other.kill()
    assert not other.up and "AddressTaken" in other.printed and other.process.returncode != 0


def _ended(connection: socket.socket) -> bool:
    try:
        while connection.recv(65_536):
            continue
    except ConnectionError:
        return True
    return True
