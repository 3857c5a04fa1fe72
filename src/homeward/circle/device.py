"""A device: one vault with its circles, and the actions a person takes. Every screen and command goes through here."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from homeward.schema import base64url
from homeward.schema.door import Purpose
from homeward.schema.events import Approve, CloneNote, KnockNote, LinkNote, Sealed, Veto, VouchNote
from homeward.schema.state import CircleKind, Proposal, RelayAddress, Seat, State

from . import door, inviting, knocking, names, retention, turning
from .boxes import open_note
from .circle import Circle, Surroundings
from .errors import NotAllowed, NotFound
from .founding import DEFAULT_POLICY, begin
from .linking import tend_clones
from .local import Me, Status
from .mailbox import Mailbox
from .make_turn import Made, draw_logs, make_genesis
from .pending import Pending, pending
from .relay_client import RelayClient
from .roster import coordinators, seat_of
from .settle import announce
from .sync import Report, routine, sync
from .vault import Vault
from .writing import write

Connect = Callable[[RelayAddress], Mailbox]


def today() -> int:
    """The day number now, UTC."""
    return int(time.time()) // 86_400


SYSTEM = Surroundings(today, secrets.token_bytes)


def over_http(address: RelayAddress) -> Mailbox:
    """A relay over the network; it must show the id the circle agreed on."""
    return RelayClient(address.url, base64url.decode(address.relay, size=16))


@dataclass
class Device:
    """An open vault, the world around it, and a way to reach relays."""

    vault: Vault
    around: Surroundings = SYSTEM
    connect: Connect = over_http
    _circles: dict[str, Circle] = field(default_factory=dict)
    _mailboxes: dict[str, Mailbox] = field(default_factory=dict)

    def circles(self) -> list[Circle]:
        """All circles of this device, oldest first."""
        for _, me in self.vault.scan("me", Me):
            if me.ref not in self._circles:
                self._circles[me.ref] = Circle(self.vault, self.around, me)
                retention.expire(self._circles[me.ref], self.around.today())
        return list(self._circles.values())

    def circle(self, title: str = "") -> Circle:
        """The circle with that title or local name, or the only one. Raises NotFound."""
        living = [c for c in self.circles() if c.me.status != "taken"]
        found = [c for c in living if title in (c.me.ref, c.state.title if c.tree else c.me.name)] if title else living
        if not title and len(living) > 1:
            found = [c for c in living if c.me.status == "active"][:1] if sum(c.me.status == "active" for c in living) == 1 else []
        if len(found) != 1:
            raise NotFound(title or ("no-circle" if not living else "which-circle"))
        return found[0]

    def mailboxes(self, relays: list[RelayAddress]) -> Mapping[str, Mailbox]:
        """A mailbox for each relay that answers, by base64url relay id; those that do not are left to the next try."""
        for address in relays:
            if address.relay not in self._mailboxes:
                self._mailboxes[address.relay] = self.connect(address)
        return {r.relay: self._mailboxes[r.relay] for r in relays}

    def new(self, name: str, status: Status) -> Circle:
        """An empty circle record with fresh keys."""
        random = self.around.random
        me = Me(
            ref=base64url.encode(random(6)), status=status, circle="", seat=-1, name=name, sign=random(32), kem=random(32),
            ring=[], root="", tip="", since=0, created=self.around.today(),
        )  # fmt: skip
        self.vault.put("me", me.ref, me)
        self._circles[me.ref] = Circle(self.vault, self.around, me)
        return self._circles[me.ref]

    def found(self, title: str, name: str, relays: list[RelayAddress], kind: CircleKind = "circle") -> Circle:
        """Found a circle with this device's person as its first coordinator."""
        if not names.proper(title) or not names.proper(name):
            raise NotAllowed("name")
        with self.vault.write():
            circle = self.new(name, "active")
            key = circle.signing
            founder = Seat(
                seat=0, name=name, ed=base64url.encode(key.public), kem=base64url.encode(circle.sealing().public),
                roles=["coordinator"], state="active", since=0, frozen=-1, frozen_by=-1, confirmed=False,
            )  # fmt: skip
            state = State(
                circle="", epoch=0, recent=[], title=title, origin_circle="", origin_turn="",
                policy=msgspec.structs.replace(DEFAULT_POLICY, kind=kind), relays=relays, seats=[founder], next=1, heads=[],
                waiting=[], done=[], closed=False,
            )  # fmt: skip
            made = make_genesis(state, 0, key, draw_logs(self.around.random), self.around.today(), self.around.random)
            begin(circle, made, 0)
        return circle

    def sync(self, circle: Circle) -> Report:
        """Exchange everything, tend the door, do what a coordinator's client does by itself, exchange again."""
        if circle.me.status == "knocking":
            self.knock_step(circle)
            if circle.me.status == "knocking":
                return Report()
        retention.expire(circle, self.around.today())
        if circle.tree is None or not circle.following:
            return Report()
        boxes = self.mailboxes(circle.state.relays)
        report = sync(circle, boxes)
        if circle.me.status != "active" or not report.answered:
            return report
        self._open_notes(circle)
        tend_clones(self, circle)
        inviting.tend(circle, boxes)
        routine(circle, boxes)
        again = sync(circle, boxes)
        inviting.tend(circle, boxes)
        again.received, again.sent = again.received + report.received, again.sent + report.sent
        again.moved |= report.moved
        return again

    def knock(self, link: str, name: str, purpose: Purpose = "admit") -> Circle:
        """Knock at a door: a new circle of this device, not yet entered."""
        door.read_link(link)
        with self.vault.write():
            circle = self.new(name, "knocking")
            knocking.start(circle, link, name, purpose)
        return circle

    def knock_step(self, circle: Circle) -> bool:
        """Carry this device's knock on; whether it was let in."""
        under_way = knocking.current(circle)
        if under_way is None:
            return True
        link = door.read_link(under_way.link)
        if knocking.step(circle, self.mailboxes(link.relays)) is not None:
            return False
        with self.vault.write():
            for old in self.circles():
                if old.me.ref != circle.me.ref and old.me.circle == circle.me.circle:
                    old.change_me(status="taken")
            announce(circle)
        self.sync(circle)
        return True

    def proposals(self, circle: Circle) -> list[Pending]:
        """What the circle is deciding."""
        return pending(circle)

    def approve(self, circle: Circle, identity: str) -> Pending:
        """Stand behind a proposal. A coordinator's client first checks the vouches it carries. Raises NotFound, NotAllowed."""
        meant = [p for p in pending(circle) if p.id.startswith(identity)] if identity else []
        found = meant[0] if len(meant) == 1 else None  # a few letters that fit two name neither
        if found is None:
            raise NotFound(identity)
        if circle.me.seat in found.approvers:
            raise NotAllowed("already-behind")
        if circle.me.seat == found.proposal.target:
            raise NotAllowed("about-you")
        needs = len(found.proposal.vouches)
        if needs and circle.me.seat in coordinators(circle.state) and inviting.commitments(circle, found.proposal) < needs:
            raise NotAllowed("cannot-check-vouches")
        write(circle, "circle.approve.v1", Approve(proposal=found.id))
        return next(p for p in pending(circle) if p.id == found.id)

    def veto(self, circle: Circle, identity: str) -> None:
        """Object to what waits: a restore of this very seat, or (as coordinator) the closing of the circle."""
        found = [w for w in circle.state.waiting if identity and w.id.startswith(identity)]
        if len(found) != 1:
            raise NotFound(identity)
        write(circle, "circle.veto.v1", Veto(proposal=found[0].id))

    def propose(self, circle: Circle, action: str, target: int = -1, **fields: object) -> Pending | None:
        """Propose `action`; where this seat alone suffices it is complete at once. An equal open proposal is approved instead."""
        blank: dict[str, object] = {
            "action": action, "target": target, "card": None, "vouches": [], "policy": None, "relays": None, "role": "", "title": "",
        }  # fmt: skip
        proposal = msgspec.convert({**blank, **fields}, Proposal, from_attributes=True)
        for p in pending(circle):
            if p.proposal == proposal and circle.me.seat not in p.approvers:
                return self.approve(circle, p.id)
            if p.proposal == proposal:
                return p
        identity = inviting.propose(circle, proposal)
        return next((p for p in pending(circle) if p.id == identity), None)

    def turn(self, circle: Circle) -> Made:
        """Make a turn now. It is in force here once a relay has it, at the next sync."""
        return turning.turn(circle)

    def _open_notes(self, circle: Circle) -> None:
        opened = {name for name, _ in self.vault.scan(circle.kind("opened"), bool)}
        for identity, signed in list(circle.entries.items()):
            entry = signed.entry
            if entry.kind != "circle.sealed.v1" or identity in opened or entry.seat == circle.me.seat:
                continue
            sealed = msgspec.convert(entry.body, Sealed)
            node = circle.trunk.nodes.get(entry.turn)
            mine = seat_of(node.state, circle.me.seat) if node else None
            key = circle.sealing_for(mine.kem) if mine else None
            note = open_note(sealed, circle.state.circle, entry.turn, entry.seat, key) if key else None
            with self.vault.write():
                circle.put("opened", identity, True)
                if note is not None:
                    self._take_note(circle, note, entry.seat)

    def _take_note(self, circle: Circle, note: msgspec.Struct, author: int) -> None:
        if isinstance(note, KnockNote):
            inviting.note_knock(circle, note, author, mine=False)
        elif isinstance(note, VouchNote):
            inviting.note_vouch(circle, note, author)
        elif isinstance(note, LinkNote) and names.valid(note.title):
            circle.put("link", note.link, (author, note))
        elif isinstance(note, CloneNote):
            circle.put("clone", f"{note.circle}:{note.stage}:{author}", (author, note))
