"""The state after a turn: a pure function of the parent state and the turn's bytes (PROTOCOL 6.2-6.5)."""

from __future__ import annotations

import msgspec

from homeward.keys import sign
from homeward.schema import base64url
from homeward.schema.errors import NotCanonical
from homeward.schema.state import SEAT_LIMIT, Proposal, Role, Seat, State, Waiting
from homeward.schema.turn import SignedTurn, Turn

from . import names
from .decisions import REMOVALS, WAITING, Decision, decisions, policy_fits, relays_fit, rotations, usable_keys, vetoed
from .errors import TurnRefused
from .evidence import proves, turn_preimage
from .form import check_first_state, check_form
from .naming import turn_digest, turn_id
from .roster import LAPSE, LIFETIME, active, coordinators, may_author, roster_hash, seat_of

LANES = 16
SLOT_SIZES = (8, 16, 32, 64, 128, 160)


def apply(parent: State, parent_id: str, signed: SignedTurn) -> State:
    """The state after `signed`, a child of `parent`. Raises TurnRefused naming the broken rule."""
    turn = signed.turn
    check_form(turn)
    if turn.v != 1 or turn.circle != parent.circle or turn.parent != parent_id or turn.epoch != parent.epoch + 1:
        raise TurnRefused("parent")
    if turn.state is not None or parent.closed:
        raise TurnRefused("genesis")
    author = seat_of(parent, turn.author)
    if author is None or author.state != "active" or not _signed(signed, author.ed):
        raise TurnRefused("author")
    carried = decisions(parent, parent_id, turn)
    _check_evidence(parent, turn)
    stopped = {d.proposal.target for d in carried if d.proposal.action in REMOVALS} | {e.seat for e in turn.evidence}
    if turn.author in stopped:
        raise TurnRefused("author", "is the target")
    actions = [d.proposal.action for d in carried] + ["evidence"] * len(turn.evidence)
    plain = all(d.recovered or d.proposal.action in ("freeze", "leave") for d in carried)
    if not may_author(parent, turn.author, actions, plain and not turn.rotations):
        raise TurnRefused("author", "is not entitled")
    state = successor(parent, parent_id, turn, carried)
    if roster_hash(state) != turn.roster:
        raise TurnRefused("roster")
    _check_slots(state, turn)
    return state


def genesis(signed: SignedTurn) -> State:
    """The state of a first turn, with its circle id filled in. Raises TurnRefused."""
    turn, state = signed.turn, signed.turn.state
    if turn.v != 1 or state is None or turn.epoch or turn.parent or turn.circle or state.epoch or state.circle:
        raise TurnRefused("genesis")
    check_form(turn)
    check_first_state(state)
    carried = (turn.proposals, turn.approvals, turn.vetoes, turn.rotations, turn.evidence, turn.frontier)
    if any(carried) or state.waiting or state.done or state.heads or state.recent or state.closed:
        raise TurnRefused("genesis", "carries decisions")
    author = seat_of(state, turn.author)
    if author is None or "coordinator" not in author.roles or not _signed(signed, author.ed):
        raise TurnRefused("author")
    numbers = [s.seat for s in state.seats]
    if numbers != sorted(set(numbers)) or numbers[0] < 0 or state.next <= numbers[-1]:
        raise TurnRefused("genesis", "seats")
    if not state.origin_circle and numbers != [0]:
        raise TurnRefused("genesis", "only a clone starts with more than its founder")
    for seat in state.seats:
        fresh = msgspec.structs.replace(_thawed(seat), since=0, roles=sorted(set(seat.roles)))
        if seat != fresh or not names.valid(seat.name) or not usable_keys(seat.ed, seat.kem):
            raise TurnRefused("genesis", "seats")
    if len(numbers) > SEAT_LIMIT[state.policy.kind]:
        raise TurnRefused("full")
    if len({s.name for s in state.seats}) != len(numbers) or len({s.ed for s in state.seats}) != len(numbers):
        raise TurnRefused("genesis", "seats")
    if not names.valid(state.title) or not policy_fits(state.policy) or not relays_fit(state.relays):
        raise TurnRefused("genesis", "policy")
    if roster_hash(state) != turn.roster:
        raise TurnRefused("roster")
    _check_slots(state, turn)
    return msgspec.structs.replace(state, circle=turn_id(turn))


