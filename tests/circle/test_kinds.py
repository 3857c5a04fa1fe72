"""EVENTS.md: every kind is accepted, kept, exported, brought in and forgotten; what a member writes cannot hide or break another's."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from homeward.circle import retention, transfer
from homeward.circle.block import ENTRY, OBJECT, REPAIR, SLOTS, TURN
from homeward.circle.circle import Circle
from homeward.circle.entry import sign_entry
from homeward.circle.errors import TooMuch
from homeward.circle.objects import open_object, seal_object
from homeward.circle.reading import conversation
from homeward.circle.taking import take_record
from homeward.circle.writing import own_head, write
from homeward.schema import canonical
from homeward.schema.entry import Entry
from homeward.schema.events import BODIES, Retracted
from homeward.schema.talk import Picture, Shown, Voice, Voiced
from homeward.schema.turn import Repair
from tests.cast import AYANA, SAYANA
from tests.circle.world import World
from tests.vectors.load import join, names, vector


def pair() -> tuple[World, Circle, Circle]:
    world = World()
    a = world.founder(AYANA)
    return world, a, world.admit(a, SAYANA)


def bodies() -> list[tuple[str, msgspec.Struct]]:
    """A good body of every kind that is not the protocol's own, from the vectors."""
    found = []
    for name in (n for n in names("entry") if n.startswith("kind-") and not n.startswith("kind-circle")):
        entry = canonical.decode_any(join(vector("entry", name)["input"]["parts"]), limit=2**20)["entry"]
        found.append((entry["kind"], msgspec.convert(entry["body"], BODIES[entry["kind"]])))
    return found


def raw(circle: Circle, kind: str, body: dict[str, Any], **fields: Any) -> bytes:
    """An entry as a hostile member of this seat would sign it."""
    n, prev = own_head(circle)
    made = Entry(v=1, kind=kind, turn=circle.here.id, seat=circle.me.seat, n=n + 1, prev=prev, seen=[], again="", day=20_000, body=body)
    return canonical.encode(sign_entry(circle.state.circle, msgspec.structs.replace(made, **fields), circle.signing))


def test_every_kind_travels_by_relay_and_by_file() -> None:
    world, a, b = pair()
    written = {write(a, kind, body): kind for kind, body in bodies()}
    assert {"man.called.v1", "talk.voted.v1", "seat.probation.v1"} <= set(written.values())
    file = transfer.export(a)
    world.relays[0].down = True
    transfer.import_(b, file)
    assert written.keys() <= b.entries.keys()
    world.relays[0].down = False
    world.sync(a, b)
    lines = {line.id: line.kind for line in conversation(b)}
    assert all(lines[i] == ("said" if k in ("talk.said.v1", "talk.shown.v1", "talk.voiced.v1") else "other")
               for i, k in written.items() if k not in ("talk.edited.v1", "talk.retracted.v1"))  # fmt: skip


def test_pictures_and_voice_come_with_their_bytes_and_go_with_their_entry() -> None:
    world, a, b = pair()
    picture, first = seal_object(b"a picture", "image/jpeg", "", a.around.random)
    voice, second = seal_object(b"a voice", "audio/webm", "", a.around.random)
    shown = Shown(pictures=[Picture(object=picture, width=640, height=480)], text="у реки", reply="")
    write(a, "talk.shown.v1", shown, objects=[first])
    write(a, "talk.voiced.v1", Voiced(voice=Voice(object=voice, milliseconds=900, wave=""), reply=""), objects=[second])
    world.sync(a, b)
    held = [b.vault.get(b.kind("object"), r.id, bytes) for r in (picture, voice)]
    assert [open_object(r, c) for r, c in zip((picture, voice), held, strict=True)] == [b"a picture", b"a voice"]
    assert [line.marks for line in conversation(b)] == [(), ("voice",)]
    world.day += 31
    retention.expire(b, world.day)
    assert not conversation(b)
    assert all(b.vault.get(b.kind("object"), r.id, bytes) is None for r in (picture, voice))


def test_an_unknown_kind_with_a_strange_body_is_kept_exported_and_forgotten() -> None:
    world, a, b = pair()
    for body in ({"objects": 5}, {"objects": [{"id": 7}]}, {"objects": {"id": "x"}}, {"pictures": "x", "voice": []}, {}):
        assert take_record(b, ENTRY, raw(a, "future.thing.v9", body))
    assert [line.kind for line in conversation(b)] == ["unknown"] * 5
    assert transfer.import_(a, transfer.export(b)).new
    world.day += 31
    assert retention.expire(b, world.day) >= 5


def test_what_is_too_long_does_not_leave_this_device() -> None:
    _, a, _ = pair()
    kind, body = next((k, b) for k, b in bodies() if k == "talk.said.v1")
    with pytest.raises(TooMuch):
        write(a, kind, msgspec.structs.replace(body, text="а" * 4_001))


def test_again_takes_nobodys_line_away() -> None:
    world, a, b = pair()
    said = world.say(a, AYANA.mark)
    world.sync(b)
    body = {"text": "чужое", "reply": "", "objects": []}
    assert take_record(a, ENTRY, raw(b, "talk.said.v1", body, again=said, prev=""))
    texts = {line.id: line.text for line in conversation(a)}
    assert texts[said] == AYANA.mark
    assert len(texts) == 2


def test_only_the_author_takes_back_and_any_kind_of_hers() -> None:
    world, a, b = pair()
    mine = write(a, "man.named.v1", dict(bodies())["man.named.v1"])
    world.sync(a, b)
    write(b, "talk.retracted.v1", Retracted(entry=mine))
    world.sync(b, a)
    assert [line.kind for line in conversation(a)] == ["other"]
    write(a, "talk.retracted.v1", Retracted(entry=mine))
    assert [line.kind for line in conversation(a)] == ["retracted"]


@pytest.mark.parametrize("kind", [ENTRY, TURN, SLOTS, REPAIR, OBJECT, 4, 99])
@pytest.mark.parametrize("record", [b"", b"x", b"{}", b"[" * 5_000, b"\xff" * 1_234, canonical.encode({"turn": {}, "sig": ""})])
def test_no_record_stops_a_device(kind: int, record: bytes) -> None:
    _, a, _ = pair_once()
    assert take_record(a, kind, record) is (kind == OBJECT)


def test_no_malformed_turn_or_repair_stops_a_device() -> None:
    _, a, b = pair_once()
    node = a.here.signed
    assert node
    document = msgspec.to_builtins(node)
    for field, wrong in {
        "author": -1,
        "epoch": 2**40,
        "circle": "x",
        "parent": "ё",
        "slots": [[-5, "x"]],
        "frontier": [[-1, 0, ""]],
    }.items():
        assert not take_record(a, TURN, canonical.encode({**document, "turn": {**document["turn"], field: wrong}}))
    note = Repair(v=1, circle=a.state.circle, turn=a.here.id, seat=a.me.seat, by=b.me.seat, sealed="not sealed")
    assert not take_record(a, REPAIR, canonical.encode(note))
    assert not a.repairs.get(a.here.id)


_ONCE: list[tuple[World, Circle, Circle]] = []


def pair_once() -> tuple[World, Circle, Circle]:
    if not _ONCE:
        _ONCE.append(pair())
    return _ONCE[0]
