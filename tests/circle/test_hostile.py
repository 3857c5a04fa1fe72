"""A valid member, a coordinator, a knocker and a relay that send anything at all: nobody's device stops, and the circle goes on."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.circle import door, door_post, inviting, knocking
from homeward.circle.block import ADOPTION, ENTRY, LARGE, OBJECT, REPAIR, SLOTS, SMALL, TURN, Frame, frames_of, pack, seal_block
from homeward.circle.boxes import seal_note
from homeward.circle.circle import Circle
from homeward.circle.entry import sign_entry
from homeward.circle.errors import TurnUnderWay
from homeward.circle.evidence import turn_preimage
from homeward.circle.naming import turn_digest
from homeward.circle.roster import seat_of
from homeward.circle.writing import own_head
from homeward.keys import derive, seal
from homeward.schema import base64url, canonical
from homeward.schema.door import Commit, DoorMessage, Knock, Reveal
from homeward.schema.entry import Entry
from homeward.schema.events import BODIES, CloneNote, KnockNote, LinkNote, ObjectRef, VouchNote
from homeward.schema.state import NewcomerCard
from tests.cast import AYANA, CHODURAA, SAYANA, SOELMA
from tests.circle.histories import circle_of, started
from tests.circle.world import World, heard

SILENT_ALARMS = ("refused", "turn-refused", "slot-wrong", "clone-refused", "second-device", "hidden-decision", "frozen", "two-turns")
INTEGERS = st.one_of(st.integers(-3, 9), st.sampled_from([2**31, 2**32, 2**53 - 1, -(2**53 - 1)]))
TEXTS = st.one_of(
    st.sampled_from(["", "a" * 43, "A" * 43, base64url.encode(bytes(32)), base64url.encode(bytes(1216)), "\u202eказнить", "<script>", "é"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), INTEGERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=5,
)


def mutate(value: Any, source: random.Random, values: list[Any]) -> Any:
    """`value` (plain JSON) with one place somewhere inside replaced, removed or doubled."""
    if isinstance(value, dict) and value and source.random() < 0.85:
        key = source.choice(sorted(value))
        if source.random() < 0.1:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: mutate(value[key], source, values)}
    if isinstance(value, list) and value and source.random() < 0.8:
        at = source.randrange(len(value))
        return [*value[:at], mutate(value[at], source, values), *value[at + 1 :]] if source.random() < 0.8 else [*value, value[at]]
    return source.choice(values)


def example(shape: Any, source: random.Random) -> Any:
    """A plain value that fits a type, with plausible contents."""
    sample = {str: base64url.encode(source.randbytes(32)), int: source.randrange(6), bool: True, type(None): None}
    kind = msgspec.inspect.type_info(shape)
    return _example(kind, sample, source)


def _example(kind: Any, sample: dict[Any, Any], source: random.Random) -> Any:
    info = msgspec.inspect
    match kind:
        case info.StructType():
            return {f.encode_name: _example(f.type, sample, source) for f in kind.fields}
        case info.ListType():
            return [_example(kind.item_type, sample, source)]
        case info.TupleType():
            return [_example(t, sample, source) for t in kind.item_types]
        case info.UnionType():
            return _example(source.choice(kind.types), sample, source)
        case info.LiteralType():
            return source.choice(kind.values)
        case info.DictType():
            return {"x": 1}
        case info.StrType():
            return sample[str]
        case info.IntType():
            return sample[int]
        case info.BoolType():
            return True
        case _:
            return None


def post(world: World, circle: Circle, kind: int, record: bytes, *, log: str) -> None:
    """A block with a record of any content in the talk or the turn log, by whoever holds its keys."""
    frames = [Frame(kind, derive.sha256(record), 0, 1, record)] if len(record) <= LARGE - 67 else frames_of(OBJECT, record)
    for relay in world.relays:
        keys = (circle.talk_keys if log == "talk" else circle.turn_keys)(circle.here.id, relay.address.relay)
        assert keys is not None
        for plain in pack(frames):
            relay.logs.setdefault(keys.address, []).append(seal_block(keys, plain, world._random.randbytes))


def entry_by(circle: Circle, kind: str, body: Any, **fields: Any) -> bytes:
    """A correctly signed entry with any body."""
    n, prev = own_head(circle)
    plain = {"v": 1, "kind": kind, "turn": circle.here.id, "seat": circle.me.seat, "n": n + 1, "prev": prev, "seen": [], "again": "",
             "day": 20_000, "body": body} | fields  # fmt: skip
    draft = msgspec.convert(plain, Entry)
    return canonical.encode(sign_entry(circle.state.circle, draft, circle.signing))


def go_on(world: World, *keys: str) -> None:
    """The others sync without a word of complaint from their programs, talk, and make a turn."""
    circles = [circle_of(world, key) for key in keys]
    for _ in range(3):
        world.sync(*circles)
    world.say(circles[0], "живы")
    world.turn(circles[0])
    for _ in range(3):
        world.sync(*circles)
    assert all("живы" in heard(c) for c in circles if c.me.status == "active")
    assert len({c.me.tip for c in circles}) == 1
    strange = [a for c in circles for a in c.alarms if a.kind not in SILENT_ALARMS]
    assert not strange, strange


@given(seed=st.integers(0, 2**32), values=st.lists(VALUES, min_size=4, max_size=8))
def test_a_members_entries_of_any_content(seed: int, values: list[Any]) -> None:
    world, source = started(3), random.Random(seed)
    bad = circle_of(world, "zarina")
    for kind, shape in sorted(BODIES.items()):
        body = mutate(example(shape, source), source, values)
        try:
            record = entry_by(bad, kind, body)
        except msgspec.ValidationError:
            continue
        post(world, bad, ENTRY, record, log="talk")
    post(world, bad, ENTRY, entry_by(bad, "будущее.v9", {"objects": source.choice(values), "text": 5}), log="talk")
    go_on(world, "ayana", "sayana", "darima")


@given(seed=st.integers(0, 2**32), values=st.lists(VALUES, min_size=4, max_size=8))
def test_a_members_sealed_notes_of_any_content(seed: int, values: list[Any]) -> None:
    world, source = started(3), random.Random(seed)
    bad = circle_of(world, "zarina")
    kems = [s.kem for s in bad.state.seats]
    for shape in (KnockNote, VouchNote, LinkNote, CloneNote):
        plain = example(shape, source)
        if source.random() < 0.7:
            plain = mutate(plain, source, values)
        if shape is VouchNote and isinstance(plain, dict):
            plain["voucher"] = bad.me.seat
        note = _Raw(plain)
        sealed = seal_note(note, bad.state.circle, bad.here.id, bad.me.seat, kems, world._random.randbytes)  # type: ignore[arg-type]
        post(world, bad, ENTRY, entry_by(bad, "circle.sealed.v1", msgspec.to_builtins(sealed)), log="talk")
    go_on(world, "ayana", "sayana", "darima")


class _Raw(dict):  # type: ignore[type-arg]
    """Stands in for a note: `canonical.encode` takes any plain value."""

    def __new__(cls, value: Any) -> Any:
        return value


@given(seed=st.integers(0, 2**32), values=st.lists(VALUES, min_size=4, max_size=8), data=st.binary(min_size=1, max_size=300))
def test_a_coordinators_turn_log_records_of_any_content(seed: int, values: list[Any], data: bytes) -> None:
    world, source = started(3), random.Random(seed)
    bad = circle_of(world, "choduraa")
    made = world.of(bad).turn(bad)
    bad.out.clear()
    plain = msgspec.to_builtins(made.signed)
    turn = mutate(plain["turn"], source, values)
    try:
        shape = type(made.signed.turn)
        fitting = msgspec.convert(turn, shape)
        digest = base64url.encode(turn_digest(fitting))
        sig = bad.signing.sign(turn_preimage(fitting.circle, fitting.parent, max(0, fitting.author) % 2**32, digest))
        plain = {"turn": turn, "sig": base64url.encode(sig)}
    except (msgspec.ValidationError, canonical.NotCanonical):
        plain = {"turn": turn, "sig": plain["sig"]}
    post(world, bad, TURN, canonical.encode(plain), log="turn")
    for kind in (TURN, SLOTS, ADOPTION, REPAIR, ENTRY, OBJECT, 7, 99):
        post(world, bad, kind, data, log="turn")
        post(world, bad, kind, data, log="talk")
    adoption = {"parent": bad.here.id, "child": source.choice(["", "x", made.id]), "seat": source.choice([-1, 2, 2**40]), "sig": "AA"}
    post(world, bad, ADOPTION, canonical.encode(adoption), log="turn")
    repair = {"v": 1, "circle": bad.state.circle, "turn": bad.here.id, "seat": 3, "by": 2, "sealed": source.choice(["", "AA", "*"])}
    post(world, bad, REPAIR, canonical.encode(repair), log="turn")
    go_on(world, "ayana", "sayana", "darima")


@given(seed=st.integers(0, 2**32), values=st.lists(VALUES, min_size=4, max_size=8))
def test_a_knocker_of_any_content(seed: int, values: list[Any]) -> None:
    world, source = started(3), random.Random(seed)
    host = circle_of(world, "ayana")
    invitation, text = inviting.invite(host, world.boxes(host), "http://x/")
    link, reply = door.read_link(text), seal.SealingKey.from_private(source.randbytes(32))
    kem = base64url.decode(invitation.card.kem)

    def send(kind: str, session: str, shape: Any, to: bytes, plain: dict[str, Any]) -> None:
        content = mutate(plain, source, values) if source.random() < 0.7 else plain
        raw = seal.seal(to, derive.preimage("homeward/door/v1", kind.encode(), session.encode()), canonical.encode(content))
        message = canonical.encode(DoorMessage(v=1, type=kind, session=session, data=base64url.encode(raw)))  # type: ignore[arg-type]
        door_post.post_door(link, world.boxes(host), [message], world._random.randbytes)

    knock = {"purpose": "admit", "name": "Незнакомка", "reply": base64url.encode(reply.public)}
    send("knock", "k", Knock, kem, knock)
    world.sync(host)
    for held in inviting.knocks(host):
        key = seal.SealingKey.from_private(held.session_key).public if held.session_key else kem
        card = example(NewcomerCard, source)
        send("commit", held.session, Commit, key, {"commitment": base64url.encode(source.randbytes(32))})
        world.sync(host)
        send("reveal", held.session, Reveal, key, {"card": card, "nonce": base64url.encode(source.randbytes(32))})
    go_on(world, "ayana", "sayana", "darima")


def test_a_link_holder_floods_the_door_and_the_woman_still_comes_in() -> None:
    world = World()
    host = world.founder(AYANA)
    mine = world.knock(host, SAYANA, SAYANA.name, [host])
    under_way = knocking.current(mine)
    assert under_way
    link = door.read_link(under_way.link)
    junk = [canonical.encode(DoorMessage(v=1, type="offer", session=f"s{i}", data="AAAA")) for i in range(200)]
    door_post.post_door(link, world.boxes(host), junk, world._random.randbytes)
    world.of(mine).knock_step(mine)
    world.vouch(mine, host)
    world.turn(host)
    assert world.of(mine).knock_step(mine)


def test_sizes_that_hurt_are_refused_and_nothing_stops() -> None:
    world = started(3)
    bad = circle_of(world, "zarina")
    deep = b'{"entry":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    for record in (deep, b"{" * 10_000, b"\xff" * 9_000, b'"' + b"a" * 9_000, b"1" * 9_000):
        post(world, bad, ENTRY, record, log="talk")
    big = entry_by(bad, "talk.said.v1", {"text": "я" * 40_000, "reply": "", "objects": []})
    post(world, bad, ENTRY, big, log="talk")
    bidi = entry_by(bad, "talk.said.v1", {"text": "\u202e\u2066<img src=x>\u200b\x1b[2Jпривет", "reply": "", "objects": []})
    post(world, bad, ENTRY, bidi, log="talk")
    go_on(world, "ayana", "sayana", "darima")
    shown = heard(circle_of(world, "ayana"))
    assert any("привет" in text for text in shown)
    assert not any(c in text for text in shown for c in "\u202e\u2066\x1b")


def test_an_object_that_is_not_what_was_announced_is_named_so() -> None:
    from homeward.circle.errors import BlockRefused
    from homeward.circle.objects import open_object, seal_object

    reference, cipher = seal_object("голос".encode(), "audio/ogg", "", random.Random(1).randbytes)
    with pytest.raises(BlockRefused):
        open_object(msgspec.structs.replace(reference, size=4), cipher)
    with pytest.raises(BlockRefused):
        open_object(reference, cipher[:-1])
    with pytest.raises(BlockRefused):
        open_object(msgspec.structs.replace(reference, hash=base64url.encode(bytes(32))), cipher)
    assert isinstance(reference, ObjectRef)
    assert len(cipher) < SMALL


def test_the_taken_seat_of_a_liar_is_frozen_by_her_own_two_turns() -> None:
    world = World()
    a, b, c = world.coordinators(AYANA, SAYANA, CHODURAA)
    d = world.admit(a, SOELMA, [a, b])
    world.sync(a, b, c, d)
    world.of(c).turn(c)
    with pytest.raises(TurnUnderWay):
        world.of(c).turn(c)  # her own program would never do it
    c.vault.delete_kind(c.kind("posting"))
    world.of(c).turn(c)
    for _ in range(3):
        world.sync(c, a, b, d)
    world.turn(a)
    world.sync(a, b, c, d)
    seat = seat_of(a.state, c.me.seat)
    assert seat is not None
    assert seat.state == "frozen"
