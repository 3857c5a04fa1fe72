"""The member: a turn and an admission at 12, 50 and 160 seats, catching up 30 epochs, folding 100,000 entries. In memory, no network.

python -m bench.circle
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import msgspec

from bench.machine import report
from homeward.circle.apply import apply
from homeward.circle.circle import Circle
from homeward.circle.make_turn import Carried, Made, draw_logs, make_genesis, make_turn
from homeward.circle.order import Epoch, arrange
from homeward.circle.settle import settle
from homeward.circle.taking import take_record
from homeward.circle.block import SLOTS, TURN
from homeward.keys import derive, seal, sign
from homeward.schema import base64url, canonical
from homeward.schema.entry import Entry
from homeward.schema.state import RelayAddress, Seat, State
from tests.cast import AYANA, SAYANA
from tests.circle.world import World

DAY = 20_000


def state_of(seats: int) -> tuple[State, sign.SigningKey]:
    """A circle that starts with `seats` seats, as a clone does, and its author's key."""
    key = sign.SigningKey.generate()
    made = [
        Seat(seat=n, name=f"Имя {n}", ed=base64url.encode(key.public if n == 0 else sign.SigningKey.generate().public),
             kem=base64url.encode(seal.SealingKey.generate().public), roles=["coordinator"] if n < 2 else [], state="active", since=0,
             frozen=-1, frozen_by=-1, confirmed=False)
        for n in range(seats)
    ]  # fmt: skip
    world = World()
    founder = world.founder(AYANA)
    relays = [RelayAddress(relay=base64url.encode(bytes(16)), url="http://relay.invalid")]
    changes: dict[str, Any] = {"circle": "", "epoch": 0, "seats": made, "next": seats, "relays": relays, "recent": [], "heads": [], "done": []}
    return msgspec.structs.replace(founder.state, origin_circle=founder.state.circle, origin_turn=founder.me.tip, **changes), key


def turn_at(seats: int) -> tuple[float, float]:
    """Seconds to make a turn, and to check one, at that many seats (the better of three)."""
    random_bytes = random.Random(seats).randbytes
    state, key = state_of(seats)
    genesis = make_genesis(state, 0, key, draw_logs(random_bytes), DAY, random_bytes)
    making, checking = [], []
    for _ in range(3):
        logs = draw_logs(random_bytes)
        seconds, made = timed(lambda logs=logs: make_turn(genesis.state, genesis.id, 0, key, Carried(), logs, DAY, random_bytes))  # type: ignore[misc]
        making.append(seconds)
        checking.append(timed(lambda made=made: apply(genesis.state, genesis.id, made.signed))[0])  # type: ignore[misc]
    return min(making), min(checking)


def admission_at(seats: int) -> float:
    """Seconds a coordinator's device needs for one admission's turn in a real circle grown to `seats`."""
    world = World()
    host = world.founder(AYANA)
    second = world.admit(host, SAYANA)
    crowd: list[Circle] = []
    for number in range(2, seats):
        crowd.append(world.admit(host, _person(number), [host, second]))
    person = _person(seats)
    mine = world.knock(host, person, person.name, [host, second])
    for voucher in (host, second):
        world.vouch(mine, voucher)
    world.sync(host, second)
    world.approve_all(host)
    return timed(lambda: world.turn(host))[0]


def _person(number: int) -> Any:
    from tests.cast import Person  # noqa: PLC0415

    return Person(f"p{number}", f"Имя {number}", "", "")


def catch_up(epochs: int) -> float:
    """Seconds in which a device that slept through `epochs` turns takes them in and settles."""
    world = World()
    host = world.founder(AYANA)
    sleeper = world.admit(host, SAYANA)
    made: list[Made] = []
    for _ in range(epochs):
        made.append(world.turn(host))
    return timed(lambda: _take_all(sleeper, made))[0]


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
        entry = Entry(v=1, kind="talk.said.v1", turn="t", seat=seat, n=n + 1, prev=prev, seen=seen, again="", day=DAY, body={"text": "слово"})
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
    for seats in (12, 50, 160):
        make, check = turn_at(seats)
        turns[seats] = make + check
        rows.append({"what": f"turn at {seats} seats", "make_s": round(make, 3), "check_s": round(check, 3)})
    rows.append({"what": "admission's turn at 12 seats, whole device", "seconds": round(admission_at(12), 3)})
    late = statistics.median(catch_up(30) for _ in range(3))
    rows.append({"what": "catch-up of 30 epochs", "seconds": round(late, 3)})
    rows.append({"what": "fold of 100,000 entries", "seconds": round(fold(100_000), 3)})
    report("circle", rows, [("turn at 160 seats, s", turns[160], "<=", 1.0), ("catch-up of 30 epochs, s", late, "<=", 1.0)])


if __name__ == "__main__":
    main()
