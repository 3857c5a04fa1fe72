"""The outside of the door: a newcomer (or somebody whose phone was lost) knocks, reads her words, and is let in (PROTOCOL 8)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from homeward.keys import seal, sign
from homeward.schema import base64url, canonical
from homeward.schema.door import Commit, DoorMessage, InviterCard, Knock, Link, Nonce, Offer, Purpose, Reveal, Welcome
from homeward.schema.errors import NotCanonical
from homeward.schema.state import NewcomerCard

from . import door, names
from .circle import Circle
from .door_post import post_door, read_door
from .epoch import Secrets
from .errors import DoorRefused, SlotWrong
from .local import EpochKeys, Knocking, Session
from .mailbox import Mailbox
from .roster import roster_hash, seat_of
from .slots import open_slot
from .tree import Node, Tree

MAX_SESSIONS = 8


def start(circle: Circle, link_text: str, name: str, purpose: Purpose) -> Knocking:
    """Draw fresh keys for this knock and keep them. Raises DoorRefused for a bad link or name."""
    link = door.read_link(link_text)
    if not names.proper(name):
        raise DoorRefused("name")
    with circle.vault.write():
        ed = base64url.encode(sign.SigningKey.from_seed(circle.me.sign).public)
        kem = base64url.encode(circle.sealing(circle.me.kem).public)
        card = NewcomerCard(v=1, name=name, ed=ed, kem=kem, seat=-1)
        knocking = Knocking(
            link=door.write_link("", link), purpose=purpose, card=card, reply=circle.around.random(32), inviter=None, sessions=[]
        )
        _keep(circle, knocking)
    return knocking


def current(circle: Circle) -> Knocking | None:
    """The knock under way on this device, if any."""
    found: Knocking | None = circle.vault.get(circle.kind("knocking"), "mine", Knocking)
    return found


def step(circle: Circle, mailboxes: Mapping[str, Mailbox]) -> Knocking | None:
    """Carry the knock one step on. None once the welcome was accepted. Raises DoorRefused when the door is not what the link says."""
    knocking = current(circle)
    if knocking is None:
        return None
    link = door.read_link(knocking.link)
    seen = read_door(link, mailboxes)
    if seen.missing:
        raise DoorRefused("gone")
    if knocking.inviter is None:
        knocking = _meet(circle, knocking, link, seen.messages)
        if knocking.inviter is None:
            return knocking
    reply = circle.sealing(knocking.reply)
    if not any(m.type == "knock" and m.session == _own_mark(knocking) for m in seen.messages):
        post_door(link, mailboxes, [_knock(knocking, reply)], circle.around.random)
    for message in seen.messages:
        if message.type == "offer":
            knocking = _session(circle, knocking, message, reply)
        elif message.type == "nonce":
            knocking = _words(circle, knocking, message, reply, link)
    _answer_all(circle, knocking, link, mailboxes, {(m.type, m.session) for m in seen.messages})
    for message in (m for m in seen.messages if m.type == "welcome"):
        if _welcomed(circle, knocking, message):
            return None
    if seen.closed and not knocking.sessions:
        raise DoorRefused("closed")
    return knocking


def _meet(circle: Circle, knocking: Knocking, link: Link, messages: tuple[DoorMessage, ...]) -> Knocking:
    for message in (m for m in messages if m.type == "card"):
        try:
            card = canonical.decode(base64url.decode(message.data), InviterCard, limit=8_192)
        except NotCanonical:
            continue
        if card.v == 1 and door.card_hash(card) == link.card_hash and _usable(card.kem):
            return _keep(circle, knocking, inviter=card)
    return knocking


def _own_mark(knocking: Knocking) -> str:
    return knocking.card.ed[:12]


def _knock(knocking: Knocking, reply: seal.SealingKey) -> bytes:
    if knocking.inviter is None:
        raise DoorRefused("inviter")
    content = Knock(purpose=knocking.purpose, name=knocking.card.name, reply=base64url.encode(reply.public))
    return door.seal_message("knock", _own_mark(knocking), content, base64url.decode(knocking.inviter.kem))


def _session(circle: Circle, knocking: Knocking, message: DoorMessage, reply: seal.SealingKey) -> Knocking:
    if any(s.id == message.session for s in knocking.sessions) or len(knocking.sessions) >= MAX_SESSIONS:
        return knocking
    offer = door.open_message(message, reply, Offer)
    inviter = knocking.inviter
    if offer is None or inviter is None or not names.valid(offer.name):
        return knocking
    if offer.voucher == inviter.seat and offer.ed != inviter.ed:
        return knocking  # somebody claims the inviter's seat without the key the link promised
    card = knocking.card
    if knocking.purpose != "admit" and card.seat == -1:
        if offer.voucher != inviter.seat:
            return knocking  # only the inviter, whose key the link promised, may name the old seat
        card = msgspec.structs.replace(card, seat=offer.old_seat)
    if knocking.purpose != "admit" and card.seat == -1:
        raise DoorRefused("no-seat")
    session_key = _usable(offer.session_key)
    if not session_key:
        return knocking
    nonce = circle.around.random(32)
    session = Session(
        id=message.session, voucher=offer.voucher, voucher_name=offer.name, voucher_ed=offer.ed,
        session_key=session_key, commitment=door.commitment(card, nonce), nonce=nonce, turn="",
        roster="", transcript=b"",
    )  # fmt: skip
    return _keep(circle, knocking, card=card, sessions=[*knocking.sessions, session])


def _usable(key: str) -> bytes:
    """The bytes of a base64url sealing key; none when it cannot be one."""
    try:
        raw = base64url.decode(key, size=seal.PUBLIC_BYTES)
    except NotCanonical:
        return b""
    return raw if seal.usable_public(raw) else b""


def _words(circle: Circle, knocking: Knocking, message: DoorMessage, reply: seal.SealingKey, link: Link) -> Knocking:
    session = next((s for s in knocking.sessions if s.id == message.session and not s.transcript), None)
    answer = door.open_message(message, reply, Nonce) if session else None
    if session is None or answer is None or knocking.inviter is None:
        return knocking
    signed = door.nonce_preimage(session.id, base64url.encode(session.commitment), answer.nonce, answer.turn, answer.roster)
    try:
        ed, sig = base64url.decode(session.voucher_ed, size=32), base64url.decode(answer.sig, size=64)
        if not sign.verify(ed, sig, signed):
            return knocking
        transcript = door.transcript(
            knocking.purpose, knocking.inviter.circle, answer.turn, answer.roster, link.secret, knocking.inviter,
            session.voucher, session.voucher_ed, knocking.card, session.commitment, base64url.decode(answer.nonce, size=32),
            session.nonce,
        )  # fmt: skip
    except NotCanonical:
        return knocking
    ready = msgspec.structs.replace(session, turn=answer.turn, roster=answer.roster, transcript=transcript)
    return _keep(circle, knocking, sessions=[ready if s.id == ready.id else s for s in knocking.sessions])


def _answer_all(circle: Circle, knocking: Knocking, link: Link, mailboxes: Mapping[str, Mailbox], said: set[tuple[str, str]]) -> None:
    records = []
    for s in knocking.sessions:
        if ("commit", s.id) not in said:
            records.append(door.seal_message("commit", s.id, Commit(commitment=base64url.encode(s.commitment)), s.session_key))
        if s.transcript and ("reveal", s.id) not in said:
            shown = Reveal(card=knocking.card, nonce=base64url.encode(s.nonce))
            records.append(door.seal_message("reveal", s.id, shown, s.session_key))
    if records:
        post_door(link, mailboxes, records, circle.around.random)


def _welcomed(circle: Circle, knocking: Knocking, message: DoorMessage) -> bool:
    """Check everything a welcome says against what the words covered, then sit down (PROTOCOL 8.7)."""
    welcome = door.open_message(message, circle.sealing(), Welcome)
    if welcome is None or knocking.inviter is None:
        return False
    state = welcome.state
    tree = Tree(Node(welcome.turn, state, None))
    grown = [tree.root, *(node for signed in welcome.turns for node in tree.add(signed))]
    reached = {(n.id, roster_hash(n.state)) for n in grown}
    covered = {(s.turn, s.roster) for s in knocking.sessions if s.transcript and s.voucher == knocking.inviter.seat}
    tip = grown[-1]
    seat = seat_of(tip.state, welcome.seat)
    if not covered & reached or state.circle != knocking.inviter.circle or tip.turn is None or len(grown) != len(welcome.turns) + 1:
        circle.alarm("welcome-wrong")
        return False
    if seat is None or (seat.ed, seat.kem, seat.name) != (knocking.card.ed, knocking.card.kem, knocking.card.name):
        circle.alarm("welcome-wrong")
        return False
    listed = next((h for s, h in tip.turn.slots if s == seat.seat), "")
    try:
        sealed = base64url.decode(welcome.slot)
        secrets = open_slot(tip.turn, seat.seat, circle.sealing(), sealed)
    except (SlotWrong, NotCanonical):
        circle.alarm("slot-wrong", circle.me.name)
        return False
    if not listed:
        return False
    _sit(circle, tree, grown, tip, seat.seat, secrets)
    return True


def _sit(circle: Circle, tree: Tree, grown: list[Node], tip: Node, seat: int, secrets: Secrets) -> None:
    keys = EpochKeys(e=secrets.e, l=secrets.l, d=secrets.d, lane=secrets.lane, lane_seed=secrets.lane_seed, ended=-1)
    with circle.vault.write():
        circle.tree = tree
        for node in grown:
            circle.save_node(node)
        circle.keys[tip.id] = keys
        circle.put("keys", tip.id, keys)
        circle.drop("knocking", "mine")
        circle.change_me(
            status="active",
            circle=tip.state.circle,
            seat=seat,
            root=tree.root.id,
            tip=tip.id,
            since=tip.state.epoch,
            created=circle.around.today(),
        )


def _keep(circle: Circle, knocking: Knocking, **changes: object) -> Knocking:
    changed = msgspec.structs.replace(knocking, **changes)
    circle.put("knocking", "mine", changed)
    return changed
