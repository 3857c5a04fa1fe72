"""The member: a turn and an admission at 12, 50 and 160 seats, catching up 30 epochs, folding 100,000 entries. In memory, no network.

python -m bench.circle
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import msgspec

from bench.machine import report
from homeward.circle.apply import apply
from homeward.circle.block import SLOTS, TURN
from homeward.circle.circle import Circle
from homeward.circle.make_turn import Carried, Made, draw_logs, make_genesis, make_turn
from homeward.circle.order import Epoch, arrange
from homeward.circle.settle import settle
from homeward.circle.taking import take_record
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
    changes: dict[str, Any] = {
        "circle": "",
        "epoch": 0,
        "seats": made,
        "next": seats,
        "relays": relays,
        "recent": [],
        "heads": [],
        "done": [],
    }
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


def grown(steps: tuple[int, ...], epochs: int) -> dict[int, tuple[float, float]]:
    """A real circle grown by admissions. At each step: seconds a coordinator's device needs for the next admission's turn, and seconds in
    which a device that slept through `epochs` turns takes them in and settles."""
    world = World()
    host = world.founder(AYANA)
    second = world.admit(host, SAYANA)
    found: dict[int, tuple[float, float]] = {}
    number = 2
    for seats in steps:
        while number < seats - 1:
            world.admit(host, _person(number), [host, second])
            number += 1
        person = _person(number)
        sleeper = world.knock(host, person, person.name, [host, second])
        for voucher in (host, second):
            world.vouch(sleeper, voucher)
        world.sync(host, second)
        world.approve_all(host)
        admission = timed(lambda: world.turn(host))[0]
        number += 1
        assert world.of(sleeper).knock_step(sleeper)
        world.sync(sleeper)
        assert len(host.state.seats) == seats
        made = [world.turn(host) for _ in range(epochs)]
        found[seats] = admission, timed(lambda late=sleeper, made=made: _take_all(late, made))[0]  # type: ignore[misc]
    return found


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
    for seats in (12, 50, 160):
        make, check = turn_at(seats)
        turns[seats] = make + check
        rows.append({"what": f"turn at {seats} seats", "make_s": round(make, 3), "check_s": round(check, 3)})
    late = 0.0
    for seats, (admission, slept) in grown((12, 50, 160), 30).items():
        rows.append({"what": f"admission's turn at {seats} seats, whole device with its relay", "seconds": round(admission, 3)})
        rows.append({"what": f"catch-up of 30 epochs at {seats} seats", "seconds": round(slept, 3)})
        late = max(late, slept)
    rows.append({"what": "fold of 100,000 entries", "seconds": round(fold(100_000), 3)})
    report("circle", rows, [("turn at 160 seats, s", turns[160], "<=", 1.0), ("catch-up of 30 epochs, the slowest, s", late, "<=", 1.0)])


if __name__ == "__main__":
    main()
