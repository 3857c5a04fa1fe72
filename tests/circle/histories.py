"""Histories of a circle for the membership state machine: a started circle of six on two relays, copied cheaply, and the checks
that must hold whenever everybody has exchanged everything."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from homeward.circle.circle import Circle, Surroundings
from homeward.circle.device import Device
from homeward.circle.reading import conversation
from homeward.circle.roster import seat_of
from tests.cast import AYANA, CHODURAA, DARIMA, SAYANA, TUYANA, ZARINA
from tests.circle.world import MemoryVault, World

FOUNDERS = (AYANA, SAYANA, CHODURAA)
MEMBERS = (DARIMA, TUYANA, ZARINA)
# What honest members may meet in an honest history: the consequences of decisions, never an accusation or a refusal.
CALM = frozenset({"frozen", "expelled", "closed", "taken", "relay-forgot", "hidden-decision"})


@cache
def _started() -> World:
    world = World(relays=2, seed=7)
    founders = world.coordinators(*FOUNDERS)
    for who in MEMBERS:
        world.admit(founders[0], who, founders[:2])
    everybody = [d.circles()[0] for d in world.devices.values()]
    for _ in range(3):
        world.sync(*everybody)
    assert len({c.me.tip for c in everybody}) == 1
    return world


def started(seed: int) -> World:
    """A fresh copy of a circle of three coordinators and three members, everybody up to date."""
    origin = _started()
    world = World(relays=2, seed=seed)
    world.day = origin.day
    world._random = random.Random(seed)
    for mine, theirs in zip(world.relays, origin.relays, strict=True):
        mine.logs = {a: list(b) for a, b in theirs.logs.items()}
        mine.closed = set(theirs.closed)
    for key, device in origin.devices.items():
        vault = MemoryVault()
        vault.items = {kind: dict(named) for kind, named in device.vault.items.items()}  # type: ignore[attr-defined]
        around = Surroundings(lambda: world.day, world._random.randbytes)
        world.devices[key] = Device(vault, around, world._connect)  # type: ignore[arg-type]
    return world


def restart(world: World, key: str) -> None:
    """Her program is killed and started again: only what the vault holds is left."""
    vault = MemoryVault()
    vault.items = {kind: dict(named) for kind, named in world.devices[key].vault.items.items()}  # type: ignore[attr-defined]
    around = Surroundings(lambda: world.day, world._random.randbytes)
    world.devices[key] = Device(vault, around, world._connect)  # type: ignore[arg-type]


def circle_of(world: World, key: str) -> Circle:
    """The only circle on that device."""
    return world.devices[key].circles()[0]


def settle_all(world: World) -> list[Circle]:
    """All relays answer and everybody exchanges until nothing moves. Returns the circles, by device."""
    for relay in world.relays:
        relay.down = False
        relay.quota = None
    circles = [circle_of(world, key) for key in sorted(world.devices)]
    for _ in range(40):
        before = [_mark(c) for c in circles]
        for circle in circles:
            world.of(circle).sync(circle)
        if [_mark(c) for c in circles] == before:
            return circles
    raise AssertionError("the circle does not come to rest")


def _mark(circle: Circle) -> Any:
    unsent = sorted(n for n, item in circle.out.items() if not item.posted)
    return circle.me.tip, circle.me.status, len(circle.entries), unsent, {k: c.position for k, c in circle.cursors.items()}


def check(circles: list[Circle], said: dict[str, int], frozen_ever: set[int]) -> None:
    """One roster, one conversation, nothing lost, nothing twice, nobody accused. `said` is text to author's seat."""
    heads = {c.me.tip for c in circles if c.me.status == "active"}
    assert len(heads) <= 1, f"two rosters: {[(c.me.name, c.me.status, c.state.epoch, c.me.tip[:6]) for c in circles]}"
    assert heads, f"nobody is left: {[(c.me.name, c.me.status) for c in circles]}"
    live = [c for c in circles if c.me.status == "active"]
    state = live[0].state
    for circle in circles:
        mine = seat_of(state, circle.me.seat)
        sits = mine is not None and mine.state == "active"
        assert sits == (circle.me.status == "active"), f"{circle.me.name}: {circle.me.status}, in the roster: {mine and mine.state}"
        odd = [(a.kind, a.detail) for a in circle.alarms if a.kind not in CALM]
        assert not odd, f"{circle.me.name} was alarmed: {odd}"
    assert all(not s.confirmed or s.frozen_by != -1 for s in state.seats), "an honest seat was frozen by evidence"
    lines = {c.me.name: [(x.id, x.text, x.seat) for x in conversation(c)] for c in live}
    first = lines[live[0].me.name]
    assert all(other == first for other in lines.values()), "two conversations"
    texts = [text for _, text, _ in first]
    assert len(texts) == len(set(texts)), f"a word stands twice: {texts}"
    seated = {s.seat for s in state.seats} - frozen_ever
    missing = [t for t, seat in said.items() if seat in seated and t not in texts]
    assert not missing, f"lost: {missing}"
    assert not any(c.arranged().gaps for c in live), "a gap stays"
