"""Browser members and Python members in one circle on a real relay, in both directions: the promise of one protocol."""

from __future__ import annotations

import base64
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from homeward.story.stage import RelayProcess, Woman
from tools.web import BIN, WEB, environment

needs_web = pytest.mark.skipif(not (WEB / "node_modules").exists(), reason="the web packages are not installed: just web-setup")
pytestmark = needs_web


class PythonWoman(Woman):
    """The Python member, with the two orders for files."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, str(Path(__file__).parent / "python_actor.py"), str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


class BrowserWoman(Woman):
    """The TypeScript member as a process, obeying the same orders."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [str(BIN / "node"), str(WEB / "tests" / "actor.ts"), str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
        )  # fmt: skip


class Stage:
    """A relay and women of both kinds, ended together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.women: list[Woman] = []
        self.others: list[RelayProcess] = []
        self.relay = RelayProcess(folder / "relay", folder / "relay.log")

    def second_relay(self) -> RelayProcess:
        made = RelayProcess(self.folder / "relay2", self.folder / "relay2.log")
        self.others.append(made)
        return made

    def woman(self, name: str, kind: str) -> Woman:
        made = BrowserWoman(self.folder / name) if kind == "browser" else PythonWoman(self.folder / name)
        self.women.append(made)
        return made


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    made = Stage(folder)
    try:
        yield made
    finally:
        for woman in made.women:
            woman.stop()
        for relay in (made.relay, *made.others):
            relay.stop()


def admit(newcomer: Woman, name: str, inviter: Woman, others: list[Woman], purpose: str = "admit") -> None:
    """Through the door: link, six words with every voucher, vouches, approvals, turn."""
    link = inviter.ask("invite")["link"]
    shown = newcomer.ask("knock", link=link, name=name, purpose=purpose)
    for _ in range(4):
        for woman in (inviter, *others):
            woman.ask("knocks")
        shown = newcomer.ask("step")
    for woman in (inviter, *others):
        knock = next(k for k in woman.ask("knocks") if k["name"] == name and k["state"] == "ready")
        assert knock["words"] in shown["words"].values()
        assert woman.ask("vouch", n=knock["n"], words=shown["words"][str(woman.ask("look")["seat"])])["state"] == "vouched"
    for woman in (inviter, *others):
        woman.ask("approve")
    inviter.ask("turn")
    if purpose == "restore":
        inviter.ask("turn")
    inviter.ask("sync")
    for _ in range(3):
        if newcomer.ask("step")["inside"]:
            return
        inviter.ask("sync")
    raise AssertionError("she was not let in")


def texts(woman: Woman) -> list[str]:
    woman.ask("sync")
    return [line["text"] for line in woman.ask("look")["said"]]


def same_history(*women: Woman) -> bool:
    for _ in range(2):
        for woman in women:
            woman.ask("sync")
    return len({woman.ask("look")["chain"] for woman in women}) == 1


@pytest.mark.parametrize(("first", "second"), [("browser", "python"), ("python", "browser")])
def test_one_circle_of_both(tmp_path: Path, first: str, second: str) -> None:
    with stage(tmp_path) as scene:
        vera, lena, anya = scene.woman("vera", first), scene.woman("lena", second), scene.woman("anya", first)
        vera.ask("found", title="Письма", name="Вера", relays=[scene.relay.url])
        admit(lena, "Лена", vera, [])
        vera.ask("say", text="Здравствуйте, Лена")
        lena.ask("say", text="Здравствуйте, Вера")
        assert sorted(texts(vera)) == ["Здравствуйте, Вера", "Здравствуйте, Лена"]
        assert texts(vera) == texts(lena)
        vera.ask("propose", action="promote", seat=1, role="coordinator")
        lena.ask("approve")
        vera.ask("turn")
        lena.ask("sync")
        admit(anya, "Аня", lena, [vera])
        assert same_history(vera, lena, anya)
        anya.ask("say", text="Я с вами")
        assert texts(vera) == texts(lena)
        assert texts(anya) == ["Я с вами"]  # nothing from before she came
        vera.ask("propose", action="expel", seat=2)
        lena.ask("approve")
        lena.ask("turn")
        anya.ask("sync")
        assert anya.ask("look")["status"] == "expelled"
        vera.ask("say", text="Без неё")
        assert "Без неё" in texts(lena)
        assert not vera.ask("look")["alarms"] and not lena.ask("look")["alarms"]


@pytest.mark.parametrize(("first", "second"), [("browser", "python"), ("python", "browser")])
def test_a_lost_phone_comes_back_and_pictures_cross(tmp_path: Path, first: str, second: str) -> None:
    with stage(tmp_path) as scene:
        vera, lena, anya, fresh = (scene.woman(n, k) for n, k in (("vera", first), ("lena", second), ("anya", first), ("lena2", second)))
        vera.ask("found", title="Письма", name="Вера", relays=[scene.relay.url])
        admit(lena, "Лена", vera, [])
        picture = base64.b64encode(bytes(range(256)) * 200).decode()
        vera.ask("show", text="Снимок", data=picture, name="снимок.webp")
        assert lena.ask("object", text="Снимок")["data"] == picture
        admit(anya, "Аня", vera, [lena])
        admit(fresh, "Лена", vera, [anya], purpose="restore")
        assert same_history(vera, anya, fresh)
        assert fresh.ask("look")["seat"] == 1
        lena.ask("sync")
        assert lena.ask("look")["status"] == "taken"
        fresh.ask("say", text="Это снова я")
        assert "Это снова я" in texts(vera)
