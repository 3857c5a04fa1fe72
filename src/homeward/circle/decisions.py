"""The decisions a turn carries, checked one by one against the parent state (PROTOCOL 5.4-5.9). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from homeward.keys import seal, sign
from homeward.schema import base64url
from homeward.schema.entry import Signed
from homeward.schema.errors import NotCanonical
from homeward.schema.events import Approve, Rotate, Veto
from homeward.schema.state import SEAT_LIMIT, Policy, Proposal, RelayAddress, State
from homeward.schema.turn import Turn

from . import names
from .entry import body, entry_id, signed_by
from .errors import EntryRefused, TurnRefused
from .form import is_id, unused_empty
from .roster import by_recovery, coordinators, has_quorum, seat_of, vouchers_needed

REMOVALS = frozenset({"expel", "freeze"})
WAITING = frozenset({"restore", "close"})
MAX_RELAYS = 3
MAX_URL = 200

T = TypeVar("T")


@dataclass(frozen=True)
class Decision:
    """One carried proposal with everybody who stands behind it; `recovered` when the witnesses alone carry it."""

    id: str
    proposal: Proposal
    proposer: int
    approvers: frozenset[int]
    recovered: bool


def decisions(parent: State, parent_id: str, turn: Turn) -> list[Decision]:
    """Every decision of `turn`, sorted by (action, id). Raises TurnRefused when one is not in order."""
    behind: dict[str, set[int]] = {}
    bodies: dict[str, tuple[Proposal, int]] = {}
    spent = {i for i, _ in parent.done} | {w.id for w in parent.waiting}
    for signed in turn.proposals:
        identity, shape = _carried(parent, parent_id, signed, Proposal)
        if identity in bodies or identity in spent:
            raise TurnRefused("proposal-repeated")
        bodies[identity] = (shape, signed.entry.seat)
        behind[identity] = {signed.entry.seat}
    for signed in turn.approvals:
        _, approval = _carried(parent, parent_id, signed, Approve)
        if approval.proposal not in bodies or signed.entry.seat in behind[approval.proposal]:
            raise TurnRefused("approval-unused")
        behind[approval.proposal].add(signed.entry.seat)
    gone = {p.target for p, _ in bodies.values() if p.action in REMOVALS} | {e.seat for e in turn.evidence}
    result = []
    for identity, (proposal, proposer) in bodies.items():
        stand = behind[identity] if proposal.action == "leave" else behind[identity] - gone - {proposal.target}
        _check_fields(parent, proposal, proposer)
        if not has_quorum(parent, proposal.action, proposal.target, stand):
            raise TurnRefused("quorum", proposal.action)
        recovered = by_recovery(parent, proposal.action, proposal.target, stand)
        result.append(Decision(identity, proposal, proposer, frozenset(stand), recovered))
    _check_freezes(parent, result)
    return sorted(result, key=lambda d: (d.proposal.action, d.id))


def _check_freezes(parent: State, carried: list[Decision]) -> None:
    """One outstanding freeze per proposer, those of this very turn counted: two members may not freeze everybody at once."""
    chairs = set(coordinators(parent))
    alone = [d.proposer for d in carried if d.proposal.action == "freeze" and not d.approvers & chairs]
    if len(set(alone)) != len(alone):
        raise TurnRefused("freeze-outstanding")


def vetoed(parent: State, parent_id: str, turn: Turn) -> set[str]:
    """Ids of waiting proposals that this turn vetoes."""
    waiting = {w.id: w for w in parent.waiting}
    found: set[str] = set()
    for signed in turn.vetoes:
        _, veto = _carried(parent, parent_id, signed, Veto)
        waits = waiting.get(veto.proposal)
        if waits is None or veto.proposal in found:
            raise TurnRefused("veto-unused")
        seat = seat_of(parent, signed.entry.seat)
        own = waits.proposal.action == "restore" and waits.proposal.target == signed.entry.seat
        chair = waits.proposal.action == "close" and seat is not None and "coordinator" in seat.roles
        if not (own or chair):
            raise TurnRefused("veto-not-entitled")
        found.add(veto.proposal)
    return found


def rotations(parent: State, parent_id: str, turn: Turn) -> dict[int, Rotate]:
    """New keys by seat; signed in the parent's epoch only."""
    found: dict[int, Rotate] = {}
    for signed in turn.rotations:
        _, rotate = _carried(parent, parent_id, signed, Rotate)
        if signed.entry.turn != parent_id or signed.entry.seat in found or not usable_keys(rotate.ed, rotate.kem):
            raise TurnRefused("rotation")
        found[signed.entry.seat] = rotate
    return found