def successor(parent: State, parent_id: str, turn: Turn, carried: list[Decision]) -> State:
    """The state that `carried` and the rest of `turn` lead to, in the order of PROTOCOL 6.4."""
    epoch = parent.epoch + 1
    seats = {s.seat: s for s in parent.seats}
    confirmed = {d.proposal.target for d in carried if d.proposal.action == "confirm"}
    for seat in parent.seats:
        if seat.state == "frozen" and not seat.confirmed and epoch >= seat.frozen + LAPSE and seat.seat not in confirmed:
            seats[seat.seat] = _thawed(seat)
    for piece in turn.evidence:
        roles: list[Role] = [r for r in seats[piece.seat].roles if r != "coordinator"]
        seats[piece.seat] = _frozen(seats[piece.seat], epoch, -1, True, roles)
    stops = vetoed(parent, parent_id, turn)
    ripe = [w.proposal for w in parent.waiting if w.id not in stops]
    chairs = set(coordinators(parent))
    policy, relays, title, number, closed = parent.policy, parent.relays, parent.title, parent.next, False
    for d in [d for d in carried if d.proposal.action in ("expel", "leave")]:
        seats.pop(d.proposal.target, None)
    for d in [d for d in carried if d.proposal.action in ("freeze", "demote") and d.proposal.target in seats]:
        subject = seats[d.proposal.target]
        if d.proposal.action == "freeze":
            seats[subject.seat] = _frozen(subject, epoch, d.proposer, bool(d.approvers & chairs), subject.roles)
        else:
            seats[subject.seat] = msgspec.structs.replace(subject, roles=[r for r in subject.roles if r != d.proposal.role])
    for proposal in ripe:
        if proposal.action == "close":
            closed = True
        elif proposal.target in seats:
            seats[proposal.target] = _rekeyed(_thawed(seats[proposal.target]), proposal, epoch)
    for number_, rotate in sorted(rotations(parent, parent_id, turn).items()):
        if number_ in seats and seats[number_].ed == _key_of(parent, number_):
            seats[number_] = msgspec.structs.replace(seats[number_], ed=rotate.ed, kem=rotate.kem)
    for d in carried:
        proposal, subject_ = d.proposal, seats.get(d.proposal.target)
        match proposal.action:
            case "thaw" if subject_:
                seats[subject_.seat] = _rekeyed(_thawed(subject_), proposal, subject_.since)
            case "confirm" if subject_:
                seats[subject_.seat] = msgspec.structs.replace(subject_, confirmed=True)
            case "promote" if subject_:
                wanted: list[Role] = [proposal.role] if proposal.role else []
                wanted += [r for r in subject_.roles if r != proposal.role]
                seats[subject_.seat] = msgspec.structs.replace(subject_, roles=sorted(wanted))
            case "policy":
                policy = proposal.policy or policy
            case "relays":
                relays = proposal.relays or relays
            case "title":
                title = proposal.title
            case "admit" if proposal.card:
                seats[number] = _newcomer(proposal, number, epoch)
                number += 1
            case _ if proposal.target not in (-1, *seats) and proposal.action not in ("expel", "leave"):
                raise TurnRefused("target", "is gone")
    keys = [s.ed for s in seats.values()]
    if len(set(keys)) != len(keys) or len({s.name for s in seats.values()}) != len(keys):
        raise TurnRefused("roster", "two seats alike")
    waits = [Waiting(id=d.id, epoch=epoch, proposal=d.proposal) for d in carried if d.proposal.action in WAITING]
    done = [(i, e) for i, e in parent.done if e > epoch - LIFETIME] + [(d.id, epoch) for d in carried]
    return State(
        circle=parent.circle, epoch=epoch, recent=[parent_id, *parent.recent][: LIFETIME - 1], title=title,
        origin_circle=parent.origin_circle, origin_turn=parent.origin_turn, policy=policy, relays=relays,
        seats=[seats[n] for n in sorted(seats)], next=number, heads=_heads(parent, turn, seats),
        waiting=waits, done=sorted(done), closed=closed,
    )  # fmt: skip


