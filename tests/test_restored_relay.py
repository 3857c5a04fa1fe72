"""Adversarial test 19: a relay restored from last week's backup. Members notice, post again what it lost, and nothing is missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from homeward.circle.circle import Circle
from homeward.circle.relay_client import RelayClient
from homeward.circle.writing import unsent
from tests.cast import AYANA, CHODURAA, SAYANA
from tests.circle.world import heard
from tests.crowd import OverHttp
from tests.relay.faces import Server


def first_writes_much(a: Circle, b: Circle, world: OverHttp) -> None:
    """The one who looks first writes so much that the log is longer than ever: only the running head tells the others."""
    world.sync(a)
    for n in range(12):
        world.say(a, f"снова {n}")


@pytest.mark.parametrize("meanwhile", [None, first_writes_much], ids=["shorter", "overtaken"])
def test_members_notice_and_post_again(tmp_path: Path, meanwhile: Callable[..., None] | None) -> None:
    server = Server(tmp_path / "data")
    world = OverHttp(server.url, server.relay)
    a = world.founder(AYANA)
    b = world.admit(a, SAYANA)
    world.say(a, "до копии")
    world.sync(b)
    server.stop()
    shutil.copytree(tmp_path / "data", tmp_path / "backup")
    server = _again(world, server)
    c = world.admit(a, CHODURAA, [a, b])  # a turn and a newcomer the backup knows nothing of
    for n in range(3):
        world.say(a, f"после {n}")
        world.say(b, f"ответ {n}")
    world.sync(a, b, c)
    before = heard(c)
    server.stop()
    shutil.rmtree(tmp_path / "data")
    shutil.copytree(tmp_path / "backup", tmp_path / "data")
    server = _again(world, server)
    if meanwhile:
        meanwhile(a, b, world)
    for _ in range(3):
        world.sync(a, b, c)
    assert any(x.kind in ("relay-forgot", "relay-differs") for x in (*a.alarms, *b.alarms))
    assert not unsent(a) and not unsent(b)
    assert set(before) <= set(heard(c))
    assert heard(a) == heard(b) and heard(a)[-len(heard(c)) :] == heard(c)
    told = world.say(a, "после всего")
    world.sync(b, c)
    assert told in b.entries and told in c.entries
    # What was lost is on the relay again: every block of the present epoch that its authors posted.
    box = RelayClient(server.url, server.relay)
    keys = a.talk_keys(a.here.id, a.state.relays[0].relay)
    assert keys
    kept = set(box.read(keys, -1, 1 << 20).blocks)
    for circle in (a, b):
        posted = [i for i in circle.out.values() if i.turn == circle.here.id and i.log == "talk" and i.posted]
        assert posted and all(set(i.blocks[circle.state.relays[0].relay]) <= kept for i in posted)
    box.disconnect()
    world.disconnect()
    server.stop()


def _again(world: OverHttp, old: Server) -> Server:
    """The relay restarted on the same folder; it may listen elsewhere, so members are told."""
    world.disconnect()
    server = Server(old.folder, "--port", str(old.port))
    assert server.up, server.printed
    return server
