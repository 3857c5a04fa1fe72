"""The inside of the door: invitations, knocks, a voucher's own session, vouches, welcome (PROTOCOL 8)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from homeward.keys import derive, seal, sign, words
from homeward.keys.errors import CannotOpen
from homeward.schema import base64url, canonical
from homeward.schema.door import Commit, DoorMessage, InviterCard, Knock, Link, Nonce, Offer, Reveal, Welcome
from homeward.schema.errors import NotCanonical
from homeward.schema.events import KnockNote, VouchNote
from homeward.schema.state import SEAT_LIMIT, NewcomerCard, Proposal

from . import door, names
from .circle import Circle
from .decisions import usable_keys
from .door_post import close_door, post_door, read_door
from .errors import DoorRefused, NotAllowed, NotFound, WordsDiffer
from .local import HeldKnock, Invitation
from .mailbox import Mailbox, RelayUnreachable
from .pending import pending
from .roster import active, coordinators, roster_hash, seat_of, vouchers_needed, witnesses
from .writing import write, write_note

LIFETIME_TURNS = 2
_OPEN = ("waiting", "offered", "promised", "ready")


def invite(circle: Circle, mailboxes: Mapping[str, Mailbox], app: str, *, linked: bool = False) -> tuple[Invitation, str]:
    """Open a door and return it with its link. Raises RelayUnreachable when no relay of the circle answers."""
    seat, random = circle.seat, circle.around.random
    if len(circle.state.seats) >= SEAT_LIMIT[circle.state.policy.kind]:
        raise NotAllowed("full")
    secret, lane_seed, kem = random(32), random(32), random(32)
    card = InviterCard(
        v=1, circle=circle.state.circle, seat=seat.seat, name=seat.name, ed=seat.ed,
        kem=base64url.encode(seal.SealingKey.from_private(kem).public),
    )  # fmt: skip
    lane = sign.SigningKey.from_seed(lane_seed)
    relays = list(circle.state.relays)
    link = Link(secret=secret, card_hash=door.card_hash(card), lane=lane.public, relays=relays)
    made = Invitation(
        id=base64url.encode(derive.sha256(secret))[:8], secret=secret, lane_seed=lane_seed, kem=kem, card=card, relays=relays,
        epoch=circle.state.epoch, day=circle.around.today(), linked=linked,
    )  # fmt: skip
    with circle.vault.write():
        circle.put("invitation", made.id, made)
    post_door(link, mailboxes, [door.card_message(card)], random, lane)
    return made, door.write_link(app, link)


def invitations(circle: Circle) -> list[Invitation]:
    """Open invitations of this device."""
    return [i for _, i in circle.vault.scan(circle.kind("invitation"), Invitation)]


def cancel(circle: Circle, mailboxes: Mapping[str, Mailbox], identity: str) -> None:
    """Shut an invitation's door. Raises NotFound."""
    found = next((i for i in invitations(circle) if i.id == identity), None)
    if found is None:
        raise NotFound(identity)
    close_door(link_of(found), mailboxes, sign.SigningKey.from_seed(found.lane_seed))
    with circle.vault.write():
        circle.drop("invitation", found.id)
        for knock in knocks(circle):
            if knock.mine and _link(knock).secret == found.secret and knock.state in _OPEN:
                keep_knock(circle, knock, state="over")


def link_of(invitation: Invitation) -> Link:
    """The parts of an invitation's link."""
    lane = sign.SigningKey.from_seed(invitation.lane_seed).public
    return Link(secret=invitation.secret, card_hash=door.card_hash(invitation.card), lane=lane, relays=invitation.relays)


def knocks(circle: Circle) -> list[HeldKnock]:
    """Knocks this device may vouch for, by number."""
    return sorted((k for _, k in circle.vault.scan(circle.kind("knock"), HeldKnock)), key=lambda k: k.number)


def vouches(circle: Circle) -> list[VouchNote]:
    """Vouches this device knows: its own, and as a coordinator those sealed to it."""
    return [v for _, v in circle.vault.scan(circle.kind("vouch"), VouchNote)]


