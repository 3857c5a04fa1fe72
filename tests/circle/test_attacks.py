"""The first half of the threat list, C1-C8, and what an expelled, a newcomer or a liar may try; S1-S13 are in test_attacks_s.py."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from homeward.circle import inviting, transfer, turning
from homeward.circle.block import ADOPTION, ENTRY, REPAIR, SMALL, TURN, open_block, pack, seal_block, unpack
from homeward.circle.circle import Circle
from homeward.circle.door import commitment, six_words
from homeward.circle.entry import sign_entry
from homeward.circle.errors import BlockRefused, NotAllowed, TurnRefused, WordsDiffer
from homeward.circle.inviting import knocks
from homeward.circle.make_turn import Carried, draw_logs, make_turn
from homeward.circle.pending import pending
from homeward.circle.roster import final_quorum, has_quorum, seat_of
from homeward.circle.settle import settle
from homeward.circle.taking import take_record
from homeward.circle.tree import preference
from homeward.circle.writing import unsent, write
from homeward.keys import derive
from homeward.schema import base64url, canonical
from homeward.schema.entry import Entry
from homeward.schema.events import Said
from homeward.schema.turn import AdoptionProof
from tests.cast import AYANA, CHODURAA, DARIMA, OLGA, SAYANA, SOELMA, TUYANA, ZARINA
from tests.circle.world import World, heard


def rosters(*circles: Circle) -> set[tuple[str, int]]:
    return {(c.me.tip, len(c.state.seats)) for c in circles}


def sibling(circle: Circle, parent: str, at: Circle | None = None, **carried: object) -> object:
    """A turn `circle`'s seat makes on an older parent, with its keys of now."""
    node = circle.trunk.nodes[parent]
    made = make_turn(
        node.state, parent, circle.me.seat, circle.signing, Carried(**carried), draw_logs(circle.around.random), 20_000,  # type: ignore[arg-type]
        circle.around.random,
    )  # fmt: skip
    return made


def _grow(world: World, a: Circle, b: Circle, count: int) -> None:
    """Seat `count` invented members straight by turns of the sole coordinator."""
    from homeward.keys import seal, sign
    from homeward.schema.state import NewcomerCard

    for n in range(count):
        card = NewcomerCard(
            v=1, name=f"Место {n}", ed=base64url.encode(sign.SigningKey.from_seed(n.to_bytes(32, "big")).public),
            kem=base64url.encode(seal.SealingKey.from_private((1000 + n).to_bytes(32, "big")).public), seat=-1,
        )  # fmt: skip
        vouches = [base64url.encode(derive.sha256(f"{n}-{v}".encode())) for v in range(2)]
        world.of(a).propose(a, "admit", card=card, vouches=vouches)
        if n % 25 == 24:
            world.turn(a)
            world.sync(b)


def _frames(record: bytes) -> list[object]:
    from homeward.circle.block import frames_of

    return list(frames_of(ENTRY, record))


def test_c1_expelled_coordinator_cannot_unmake_her_expulsion() -> None:
    world = World()
    a, b, c, d, e = [*world.coordinators(AYANA, SAYANA, CHODURAA), None, None][:5]
    d = world.admit(a, DARIMA, [a, b])
    e = world.admit(a, TUYANA, [a, b])
    assert c and d and e
    world.sync(a, b, c, d, e)
    before = a.me.tip
    made = world.decide("expel", c.me.seat, a, [b])
    world.sync(a, b, d, e)
    # She grinds many no-change siblings of the turn that expelled her, until one has a lower id.
    ground = []
    for _ in itertools.count():
        ground.append(sibling(c, before))
        if ground[-1].id < made.id and len(ground) >= 3:  # type: ignore[attr-defined]
            break
    for circle in (a, b, d, e):
        for fake in ground:
            take_record(circle, TURN, canonical.encode(fake.signed))  # type: ignore[attr-defined]
        settle(circle)
        assert seat_of(circle.state, c.me.seat) is None
    # Before any adoption the same holds by preference: a removal beats none, whatever the id.
    nodes = [a.trunk.nodes[made.id], *(a.trunk.nodes[f.id] for f in ground)]  # type: ignore[attr-defined]
    assert min(nodes, key=preference).id == made.id


