"""A member, or two together, who flood the circle with what the rules allow one by one."""

from __future__ import annotations

import pytest

from homeward.circle import inviting
from homeward.circle.block import ENTRY
from homeward.circle.circle import Circle
from homeward.circle.decisions import decisions
from homeward.circle.errors import TurnRefused
from homeward.circle.make_turn import Carried, outline
from homeward.circle.reading import conversation
from homeward.circle.taking import take_record
from homeward.circle.turning import _gather
from homeward.circle.writing import write
from homeward.schema import canonical
from homeward.schema.events import Approve
from homeward.schema.state import Proposal
from tests.cast import AYANA, CHODURAA, DARIMA, OLGA, SAYANA, TUYANA
from tests.circle.world import World


def proposal(action: str, target: int) -> Proposal:
    """A proposal with nothing in it but its target."""
    return Proposal(action=action, target=target, card=None, vouches=[], policy=None, relays=None, role="", title="")  # type: ignore[arg-type]


def bring(author: Circle, identity: str, *receivers: Circle) -> None:
    """An entry arrives at the receivers."""
    for receiver in receivers:
        take_record(receiver, ENTRY, canonical.encode(author.entries[identity]))


def test_a_thousand_leavings_of_one_seat_stop_no_turn() -> None:
    world = World()
    a = world.founder(AYANA)
    b = world.admit(a, SAYANA)
    world.sync(a, b)
    for _ in range(1_000):
        bring(b, inviting.propose(b, proposal("leave", b.me.seat)), a)
    assert len(_gather(a, True).proposals) == 1
    world.of(a).turn(a)


def test_two_members_do_not_freeze_or_silence_everybody_at_once() -> None:
    world = World()
    a, b = world.coordinators(AYANA, SAYANA)
    c, d, e, f = (world.admit(a, who, [a, b]) for who in (CHODURAA, DARIMA, OLGA, TUYANA))
    world.sync(a, b, c, d, e, f)
    world.say(e, "слышно")
    world.say(f, "и меня")
    world.sync(a, b, c, d, e, f)
    said = [write_freeze(c, d, target.me.seat, a) for target in (e, f)]
    shown = {line.text for line in conversation(a)}
    assert len({"слышно", "и меня"} & shown) == 2
    for text, member in (("после", e), ("тоже", f)):
        world.say(member, text)
    world.sync(a)
    assert len({"после", "тоже"} & {line.text for line in conversation(a)}) == 1
    carried = Carried(
        proposals=tuple(a.entries[p] for p, _ in said), approvals=tuple(a.entries[x] for _, x in said), frontier=()
    )  # fmt: skip
    with pytest.raises(TurnRefused, match="freeze-outstanding"):
        outline(a.state, a.me.tip, a.me.seat, carried, 0)
    bare, _ = outline(a.state, a.me.tip, a.me.seat, _gather(a, True), 0)
    assert [x.proposal.action for x in decisions(a.state, a.me.tip, bare)] == ["freeze"]


def write_freeze(proposer: Circle, second: Circle, seat: int, reader: Circle) -> tuple[str, str]:
    """Two members freeze a third; ids of proposal and approval, which `reader` has."""
    identity = inviting.propose(proposer, proposal("freeze", seat))
    bring(proposer, identity, second, reader)
    approval = write(second, "circle.approve.v1", Approve(proposal=identity))
    bring(second, approval, proposer, reader)
    return identity, approval
