"""Adversarial test 17, the short run; `just long` makes a thousand and keeps the result in docs/assurance.md."""

from __future__ import annotations

from pathlib import Path

from homeward.faults import MEMBER_PLACES, RELAY_PLACES
from tests.crowd import OverHttp
from tests.kills import relay_kill
from tests.kills.member_kill import Pair
from tests.relay.faces import serving


def test_a_relay_killed_at_every_write_step(tmp_path: Path) -> None:
    died = [relay_kill.once(tmp_path, seed) for seed in range(3 * len(RELAY_PLACES))]
    assert sum(died) >= 12  # the places are really reached


def test_a_member_killed_at_every_write_step(tmp_path: Path) -> None:
    with serving(tmp_path / "relay") as relay:
        pair = Pair(tmp_path / "ayana", OverHttp(relay.url, relay.relay))
        died = [pair.once(seed) for seed in range(2 * len(MEMBER_PLACES))]
    assert sum(died) >= 8