def test_c1_a_final_turn_is_never_replaced() -> None:
    world = World()
    a, b, c = world.coordinators(AYANA, SAYANA, CHODURAA)
    before = a.me.tip
    plain = world.turn(a)
    world.sync(a, b, c, a)
    assert a.trunk.is_final(a.trunk.nodes[plain.id])
    # b later makes a sibling that removes somebody, which would be preferred had the first not been final
    world.of(b).propose(b, "expel", c.me.seat)
    proposal = next(p for p in pending(b) if p.proposal.action == "expel")
    late = b.entries[proposal.id]
    assert late.entry.turn == plain.id  # an expulsion proposed later does not even count on the old parent
    with pytest.raises(TurnRefused):
        sibling(b, before, proposals=(late,))
    assert a.trunk.tip().id == plain.id


def test_c2_withheld_approval_changes_no_past_decision() -> None:
    world = World()
    a, b, c = world.coordinators(AYANA, SAYANA, CHODURAA)
    d = world.admit(a, DARIMA, [a, b])
    world.sync(a, b, c, d)
    world.of(a).propose(a, "expel", d.me.seat)
    world.sync(a, c)
    # c approves but the relay withholds it: the turn goes on without
    world.relays[0].down = True
    world.of(c).approve(c, pending(c)[0].id)
    world.relays[0].down = False
    made = world.turn(a)
    world.sync(b, c, d)
    assert seat_of(b.state, d.me.seat) is not None
    assert c.me.tip == b.me.tip == made.id == d.me.tip


def test_c3_the_card_is_fixed_before_the_vouchers_nonce_is_known() -> None:
    world = World()
    a = world.founder(AYANA)
    mine = world.knock(a, SAYANA, SAYANA.name, [a])
    held = knocks(a)[-1]
    assert held.card is not None
    # A card or nonce other than the committed one is refused, so words cannot be searched on both legs.
    other = msgspec.structs.replace(held.card, ed=base64url.encode(derive.sha256(b"x")))
    assert commitment(other, held.nonce) != held.commitment
    assert six_words(held.transcript, "ru") == tuple(world.words(mine, a).split())
    assert len(six_words(held.transcript, "en")) == 6


def test_c5_three_weeks_offline_is_not_a_lock_out() -> None:
    world = World()
    a = world.founder(AYANA)
    b = world.admit(a, SAYANA)
    c = world.admit(a, CHODURAA, [a, b])
    world.say(b, "слышу вас")
    world.sync(a, b, c)
    for _ in range(3):
        world.day += 7
        world.turn(a)
        world.sync(c)
    # the relay has expired everything from the weeks c... b was away
    for log in world.relays[0].logs.values():
        log.clear()
    a.cursors.clear()
    c.cursors.clear()
    b.cursors.clear()
    turning.repair(a, b.me.seat)
    world.sync(a)
    world.sync(b)
    assert b.me.tip == a.me.tip
    world.say(a, AYANA.mark)
    world.sync(b)
    assert AYANA.mark in heard(b)


def test_c6_restore_returns_the_seat_only_and_the_old_key_may_object() -> None:
    world = World()
    a, b, c = world.coordinators(AYANA, SAYANA, CHODURAA)
    d = world.admit(a, DARIMA, [a, b])
    world.sync(a, b, c, d)
    thief = world.knock(a, "thief", DARIMA.name, [a, b], purpose="restore")
    world.vouch(thief, a)
    world.vouch(thief, b)
    world.sync(a, b)
    world.approve_all(a, b)
    world.turn(a)
    assert [w.proposal.action for w in a.state.waiting] == ["restore"]
    world.sync(d)
    world.of(d).veto(d, d.state.waiting[0].id)
    world.sync(d)
    world.turn(a)
    kept = seat_of(a.state, d.me.seat)
    assert kept is not None and kept.ed == base64url.encode(d.signing.public)
    world.sync(d)
    assert d.me.status == "active"


