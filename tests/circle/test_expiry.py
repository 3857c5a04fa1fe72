"""What expired on a phone stays gone, and leaves no hole behind it."""

from __future__ import annotations

import msgspec

from homeward.circle import transfer
from homeward.circle.block import LARGE, MAX_PENDING, OBJECT, TAG, Assembly, Frame, frames_of, seal_block
from homeward.circle.circle import Circle
from homeward.circle.retention import expire
from homeward.circle.taking import take_block
from homeward.circle.turning import frontier
from homeward.circle.writing import own_head
from homeward.keys import derive
from homeward.schema import canonical
from tests.cast import AYANA, SAYANA
from tests.circle.world import World, heard


def short_talk(world: World) -> tuple[Circle, Circle]:
    """Two in a circle that keeps its talk for a day."""
    a = world.founder(AYANA)
    b = world.admit(a, SAYANA)
    world.decide("policy", -1, a, [], policy=msgspec.structs.replace(a.state.policy, talk_days=1, turn_days=30))
    world.sync(a, b, a, b)
    return a, b


def test_it_comes_back_neither_from_a_file_nor_from_the_relay() -> None:
    world = World()
    a, b = short_talk(world)
    world.say(b, SAYANA.mark)
    world.sync(a)
    file = transfer.export(b)
    assert SAYANA.mark in heard(a)
    world.day += 3
    expire(a, world.day)
    transfer.import_(a, file)
    assert SAYANA.mark not in heard(a)
    for name in list(a.cursors):
        a.cursors.pop(name)
    world.sync(a)
    assert SAYANA.mark not in heard(a)


def test_no_word_of_it_is_kept() -> None:
    world = World()
    a, b = short_talk(world)
    world.say(b, SAYANA.mark)
    world.sync(a)
    world.day += 3
    expire(a, world.day)
    assert a.past
    assert not any(SAYANA.mark.encode() in canonical.encode(entry) for entry in a.past.values())


def test_what_follows_it_is_still_in_the_frontier_and_in_one_chain() -> None:
    world = World()
    a, b = short_talk(world)
    world.say(b, "раньше")
    world.sync(a)
    number = own_head(b)[0]
    world.day += 3
    for circle in (a, b):
        expire(circle, world.day)
    world.say(b, "позже")
    assert own_head(b)[0] > number
    world.sync(a)
    heads = {seat: n for seat, n, _ in frontier(a)}
    assert heads[b.me.seat] == own_head(b)[0]
    world.turn(a)
    world.sync(b, a)
    assert heard(a).count("позже") == heard(b).count("позже") == 1
    assert not any(s.entry.again for s in a.entries.values())


def test_the_places_go_with_their_epoch() -> None:
    world = World()
    a, b = short_talk(world)
    world.say(b, "раньше")
    world.sync(a)
    world.day += 3
    expire(a, world.day)
    world.turn(a)
    world.day += 20
    world.turn(a)
    expire(a, world.day)
    assert all(entry.turn in a.keys for entry in a.past.values())


def test_junk_keeps_no_record_out() -> None:
    assembly, size = Assembly(), LARGE - 100
    for n in range(MAX_PENDING // size + 5):
        assembly.add(Frame(OBJECT, n.to_bytes(32, "big"), 0, 9, bytes(size)))
    good = b"x" * 40_000
    found = [assembly.add(f) for f in frames_of(OBJECT, good)]
    assert found[-1] == (OBJECT, good) and assembly.held <= MAX_PENDING


def test_refused_and_replaced_frames_are_not_stored() -> None:
    world = World()
    a = world.founder(AYANA)
    keys = a.talk_keys(a.me.tip, a.state.relays[0].relay)
    assert keys
    size = LARGE - 12 - TAG - 39
    count = MAX_PENDING // size + 50
    with a.vault.write():
        for n in range(count):
            head = bytes([OBJECT]) + derive.sha256(n.to_bytes(4, "big")) + (0).to_bytes(2, "big") + (9).to_bytes(2, "big")
            plain = head + size.to_bytes(2, "big") + bytes([1]) * size
            take_block(a, keys, seal_block(keys, plain, a.around.random))
    stored = sum(1 for _ in a.vault.scan(a.kind("frame"), Frame))
    assert stored <= MAX_PENDING // size
    world.day += 200
    expire(a, world.day)
    assert not list(a.vault.scan(a.kind("frame"), Frame))