def keep_knock(circle: Circle, knock: HeldKnock, **changes: object) -> HeldKnock:
    """Store a knock with changes."""
    changed = msgspec.structs.replace(knock, **changes)
    circle.put("knock", changed.knock, changed)
    return changed


def tend(circle: Circle, mailboxes: Mapping[str, Mailbox]) -> None:
    """After a sync: hear knocks, carry every open session one step on, welcome who was admitted, shut doors that are done."""
    if circle.me.status != "active":
        return
    for invitation in invitations(circle):
        if circle.state.epoch > invitation.epoch + LIFETIME_TURNS:
            cancel(circle, mailboxes, invitation.id)
        else:
            _hear(circle, mailboxes, invitation)
    for knock in knocks(circle):
        if knock.state in _OPEN:
            _try_on(circle, mailboxes, knock)
    for knock in knocks(circle):
        _conclude(circle, mailboxes, knock)
    _forget_used_vouches(circle)
    _propose_vouched(circle)


def note_knock(circle: Circle, note: KnockNote, inviter: int, *, mine: bool) -> None:
    """Hold a knock that arrived at this device's door or was passed on by the inviter."""
    if circle.vault.get(circle.kind("knock"), note.knock, HeldKnock) is not None or not _sound(note):
        return
    held = HeldKnock(
        number=len(knocks(circle)) + 1, knock=note.knock, note=note, inviter=inviter, mine=mine, state="waiting", session="",
        session_key=b"", commitment=b"", nonce=b"", turn="", roster="", card=None, transcript=b"",
    )  # fmt: skip
    circle.put("knock", note.knock, held)


def _sound(note: KnockNote) -> bool:
    try:
        reply, card = base64url.decode(note.reply, size=seal.PUBLIC_BYTES), inviter_of(note)
        link = door.read_link(note.link)
    except (NotCanonical, DoorRefused):
        return False
    return seal.usable_public(reply) and door.card_hash(card) == link.card_hash and names.proper(note.name)


def note_vouch(circle: Circle, note: VouchNote, author: int) -> None:
    """Keep a vouch its own author sent, if it is well formed."""
    try:
        base64url.decode(note.transcript, size=32), base64url.decode(note.nonce, size=32)
    except NotCanonical:
        return
    if note.voucher == author and usable_keys(note.card.ed, note.card.kem):
        circle.put("vouch", f"{note.knock}:{note.voucher}", note)


def vouch(circle: Circle, mailboxes: Mapping[str, Mailbox], number: int, typed: str) -> HeldKnock:
    """The words were read to me: do they agree? Sends the vouch; WordsDiffer cancels the invitation (PROTOCOL 8.5)."""
    knock = next((k for k in knocks(circle) if k.number == number), None)
    if knock is None:
        raise NotFound(str(number))
    if knock.state != "ready" or knock.card is None:
        raise DoorRefused("not-ready")
    if words.parse_words(typed, door.WORDS) != words.indices(knock.transcript, door.WORDS):
        with circle.vault.write():
            keep_knock(circle, knock, state="differs")
        for invitation in invitations(circle):
            if invitation.secret == _link(knock).secret:
                cancel(circle, mailboxes, invitation.id)
        raise WordsDiffer
    return _vouched(circle, knock)


def commitments(circle: Circle, proposal: Proposal) -> int:
    """How many of a proposal's vouches this coordinator's client can open and check (PROTOCOL 8.6)."""
    good: set[int] = set()
    for note in vouches(circle):
        transcript, nonce = base64url.decode(note.transcript, size=32), base64url.decode(note.nonce, size=32)
        promised = base64url.encode(door.vouch_commitment(transcript, note.voucher, nonce))
        seated = seat_of(circle.state, note.voucher)
        meant = note.card == proposal.card and note.purpose == proposal.action
        if promised in proposal.vouches and meant and seated and seated.state == "active":
            good.add(note.voucher)
    return len(good)