def test_c7_one_signature_closes_nothing() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    world.of(a).propose(a, "close")
    world.turn(a)
    assert not a.state.closed and not a.state.waiting
    world.sync(b)
    world.approve_all(b)
    world.turn(a)
    assert a.state.waiting and not a.state.closed
    world.turn(a)
    world.sync(b)
    assert a.me.status == b.me.status == "closed"
    world.sync(a, b)  # each has seen that the other witnessed it
    assert not a.keys and not a.me.sign


def test_c8_a_flood_of_the_shared_writer_silences_no_coordinator_and_delays_no_turn() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    c = world.admit(a, CHODURAA, [a, b])
    world.sync(a, b, c)
    world.relays[0].quota = 0
    said = write(c, "talk.said.v1", Said(text="меня заглушили", reply="", objects=[]))
    world.sync(c)
    by_lane = world.say(a, AYANA.mark)
    assert by_lane not in unsent(a)
    world.of(a).propose(a, "expel", c.me.seat)
    world.sync(a)
    world.approve_all(b)
    world.turn(a)
    world.sync(b)
    assert seat_of(b.state, c.me.seat) is None
    assert said in c.entries


def test_an_intercepted_invitation_shows_other_words() -> None:
    world = World()
    a = world.founder(AYANA)
    world.knock(a, "thief", SAYANA.name, [a])
    with pytest.raises(WordsDiffer):
        inviting.vouch(a, world.boxes(a), 1, "снова снова снова снова снова снова")
    world.turn(a)
    assert len(a.state.seats) == 1 and not inviting.invitations(a)


def test_one_coordinator_alone_neither_admits_nor_expels() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    c = world.admit(a, CHODURAA, [a, b])
    assert not has_quorum(a.state, "expel", c.me.seat, {0})
    assert not has_quorum(a.state, "admit", -1, {0, c.me.seat})
    world.of(a).propose(a, "expel", c.me.seat)
    proposal = a.entries[pending(a)[0].id]
    with pytest.raises(TurnRefused, match="quorum"):
        make_turn(a.state, a.me.tip, 0, a.signing, Carried(proposals=(proposal,)), draw_logs(a.around.random), 0, a.around.random)
    with pytest.raises(NotAllowed):
        world.of(c).turn(c)


def test_expelled_with_all_keys_and_a_colluding_relay_reads_and_writes_nothing() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    c = world.admit(a, CHODURAA, [a, b])
    world.say(c, CHODURAA.mark)
    relay = world.relays[0].address.relay
    kept = [k for t in c.keys for k in (c.talk_keys(t, relay), c.turn_keys(t, relay)) if k]
    key, tip, circle, seat = c.signing, c.me.tip, c.state.circle, c.me.seat
    old = c.talk_keys(tip, relay)
    world.decide("expel", seat, a, [b])
    world.sync(b)
    world.say(a, AYANA.mark)
    opened = []
    for block in (x for log in world.relays[0].logs.values() for x in log):
        for keys in kept:
            try:
                opened += [f.data for f in unpack(open_block(keys, block)) if f.kind == ENTRY]
            except BlockRefused:
                continue
    assert any(CHODURAA.mark.encode() in x for x in opened), "the check is void"
    assert not any(AYANA.mark.encode() in x for x in opened)
    head = max((s.entry.n, i) for i, s in c.entries.items() if s.entry.seat == seat)
    entry = Entry(
        v=1, kind="talk.said.v1", turn=tip, seat=seat, n=head[0] + 1, prev=head[1], seen=[], again="", day=20_000,
        body={"text": "подлог", "reply": "", "objects": []},
    )  # fmt: skip
    assert old is not None
    for block in pack(_frames(canonical.encode(sign_entry(circle, entry, key)))):
        sealed = seal_block(old, block, a.around.random)
        data = transfer.MAGIC + b"\0" + old.address + bytes([len(sealed) > SMALL]) + sealed
        for member in (a, b):
            assert transfer.import_(member, data).ours == 1
            assert "подлог" not in heard(member)


