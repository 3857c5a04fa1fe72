"""The second half of the threat list, S1-S13: each test fails without its fix (docs/threat-model.md names them)."""

from __future__ import annotations

import msgspec
import pytest

from homeward.circle import inviting, turning
from homeward.circle.apply import apply
from homeward.circle.block import SMALL, TURN
from homeward.circle.entry import sign_entry
from homeward.circle.epoch import Secrets
from homeward.circle.errors import TurnRefused
from homeward.circle.inviting import knocks
from homeward.circle.local import EpochKeys, MadeTurn
from homeward.circle.make_turn import Carried, draw_logs, make_turn
from homeward.circle.roster import seat_of
from homeward.circle.settle import settle
from homeward.circle.slots import open_slot, seal_slot
from homeward.circle.taking import take_record
from homeward.circle.writing import put_out, write
from homeward.keys import derive
from homeward.schema import base64url, canonical
from homeward.schema.entry import Entry
from homeward.schema.events import Said
from tests.cast import AYANA, CHODURAA, DARIMA, SAYANA
from tests.circle.test_attacks import _grow, sibling
from tests.circle.world import World, heard


def test_s1_erased_epochs_open_nothing_and_talk_outlives_them() -> None:
    world = World()
    a = world.founder(AYANA)
    b = world.admit(a, SAYANA)
    world.say(a, AYANA.mark)
    world.sync(b)
    old = b.me.tip
    world.turn(a)
    world.sync(b)
    world.day += 16
    world.turn(a)
    world.sync(b)
    assert old not in b.keys and not any(name == old for name, _ in b.vault.scan(b.kind("keys"), EpochKeys))
    assert AYANA.mark in heard(b)
    world.day += 40
    world.turn(a)
    world.sync(b)
    assert AYANA.mark not in heard(b)


def test_s2_two_rotations_of_one_seat_are_evidence_and_freeze_it() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    c = world.admit(a, CHODURAA, [a, b])
    world.sync(a, b, c)
    pair = []
    for n in (1, 2):
        keys = msgspec.to_builtins({"ed": base64url.encode(bytes([n]) * 32), "kem": c.seat.kem})
        entry = Entry(
            v=1, kind="circle.rotate.v1", turn=c.me.tip, seat=c.me.seat, n=50 + n, prev="", seen=[], again="", day=0, body=keys
        )  # fmt: skip
        pair.append(sign_entry(c.state.circle, entry, c.signing))
    from homeward.schema.turn import Evidence

    proof = Evidence(kind="entries", seat=c.me.seat, turns=[], adoptions=[], entries=pair)
    made = make_turn(a.state, a.me.tip, 0, a.signing, Carried(evidence=(proof,)), draw_logs(a.around.random), 0, a.around.random)
    after = apply(a.state, a.me.tip, made.signed)
    frozen = seat_of(after, c.me.seat)
    assert frozen is not None and frozen.state == "frozen"
    alone = Evidence(kind="entries", seat=c.me.seat, turns=[], adoptions=[], entries=[pair[0], pair[0]])
    with pytest.raises(TurnRefused):
        forged = make_turn(a.state, a.me.tip, 0, a.signing, Carried(evidence=(alone,)), draw_logs(a.around.random), 0, a.around.random)
        apply(a.state, a.me.tip, forged.signed)


def test_s2_a_copied_phone_heals_at_the_second_turn() -> None:
    world = World()
    a = world.founder(AYANA)
    b = world.admit(a, SAYANA)
    thief_keys = {b.me.kem, *(spare.kem for spare in b.me.ring)}
    for _ in range(6):
        world.turn(a)
        world.sync(b)
    assert b.me.kem not in thief_keys
    made = world.turn(a)
    index = next(i for i, (s, _) in enumerate(made.signed.turn.slots) if s == b.me.seat)
    for private in thief_keys - {b""}:
        with pytest.raises(Exception, match="open"):
            open_slot(made.signed.turn, b.me.seat, b.sealing(private), made.slots[index])


def test_s3_equivocation_is_seen_in_the_old_turn_log_and_freezes_the_liar() -> None:
    world = World(relays=2)
    a, b, c = world.coordinators(AYANA, SAYANA, CHODURAA)
    world.sync(a, b, c)
    before = a.me.tip
    first, second = sibling(c, before), sibling(c, before)
    for circle, fake in ((a, first), (b, second)):
        take_record(circle, TURN, canonical.encode(fake.signed))  # type: ignore[attr-defined]
        put_out(circle, before, [(TURN, canonical.encode(fake.signed))])  # type: ignore[attr-defined]
    world.sync(a, b, a)
    assert [e.seat for e in a.trunk.evidence()] == [c.me.seat]
    world.turn(a)
    found = seat_of(a.state, c.me.seat)
    assert found is not None and found.state == "frozen" and "coordinator" not in found.roles


