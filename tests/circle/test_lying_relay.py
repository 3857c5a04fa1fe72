"""A relay that answers without end, or with positions that cannot be, delays a sync and stops nothing."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest

from homeward.circle import relay_client
from homeward.circle import sync as syncing
from homeward.circle.epoch import LogKeys
from homeward.circle.mailbox import Page, RelayUnreachable
from homeward.circle.turning import _evidence
from homeward.circle.writing import write
from homeward.schema import base64url
from homeward.schema.events import Rotate
from tests.cast import AYANA, CHODURAA, SAYANA
from tests.circle.world import World


@pytest.mark.parametrize("first", [0, 2**53, 2**64 - 1])
def test_impossible_positions_are_a_failure_of_that_relay(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(relays=2)
    a = world.founder(AYANA)
    bad = world.relays[0]
    monkeypatch.setattr(bad, "read", lambda log, after, most: Page(first, b"", (bytes(4_096),) * 2, first + 1, False))
    report = world.of(a).sync(a)
    assert set(report.failed) == {base64url.encode(bad.relay)}


def test_a_log_without_end_is_left_for_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(relays=2)
    a = world.founder(AYANA)
    monkeypatch.setattr(syncing, "MAX_BLOCKS", 50)
    asked = 0

    def endless(log: LogKeys, after: int, most: int) -> Page:
        nonlocal asked
        asked += 1
        return Page(after + 1, b"", (bytes(4_096),) * 10, after + 1_000, False)

    monkeypatch.setattr(world.relays[0], "read", endless)
    world.of(a).sync(a)
    assert asked < 100


def test_an_answer_without_end_is_cut() -> None:
    class Endless(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(1_000):
                    self.wfile.write(bytes(65_536))
            except OSError:
                return  # the client has hung up, as it should

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Endless)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(RelayUnreachable, match="without end"):
            relay_client.RelayClient(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()


def test_two_rotations_become_evidence_by_themselves() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    c = world.admit(a, CHODURAA, [a, b])
    world.sync(a, b, c)
    for n in (1, 2):
        write(c, "circle.rotate.v1", Rotate(ed=base64url.encode(bytes([n]) * 32), kem=msgspec.to_builtins(c.seat.kem)))
    world.sync(c, a)
    assert [e.seat for e in _evidence(a)] == [c.me.seat]
    world.turn(a)
    assert next(s for s in a.state.seats if s.seat == c.me.seat).state == "frozen"