def _hear(circle: Circle, mailboxes: Mapping[str, Mailbox], invitation: Invitation) -> None:
    seen = read_door(link_of(invitation), mailboxes)
    key = circle.sealing(invitation.kem)
    heard = [k for k in knocks(circle) if k.mine and _link(k).secret == invitation.secret]
    for message in seen.messages:
        content = door.open_message(message, key, Knock) if message.type == "knock" else None
        identity = base64url.encode(derive.sha256(canonical.encode(message)))[:16]
        if content is None or len(heard) >= door.MAX_KNOCKS or not names.proper(content.name):
            continue
        if any(k.knock == identity for k in heard):
            continue
        note = KnockNote(
            type="knock", knock=identity, link=door.write_link("", link_of(invitation)),
            card=canonical.encode(invitation.card).decode(), purpose=content.purpose, name=content.name, reply=content.reply,
        )  # fmt: skip
        with circle.vault.write():
            note_knock(circle, note, circle.me.seat, mine=True)
            if not invitation.linked and (others := _second_vouchers(circle)):
                write_note(circle, note, others)
        heard = [k for k in knocks(circle) if k.mine and _link(k).secret == invitation.secret]


def _second_vouchers(circle: Circle) -> list[int]:
    """Who learns of a knock at this device's door: the coordinators, and where they are too few the longest-seated members."""
    others = [c for c in coordinators(circle.state) if c != circle.me.seat]
    older = [m for m in witnesses(circle.state) if m not in others and m != circle.me.seat]
    missing = circle.state.policy.vouchers - 1 - len(others)
    return others + older[: max(0, missing) * 2]


def ask(circle: Circle, number: int, seat: int) -> None:
    """Ask one more member to be a voucher. Raises NotFound."""
    knock = next((k for k in knocks(circle) if k.number == number), None)
    if knock is None or seat_of(circle.state, seat) is None:
        raise NotFound(str(number))
    write_note(circle, knock.note, [seat])


def _try_on(circle: Circle, mailboxes: Mapping[str, Mailbox], knock: HeldKnock) -> None:
    try:
        _carry_on(circle, mailboxes, knock)
    except (NotCanonical, CannotOpen):  # only who knocked can write what stands in her session
        with circle.vault.write():
            keep_knock(circle, knock, state="over")


def _carry_on(circle: Circle, mailboxes: Mapping[str, Mailbox], knock: HeldKnock) -> None:
    link, reply = _link(knock), base64url.decode(knock.note.reply)
    seen = read_door(link, mailboxes)
    if not knock.mine and seen.answered and (seen.closed or seen.missing):
        with circle.vault.write():
            keep_knock(circle, knock, state="over")  # the inviter shut it; nobody comes through any more
        return
    if knock.state == "waiting":
        session, key = base64url.encode(circle.around.random(9)), circle.around.random(32)
        with circle.vault.write():
            knock = keep_knock(circle, knock, state="offered", session=session, session_key=key)
    said = {m.type for m in seen.messages if m.session == knock.session}
    if "offer" not in said and not _say(circle, mailboxes, link, _offer(circle, knock, reply)):
        return
    session_key = circle.sealing(knock.session_key)
    for message in (m for m in seen.messages if m.session == knock.session):
        if message.type == "commit" and knock.state == "offered":
            knock = _promise(circle, knock, message, session_key)
        elif message.type == "reveal" and knock.state == "promised":
            knock = _check_reveal(circle, knock, message, session_key, link)
    if knock.state == "promised" and "nonce" not in said:
        _say(circle, mailboxes, link, _nonce(circle, knock, reply))
    if knock.mine and knock.state == "ready" and any(i.linked and i.secret == link.secret for i in invitations(circle)):
        _vouched(circle, knock)


def _offer(circle: Circle, knock: HeldKnock, reply: bytes) -> bytes:
    same = [s.seat for s in circle.state.seats if s.name == knock.note.name]
    offer = Offer(
        voucher=circle.me.seat, old_seat=same[0] if same and knock.note.purpose != "admit" else -1, name=circle.seat.name,
        ed=circle.seat.ed, session_key=base64url.encode(circle.sealing(knock.session_key).public),
    )  # fmt: skip
    return door.seal_message("offer", knock.session, offer, reply)


