"""Every command of `homeward circle`, in real processes over a real relay: a circle from its founding to its closing."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from homeward.keys.words import word_list
from tests.cast import AYANA, CHODURAA, SAYANA, SOELMA, Person
from tests.cli.shell import Refused, Woman, relay, words_of


def admit(who: Woman, host: Woman, vouchers: list[Woman], approver: Woman | None = None) -> None:
    """Invite, knock, words on the phone, vouch, approve, turn."""
    link = host.ask("invite")["link"]
    door = who.start("knock", link, "--as", who.who.name, "--timeout", "100")
    for voucher in vouchers:
        number = _ready(voucher, who.who.name)
        voucher.ask("vouch", str(number), "--words", words_of(door, voucher.who.name))
    host.ask("sync")  # her device proposes the newcomer once it has both vouches
    if approver:
        proposal = next(p for p in approver.ask("proposals")["proposals"] if p["name"] == who.who.name)
        if approver.who.name not in proposal["approvers"]:
            assert approver.ask("approve", proposal["proposal"][:8])["complete"]
    host.ask("turn")
    assert door.wait(100) == 0


def _ready(voucher: Woman, name: str) -> int:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = [k for k in voucher.ask("knocks")["knocks"] if k["name"] == name and k["state"] == "ready"]
        if found:
            return int(found[0]["knock"])
        time.sleep(0.2)
    raise AssertionError("no knock is ready")


@pytest.fixture
def women(tmp_path: Path) -> dict[str, Woman]:
    return {p.key: Woman(p, tmp_path / p.key) for p in (AYANA, SAYANA, CHODURAA, SOELMA)}


def test_a_circle_from_its_founding_to_its_closing(tmp_path: Path, women: dict[str, Woman]) -> None:
    a, b, c, d = women.values()
    with relay(tmp_path / "relay") as url:
        made = a.ask("create", "Матери у реки", "--relay", url, "--as", AYANA.name)
        assert made["title"] == "Матери у реки"
        admit(b, a, [a])
        assert a.ask("promote", SAYANA.name)["complete"]
        a.ask("turn")
        b.ask("sync")
        admit(c, a, [a, b], approver=b)
        assert [s["name"] for s in c.ask("seats")["seats"]] == [AYANA.name, SAYANA.name, CHODURAA.name]
        assert a.ask("seats")["chain"] == c.ask("seats")["chain"]

        # Talk: replies, edits, retractions, files.
        paper = tmp_path / "рапорт.txt"
        paper.write_text("заявление от руки", "utf-8")
        first = a.ask("say", AYANA.mark, "--file", str(paper))
        assert first["sent"]
        b.ask("say", SAYANA.mark, "--reply", first["entry"][:8])
        c.ask("sync")
        mistake = c.ask("say", "не туда")
        c.ask("edit", mistake["entry"][:8], CHODURAA.mark)
        wrong = c.ask("say", "лишнее")
        c.ask("retract", wrong["entry"][:8])
        read = [json.loads(line) for line in b.run("read").splitlines()]
        assert [x["text"] for x in read] == [AYANA.mark, SAYANA.mark, CHODURAA.mark, ""]
        assert read[1]["reply"] == first["entry"]
        assert read[2]["marks"] == ["edited"]
        assert read[3]["kind"] == "retracted"
        saved = Path(b.ask("save", first["entry"][:8], str(tmp_path / "saved"))["saved"][0])
        assert saved.read_text("utf-8") == "заявление от руки"

        # A file carried by hand.
        carried = tmp_path / "письма.homeward"
        assert a.ask("export", str(carried))["bytes"] == carried.stat().st_size
        assert c.ask("import", str(carried))["new"] == 0

        # Invitations can be cancelled; a cancelled link opens nothing.
        invitation = a.ask("invite")
        assert [i["invitation"] for i in a.ask("invitations")["invitations"]] == [invitation["invitation"]]
        a.ask("cancel", invitation["invitation"])
        assert a.ask("invitations")["invitations"] == []
        with pytest.raises(Refused) as refused:
            d.ask("knock", invitation["link"], "--as", SOELMA.name, "--timeout", "20")
        assert refused.value.code == 1
        assert refused.value.says["hint"]

        # One coordinator alone expels nobody; two do. A frozen seat thaws only with words.
        assert not a.ask("expel", CHODURAA.name)["complete"]
        assert a.ask("policy", "--talk-days", "60")["complete"] is False
        for proposal in b.ask("proposals")["proposals"]:
            if proposal["action"] == "policy":
                assert b.ask("approve", proposal["proposal"][:8])["complete"]
        a.ask("turn")
        assert a.ask("policy")["policy"]["talk_days"] == 60
        b.ask("sync")
        assert not b.ask("freeze", CHODURAA.name)["complete"]
        assert a.ask("freeze", CHODURAA.name)["complete"]
        a.ask("turn")
        assert c.ask("sync")["status"] == "frozen"
        assert a.ask("thaw", CHODURAA.name) == {"thaw": None}
        assert b.ask("confirm", CHODURAA.name)["complete"]

        # A porch beside the circle, and its way in sealed to one seat.
        a.ask("porch", "Крыльцо", "--as", "Первая", "--helper", SAYANA.name, "--circle", "Матери у реки")
        links = b.ask("links")["links"]
        assert [x["title"] for x in links] == ["Крыльцо"]

        # A quiet clone without somebody, signed by both coordinators.
        clone = a.ask("clone", "--without", CHODURAA.name, "--title", "Тихие", "--circle", "Матери у реки")["clone"]
        b.ask("sync", "--circle", "Матери у реки")
        b.ask("approve", clone[:8], "--circle", "Матери у реки")
        a.ask("sync", "--circle", "Матери у реки")
        b.ask("sync", "--circle", "Матери у реки")
        assert {x["title"] for x in b.ask("list")["circles"]} == {"Матери у реки", "Тихие"}
        assert [s["name"] for s in b.ask("seats", "--circle", "Тихие")["seats"]] == [AYANA.name, SAYANA.name]

        # Leaving and closing.
        b.ask("leave", "--circle", "Тихие")
        a.ask("turn", "--circle", "Тихие")
        assert b.ask("sync", "--circle", "Тихие")["status"] == "left"
        assert not a.ask("close", "--circle", "Матери у реки")["complete"]
        waiting = b.ask("proposals", "--circle", "Матери у реки")["proposals"]
        b.ask("approve", next(p["proposal"][:8] for p in waiting if p["action"] == "close"), "--circle", "Матери у реки")
        a.ask("turn", "--circle", "Матери у реки")
        assert [x["action"] for x in b.ask("proposals", "--circle", "Матери у реки")["waiting"]] == ["close"]
        a.ask("turn", "--circle", "Матери у реки")
        assert b.ask("sync", "--circle", "Матери у реки")["status"] == "closed"


def test_a_lost_phone_comes_back_and_the_old_one_is_out(tmp_path: Path, women: dict[str, Woman]) -> None:
    a, b = women["ayana"], women["sayana"]
    fresh = Woman(Person("new", SAYANA.name, "новый телефон", ""), tmp_path / "new")
    with relay(tmp_path / "relay") as url:
        a.ask("create", "Круг", "--relay", url, "--as", AYANA.name)
        admit(b, a, [a])
        link = a.ask("invite")["link"]
        door = fresh.start("restore", link, "--as", SAYANA.name, "--timeout", "100")
        a.ask("vouch", str(_ready(a, SAYANA.name)), "--words", words_of(door, AYANA.name))
        proposal = next(p for p in a.ask("proposals")["proposals"] if p["action"] == "restore")
        assert proposal["complete"]  # in a circle of two only the founder can vouch, and she is trusted
        a.ask("turn")
        a.ask("turn")
        assert door.wait(100) == 0
        assert b.ask("sync")["status"] == "taken"


def test_wrong_passphrase_missing_vault_and_bad_words_are_said_plainly(tmp_path: Path, women: dict[str, Woman]) -> None:
    a, d = women["ayana"], women["soelma"]
    with pytest.raises(Refused) as refused:
        a.ask("seats")
    assert refused.value.says["error"] == "VaultMissing"
    with relay(tmp_path / "relay") as url:
        a.ask("create", "Круг", "--relay", url, "--as", AYANA.name)
        wrong = Woman(SOELMA, a.home)
        with pytest.raises(Refused) as refused:
            wrong.ask("seats")
        assert refused.value.says["error"] == "VaultLocked"
        link = a.ask("invite")["link"]
        door = d.start("knock", link, "--as", SOELMA.name, "--timeout", "60")
        number = _ready(a, SOELMA.name)
        words_of(door, AYANA.name)
        with pytest.raises(Refused) as refused:
            a.ask("vouch", str(number), "--words", "абв где ёжз икл мно прс")
        assert refused.value.says["error"] == "BadWords"
        with pytest.raises(Refused) as refused:
            a.ask("vouch", str(number), "--words", " ".join(word_list("ru")[:6]))
        assert refused.value.says["error"] == "WordsDiffer"
        assert door.wait(60) == 1  # she is told at her own door
    with pytest.raises(Refused) as refused:
        a.run("create", "Другой", "--relay", url, "--as", "Я")
    assert refused.value.says["error"] == "RelayUnreachable"
    for language, expected in (("ru", "Почтовый ящик"), ("en", "relay")):
        woman = Woman(AYANA, a.home, language)
        with pytest.raises(Refused) as plain:
            woman.run("invite", json_=False)
        assert expected.casefold() in plain.value.says["says"].casefold()
