"""A member who lies about turns and adoptions: bad copies of good turns, adoptions signed twice, blame put on others."""

from __future__ import annotations

import msgspec

from homeward.circle import inviting
from homeward.circle.block import ADOPTION, REPAIR, SLOTS, TURN
from homeward.circle.circle import Circle
from homeward.circle.evidence import adoption_preimage
from homeward.circle.make_turn import Carried, Made, draw_logs, make_turn
from homeward.circle.roster import has_quorum
from homeward.circle.settle import settle
from homeward.circle.taking import MAX_REPAIRS, take_record
from homeward.schema import base64url, canonical
from homeward.schema.turn import AdoptionProof, Repair
from tests.cast import AYANA, CHODURAA, DARIMA, SAYANA
from tests.circle.world import World


def sibling(circle: Circle, parent: str) -> Made:
    """A routine turn `circle`'s seat makes on `parent`, whether or not that is its tip."""
    state, random = circle.trunk.nodes[parent].state, circle.around.random
    return make_turn(state, parent, circle.me.seat, circle.signing, Carried(), draw_logs(random), 20_000, random)


def give(circle: Circle, made: Made) -> None:
    """The turn and its slots arrive."""
    take_record(circle, TURN, canonical.encode(made.signed))
    for at in range(0, len(made.slots), 3):
        take_record(circle, SLOTS, b"".join(made.slots[at : at + 3]))


def adopt(voter: Circle, parent: str, child: str, *receivers: Circle) -> None:
    """`voter` signs an adoption and the receivers get it."""
    message = adoption_preimage(voter.state.circle, parent, child, voter.me.seat)
    proof = AdoptionProof(parent=parent, child=child, seat=voter.me.seat, sig=base64url.encode(voter.signing.sign(message)))
    for receiver in receivers:
        take_record(receiver, ADOPTION, canonical.encode(proof))


def test_a_badly_signed_copy_does_not_keep_the_good_turn_out_nor_blame_its_author() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    world.sync(a, b)
    made = sibling(a, a.me.tip)
    copy = msgspec.structs.replace(made.signed, sig=base64url.encode(bytes(64)))
    take_record(b, TURN, canonical.encode(copy))
    give(b, made)
    settle(b)
    assert b.me.tip == made.id
    assert not any(alarm.kind == "turn-refused" for alarm in b.alarms)


def test_a_slot_of_the_sibling_that_wins_later_is_still_there() -> None:
    world = World()
    a, b, c = world.coordinators(AYANA, SAYANA, CHODURAA)
    world.sync(a, b, c, a, b, c)
    before = a.me.tip
    x, y = sibling(b, before), sibling(a, before)
    give(c, x)
    give(c, y)
    settle(c)
    assert c.me.tip == y.id
    for voter in (a, b):
        adopt(voter, before, x.id, c)
    settle(c)
    assert c.me.tip == x.id


def test_who_adopts_two_takes_no_final_turn_back() -> None:
    world = World()
    a, b, c, d = world.coordinators(AYANA, SAYANA, CHODURAA, DARIMA)
    world.sync(a, b, c, d, a, b, c, d)
    before = a.me.tip
    x, y = sibling(b, before), sibling(a, before)
    give(d, x)
    for voter in (a, c):
        adopt(voter, before, x.id, d)
    settle(d)  # d adopts it too: three of four
    assert d.me.tip == x.id and d.trunk.is_final(d.here)
    give(d, y)
    adopt(c, before, y.id, d)
    settle(d)
    assert d.me.tip == x.id and d.trunk.is_final(d.here)
    assert c.me.seat in {e.seat for e in d.trunk.evidence()}


def test_an_adoption_of_nobodys_turn_is_not_kept() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    for n in range(50):
        adopt(b, base64url.encode(n.to_bytes(32, "big")), a.me.tip, a)
    kept = [p for _, p in a.vault.scan(a.kind("adoption"), AdoptionProof)]
    assert all(p.parent in a.trunk.nodes for p in kept)


def test_bad_repairs_blame_nobody_and_keep_no_good_one_out() -> None:
    world = World()
    a, b, c = world.coordinators(AYANA, SAYANA, CHODURAA)
    world.sync(a, b, c, a, b, c)
    made = sibling(a, a.me.tip)
    take_record(c, TURN, canonical.encode(made.signed))
    place = next(i for i, (seat, _) in enumerate(made.signed.turn.slots) if seat == c.me.seat)
    good = made.slots[place]
    for sealed in [bytes([n]) * len(good) for n in range(MAX_REPAIRS + 4)] + [good]:
        note = Repair(v=1, circle=c.state.circle, turn=made.id, seat=c.me.seat, by=0, sealed=base64url.encode(sealed))
        take_record(c, REPAIR, canonical.encode(note))
    settle(c)
    assert c.me.tip == made.id
    assert not any(alarm.kind == "slot-wrong" for alarm in c.alarms)


def test_words_compared_long_ago_and_for_something_else_decide_nothing() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    mine = world.knock(a, CHODURAA, CHODURAA.name, [a, b])
    for voucher in (a, b):
        world.vouch(mine, voucher)
    world.sync(a, b, a, b)
    open_ = next(p for p in world.of(a).proposals(a) if p.proposal.action == "admit")
    assert inviting.commitments(a, open_.proposal) == 2
    assert inviting.commitments(a, msgspec.structs.replace(open_.proposal, action="restore")) == 0
    for _ in range(6):  # nobody approves her: the proposal dies, and must not come again by itself
        world.turn(a)
        world.sync(b, a)
    assert not [p for c in (a, b) for p in world.of(c).proposals(c) if p.proposal.action == "admit"]


def test_one_coordinator_alone_does_not_seat_her_key_in_a_frozen_coordinators_place() -> None:
    world = World()
    a, b, c = world.coordinators(AYANA, SAYANA, CHODURAA)
    state = msgspec.structs.replace(
        a.state, seats=[msgspec.structs.replace(s, state="frozen" if s.seat == c.me.seat else s.state) for s in a.state.seats]
    )
    assert not has_quorum(state, "thaw", c.me.seat, {a.me.seat})
    assert has_quorum(state, "thaw", c.me.seat, {a.me.seat, b.me.seat})
    plain = msgspec.structs.replace(
        state, seats=[msgspec.structs.replace(s, roles=s.roles if s.seat != c.me.seat else []) for s in state.seats]
    )
    assert has_quorum(plain, "thaw", c.me.seat, {a.me.seat})
