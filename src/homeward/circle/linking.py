"""Circles that hang together: a porch or a case room beside a circle, and a quiet clone without somebody (PROTOCOL 8.9, 8.10).

No new cryptography: a linked circle is a circle; the way into it travels in a sealed entry of the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from homeward.keys import derive, sign
from homeward.schema import base64url, canonical
from homeward.schema.errors import HomewardError, NotCanonical
from homeward.schema.events import CloneNote, LinkNote, ObjectRef
from homeward.schema.state import CircleKind, State
from homeward.schema.turn import CloneOffer

from . import inviting
from .apply import genesis
from .block import OBJECT
from .circle import Circle
from .errors import NotAllowed, NotFound, TurnRefused
from .founding import begin
from .local import EpochKeys
from .make_turn import Made, draw_logs, make_genesis
from .objects import open_object, seal_object
from .roster import active, coordinators, seat_of
from .settle import announce, rotate
from .slots import open_slot
from .tree import Tree
from .writing import put_out, write_note

if TYPE_CHECKING:
    from .device import Device

MAX_CLONE = 2_000_000


def link_circle(device: Device, circle: Circle, title: str, name: str, kind: CircleKind, helpers: Iterable[int]) -> Circle:
    """Found a porch or case room and send the way in, sealed, to some seats of `circle` (fresh pseudonym and keys there)."""
    linked = device.found(title, name, list(circle.state.relays), kind)
    device.sync(linked)
    for helper in helpers:
        _, link = inviting.invite(linked, device.mailboxes(linked.state.relays), "", linked=True)
        note = LinkNote(type="link", circle_kind=kind, title=title, link=link, roles=[])
        write_note(circle, note, [helper])
    return linked


def links(circle: Circle) -> list[tuple[int, LinkNote]]:
    """Ways into linked circles that were sealed to this seat, with who sent them."""
    return [pair for _, pair in circle.vault.scan(circle.kind("link"), tuple[int, LinkNote])]


def follow(device: Device, circle: Circle, link: str, name: str) -> Circle:
    """Knock at a linked circle under a fresh pseudonym. Raises NotFound."""
    if all(note.link != link for _, note in links(circle)):
        raise NotFound("")
    return device.knock(link, name)


def clone(device: Device, circle: Circle, without: Iterable[int], title: str) -> str:
    """Begin a circle with everybody but some. With two coordinators the other must sign first. Returns the new circle's id."""
    left_out = set(without)
    if circle.me.seat not in coordinators(circle.state) or circle.me.seat in left_out or not left_out:
        raise NotAllowed("clone-by-coordinator")
    seats = [
        msgspec.structs.replace(s, since=0, state="active", frozen=-1, frozen_by=-1, confirmed=False)
        for s in active(circle.state)
        if s.seat not in left_out
    ]
    state = State(
        circle="", epoch=0, recent=[], title=title, origin_circle=circle.state.circle, origin_turn=circle.here.id,
        policy=circle.state.policy, relays=circle.state.relays, seats=seats, next=circle.state.next, heads=[], waiting=[], done=[],
        closed=False,
    )  # fmt: skip
    logs = draw_logs(circle.around.random)
    made = make_genesis(state, circle.me.seat, circle.signing, logs, circle.around.today(), circle.around.random)
    offer = CloneOffer(genesis=made.signed, slots=[base64url.encode(s) for s in made.slots])
    reference, cipher = seal_object(canonical.encode(offer), "application/homeward-clone", "", circle.around.random)
    with circle.vault.write():
        put_out(circle, circle.here.id, [(OBJECT, cipher)])
        circle.keep_object(reference.id, cipher)
        _sit_in_clone(device, circle, made)
        own = (circle.me.seat, _sign_clone(circle, made.id))
        needed = _signers(state, circle.state)
        if len(needed) == 1:
            _announce_clone(circle, made.id, [own], reference, [s.seat for s in seats])
        else:
            circle.put("cloning", made.id, (reference, [own], [s.seat for s in seats]))
            draft = CloneNote(type="clone", stage="draft", circle=made.id, sigs=[own], object=reference)
            write_note(circle, draft, [s for s in needed if s != circle.me.seat])
    return made.id


def clone_drafts(circle: Circle) -> list[tuple[int, CloneNote]]:
    """Clones another coordinator asks this one to sign."""
    found = circle.vault.scan(circle.kind("clone"), tuple[int, CloneNote])
    return [(author, note) for _, (author, note) in found if note.stage == "draft"]


def sign_clone(circle: Circle, identity: str) -> None:
    """Agree to a clone another coordinator drafted, after checking what it is. Raises NotFound, TurnRefused."""
    meant = [(a, n) for a, n in clone_drafts(circle) if identity and n.circle.startswith(identity) and n.object]
    found = meant[0] if len(meant) == 1 else None
    if found is None or found[1].object is None:
        raise NotFound(identity)
    _offer_of(circle, found[1].object, found[1].circle)
    answer = CloneNote(
        type="clone", stage="signed", circle=found[1].circle, sigs=[(circle.me.seat, _sign_clone(circle, found[1].circle))], object=None
    )  # fmt: skip
    write_note(circle, answer, [found[0]])


