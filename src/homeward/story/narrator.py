"""The story: the first weeks of a circle of invented women. Every step checks a promise and fails loudly when it is broken."""

from __future__ import annotations

import base64
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from homeward.keys.words import word_list

from .stage import ActorFailed, RelayProcess, Woman

TITLE = "Матери у реки"
FOUNDER, SECOND, THIRD, FOURTH, STRANGER = "Аяна", "Саяна", "Чодураа", "Дарима", "Незнакомка"
TALK = ("Звонил вчера, жив.", "У моего третья неделя без звонка.", "Юрист придёт в четверг.")
SECRET = "После исключения этого никто чужой не прочтёт."
FORGED = "Подложное слово от исключённой."

Say = Callable[[str, bool, str], None]


class Broken(Exception):
    """A promise did not hold."""


class Story:
    """Plays the story in `folder`. `say(step, ok, detail)` is told of each step; raises Broken at the first broken promise."""

    def __init__(self, folder: Path, say: Say, sabotage: str = "", relay: RelayProcess | None = None) -> None:
        self.folder, self._say, self._sabotage = folder, say, sabotage
        folder.mkdir(parents=True, exist_ok=True)
        self.relay = relay or RelayProcess(folder / "relay", folder / "relay.log")
        self.women: dict[str, Woman] = {}
        self.steps: list[dict[str, Any]] = []

    def woman(self, name: str) -> Woman:
        """The process of one woman, by the name of her device's folder."""
        if name not in self.women:
            self.women[name] = Woman(self.folder / name, self._sabotage)
        return self.women[name]

    def play(self) -> None:
        """All steps in order."""
        for step in (
            self.founding, self.intercepted, self.first_admitted, self.two_needed, self.talk, self.newcomer_reads_nothing_earlier,
            self.taken_phone, self.expulsion, self.expelled_tries, self.lost_phone, self.relay_dies, self.relay_knows_nothing,
        ):  # fmt: skip
            started = time.monotonic()
            try:
                detail = step()
            except (Broken, ActorFailed) as failure:
                self._tell(step.__name__, False, str(failure))
                raise Broken(f"{step.__name__}: {failure}") from failure
            self._tell(step.__name__, True, f"{detail} ({time.monotonic() - started:.1f} s)")

    def _tell(self, step: str, ok: bool, detail: str) -> None:
        self.steps.append({"step": step, "ok": ok, "detail": detail})
        self._say(step, ok, detail)

    def founding(self) -> str:
        """One woman founds a circle."""
        seen = self.woman("ayana").ask("found", title=TITLE, name=FOUNDER, relays=[self.relay.url])
        _must(seen["status"] == "active" and len(seen["seats"]) == 1, "the founder does not sit in her circle")
        return str(seen["chain"])

    def intercepted(self) -> str:
        """Somebody reads the link on the way and knocks first: the words differ and nobody comes in."""
        ayana, stranger = self.woman("ayana"), self.woman("stranger")
        link = ayana.ask("invite")["link"]
        self._knock("stranger", link, SECOND, [ayana])
        shown = next(k for k in ayana.ask("knocks") if k["state"] == "ready")
        # The real Sayana never got the link; on the phone she cannot read what only the stranger's device shows.
        try:
            ayana.ask("vouch", n=shown["n"], words=_other_words(shown["words"]))
        except ActorFailed as refused:
            _must(refused.name == "WordsDiffer", f"refused for another reason: {refused}")
        for _ in range(3):
            ayana.ask("sync")
            if ayana.ask("look")["epoch"] == 0:
                try:
                    ayana.ask("turn")
                except ActorFailed:
                    continue
        seats = ayana.ask("look")["seats"]
        _must(len(seats) == 1, "a stranger with an intercepted link got a seat")
        try:
            inside = stranger.ask("step")["inside"]
        except ActorFailed:
            inside = False
        _must(not inside, "a stranger with an intercepted link was let in")
        return str(shown["words"])

    def first_admitted(self) -> str:
        """The founder, still alone, admits the second and makes her a coordinator too."""
        words = self._admit("sayana", SECOND, ["ayana"], ["ayana"])
        self.woman("ayana").ask("propose", action="promote", seat=1, role="coordinator")
        self.woman("ayana").ask("turn")
        self.woman("sayana").ask("sync")
        _must("coordinator" in self._seat("sayana", SECOND)["roles"], "the second is not a coordinator")
        return words

    def two_needed(self) -> str:
        """With two coordinators one alone can admit nobody; two can."""
        self.woman("ayana").ask("say", text=TALK[0])
        words = self._admit("choduraa", THIRD, ["ayana", "sayana"], ["ayana", "sayana"], alone_first=True)
        self._admit("darimaa", FOURTH, ["ayana", "sayana"], ["ayana", "sayana"])
        self.woman("choduraa").ask("sync")
        return words

    def talk(self) -> str:
        """Everybody sees the same conversation in the same order."""
        self.woman("choduraa").ask("say", text=TALK[1])
        self.woman("darimaa").ask("say", text=TALK[2])
        women = [self.woman(name) for name in ("ayana", "sayana", "choduraa", "darimaa")]
        for woman in women:
            woman.ask("sync")
        seen = [[x["text"] for x in woman.ask("look")["said"]][-2:] for woman in women]
        _must(set(seen[0]) == set(TALK[1:]), f"words are missing: {seen[0]}")
        _must(all(s == seen[0] for s in seen), "two devices show different orders")
        return " / ".join(seen[0])

    def newcomer_reads_nothing_earlier(self) -> str:
        """Who came later has nothing from before."""
        texts = [x["text"] for x in self.woman("darimaa").ask("look")["said"]]
        _must(TALK[0] not in texts, "a newcomer reads what was said before she came")
        return str(len(texts))

    def taken_phone(self) -> str:
        """A phone is taken; two friends freeze its seat, and it reads nothing more."""
        darimaa = self.woman("darimaa")
        self.woman("choduraa").ask("propose", action="freeze", seat=3)
        done = self.woman("sayana").ask("approve")
        _must(done["complete"], "two friends are not enough to freeze")
        self.woman("sayana").ask("turn")
        self.woman("ayana").ask("sync")
        self.woman("ayana").ask("say", text="Телефон Даримы забрали.")
        darimaa.ask("sync")
        seen = darimaa.ask("look")
        _must(seen["status"] == "frozen", f"the taken phone is {seen['status']}")
        _must(all("забрали" not in x["text"] for x in seen["said"]), "the taken phone reads on")
        return str(seen["status"])

    def expulsion(self) -> str:
        """An informer's seat is expelled by two coordinators; one is not enough. Her copy of all keys is kept for the next step."""
        self.woman("choduraa").ask("sync")
        self.woman("choduraa").ask("remember")
        alone = self.woman("ayana").ask("propose", action="expel", seat=2)
        _must(not alone["complete"], "one coordinator alone can expel")
        self.woman("sayana").ask("approve")
        self.woman("sayana").ask("turn")
        self.woman("ayana").ask("sync")
        self.woman("ayana").ask("say", text=SECRET)
        self.woman("sayana").ask("sync")
        self.woman("choduraa").ask("sync")
        seen = self.woman("choduraa").ask("look")
        _must(seen["status"] == "expelled", f"the expelled seat is {seen['status']}")
        return str(seen["status"])

    def expelled_tries(self) -> str:
        """The relay gives the expelled every block and puts hers into the old log: she reads nothing new, nobody hears her."""
        with closing(sqlite3.connect(f"file:{self.relay.folder / 'relay.db'}?mode=ro", uri=True)) as database:
            blocks = [base64.b64encode(row[0]).decode() for row in database.execute("SELECT data FROM block")]
        texts = self.woman("choduraa").ask("pry", blocks=blocks)["texts"]
        _must(any(TALK[1] in t for t in texts), "the check is void: her old keys open not even old blocks")
        _must(all(SECRET not in t for t in texts), "the expelled read what was said after")
        forged = self.woman("choduraa").ask("forge", text=FORGED)
        for name in ("ayana", "sayana"):
            taken = self.woman(name).ask("swallow", address=forged["address"], blocks=forged["blocks"])
            _must(taken["ours"] == len(forged["blocks"]), "the check is void: the forged block was never delivered")
            said = [x["text"] for x in self.woman(name).ask("look")["said"]]
            _must(FORGED not in said, "the expelled is heard")
        return f"{len(blocks)} blocks, 0 read, 0 heard"

    def lost_phone(self) -> str:
        """Sayana loses her phone: on a new one, by the words of two, she gets her own seat back after a turn's wait."""
        new = "sayana-new"
        ayana = self.woman("ayana")
        self._admit("soelma", "Соелма", ["ayana", "sayana"], ["ayana", "sayana"])
        ayana.ask("propose", action="promote", seat=4, role="coordinator")
        self.woman("sayana").ask("approve")
        ayana.ask("turn")
        for name in ("soelma", "sayana"):
            self.woman(name).ask("sync")
        link = ayana.ask("invite")["link"]
        self._knock(new, link, SECOND, [ayana, self.woman("soelma")], purpose="restore")
        words = self.woman(new).ask("step")["words"]
        self._vouch("ayana", SECOND, words["0"])
        self._vouch("soelma", SECOND, words["4"])
        for name in ("ayana", "soelma"):
            self.woman(name).ask("sync")
            self.woman(name).ask("approve")
        ayana.ask("sync")
        ayana.ask("turn")
        old = self.woman("sayana")
        old.ask("sync")
        _must(old.ask("look")["status"] == "active", "the old phone had no turn's time to object")
        ayana.ask("turn")
        _must(self.woman(new).ask("step")["inside"], "the lost seat did not come back")
        ayana.ask("say", text="Саяна снова с нами.")
        self.woman(new).ask("sync")
        seen = self.woman(new).ask("look")
        _must(seen["seat"] == 1 and seen["said"][-1]["text"] == "Саяна снова с нами.", "the new phone is not in the old seat")
        old.ask("sync")
        _must(old.ask("look")["status"] == "taken", "the old phone still sits in the seat")
        return f"{SECOND}: {seen['seat']}"

    def relay_dies(self) -> str:
        """The relay is killed and started again: nothing confirmed is lost, what waited is sent."""
        ayana = self.woman("ayana")
        confirmed = ayana.ask("say", text="Подтверждено до обрыва.")
        _must(confirmed["sent"], "the relay did not confirm")
        self.relay.kill()
        waiting = ayana.ask("say", text="Написано без связи.")
        _must(not waiting["sent"], "sent without a relay")
        if self._sabotage == "durability":
            with closing(sqlite3.connect(self.relay.folder / "relay.db", isolation_level=None)) as database:
                for place, log in database.execute(
                    "SELECT place, log FROM block JOIN log ON log = place >> 32 WHERE closed = 0"
                ).fetchall():
                    database.execute("DELETE FROM block WHERE place = ?", (place,))
                    database.execute("DELETE FROM seen WHERE log = ?", (log,))
        self.relay.start()
        soelma = self.woman("soelma")
        soelma.ask("sync")
        said = [x["text"] for x in soelma.ask("look")["said"]]
        _must("Подтверждено до обрыва." in said, "what the relay confirmed is lost")
        ayana.ask("sync")
        soelma.ask("sync")
        said = [x["text"] for x in soelma.ask("look")["said"]]
        _must("Написано без связи." in said, "what waited was not sent")
        return "2"

    def relay_knows_nothing(self) -> str:
        """Every file and line of the relay is searched for names, words and titles."""
        if self._sabotage == "ignorance":
            (self.relay.folder / "access.log").write_text(f"127.0.0.1 {FOUNDER} POST /v1/append")
        marks = [TITLE, FOUNDER, SECOND, THIRD, FOURTH, SECRET, *TALK, "127.0.0.1", "httpx", "talk.said"]
        files = [f for f in [*self.relay.folder.rglob("*"), self.folder / "relay.log"] if f.is_file()]
        for file in files:
            data = file.read_bytes()
            for mark in marks:
                _must(mark.encode() not in data, f"{file.name} holds “{mark}”")
        return f"{len(files)} files, {sum(f.stat().st_size for f in files) // 1024} KiB"

    def stop(self) -> None:
        """End every process this story started."""
        for woman in self.women.values():
            woman.stop()
        self.relay.stop()

    def _knock(self, new: str, link: str, name: str, vouchers: list[Woman], purpose: str = "admit") -> None:
        newcomer = self.woman(new)
        newcomer.ask("knock", link=link, name=name, purpose=purpose)
        for _ in range(12):
            for voucher in vouchers:
                voucher.ask("sync")
            newcomer.ask("step")
            if all(any(k["name"] == name and k["state"] == "ready" for k in v.ask("knocks")) for v in vouchers):
                return
        raise Broken("the knock was not heard")

    def _admit(self, new: str, name: str, vouchers: list[str], approvers: list[str], *, alone_first: bool = False) -> str:
        link = self.woman(vouchers[0]).ask("invite")["link"]
        self._knock(new, link, name, [self.woman(v) for v in vouchers])
        words = self.woman(new).ask("step")["words"]
        for at, voucher in enumerate(vouchers):
            self._vouch(voucher, name, words[str(at)])
        for voucher in vouchers:
            self.woman(voucher).ask("sync")
        if alone_first:
            before = len(self.woman(vouchers[0]).ask("look")["seats"])
            seats = self.woman(vouchers[0]).ask("turn")["seats"]
            _must(len(seats) == before, "one coordinator alone admitted somebody")
        for approver in approvers:
            self.woman(approver).ask("approve")
        self.woman(approvers[0]).ask("sync")
        self.woman(approvers[0]).ask("turn")
        _must(self.woman(new).ask("step")["inside"], f"{name} was not let in")
        for voucher in vouchers:
            self.woman(voucher).ask("sync")
        return str(words["0"])

    def _vouch(self, voucher: str, name: str, words: str) -> None:
        shown = [k for k in self.woman(voucher).ask("knocks") if k["name"] == name and k["state"] == "ready"]
        _must(len(shown) == 1 and shown[0]["words"] == words, "the two devices show different words")
        self.woman(voucher).ask("vouch", n=shown[0]["n"], words=words)

    def _seat(self, woman: str, name: str) -> Any:
        return next(s for s in self.woman(woman).ask("look")["seats"] if s["name"] == name)


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Broken(otherwise)


def _other_words(shown: str) -> str:
    """Six words of the list that are not the ones shown."""
    listed = word_list("ru")
    return " ".join(listed[(listed.index(w) + 1) % len(listed)] for w in shown.split())