def _promise(circle: Circle, knock: HeldKnock, message: DoorMessage, key: seal.SealingKey) -> HeldKnock:
    promise = door.open_message(message, key, Commit)
    if promise is None:
        return knock
    with circle.vault.write():
        return keep_knock(
            circle, knock, state="promised", commitment=base64url.decode(promise.commitment, size=32),
            nonce=circle.around.random(32), turn=circle.here.id, roster=roster_hash(circle.state),
        )  # fmt: skip


def _nonce(circle: Circle, knock: HeldKnock, reply: bytes) -> bytes:
    nonce = base64url.encode(knock.nonce)
    signed = door.nonce_preimage(knock.session, base64url.encode(knock.commitment), nonce, knock.turn, knock.roster)
    answer = Nonce(nonce=nonce, turn=knock.turn, roster=knock.roster, sig=base64url.encode(circle.signing.sign(signed)))
    return door.seal_message("nonce", knock.session, answer, reply)


def _check_reveal(circle: Circle, knock: HeldKnock, message: DoorMessage, key: seal.SealingKey, link: Link) -> HeldKnock:
    shown = door.open_message(message, key, Reveal)
    if shown is None:
        return knock
    card, nonce = shown.card, base64url.decode(shown.nonce, size=32)
    old = seat_of(circle.state, card.seat)
    fits = (
        door.commitment(card, nonce) == knock.commitment
        and card.name == knock.note.name
        and usable_keys(card.ed, card.kem)
        and ((card.seat == -1) if knock.note.purpose == "admit" else (old is not None and old.name == card.name))
    )
    with circle.vault.write():
        if not fits:
            return keep_knock(circle, knock, state="differs")
        transcript = door.transcript(
            knock.note.purpose, circle.state.circle, knock.turn, knock.roster, link.secret, inviter_of(knock.note),
            circle.me.seat, circle.seat.ed, card, knock.commitment, knock.nonce, nonce,
        )  # fmt: skip
        return keep_knock(circle, knock, state="ready", card=card, transcript=transcript)


def inviter_of(note: KnockNote) -> InviterCard:
    """The inviter's card in a passed-on knock."""
    return canonical.decode(note.card.encode(), InviterCard, limit=8_192)


def _vouched(circle: Circle, knock: HeldKnock) -> HeldKnock:
    if knock.card is None:
        raise DoorRefused("not-ready")
    note = VouchNote(
        type="vouch", knock=knock.knock, purpose=knock.note.purpose, card=knock.card,
        transcript=base64url.encode(knock.transcript), turn=knock.turn, voucher=circle.me.seat,
        nonce=base64url.encode(circle.around.random(32)),
    )  # fmt: skip
    with circle.vault.write():
        circle.put("vouch", f"{knock.knock}:{circle.me.seat}", note)
        knock = keep_knock(circle, knock, state="vouched")
        others = [c for c in coordinators(circle.state) if c != circle.me.seat]
        if others:
            write_note(circle, note, others)
    _propose_vouched(circle)
    return knock


def _propose_vouched(circle: Circle) -> None:
    """The lowest coordinator among a newcomer's vouchers (else of all) proposes her once there are enough vouches."""
    chairs = coordinators(circle.state)
    if circle.me.seat not in chairs:
        return
    by_card: dict[bytes, list[VouchNote]] = {}
    live = circle.live_turns()
    for note in vouches(circle):
        if note.turn in live:  # words compared long ago decide nothing today: she knocks again
            by_card.setdefault(note.purpose.encode() + canonical.encode(note.card), []).append(note)
    decided = {canonical.encode(p.proposal.card) for p in pending(circle) if p.proposal.card}
    decided |= {canonical.encode(w.proposal.card) for w in circle.state.waiting if w.proposal.card}
    for _, notes in sorted(by_card.items()):
        card, purpose = notes[0].card, notes[0].purpose
        raw = canonical.encode(card)
        vouchers = {n.voucher for n in notes} & {s.seat for s in active(circle.state)}
        needed = vouchers_needed(circle.state, purpose, card.seat)
        chairing = [c for c in chairs if c in vouchers] or chairs
        if raw in decided or len(vouchers) < needed or circle.me.seat != chairing[0] or not _still_wanted(circle, card, purpose):
            continue
        shown = [
            base64url.encode(door.vouch_commitment(base64url.decode(n.transcript), n.voucher, base64url.decode(n.nonce)))
            for n in notes
            if n.voucher in vouchers
        ]
        propose(circle, Proposal(
            action=purpose, target=card.seat, card=card, vouches=sorted(shown), policy=None, relays=None, role="", title="",
        ))  # fmt: skip


