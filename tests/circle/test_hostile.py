"""Whatever a member who holds real keys signs, the answer is a state or a named refusal; whatever bytes come, nothing falls over."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.circle import door, entry
from homeward.circle.apply import apply, genesis
from homeward.circle.block import Assembly, Frame, pack, unpack
from homeward.circle.boxes import open_note
from homeward.circle.errors import BlockRefused, DoorRefused, EntryRefused, TurnRefused
from homeward.circle.evidence import turn_preimage
from homeward.circle.naming import parse, turn_digest, turn_id
from homeward.circle.transfer import MAGIC, read_file
from homeward.circle.tree import Node, Tree
from homeward.keys import seal, sign
from homeward.schema import base64url, canonical
from homeward.schema.errors import NotCanonical
from homeward.schema.events import Sealed
from homeward.schema.turn import SignedTurn
from tests.vectors.load import document, join, names, raw, state, vector

TURNS = [vector("turn", n)["input"] for n in names("turn")]
FIRST = [vector("genesis", n)["input"] for n in names("genesis")]
ENTRIES = [join(vector("entry", n)["input"]["parts"]) for n in names("entry") if not n.endswith(("bad-too-large", "+full"))]
_ODD: Any = st.sampled_from(
    [None, True, 0, -1, 1, 2**32, 2**53 - 1, "", "x", "A" * 43, "A" * 42 + "E", "а" * 50, [], {}, [[]], [None], ["x"], {"a": 1}]
)


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(p for key, item in inner for p in paths(item, (*at, key)))]


def changed(value: Any, path: tuple[Any, ...], put: Any) -> Any:
    if not path:
        return put
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:], put)
    return copy


def spoiled(draw: Any, value: Any) -> Any:
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(paths(value)))
        elsewhere = _get(value, draw(st.sampled_from(paths(value))))
        value = changed(value, path, draw(_ODD | st.just(elsewhere)))
    return value


def _get(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def signed_again(given_: dict[str, Any], signed: SignedTurn) -> SignedTurn:
    """`signed` with a valid signature where its author has a key in the base."""
    keys = {k["seat"]: raw(k["ed"]) for k in document(given_.get("base", "pair"))["keys"]}
    turn = signed.turn
    if turn.author not in keys:
        return signed
    message = turn_preimage(turn.circle, turn.parent, turn.author, base64url.encode(turn_digest(turn)))
    return SignedTurn(turn=turn, sig=base64url.encode(sign.SigningKey.from_seed(keys[turn.author]).sign(message)))


@given(st.data())
@settings(max_examples=250)
def test_any_turn_leads_to_a_state_or_a_named_refusal(data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from(TURNS))
    base, parent = state(asked["base"]), document(asked["base"])["id"]
    try:
        signed = signed_again(asked, parse(canonical.encode(spoiled(data.draw, asked["turn"]))))
    except TurnRefused:
        return
    tree = Tree(Node(parent, base, None))
    tree.add(signed)
    tree.tip()
    tree.evidence()
    try:
        after = apply(base, parent, signed)
    except TurnRefused:
        return
    assert turn_id(signed.turn) in tree.nodes
    assert canonical.decode(canonical.encode(after), type(after), limit=2**21) == after


@given(st.data())
@settings(max_examples=120)
def test_any_first_turn_is_a_circle_or_a_named_refusal(data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from(FIRST))
    try:
        after = genesis(signed_again(asked, parse(canonical.encode(spoiled(data.draw, asked["turn"])))))
    except TurnRefused:
        return
    assert after.circle


@given(st.data())
@settings(max_examples=120)
def test_any_entry_is_accepted_or_refused(data: st.DataObject) -> None:
    record = data.draw(st.sampled_from(ENTRIES))
    with contextlib.suppress(ValueError):
        record = canonical.encode(spoiled(data.draw, json.loads(record)))
    try:
        entry.check_author(state("frozen"), entry.parse(record))
    except (EntryRefused, NotCanonical):
        return


@given(st.binary(max_size=300))
def test_any_bytes_are_frames_or_refused_and_never_too_much(data: bytes) -> None:
    try:
        frames = unpack(data)
    except BlockRefused:
        return
    assembly = Assembly()
    for frame in frames:
        assembly.add(frame)
    assert assembly.held <= len(data)


@given(
    st.lists(
        st.builds(
            Frame,
            st.integers(0, 9),
            st.binary(min_size=32, max_size=32),
            st.integers(0, 5),
            st.integers(1, 6),
            st.binary(min_size=1, max_size=50),
        )
    )
)
def test_frames_that_contradict_each_other_leave_nothing_behind(frames: list[Frame]) -> None:
    assembly = Assembly()
    for frame in [f for f in frames if f.index < f.count]:
        done = assembly.add(frame)
        assert done is None or len(done[1]) > 0
    assert assembly.held == sum(len(f.data) for parts in assembly.pending.values() for f in parts.values())
    assert [f for p in pack([f for f in frames if f.kind and f.index < f.count]) for f in unpack(p)] == [
        f for f in frames if f.kind and f.index < f.count
    ]


@given(st.binary(max_size=400), st.text(max_size=300))
def test_files_and_links(data: bytes, text: str) -> None:
    for blob in (data, MAGIC + data):
        try:
            read_file(blob)
        except BlockRefused:
            continue
    for link in (text, "#" + text, "#" + base64url.encode(b"\x01" + data), "#" + base64url.encode(b"\x01" + bytes(96) + data)):
        try:
            assert door.read_link(link).relays
        except DoorRefused:
            continue


@given(st.lists(st.text(max_size=20) | st.binary(max_size=40).map(base64url.encode), max_size=6), st.text(max_size=40))
def test_no_sealed_entry_stops_its_reader(boxes: list[str], data: str) -> None:
    circle, turn = state("pair").circle, document("pair")["id"]
    assert open_note(Sealed(boxes=boxes, data=data), circle, turn, 0, seal.SealingKey.from_private(b"k" * 32)) is None


def test_the_samples_are_many() -> None:
    assert len(TURNS) > 150
    assert len(ENTRIES) > 60
    assert msgspec.json.decode(canonical.encode(TURNS[0]["turn"])) == TURNS[0]["turn"]