def test_newcomer_opens_nothing_from_before() -> None:
    world = World()
    a = world.founder(AYANA)
    world.say(a, AYANA.mark)
    b = world.admit(a, SAYANA)
    relay = world.relays[0].address.relay
    kept = [k for t in b.keys for k in (b.talk_keys(t, relay), b.turn_keys(t, relay)) if k]
    for block in (x for log in world.relays[0].logs.values() for x in log):
        for keys in kept:
            try:
                assert AYANA.mark.encode() not in open_block(keys, block)
            except BlockRefused:
                continue
    assert AYANA.mark not in heard(b)


def test_two_finals_stop_every_client() -> None:
    world = World()
    people = world.coordinators(AYANA, SAYANA)
    a, b = people
    world.sync(a, b)
    before = a.me.tip
    x, y = sibling(a, before), sibling(b, before)
    for circle in (a, b):
        take_record(circle, TURN, canonical.encode(x.signed))  # type: ignore[attr-defined]
        take_record(circle, TURN, canonical.encode(y.signed))  # type: ignore[attr-defined]
    assert final_quorum(a.state) == 2
    from homeward.circle.evidence import adoption_preimage

    # Only witnesses who sign twice could make two finals; whoever signs two counts for neither, so nothing is final.
    for child in (x.id, y.id):  # type: ignore[attr-defined]
        for voter in (a, b):
            message = adoption_preimage(a.state.circle, before, child, voter.me.seat)
            adoption = AdoptionProof(parent=before, child=child, seat=voter.me.seat, sig=base64url.encode(voter.signing.sign(message)))
            take_record(a, ADOPTION, canonical.encode(adoption))
    assert not any(a.trunk.is_final(a.trunk.nodes[n]) for n in (x.id, y.id))  # type: ignore[attr-defined]
    assert {e.seat for e in a.trunk.evidence()} == {0, 1}


def test_replayed_and_foreign_records_are_ignored() -> None:
    world = World()
    a = world.founder(AYANA)
    b = world.admit(a, SAYANA)
    other = world.founder(OLGA)
    world.say(a, AYANA.mark)
    world.sync(b)
    count = len(b.entries)
    for signed in list(a.entries.values()):
        take_record(b, ENTRY, canonical.encode(signed))
        take_record(other, ENTRY, canonical.encode(signed))
    assert len(b.entries) == count
    assert AYANA.mark not in heard(other)
    assert not take_record(b, REPAIR, b"{}") and not take_record(b, TURN, b"[" * 100_000)


def test_frozen_coordinator_needs_three_and_lapses_without_a_coordinator() -> None:
    world = World()
    a = world.founder(AYANA)
    b = world.admit(a, SAYANA)
    c = world.admit(a, CHODURAA, [a, b])
    d = world.admit(a, DARIMA, [a, b])
    world.sync(a, b, c, d)
    assert not has_quorum(a.state, "freeze", 0, {1, 2}) and has_quorum(a.state, "freeze", 0, {1, 2, 3})
    world.of(b).propose(b, "freeze", d.me.seat)
    world.sync(b)
    world.approve_all(c)
    world.turn(c)
    world.sync(a, b)
    frozen = seat_of(a.state, d.me.seat)
    assert frozen is not None and frozen.state == "frozen" and not frozen.confirmed
    world.turn(a)
    world.turn(a)
    thawed = seat_of(a.state, d.me.seat)
    assert thawed is not None and thawed.state == "active"
    assert SOELMA and TUYANA and ZARINA