def test_s4_a_bad_slot_is_an_alarm_and_is_repaired() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    c = world.admit(a, CHODURAA, [a, b])
    world.sync(a, b, c)
    world.sync(b)
    made = make_turn(b.state, b.me.tip, 1, b.signing, Carried(), draw_logs(b.around.random), world.day, b.around.random)
    turn = made.signed.turn
    bad = seal_slot(turn, c.me.seat, c.seat.kem, Secrets(bytes(32), bytes(32), -1, b""))
    # b signs a turn whose slot for c is listed but holds another secret
    from homeward.circle.evidence import turn_preimage
    from homeward.circle.naming import turn_digest, turn_id
    from homeward.schema.turn import SignedTurn

    slots = [(s, base64url.encode(derive.sha256(bad)) if s == c.me.seat else h) for s, h in turn.slots]
    evil = msgspec.structs.replace(turn, slots=slots)
    message = turn_preimage(evil.circle, evil.parent, evil.author, base64url.encode(turn_digest(evil)))
    signed = SignedTurn(turn=evil, sig=base64url.encode(b.signing.sign(message)))
    sealed = [bad if s == c.me.seat else m for (s, _), m in zip(turn.slots, made.slots, strict=True)]
    for circle in (a, c):
        take_record(circle, TURN, canonical.encode(signed))
        for one in sealed:
            take_record(circle, 3, one)
        settle(circle)
    assert a.me.tip == turn_id(evil)
    assert c.me.tip != a.me.tip and any(x.kind == "slot-wrong" for x in c.alarms)
    turning.repair(a, c.me.seat)
    world.sync(a)
    world.sync(c)
    assert c.me.tip == a.me.tip


def test_s5_a_complete_decision_survives_and_hiding_it_is_an_alarm() -> None:
    world = World()
    a, b, c = world.coordinators(AYANA, SAYANA, CHODURAA)
    d = world.admit(a, DARIMA, [a, b])
    world.sync(a, b, c, d)
    world.of(a).propose(a, "expel", d.me.seat)
    world.sync(a)
    world.approve_all(b)
    world.sync(c, a)
    hiding = make_turn(
        c.state,
        c.me.tip,
        c.me.seat,
        c.signing,
        Carried(frontier=turning.frontier(c)),
        draw_logs(c.around.random),
        world.day,
        c.around.random,
    )
    with c.vault.write():
        mine = MadeTurn(e=hiding.secrets.e, l=hiding.secrets.l, lane=hiding.secrets.lane, lane_seed=hiding.secrets.lane_seed)
        c.put("made", hiding.id, mine)
        turning.post_turn(c, hiding.signed, hiding.slots)
    world.sync(c, a, b)
    assert any(x.kind == "hidden-decision" for x in a.alarms)
    world.turn(a)
    assert seat_of(a.state, d.me.seat) is None


def test_s6_a_large_circles_seat_fetches_its_slot_with_decoys_only() -> None:
    world = World()
    a = world.founder(AYANA)
    b = world.admit(a, SAYANA)
    fetched: list[int] = []
    relay = world.relays[0]
    original = relay.fetch

    def spy(log: object, position: int) -> bytes:
        block = original(log, position)  # type: ignore[arg-type]
        fetched.append(len(block))
        return block

    relay.fetch = spy  # type: ignore[method-assign,assignment]
    _grow(world, a, b, 100)
    fetched.clear()
    made = world.turn(a)
    world.sync(b)
    assert b.me.tip == made.id
    small = [n for n in fetched if n == SMALL]
    assert 1 <= len(small) <= 12 < len(made.slots) // 3


def test_s7_members_hold_no_edge_from_voucher_to_newcomer() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    c = world.admit(a, CHODURAA, [a, b])
    world.sync(c)
    d = world.admit(a, DARIMA, [a, b])
    world.sync(a, b, c, d)
    assert not inviting.vouches(c) and not inviting.knocks(c)
    proposals = [s.entry for s in c.entries.values() if s.entry.body.get("action") == "admit"]
    assert proposals and all(set(p.body) == {"action", "target", "card", "vouches", "policy", "relays", "role", "title"} for p in proposals)
    card = proposals[0].body["card"]
    assert set(card) == {"v", "name", "ed", "kem", "seat"}  # neither who invited nor who vouched


