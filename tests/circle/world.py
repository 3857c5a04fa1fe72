"""A small world in memory: relays that keep the rules of the real one, devices of invented women, and a clock one can turn."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from homeward.circle import door, inviting, knocking
from homeward.circle.circle import Circle, Surroundings
from homeward.circle.device import Device
from homeward.circle.epoch import LogKeys
from homeward.circle.mailbox import AllowanceUsed, IndexLine, LogClosed, LogUnknown, Page, RelayRefused, RelayUnreachable
from homeward.circle.make_turn import Made
from homeward.circle.reading import conversation
from homeward.circle.writing import write
from homeward.keys import derive
from homeward.schema import base64url
from homeward.schema.events import Said
from homeward.schema.state import RelayAddress
from tests.cast import Person

TITLE = "Круг у реки"


class MemoryVault:
    """The vault's interface over a dict, for thousands of histories. The real vault has tests of its own."""

    def __init__(self) -> None:
        self.items: dict[str, dict[str, tuple[str, bytes]]] = {}

    @contextmanager
    def write(self) -> Iterator[None]:
        yield

    def put(self, kind: str, name: str, value: Any, bucket: str = "") -> None:
        self.items.setdefault(kind, {})[name] = (bucket, msgspec.msgpack.encode(value))

    def get(self, kind: str, name: str, shape: Any) -> Any:
        found = self.items.get(kind, {}).get(name)
        return None if found is None else msgspec.msgpack.decode(found[1], type=shape)

    def scan(self, kind: str, shape: Any) -> Iterator[tuple[str, Any]]:
        found = [(n, v) for n, (_, v) in self.items.get(kind, {}).items()]
        return ((n, msgspec.msgpack.decode(v, type=shape)) for n, v in found)

    def delete(self, kind: str, name: str) -> None:
        self.items.get(kind, {}).pop(name, None)

    def delete_kind(self, kind: str) -> None:
        self.items.pop(kind, None)

    def buckets(self) -> list[str]:
        return sorted({b for named in self.items.values() for b, _ in named.values() if b})

    def erase_bucket(self, bucket: str) -> None:
        self.items = {k: {n: v for n, v in named.items() if v[0] != bucket} for k, named in self.items.items()}


class MemoryRelay:
    """A relay without a network. `down` refuses everything; `quota` limits the shared writer's blocks."""

    def __init__(self, number: int) -> None:
        self.relay = bytes([number]) * 16
        self.logs: dict[bytes, list[bytes]] = {}
        self._heads: dict[bytes, list[bytes]] = {}
        self.keys: dict[bytes, LogKeys] = {}
        self.closed: set[bytes] = set()
        self.down = False
        self.quota: int | None = None
        self.used: dict[bytes, int] = {}

    @property
    def address(self) -> RelayAddress:
        return RelayAddress(relay=base64url.encode(self.relay), url=f"http://relay-{self.relay[0]}.invalid")

    def _log(self, log: LogKeys) -> list[bytes]:
        if self.down:
            raise RelayUnreachable("down")
        if log.address not in self.logs:
            raise LogUnknown("no_log")
        return self.logs[log.address]

    def create(self, log: LogKeys) -> None:
        if self.down:
            raise RelayUnreachable("down")
        self.logs.setdefault(log.address, [])

    def append(self, log: LogKeys, blocks: list[bytes], *, by_lane: bool) -> None:
        kept = self._log(log)
        if (log.lane if by_lane else log.write) is None:
            raise RelayRefused("no_key")
        fresh = [b for b in blocks if b not in kept]
        if not by_lane and log.address in self.closed and fresh:
            raise LogClosed("closed")
        used = self.used.get(log.address, 0) + (0 if by_lane else len(fresh))
        if self.quota is not None and not by_lane and used > self.quota:
            raise AllowanceUsed("quota")
        self.used[log.address] = used
        kept.extend(fresh)

    def read(self, log: LogKeys, after: int, max_bytes: int) -> Page:
        kept = self._log(log)
        return Page(after + 1, self._head(log.address, kept, after + 1), tuple(kept[after + 1 :]), len(kept), log.address in self.closed)

    def _head(self, address: bytes, kept: list[bytes], count: int) -> bytes:
        heads = self._heads.setdefault(address, [bytes(32)])
        del heads[len(kept) + 1 :]
        while len(heads) <= min(count, len(kept)):
            heads.append(derive.hash_of("homeward/head/v1", heads[-1], derive.sha256(kept[len(heads) - 1])))
        return heads[min(count, len(kept))]

    def index(self, log: LogKeys, after: int) -> tuple[IndexLine, ...]:
        kept = self._log(log)
        return tuple(IndexLine(i, len(b), derive.sha256(b)) for i, b in enumerate(kept) if i > after)

    def fetch(self, log: LogKeys, position: int) -> bytes:
        return self._log(log)[position]

    def close(self, log: LogKeys) -> None:
        self._log(log)
        if log.lane is None:
            raise RelayRefused("no_key")
        self.closed.add(log.address)

    def wait(self, log: LogKeys, after: int, seconds: int) -> int:
        return len(self._log(log))