def _thawed(seat: Seat) -> Seat:
    return msgspec.structs.replace(seat, state="active", frozen=-1, frozen_by=-1, confirmed=False)


def _frozen(seat: Seat, epoch: int, by: int, confirmed: bool, roles: list[Role]) -> Seat:
    return msgspec.structs.replace(seat, state="frozen", frozen=epoch, frozen_by=by, confirmed=confirmed, roles=roles)


def _rekeyed(seat: Seat, proposal: Proposal, since: int) -> Seat:
    card = proposal.card
    return seat if card is None else msgspec.structs.replace(seat, ed=card.ed, kem=card.kem, since=since)


def _newcomer(proposal: Proposal, number: int, epoch: int) -> Seat:
    card = proposal.card
    if card is None:
        raise TurnRefused("card")
    return Seat(
        seat=number, name=card.name, ed=card.ed, kem=card.kem, roles=[], state="active", since=epoch, frozen=-1, frozen_by=-1,
        confirmed=False,
    )  # fmt: skip


def _key_of(state: State, number: int) -> str:
    seat = seat_of(state, number)
    return seat.ed if seat else ""


def _heads(parent: State, turn: Turn, seats: dict[int, Seat]) -> list[tuple[int, int, str]]:
    heads = {seat: (n, head) for seat, n, head in parent.heads}
    before = {s.seat for s in parent.seats}
    for seat, n, head in turn.frontier:
        if seat not in before or n <= heads.get(seat, (0, ""))[0]:
            raise TurnRefused("frontier")
        heads[seat] = (n, head)
    if [f[0] for f in turn.frontier] != sorted({f[0] for f in turn.frontier}):
        raise TurnRefused("frontier")
    return [(seat, *heads[seat]) for seat in sorted(heads) if seat in seats]


def _signed(signed: SignedTurn, ed: str) -> bool:
    turn = signed.turn
    try:
        message = turn_preimage(turn.circle, turn.parent, turn.author, base64url.encode(turn_digest(turn)))
        return sign.verify(base64url.decode(ed, size=32), base64url.decode(signed.sig, size=64), message)
    except NotCanonical:
        return False


def _check_evidence(parent: State, turn: Turn) -> None:
    accused = [e.seat for e in turn.evidence]
    if len(set(accused)) != len(accused):
        raise TurnRefused("evidence")
    for piece in turn.evidence:
        seat = seat_of(parent, piece.seat)
        if seat is None or not proves(parent.circle, piece, seat.ed):
            raise TurnRefused("evidence")


def _check_slots(state: State, turn: Turn) -> None:
    if state.closed:
        if turn.slots or turn.logs:
            raise TurnRefused("slots")
        return
    seated = sorted(s.seat for s in active(state))
    named = sorted(seat for seat, _ in turn.slots if seat != -1)
    size = next((n for n in SLOT_SIZES if n >= len(seated)), SLOT_SIZES[-1])
    if named != seated or len(turn.slots) != size or len({h for _, h in turn.slots}) != size:
        raise TurnRefused("slots")
    if [log.relay for log in turn.logs] != [r.relay for r in state.relays]:
        raise TurnRefused("logs")
    for log in turn.logs:
        try:
            keys = {base64url.decode(key, size=32) for key in (*log.talk, *log.turn)}
        except NotCanonical as error:
            raise TurnRefused("logs") from error
        if len(log.talk) != LANES or len(log.turn) != LANES or len(keys) != 2 * LANES:
            raise TurnRefused("logs")