def usable_keys(ed: str, kem: str) -> bool:
    """Whether both base64url public keys have the right form."""
    try:
        return sign.usable_public(base64url.decode(ed, size=32)) and seal.usable_public(base64url.decode(kem, size=1216))
    except NotCanonical:
        return False


def policy_fits(policy: Policy) -> bool:
    """Whether the numbers of a policy are within their bounds."""
    return 1 <= policy.vouchers <= 3 and 1 <= policy.talk_days <= 180 and 1 <= policy.turn_days <= 30 and 0 <= policy.probation_days <= 90


def relays_fit(relays: list[RelayAddress]) -> bool:
    """Whether a list of relays has one to three different ones with plausible addresses."""
    try:
        ids = {base64url.decode(r.relay, size=16) for r in relays}
    except NotCanonical:
        return False
    plain = all(8 <= len(r.url) <= MAX_URL and r.url.isascii() and r.url.isprintable() and " " not in r.url for r in relays)
    return 1 <= len(ids) == len(relays) <= MAX_RELAYS and plain


def _carried(parent: State, parent_id: str, signed: Signed, shape: type[T]) -> tuple[str, T]:
    entry = signed.entry
    if entry.v != 1 or entry.turn not in (parent_id, *parent.recent):
        raise TurnRefused("entry-out-of-date")
    seat = seat_of(parent, entry.seat)
    if seat is None or seat.state != "active" or not signed_by(parent.circle, signed, seat.ed):
        raise TurnRefused("entry-signature")
    try:
        found = body(entry)
    except EntryRefused as error:
        raise TurnRefused("entry-body", entry.kind) from error
    if not isinstance(found, shape):
        raise TurnRefused("entry-kind", entry.kind)
    return entry_id(parent.circle, entry), found


def _check_fields(parent: State, proposal: Proposal, proposer: int) -> None:
    action, subject = proposal.action, seat_of(parent, proposal.target)
    if not unused_empty(proposal):
        raise TurnRefused("unused-fields", action)
    if action in ("admit", "close", "policy", "relays", "title"):
        if proposal.target != -1:
            raise TurnRefused("target", action)
    elif subject is None:
        raise TurnRefused("target", action)
    if action == "leave" and proposer != proposal.target:
        raise TurnRefused("target", action)
    if action == "freeze":
        outstanding = any(s.state == "frozen" and not s.confirmed and s.frozen_by == proposer for s in parent.seats)
        if outstanding or (subject and subject.state != "active"):
            raise TurnRefused("freeze-outstanding")
    if action in ("thaw", "confirm") and (subject is None or subject.state != "frozen"):
        raise TurnRefused("not-frozen")
    if action in ("admit", "restore", "thaw"):
        _check_card(parent, proposal)
    if action == "policy" and (proposal.policy is None or not policy_fits(proposal.policy) or proposal.policy.kind != parent.policy.kind):
        raise TurnRefused("policy")
    if action == "relays" and (proposal.relays is None or not relays_fit(proposal.relays)):
        raise TurnRefused("relays")
    if action == "title" and not names.valid(proposal.title):
        raise TurnRefused("title")
    if action in ("promote", "demote") and proposal.role == "":
        raise TurnRefused("role")


def _check_card(parent: State, proposal: Proposal) -> None:
    card = proposal.card
    if card is None or card.v != 1 or card.seat != proposal.target or not usable_keys(card.ed, card.kem):
        raise TurnRefused("card")
    if any(s.ed == card.ed or s.kem == card.kem for s in parent.seats):
        raise TurnRefused("card", "keys already seated")
    needed = vouchers_needed(parent, proposal.action, proposal.target)
    if len(set(proposal.vouches)) != len(proposal.vouches) or len(proposal.vouches) < needed or not all(map(is_id, proposal.vouches)):
        raise TurnRefused("vouches")
    taken = any(s.name == card.name and s.seat != proposal.target for s in parent.seats)
    if not names.valid(card.name) or taken:
        raise TurnRefused("name")
    if proposal.action == "admit" and len(parent.seats) >= SEAT_LIMIT[parent.policy.kind]:
        raise TurnRefused("full")
