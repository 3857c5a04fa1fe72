"""A circle whose members are live processes: they let a visitor in as friends would, and answer what she writes.

For the demonstration only. They vouch for anybody, because nobody calls them; everything else is the real protocol over a real relay.
The web app finds it through `where.json` (`{"demo": true}`) and asks for an invitation at `POST demo`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .stage import ActorFailed, Woman

TITLE = "Книжный клуб"
_TALK = (
    ("ayana", "Здравствуйте! Здесь только свои. Имён частей и мест не пишем."),
    ("soelma", "Мой звонил вчера, голос бодрый. Говорит, рапорт приняли."),
    ("sayana", "А мой молчит девятый день. Кто-нибудь слышал своих?"),
    ("ayana", "Саяна, связи у них нет с понедельника, у всех так. Завтра спросим юриста, как писать запрос."),
)
_MEN = (("ayana", "Сокол", 2, "call", "well"), ("soelma", "Старший", 1, "call", "well"), ("sayana", "Рыжий", 9, "message", "worried"))
_ANSWERS = (
    ("soelma", "Добро пожаловать! Осмотритесь, здесь спокойно."),
    ("ayana", "Спасибо, что написали. Если нужна помощь юриста, скажите, подскажем, с чего начать."),
    ("sayana", "Я тоже так думаю. Главное, ничего не подписывать сразу."),
)
_ALL = ("ayana", "soelma", "sayana")
_TICK = 1.0


class LivingCircle:
    """Ayana and Soelma coordinate, Sayana is a member. `work` runs until `stop`; `open_door` may be called from any thread."""

    def __init__(self, folder: Path, relay_url: str, make: Callable[[Path], Woman], today: Callable[[], int]) -> None:
        self._folder, self._relay, self._make, self._today = folder, relay_url, make, today
        self._women: dict[str, Woman] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._answered = 0
        self._seats = 0
        self.ready = threading.Event()
        self.failed = ""

    def work(self) -> None:
        """Found the circle, then live."""
        try:
            with self._lock:
                self._found()
            self.ready.set()
            while not self._stopping.wait(_TICK):
                with self._lock:
                    self._let_in()
                    self._greet()
        except ActorFailed as failure:
            self.failed = str(failure)

    def open_door(self) -> str:
        """A fresh invitation's link. Raises ActorFailed."""
        with self._lock:
            return str(self._woman("ayana").ask("invite")["link"])

    def stop(self) -> None:
        """End the women's processes."""
        self._stopping.set()
        with self._lock:
            for woman in self._women.values():
                woman.stop()

    def _woman(self, name: str) -> Woman:
        if name not in self._women:
            self._women[name] = self._make(self._folder / name)
        return self._women[name]

    def _found(self) -> None:
        ayana = self._woman("ayana")
        ayana.ask("found", title=TITLE, name="Аяна", relays=[self._relay])
        self._join("soelma", "Соэлма", ["ayana"])
        ayana.ask("propose", action="promote", seat=1, role="coordinator")
        ayana.ask("turn")
        self._join("sayana", "Саяна", ["ayana", "soelma"])
        self._seats = 3

    def _tell(self) -> None:
        """Whoever comes in reads nothing from before (PROTOCOL 8); so the women say again what a visitor should see."""
        for name in _ALL:
            self._woman(name).ask("sync")
        for name, text in _TALK:
            self._woman(name).ask("say", text=text)
            for other in _ALL:
                self._woman(other).ask("sync")
        for name, man, days, channel, state in _MEN:
            woman = self._woman(name)
            named = woman.ask("tell", kind="man.named.v1", body={"name": man})["id"]
            word = {"man": named, "day": self._today() - days, "channel": channel, "state": state, "note": "", "voice": None}
            woman.ask("tell", kind="man.called.v1", body=word)

    def _join(self, new: str, name: str, inside: list[str]) -> None:
        link = self._woman("ayana").ask("invite")["link"]
        newcomer = self._woman(new)
        newcomer.ask("knock", link=link, name=name)
        for _ in range(30):
            self._let_in(inside)
            if newcomer.ask("step")["inside"]:
                return
        raise ActorFailed("admission", name)

    def _let_in(self, inside: list[str] | None = None) -> None:
        """One step of what women who know the newcomer's voice would do: read the words, vouch, approve, carry out."""
        chairs = inside or ["ayana", "soelma"]
        for name in chairs:
            woman = self._woman(name)
            for knock in woman.ask("knocks"):
                if knock["state"] == "ready":
                    woman.ask("vouch", n=knock["n"], words=knock["words"])
        complete = [self._woman(name).ask("approve") for name in chairs]
        if any(done["approved"] for done in complete) or self._woman("ayana").ask("decided")["complete"]:
            self._woman("ayana").ask("turn")

    def _greet(self) -> None:
        seen: dict[str, Any] = self._woman("ayana").ask("look")
        if len(seen["seats"]) > self._seats:
            self._tell()
        self._seats = len(seen["seats"])
        self._answer(seen)

    def _answer(self, seen: dict[str, Any]) -> None:
        own = {"Аяна", "Соэлма", "Саяна"}
        from_visitors = sum(line["by"] not in own for line in seen["said"])
        if from_visitors <= self._answered:
            return
        name, text = _ANSWERS[self._answered % len(_ANSWERS)]
        self._answered += 1
        woman = self._woman(name)
        woman.ask("sync")
        woman.ask("say", text=text)
