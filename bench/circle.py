"""The member: a turn and an admission at 12, 50 and 160 seats, catching up 30 epochs, folding 100,000 entries. In memory, no network.

python -m bench.circle
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bench.machine import report
from homeward.circle.apply import apply
from homeward.circle.block import SLOTS, TURN
from homeward.circle.circle import Circle
from homeward.circle.founding import DEFAULT_POLICY, begin
from homeward.circle.make_turn import Carried, Made, draw_logs, make_genesis, make_turn
from homeward.circle.order import Epoch, arrange
from homeward.circle.settle import settle
from homeward.circle.slots import open_slot
from homeward.circle.taking import take_record
from homeward.keys import derive, seal, sign
from homeward.schema import base64url, canonical
from homeward.schema.entry import Entry
from homeward.schema.state import Seat, State
from tests.circle.world import World

DAY = 20_000


@dataclass(frozen=True)
class Crowd:
    """A circle that starts with many seats, as a clone does: its world, its first turn, and the devices of its two coordinators."""

    world: World
    made: Made
    first: Circle
    second: Circle


def crowd(seats: int) -> Crowd:
    """Seats 0 and 1 are coordinators; the others are nobody's."""
    draw, world = random.Random(seats).randbytes, World()
    devices = [world.device(name).new(f"Имя {n}", "active") for n, name in enumerate(("first", "second"))]
    eds = [*(c.signing.public for c in devices), *(sign.SigningKey.generate().public for _ in range(seats))]
    kems = [*(c.sealing().public for c in devices), *(seal.SealingKey.generate().public for _ in range(seats))]
    made = [
        Seat(seat=n, name=f"Имя {n}", ed=base64url.encode(eds[n]), kem=base64url.encode(kems[n]), roles=["coordinator"] if n < 2 else [],
             state="active", since=0, frozen=-1, frozen_by=-1, confirmed=False)
        for n in range(seats)
    ]  # fmt: skip
    state = State(
        circle="", epoch=0, recent=[], title="Круг", origin_circle=base64url.encode(draw(32)), origin_turn=base64url.encode(draw(32)),
        policy=DEFAULT_POLICY, relays=[world.relays[0].address], seats=made, next=seats, heads=[], waiting=[], done=[], closed=False,
    )  # fmt: skip
    genesis = make_genesis(state, 0, devices[0].signing, draw_logs(draw), DAY, draw)
    for seat, circle in enumerate(devices):
        slot = next(i for i, (s, _) in enumerate(genesis.signed.turn.slots) if s == seat)
        begin(circle, replace(genesis, secrets=open_slot(genesis.signed.turn, seat, circle.sealing(), genesis.slots[slot])), seat)
    return Crowd(world, genesis, *devices)


def turn_at(start: Crowd) -> tuple[float, float]:
    """Seconds to make a turn, and to check one (the best of three)."""
    draw = random.Random(1).randbytes
    making, checking = [], []
    for _ in range(3):
        logs = draw_logs(draw)
        seconds, made = timed(
            lambda logs=logs: make_turn(start.made.state, start.made.id, 0, start.first.signing, Carried(), logs, DAY, draw)
        )  # type: ignore[misc]
        making.append(seconds)
        checking.append(timed(lambda made=made: apply(start.made.state, start.made.id, made.signed))[0])  # type: ignore[misc]
    return min(making), min(checking)


def catch_up(start: Crowd, epochs: int) -> float:
    """Seconds in which a device that slept through `epochs` turns takes them in, with every slot, and settles."""
    draw = random.Random(2).randbytes
    turns = [start.made]
    for _ in range(epochs):
        turns.append(make_turn(turns[-1].state, turns[-1].id, 0, start.first.signing, Carried(), draw_logs(draw), DAY, draw))
    return timed(lambda: _take_all(start.second, turns[1:]))[0]


def admission_at(seats: int) -> float:
    """Seconds a coordinator's device and its relay need for the turn that seats one more, up to `seats`: gather, seal, post, adopt."""
    start = crowd(seats - 1)
    world, host, second = start.world, start.first, start.second
    person = _person(seats)
    newcomer = world.knock(host, person, person.name, [host, second])
    for voucher in (host, second):
        world.vouch(newcomer, voucher)
    world.sync(host, second)
    world.approve_all(host, second)
    seconds = timed(lambda: world.turn(host))[0]
    assert len(host.state.seats) == seats
    assert world.of(newcomer).knock_step(newcomer)
    return seconds


def _person(number: int) -> Any:
    from tests.cast import Person

    return Person(f"p{number}", f"Имя {number}", "", "")


def _take_all(circle: Circle, made: list[Made]) -> None:
    for one in made:
        for at in range(0, len(one.slots), 3):
            take_record(circle, SLOTS, b"".join(one.slots[at : at + 3]))
        take_record(circle, TURN, canonical.encode(one.signed))
    settle(circle)
    assert circle.me.tip == made[-1].id


def fold(entries: int) -> float:
    """Seconds to put `entries` entries of 50 seats in order."""
    made: dict[str, Entry] = {}
    heads: dict[int, tuple[int, str]] = {}
    draw = random.Random(5)
    for number in range(entries):
        seat = draw.randrange(50)
        n, prev = heads.get(seat, (0, ""))
        seen = [heads[s][1] for s in draw.sample(sorted(heads), min(2, len(heads))) if s != seat]
        entry = Entry(
            v=1, kind="talk.said.v1", turn="t", seat=seat, n=n + 1, prev=prev, seen=seen, again="", day=DAY, body={"text": "слово"}
        )
        identity = base64url.encode(derive.sha256(number.to_bytes(8, "big")))
        made[identity], heads[seat] = entry, (n + 1, identity)
    seconds, arranged = timed(lambda: arrange(made, [Epoch("t", 0, {}, None)]))
    assert len(arranged.placed) == entries
    return seconds


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def main() -> None:
    """Measure and print."""
    rows: list[dict[str, Any]] = []
    turns: dict[int, float] = {}
    late = 0.0
    for seats in (12, 50, 160):
        start = crowd(seats)
        make, check = turn_at(start)
        turns[seats] = make + check
        rows.append({"what": f"turn at {seats} seats", "make_s": round(make, 3), "check_s": round(check, 3)})
        slept = catch_up(start, 30)
        late = max(late, slept)
        rows.append({"what": f"catch-up of 30 epochs at {seats} seats", "seconds": round(slept, 3)})
    rows += [{"what": f"admission's turn at {n} seats, whole device", "seconds": round(admission_at(n), 3)} for n in (12, 50, 160)]
    rows.append({"what": "fold of 100,000 entries", "seconds": round(fold(100_000), 3)})
    report("circle", rows, [("turn at 160 seats, s", turns[160], "<=", 1.0), ("catch-up of 30 epochs, the slowest, s", late, "<=", 1.0)])


if __name__ == "__main__":
    main()
