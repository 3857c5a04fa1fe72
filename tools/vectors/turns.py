"""Class turn, what is accepted: every action, by everybody who may, and the state it leads to (PROTOCOL 5, 6)."""

from __future__ import annotations

from typing import Any

import msgspec

from homeward.circle.apply import apply
from homeward.circle.entry import entry_id
from homeward.circle.naming import turn_id
from homeward.schema.entry import Signed
from homeward.schema.events import Rotate
from homeward.schema.state import RelayAddress, State
from homeward.schema.turn import SignedTurn

from .accused import pieces
from .carried import card, entry, hash_list, turn
from .case import Case, Cases, b64, draw
from .cast import POLICY, RELAYS, Base, bases, keys_of, proposal


def propose(base: Base, seat: int, action: str, target: int = -1, n: int = 1, at: str = "", **fields: Any) -> Signed:
    """A proposal entry."""
    return entry(base, seat, "circle.propose.v1", proposal(action, target, **fields), n, at)


def approve(base: Base, seat: int, of: Signed, n: int = 1, at: str = "") -> Signed:
    """An approval of it."""
    return entry(base, seat, "circle.approve.v1", {"proposal": entry_id(base.state.circle, of.entry)}, n, at)


def rotate(base: Base, seat: int, label: str = "", at: str = "", n: int = 1) -> Signed:
    """A rotation to keys that depend on the label."""
    ed, kem = keys_of(f"rotated {seat} {label}")
    return entry(base, seat, "circle.rotate.v1", Rotate(ed=b64(ed.public), kem=b64(kem.public)), n, at)


def summary(state: State) -> dict[str, Any]:
    """What a reader of a vector can check by eye; `roster` inside the turn covers the whole state."""
    seats = [[s.seat, s.state, s.roles, s.since, s.confirmed] for s in state.seats]
    return {"epoch": state.epoch, "seats": seats, "next": state.next, "waiting": len(state.waiting), "done": len(state.done),
            "title": state.title, "closed": state.closed}  # fmt: skip


def accepted(name: str, says: str, base: Base, signed: SignedTurn) -> Case:
    """A turn the rules accept."""
    state = apply(base.state, base.id, signed)
    asked = {"base": base.name, "turn": msgspec.to_builtins(signed)}
    return Case("turn", name, says, asked, {"id": turn_id(signed.turn), **summary(state)})


def cases() -> Cases:
    """All of them."""
    all_ = bases()
    yield from _membership(all_["pair"], all_["three"], all_["sole"])
    yield from _frozen(all_["pair"], all_["sole"], all_["frozen"], all_["confirmed"])
    yield from _waiting(all_["pair"], all_["restoring"], all_["closing"])
    duo = all_["duo"]
    lost = {"card": card("lost", 1, name=duo.state.seats[1].name), "vouches": hash_list(1)}
    yield _decided("restore-duo", "of two seats only the other can vouch", duo, 0, 0, (), "restore", 1, **lost)
    yield from _settings(all_["pair"], all_["sole"], all_["founder"])
    yield from _witnesses(all_["nine"], all_["orphaned"], all_["pair"])


def _decided(
    name: str, says: str, base: Base, author: int, proposer: int, approvers: tuple[int, ...], action: str, target: int = -1, **fields: Any
) -> Case:
    made = propose(base, proposer, action, target, **fields)
    return accepted(name, says, base, turn(base, author, name, proposals=[made], approvals=[approve(base, a, made) for a in approvers]))


def _membership(pair: Base, three: Base, sole: Base) -> Cases:
    admit = {"card": card("new"), "vouches": hash_list(2)}
    yield _decided("admit", "two coordinators and two vouches seat somebody", pair, 0, 0, (1,), "admit", **admit)
    yield _decided("admit-sole", "one coordinator alone admits while she is the only one", sole, 0, 0, (), "admit", **admit)
    yield _decided("admit-proposed-by-member", "anybody may propose; the coordinators decide", pair, 1, 3, (0, 1), "admit", **admit)
    yield _decided("expel-member", "two coordinators", pair, 0, 0, (1,), "expel", 4)
    yield _decided("expel-coordinator-of-three", "two other coordinators", three, 0, 0, (1,), "expel", 2)
    yield _decided("expel-coordinator-of-two", "the other and three witnesses", pair, 0, 0, (2, 3, 4), "expel", 1)
    yield _decided("demote", "two other coordinators take a role back", three, 0, 0, (1,), "demote", 2, role="coordinator")
    yield _decided("leave", "a seat leaves by its own word", pair, 0, 4, (), "leave", 4)
    yield _decided("leave-by-witness", "a witness may carry out a leaving", pair, 2, 4, (), "leave", 4)
    old = propose(pair, 0, "expel", 4, at=pair.state.recent[2])
    recent = approve(pair, 1, old, at=pair.state.recent[0])
    yield accepted("entries-of-older-turns", "proposals and approvals of the three turns before still count", pair,
                   turn(pair, 1, "older", proposals=[old], approvals=[recent]))  # fmt: skip
    out, inn = (
        propose(pair, 0, "expel", 4),
        propose(pair, 0, "admit", n=2, card=card("new", name=pair.state.seats[5].name + "а"), vouches=hash_list(2)),
    )
    both = [approve(pair, 1, out), approve(pair, 1, inn, n=2)]
    yield accepted("two-decisions", "removals first, then admission", pair, turn(pair, 0, "both", proposals=[inn, out], approvals=both))