def _was_seated(circle: Circle, card: NewcomerCard) -> bool:
    return any(s.ed == card.ed for node in circle.branch() for s in node.state.seats)


def _forget_used_vouches(circle: Circle) -> None:
    # A vouch counts once: kept longer it would propose again whoever rotated her keys or was expelled.
    waiting = {name for name, _ in circle.vault.scan(circle.kind("welcome"), bytes)}
    with circle.vault.write():
        for note in vouches(circle):
            if note.card.ed not in waiting and _was_seated(circle, note.card):
                circle.drop("vouch", f"{note.knock}:{note.voucher}")


def _still_wanted(circle: Circle, card: NewcomerCard, purpose: str) -> bool:
    seat = seat_of(circle.state, card.seat)
    if _was_seated(circle, card):
        return False
    return purpose == "admit" or (seat is not None and (purpose != "thaw" or seat.state == "frozen"))


def propose(circle: Circle, proposal: Proposal) -> str:
    """Propose something; the proposer is its first approver."""
    return write(circle, "circle.propose.v1", proposal)


def _conclude(circle: Circle, mailboxes: Mapping[str, Mailbox], knock: HeldKnock) -> None:
    note = next((v for v in vouches(circle) if v.knock == knock.knock), None)
    card = knock.card or (note.card if note else None)
    if card is None or knock.state in ("over", "admitted"):
        return
    seated = next((s for s in circle.state.seats if s.ed == card.ed), None)
    if seated is None:
        return
    slot = circle.vault.get(circle.kind("welcome"), card.ed, bytes)
    if slot is not None and not _welcome(circle, mailboxes, knock, card.ed, seated.seat, slot):
        return
    lively = any(s.entry.seat == seated.seat and s.entry.turn == circle.here.id for s in circle.entries.values())
    if not knock.mine or lively:
        with circle.vault.write():
            keep_knock(circle, knock, state="admitted")
        if knock.mine:
            for invitation in invitations(circle):
                if invitation.secret == _link(knock).secret:
                    cancel(circle, mailboxes, invitation.id)


def _welcome(circle: Circle, mailboxes: Mapping[str, Mailbox], knock: HeldKnock, ed: str, seat: int, slot: bytes) -> bool:
    notes = [v for v in vouches(circle) if v.card.ed == ed]
    branch = circle.branch()
    admitting = next(i for i, n in enumerate(branch) if any(s.ed == ed for s in n.state.seats))
    covered = [i for i, n in enumerate(branch) if n.id in {v.turn for v in notes}]
    base = branch[min([*covered, admitting - 1])]
    turns = [n.signed for n in branch[branch.index(base) + 1 : admitting + 1] if n.signed]
    welcome = Welcome(turn=base.id, state=base.state, turns=turns, seat=seat, slot=base64url.encode(slot))
    kem = next(s.kem for s in branch[admitting].state.seats if s.ed == ed)
    record = door.seal_message("welcome", "", welcome, base64url.decode(kem))
    if not _say(circle, mailboxes, _link(knock), record):
        return False
    with circle.vault.write():
        circle.drop("welcome", ed)
    return True


def _say(circle: Circle, mailboxes: Mapping[str, Mailbox], link: Link, record: bytes) -> bool:
    try:
        post_door(link, mailboxes, [record], circle.around.random)
    except (RelayUnreachable, DoorRefused):
        return False
    return True


def _link(knock: HeldKnock) -> Link:
    return door.read_link(knock.note.link)