def test_s8_a_porch_has_few_seats_and_fresh_names_and_keys() -> None:
    from homeward.circle import linking

    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    porch = linking.link_circle(world.of(a), a, "Прихожая", "Река", "porch", [b.me.seat])
    world.sync(a, b)
    (_, note) = linking.links(b)[0]
    inside = linking.follow(world.of(b), b, note.link, "Берег")
    for _ in range(6):
        world.of(b).knock_step(inside)
        world.sync(porch)
    world.turn(porch)
    assert world.of(b).knock_step(inside)
    assert [s.name for s in porch.state.seats] == ["Река", "Берег"]
    assert not {s.ed for s in porch.state.seats} & {s.ed for s in a.state.seats}
    assert porch.state.policy.kind == "porch"


def test_s9_a_case_rooms_link_is_sealed_to_its_people() -> None:
    from homeward.circle import linking

    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    c = world.admit(a, CHODURAA, [a, b])
    world.sync(a, b, c)
    linking.link_circle(world.of(a), a, "Дело Ласточки", "Река", "case", [b.me.seat])
    world.sync(a, b, c)
    assert [n.title for _, n in linking.links(b)] == ["Дело Ласточки"]
    assert not linking.links(c)


def test_s10_link_holders_read_no_knocks_and_nine_do_not_push_one_out() -> None:
    world = World()
    a = world.founder(AYANA)
    _, link = inviting.invite(a, world.boxes(a), "http://x/")
    people = [world.device(f"p{n}") for n in range(10)]
    mine = [d.knock(link, f"Имя {n}") for n, d in enumerate(people)]
    for d, m in zip(people, mine, strict=True):
        d.knock_step(m)
    world.sync(a)
    assert len(knocks(a)) == 8 and knocks(a)[0].note.name == "Имя 0"
    from homeward.circle.door import open_message, read_link
    from homeward.circle.door_post import read_door
    from homeward.schema.door import Knock

    seen = read_door(read_link(link), world.boxes(a))
    sealed = [m for m in seen.messages if m.type == "knock"]
    assert len(sealed) == 10
    assert all(open_message(m, mine[0].sealing(), Knock) is None for m in sealed)


def test_s11_two_relays_share_no_address_byte_or_token_and_logs_exist_before_their_turn() -> None:
    world = World(relays=2)
    a = world.founder(AYANA)
    world.say(a, AYANA.mark)
    one, two = (set(r.logs) for r in world.relays)
    assert one and two and not one & two
    blocks = [{b for log in r.logs.values() for b in log} for r in world.relays]
    assert not blocks[0] & blocks[1]
    known = [set(r.logs) for r in world.relays]
    world.turn(a)
    fresh = a.talk_keys(a.me.tip, world.relays[0].address.relay)
    assert fresh is not None and fresh.address in known[0]
    first = a.trunk.nodes[a.state.recent[0]].id
    turn_keys = a.turn_keys(first, world.relays[0].address.relay)
    assert turn_keys is not None
    assert sum(len(b) == SMALL for b in world.relays[0].logs[turn_keys.address]) >= 4


def test_s12_a_day_two_years_ahead_expires_with_its_arrival() -> None:
    world = World()
    a = world.founder(AYANA)
    b = world.admit(a, SAYANA)
    here = world.day
    world.day = here + 730
    write(b, "talk.said.v1", Said(text=SAYANA.mark, reply="", objects=[]))
    world.day = here
    world.sync(b, a)
    assert SAYANA.mark in heard(a)
    world.day = here + 45
    world.turn(a)
    assert SAYANA.mark not in heard(a)


def test_s12_an_invitation_dies_after_two_turns() -> None:
    world = World()
    a = world.founder(AYANA)
    made, _ = inviting.invite(a, world.boxes(a), "http://x/")
    for _ in range(3):
        world.turn(a)
        world.sync(a)
    assert made.id not in {i.id for i in inviting.invitations(a)}


def test_s13_a_quiet_clone_needs_two_and_leaves_one_out() -> None:
    from homeward.circle import linking

    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    c = world.admit(a, CHODURAA, [a, b])
    d = world.admit(a, DARIMA, [a, b])
    world.sync(a, b, c, d)
    made = linking.clone(world.of(a), a, [c.me.seat], "Круг у реки 2")
    world.sync(a, d, c)
    assert all(x.me.circle != made for x in [*world.of(d).circles(), *world.of(c).circles()])
    world.sync(b)
    linking.sign_clone(b, made)
    world.sync(b, a, a, d, c, b)
    inside = [next(x for x in world.of(k).circles() if x.me.circle == made) for k in (a, b, d)]
    assert all(x.me.circle != made for x in world.of(c).circles())
    for x in inside:
        x_device = world.of(x)
        x_device.sync(x)
    world.say(inside[0], AYANA.mark)
    world.sync(*inside)
    assert all(AYANA.mark in heard(x) for x in inside)
    world.turn(inside[0])
    assert all(s.ed != next(o.ed for o in a.state.seats if o.seat == s.seat) for s in inside[0].state.seats)