def _frozen(pair: Base, sole: Base, frozen: Base, confirmed: Base) -> Cases:
    yield _decided("freeze", "two seats freeze a third; a witness may make the turn", pair, 3, 2, (3,), "freeze", 4)
    yield _decided("freeze-by-coordinator", "with a coordinator among them it is confirmed at once", pair, 0, 2, (0,), "freeze", 4)
    yield _decided("freeze-coordinator", "three seats freeze a coordinator", pair, 2, 2, (3, 4), "freeze", 1)
    yield _decided("freeze-sole", "an only coordinator freezes alone", sole, 0, 0, (), "freeze", 2)
    yield accepted("routine", "a turn without decisions", pair, turn(pair, 1, "routine"))
    yield accepted("freeze-lapses", "not confirmed, it lapses at the second turn", frozen, turn(frozen, 0, "lapse"))
    yield _decided("confirm", "one coordinator keeps it", frozen, 0, 0, (), "confirm", 4)
    yield accepted("confirmed-stays", "a confirmed freeze does not lapse", confirmed, turn(confirmed, 0, "stays"))
    back = {"card": card("thawed", 4), "vouches": hash_list(1)}
    yield _decided("thaw", "one coordinator and one voucher give new keys, and the seniority stays", confirmed, 1, 1, (), "thaw", 4, **back)


def _waiting(pair: Base, restoring: Base, closing: Base) -> Cases:
    lost = {"card": card("restored", 4, name=pair.state.seats[4].name), "vouches": hash_list(2)}
    yield _decided("restore-waits", "it is put aside for one full turn", pair, 0, 0, (1,), "restore", 4, **lost)
    yield accepted(
        "restore-done", "the next turn gives the seat its new keys and takes its seniority", restoring, turn(restoring, 0, "restore")
    )
    veto = entry(restoring, 4, "circle.veto.v1", {"proposal": restoring.state.waiting[0].id})
    yield accepted("restore-vetoed", "the old key of the seat objects", restoring, turn(restoring, 0, "veto", vetoes=[veto]))
    yield _decided("close-waits", "closing waits too", pair, 0, 0, (1,), "close")
    yield accepted("close-done", "no seats get secrets any more", closing, turn(closing, 0, "close"))
    stop = entry(closing, 1, "circle.veto.v1", {"proposal": closing.state.waiting[0].id})
    yield accepted("close-vetoed", "one coordinator objects", closing, turn(closing, 0, "stop", vetoes=[stop]))


def _settings(pair: Base, sole: Base, founder: Base) -> Cases:
    yield _decided("promote", "two coordinators make a third", pair, 0, 0, (1,), "promote", 3, role="coordinator")
    yield _decided("promote-lawyer", "a lawyer's seat", pair, 0, 0, (1,), "promote", 3, role="lawyer")
    yield _decided("promote-by-sole", "an only coordinator needs two members", sole, 0, 0, (1, 3), "promote", 2, role="coordinator")
    yield _decided("policy", "days and vouchers", pair, 0, 0, (1,), "policy", policy=msgspec.structs.replace(POLICY, talk_days=90))
    second = RelayAddress(relay=b64(draw("relay two", 16)), url="http://relay-two.invalid:8600")
    yield _decided("relays", "a second relay gets lanes of its own", pair, 0, 0, (1,), "relays", relays=[*RELAYS, second])
    yield _decided("title", "a new title", pair, 0, 0, (1,), "title", title="Круг у моря")
    yield _decided("title-founder", "a founder alone decides alone", founder, 0, 0, (), "title", title="Дом")
    yield accepted("rotate", "new keys of two seats", pair, turn(pair, 0, "rotate", rotations=[rotate(pair, 1), rotate(pair, 4)]))
    heads = [(0, 5, b64(draw("head 0b"))), (4, 1, b64(draw("head 4")))]
    yield accepted("frontier", "the last entries of two seats", pair, turn(pair, 0, "frontier", frontier=heads))
    gone = propose(pair, 0, "expel", 4)
    both = turn(pair, 0, "rotate-expelled", proposals=[gone], approvals=[approve(pair, 1, gone)], rotations=[rotate(pair, 4)])
    yield accepted("rotate-expelled", "a rotation of a removed seat is void", pair, both)


def _witnesses(nine: Base, orphaned: Base, pair: Base) -> Cases:
    yield _decided(
        "recovery-expel", "six of nine witnesses expel a coordinator without the coordinators", nine, 3, 3, (4, 5, 6, 7, 8), "expel", 1
    )
    yield _decided(
        "recovery-promote", "five of nine when no coordinator is left", orphaned, 0, 0, (1, 3, 4, 5), "promote", 2, role="coordinator"
    )
    for kind, piece in pieces(pair, 4).items():
        yield accepted(f"evidence-{kind}", "freezes the seat without any approval", pair, turn(pair, 2, kind, evidence=[piece]))
    yield accepted(
        "evidence-coordinator", "a coordinator loses the role as well", pair, turn(pair, 2, "fallen", evidence=[pieces(pair, 1)["turns"]])
    )
