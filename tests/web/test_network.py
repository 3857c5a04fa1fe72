"""Browser members over a network as it is: walls of 16 and 8 KB, a narrow line with resets, a relay that is gone."""

from __future__ import annotations

import base64
import os
import time
from pathlib import Path

import pytest

from .test_together import Stage, Woman, admit, needs_web, stage, texts
from .wall import Network

pytestmark = needs_web


def circle_behind(scene: Stage, network: Network) -> tuple[Woman, Woman]:
    """A founder without a wall and a newcomer whose network has one."""
    vera, lena = scene.woman("vera", "browser"), scene.woman("lena", "browser")
    vera.ask("found", title="Письма", name="Вера", relays=[network.url])
    admit(lena, "Лена", vera, [])
    return vera, lena


@pytest.mark.parametrize(("freeze", "wall"), [(16_384, "16k"), (8_192, "8k")])
def test_everything_goes_through_a_wall(tmp_path: Path, freeze: int, wall: str) -> None:
    with stage(tmp_path) as scene, Network(scene.relay.port) as network:
        vera, lena = circle_behind(scene, network)
        voice = base64.b64encode(os.urandom(60_000)).decode()
        vera.ask("show", text="Голос", data=voice, name="голос.ogg")
        network.freeze = freeze
        network.cut()
        lena.ask("wall", name=wall)
        assert lena.ask("object", text="Голос")["data"] == voice
        assert lena.ask("say", text="Слышу")["sent"]
        assert network.longest <= freeze
        network.freeze = 0
        assert "Слышу" in texts(vera)


def test_a_wall_is_found_out(tmp_path: Path) -> None:
    with stage(tmp_path) as scene, Network(scene.relay.port) as network:
        vera, lena = circle_behind(scene, network)
        voice = base64.b64encode(os.urandom(60_000)).decode()
        vera.ask("show", text="Голос", data=voice, name="голос.ogg")
        network.freeze = 16_384
        network.cut()
        lena.ask("wall", n=2_000)  # ms without a byte; eight seconds for people
        for _ in range(4):
            if lena.ask("object", text="Голос")["data"] == voice:
                break
        assert lena.ask("object", text="Голос")["data"] == voice
        assert lena.ask("wall")["wall"] == "16k"


def test_a_voice_note_over_a_narrow_line_with_resets(tmp_path: Path) -> None:
    with stage(tmp_path) as scene, Network(scene.relay.port) as network:
        vera, lena = circle_behind(scene, network)
        network.rate, network.delay, network.reset_every = 6_250, 0.7, 7
        network.cut()  # 50 kbit/s, 700 ms, every seventh connection is cut
        voice = base64.b64encode(os.urandom(24_000)).decode()
        sent = vera.ask("show", text="Голос", data=voice, name="голос.ogg")["sent"]
        for _ in range(6):
            if sent:
                break
            vera.ask("sync")
            sent = vera.ask("sent", text="Голос")["sent"]
        assert sent
        network.rate = network.delay = network.reset_every = 0
        assert lena.ask("object", text="Голос")["data"] == voice


def test_a_relay_that_does_not_answer_costs_less_than_twenty_seconds(tmp_path: Path) -> None:
    with stage(tmp_path) as scene, Network(scene.relay.port) as network:
        other = scene.second_relay()
        vera = scene.woman("vera", "browser")
        vera.ask("found", title="Письма", name="Вера", relays=[network.url, other.url])
        network.freeze = 1
        network.cut()  # it takes connections and says nothing
        started = time.monotonic()
        assert vera.ask("say", text="Через вторую")["sent"]
        assert time.monotonic() - started < 20