def tend_clones(device: Device, circle: Circle) -> None:
    """After a sync: announce a clone that has its signatures; sit down in one that was announced to this seat."""
    if circle.me.status != "active":
        return
    notes = [pair for _, pair in circle.vault.scan(circle.kind("clone"), tuple[int, CloneNote])]
    shape = tuple[ObjectRef, list[tuple[int, str]], list[int]]
    for identity, (reference, sigs, seats) in list(circle.vault.scan(circle.kind("cloning"), shape)):
        answers = [sig for author, n in notes if n.stage == "signed" and n.circle == identity for sig in n.sigs if sig[0] == author]
        valid = [s for s in dict(answers).items() if _signed_clone(circle, identity, s)]
        if len({s for s, _ in [*sigs, *valid]}) >= min(2, len(_coordinators_of(circle, seats))):
            with circle.vault.write():
                _announce_clone(circle, identity, [*sigs, *valid], reference, seats)
                circle.drop("cloning", identity)
    known = {c.me.circle for c in device.circles()}
    for _, note in notes:
        if note.stage == "ready" and note.object and note.circle not in known:
            _join_clone(device, circle, note, note.object)


def _announce_clone(circle: Circle, identity: str, sigs: list[tuple[int, str]], reference: ObjectRef, seats: list[int]) -> None:
    note = CloneNote(type="clone", stage="ready", circle=identity, sigs=sigs, object=reference)
    write_note(circle, note, [s for s in seats if s != circle.me.seat])


def _join_clone(device: Device, circle: Circle, note: CloneNote, reference: ObjectRef) -> None:
    try:
        offer = _offer_of(circle, reference, note.circle)
        state = genesis(offer.genesis)
        valid = {s for s, sig in note.sigs if _signed_clone(circle, note.circle, (s, sig))}
        needed = _signers(state, circle.state)
        turn = offer.genesis.turn
        own = next((i for i, (s, _) in enumerate(turn.slots) if s == circle.me.seat), None)
        if len(valid & set(needed)) < len(needed) or own is None:
            raise TurnRefused("clone", "not signed by those who must")
        secrets = open_slot(turn, circle.me.seat, circle.sealing(), base64url.decode(offer.slots[own]))
    except HomewardError as error:
        circle.alarm("clone-refused", getattr(error, "reason", type(error).__name__))
        return
    with circle.vault.write():
        fresh = device.new(circle.me.name, "active")
        fresh.change_me(sign=circle.me.sign, kem=circle.me.kem)
        fresh.tree = Tree.from_genesis(offer.genesis)
        fresh.save_node(fresh.tree.root)
        keys = EpochKeys(e=secrets.e, l=secrets.l, d=secrets.d, lane=secrets.lane, lane_seed=secrets.lane_seed, ended=-1)
        fresh.keys[note.circle] = keys
        fresh.put("keys", note.circle, keys)
        fresh.change_me(circle=note.circle, seat=circle.me.seat, root=note.circle, tip=note.circle)
        announce(fresh)
        rotate(fresh)


def _sit_in_clone(device: Device, circle: Circle, made: Made) -> None:
    fresh = device.new(circle.me.name, "active")
    fresh.change_me(sign=circle.me.sign, kem=circle.me.kem)
    begin(fresh, made, circle.me.seat)
    rotate(fresh)


def _offer_of(circle: Circle, reference: ObjectRef, identity: str) -> CloneOffer:
    cipher = circle.vault.get(circle.kind("object"), reference.id, bytes)
    if cipher is None:
        raise NotFound("clone-on-its-way")
    offer = canonical.decode(open_object(reference, cipher), CloneOffer, limit=MAX_CLONE)
    state = genesis(offer.genesis)
    branch = {n.id: n.state for n in circle.branch()}
    old = branch.get(state.origin_turn)
    if (
        state.circle != identity
        or state.origin_circle != circle.state.circle
        or old is None
        or len(offer.slots) != len(offer.genesis.turn.slots)
    ):
        raise TurnRefused("clone", "is not of this circle")
    for seat in state.seats:
        before = seat_of(old, seat.seat)
        if before is None or (before.name, before.ed, before.kem, before.roles) != (seat.name, seat.ed, seat.kem, seat.roles):
            raise TurnRefused("clone", "has a seat this circle does not know")
    return offer


def _signers(new: State, old: State) -> list[int]:
    """Who must sign a clone: two of the old circle's coordinators who stay, or the only one."""
    staying = [c for c in coordinators(old) if seat_of(new, c)]
    return staying[:2] if len(staying) >= 2 else staying


def _coordinators_of(circle: Circle, seats: list[int]) -> list[int]:
    return [c for c in coordinators(circle.state) if c in seats]


def clone_message(genesis_id: str, origin: str) -> bytes:
    """What a coordinator of the circle `origin` signs to agree to a clone (PROTOCOL 8.10)."""
    return derive.preimage("homeward/clone/v1", base64url.id_bytes(genesis_id), base64url.id_bytes(origin))


def _sign_clone(circle: Circle, identity: str) -> str:
    return base64url.encode(circle.signing.sign(clone_message(identity, circle.state.circle)))


def _signed_clone(circle: Circle, identity: str, signature: tuple[int, str]) -> bool:
    seat = seat_of(circle.state, signature[0])
    try:
        ed, sig = base64url.decode(seat.ed if seat else ""), base64url.decode(signature[1], size=64)
    except NotCanonical:
        return False
    return sign.verify(ed, sig, clone_message(identity, circle.state.circle))