class World:
    """Relays, devices and a clock. `founder` founds the circle; `admit` seats somebody by the whole routine of the door."""

    def __init__(self, relays: int = 1, seed: int = 1) -> None:
        self.day = 20_000
        self._random = random.Random(seed)
        self.relays = [MemoryRelay(n + 1) for n in range(relays)]
        self.devices: dict[str, Device] = {}

    def device(self, who: Person | str) -> Device:
        """A new device in this world."""
        key = who if isinstance(who, str) else who.key
        around = Surroundings(lambda: self.day, self._random.randbytes)
        self.devices[key] = Device(MemoryVault(), around, self._connect)  # type: ignore[arg-type]
        return self.devices[key]

    def _connect(self, address: RelayAddress) -> Any:
        return next(r for r in self.relays if r.address.relay == address.relay)

    def founder(self, who: Person, relays: Iterable[MemoryRelay] | None = None) -> Circle:
        """`who` founds the circle."""
        device = self.device(who)
        made = device.found(TITLE, who.name, [r.address for r in relays or self.relays])
        device.sync(made)
        return made

    def of(self, circle: Circle) -> Device:
        """The device a circle lives on."""
        return next(d for d in self.devices.values() if circle in d.circles())

    def sync(self, *circles: Circle) -> None:
        """Each exchanges, in the order given."""
        for circle in circles:
            self.of(circle).sync(circle)

    def knock(self, host: Circle, who: Person | str, name: str, vouchers: list[Circle], purpose: str = "admit") -> Circle:
        """`who` knocks at a door `host` opens; sessions with all vouchers are ready afterwards."""
        _, link = inviting.invite(host, self.boxes(host), "http://x/")
        device = self.device(who)
        mine = device.knock(link, name, purpose)  # type: ignore[arg-type]
        for _ in range(6):
            device.knock_step(mine)
            self.sync(*vouchers)
        return mine

    def words(self, newcomer: Circle, voucher: Circle) -> str:
        """What the newcomer's device shows for one voucher."""
        under_way = knocking.current(newcomer)
        assert under_way
        session = next(s for s in under_way.sessions if s.voucher == voucher.me.seat and s.transcript)
        return " ".join(door.six_words(session.transcript, "ru"))

    def vouch(self, newcomer: Circle, voucher: Circle) -> None:
        """The voucher enters what the newcomer reads."""
        ready = [k for k in inviting.knocks(voucher) if k.state == "ready"]
        inviting.vouch(voucher, self.boxes(voucher), ready[-1].number, self.words(newcomer, voucher))
        self.sync(voucher)

    def approve_all(self, *circles: Circle) -> None:
        """Each supports what is open."""
        for circle in circles:
            self.sync(circle)
            for p in self.of(circle).proposals(circle):
                if circle.me.seat not in p.approvers and circle.me.seat != p.proposal.target:
                    self.of(circle).approve(circle, p.id)
            self.sync(circle)

    def turn(self, circle: Circle) -> Made:
        """`circle`'s seat makes a turn now and posts it."""
        self.sync(circle)
        made = self.of(circle).turn(circle)
        self.sync(circle)
        return made

    def admit(self, host: Circle, who: Person, vouchers: list[Circle] | None = None) -> Circle:
        """The whole routine: knock, words, vouches, approvals, turn, welcome."""
        vouchers = vouchers or [host]
        mine = self.knock(host, who, who.name, vouchers)
        for voucher in vouchers:
            self.vouch(mine, voucher)
        self.sync(*vouchers)
        self.approve_all(*[v for v in vouchers if "coordinator" in v.seat.roles])
        self.turn(host)
        assert self.of(mine).knock_step(mine)
        self.sync(*vouchers, mine)
        return mine

    def coordinators(self, *people: Person) -> list[Circle]:
        """A circle whose members are all coordinators."""
        circles = [self.founder(people[0])]
        for who in people[1:]:
            circles.append(self.admit(circles[0], who, circles[:2]))
            self.decide("promote", circles[-1].me.seat, circles[0], circles[1:-1][:1], role="coordinator")
            self.sync(*circles)
        return circles

    def decide(self, action: str, seat: int, proposer: Circle, approvers: list[Circle], **fields: object) -> Made:
        """Propose, approve and turn."""
        self.sync(proposer)
        self.of(proposer).propose(proposer, action, seat, **fields)
        self.sync(proposer)
        self.approve_all(*approvers)
        return self.turn(proposer)

    def say(self, circle: Circle, text: str) -> str:
        """Write and send."""
        identity = write(circle, "talk.said.v1", Said(text=text, reply="", objects=[]))
        self.sync(circle)
        return identity

    def boxes(self, circle: Circle) -> Any:
        """Mailboxes of a circle."""
        return self.of(circle).mailboxes(circle.state.relays)


def heard(circle: Circle) -> list[str]:
    """The texts a device shows."""
    return [line.text for line in conversation(circle)]
