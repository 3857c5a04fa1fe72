"""A crowd of invented women on a real relay: circles, talk and large objects, every name and text marked so that it can be searched."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from homeward.circle import inviting
from homeward.circle.circle import Circle
from homeward.circle.device import Device
from homeward.circle.objects import seal_object
from homeward.circle.relay_client import RelayClient
from homeward.circle.writing import write
from homeward.schema import base64url
from homeward.schema.events import Said
from homeward.schema.state import RelayAddress
from tests.cast import Person
from tests.circle import world
from tests.circle.world import World

MEDIA, FILE_NAME = "audio/x-mark-media", "МЕТКА-ФАЙЛ-mark.ogg"


@dataclass(frozen=True)
class Address:
    """A relay over HTTP as the small world wants it."""

    url: str
    relay: bytes

    @property
    def address(self) -> RelayAddress:
        """Its place in a circle's policy."""
        return RelayAddress(relay=base64url.encode(self.relay), url=self.url)


class OverHttp(World):
    """The small world of the circle's tests, with a real relay process instead of one in memory."""

    def __init__(self, url: str, relay: bytes, seed: int = 1) -> None:
        super().__init__(0, seed)
        self.relays = [Address(url, relay)]  # type: ignore[list-item]

    def _connect(self, address: RelayAddress) -> Any:
        return RelayClient(address.url, base64url.decode(address.relay, size=16))

    def disconnect(self) -> None:
        """Drop every connection, as when the relay restarts."""
        for device in self.devices.values():
            for box in device._mailboxes.values():
                box.disconnect()  # type: ignore[attr-defined]


def woman(circle: int, number: int) -> Person:
    """An invented woman whose name and text are found anywhere."""
    return Person(f"c{circle}w{number}", f"Имярек-{circle}-{number}-mark", "", f"МЕТКА-{circle}-{number} mark-text сын звонил")


@dataclass
class Crowd:
    """Circles of the given sizes on one relay."""

    world: OverHttp
    circles: list[list[Circle]] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    asked: dict[bytes, int] = field(default_factory=dict)

    def hang_up(self) -> None:
        """Drop all connections, and note which circle asked for which log: what nobody else should know."""
        for index, members in enumerate(self.circles):
            for circle in members:
                for box in self.world.of(circle)._mailboxes.values():
                    self.asked |= dict.fromkeys((a for a in box._clients if a), index)  # type: ignore[attr-defined]
        self.world.disconnect()

    def found(self, sizes: list[int]) -> None:
        """Found the circles and admit everybody, by the whole routine of the door."""
        for index, size in enumerate(sizes):
            world.TITLE = f"Круг-{index}-marktitle"
            people = [woman(index, n) for n in range(size)]
            self.marks |= {world.TITLE, *(p.name for p in people), *(p.mark for p in people)}
            members = [self.world.founder(people[0])]
            members.append(self.world.admit(members[0], people[1]))
            self.circles.append(members + self._admit_together(members, people[2:]))

    def _admit_together(self, vouchers: list[Circle], people: list[Person]) -> list[Circle]:
        """Everybody knocks with a link of her own; both vouchers hear everybody's words; one turn seats them all."""
        world, host = self.world, vouchers[0]
        knocking: list[tuple[Person, Circle]] = []
        for person in people:
            _, link = inviting.invite(host, world.boxes(host), "http://x/")
            knocking.append((person, world.device(person).knock(link, person.name)))
        for _ in range(5):
            for person, circle in knocking:
                world.devices[person.key].knock_step(circle)
            world.sync(*vouchers)
        for voucher in vouchers:
            ready = {k.note.name: k.number for k in inviting.knocks(voucher) if k.state == "ready"}
            for person, circle in knocking:
                inviting.vouch(voucher, world.boxes(voucher), ready[person.name], world.words(circle, voucher))
        world.sync(*vouchers, host)
        world.approve_all(host)
        world.turn(host)
        for person, circle in knocking:
            assert world.devices[person.key].knock_step(circle)
        return [circle for _, circle in knocking]

    def talk(self, entries: int, objects: int, size: int, seed: int = 7) -> None:
        """Everybody speaks in turn, some with a recording of `size` bytes, and everybody exchanges."""
        draw = random.Random(seed)
        speakers = [c for i in range(max(map(len, self.circles))) for members in self.circles for c in members[i : i + 1]]
        for number in range(entries):
            circle = speakers[number % len(speakers)]
            text = f"МЕТКА-слово-{number} marksaid"
            refs, ciphers = [], []
            if number < objects:
                ref, cipher = seal_object(b"MARK-VOICE" + draw.randbytes(size - 10), MEDIA, FILE_NAME, circle.around.random)
                refs, ciphers = [ref], [cipher]
            write(circle, "talk.said.v1", Said(text=text, reply="", objects=refs), objects=ciphers)
        self.marks |= {f"МЕТКА-слово-{n} marksaid" for n in range(entries)} | {MEDIA, FILE_NAME, "MARK-VOICE"}
        for circle in speakers * 2:
            device: Device = self.world.of(circle)
            device.sync(circle)
