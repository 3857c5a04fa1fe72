"""Commands at the door: create, invite, knock, restore, vouch, linked circles."""

from __future__ import annotations

import time

import click

from homeward.circle import door, inviting, knocking, linking, names
from homeward.circle.circle import Circle
from homeward.circle.errors import DoorRefused
from homeward.circle.mailbox import RelayUnreachable
from homeward.circle.relay_client import RelayClient
from homeward.schema import base64url
from homeward.schema.door import Purpose
from homeward.schema.state import RelayAddress

from .circle import act
from .session import Session
from .words import chosen_language, w

APP = "https://homeward.invalid/"
_AS = click.option("--as", "pseudonym", required=True, help=w("opt-as"))


def relay_at(url: str, code: str = "") -> RelayAddress:
    """The relay at `url` with the id it shows now."""
    return RelayAddress(relay=base64url.encode(RelayClient(url, code=code).relay), url=url.rstrip("/"))


@act("create")
@click.argument("name")
@click.option("--relay", "urls", multiple=True, required=True, help=w("opt-relay"))
@_AS
def create(session: Session, name: str, urls: tuple[str, ...], pseudonym: str) -> None:
    """See `cmd-circle-create`."""
    relays = [relay_at(url) for url in urls]
    made = session.device_or_new().found(name, pseudonym, relays)
    session.sync(made)
    session.say({"circle": made.state.circle, "title": name, "seat": 0}, w("created", title=name), w("one-founder"))


@act("invite")
@click.option("--app", default=APP, help=w("opt-app"))
def invite(session: Session, app: str) -> None:
    """See `cmd-circle-invite`."""
    session.sync()
    made, link = inviting.invite(session.circle, session.device.mailboxes(session.circle.state.relays), app)
    session.say({"invitation": made.id, "link": link}, w("invited", id=made.id), link, w("invited-hint"))


@act("invitations")
def invitations(session: Session) -> None:
    """See `cmd-circle-invitations`."""
    found = inviting.invitations(session.circle)
    left = {i.id: i.epoch + inviting.LIFETIME_TURNS - session.circle.state.epoch for i in found}
    data = [{"invitation": i.id, "turns_left": left[i.id]} for i in found]
    session.say({"invitations": data}, *([w("invitation-line", id=i.id, turns=left[i.id]) for i in found] or [w("none")]))


@act("cancel")
@click.argument("invitation")
def cancel(session: Session, invitation: str) -> None:
    """See `cmd-circle-cancel`."""
    inviting.cancel(session.circle, session.device.mailboxes(session.circle.state.relays), invitation)
    session.say({"cancelled": invitation}, w("cancelled"))


@act("knock")
@click.argument("link")
@_AS
@click.option("--timeout", type=click.IntRange(0), default=3600, show_default=True, help=w("opt-timeout"))
def knock(session: Session, link: str, pseudonym: str, timeout: int) -> None:
    """See `cmd-circle-knock`."""
    session.device_or_new()
    _wait_at_door(session, _knocking(session, link, pseudonym, "admit"), timeout)


@act("restore")
@click.argument("link")
@_AS
@click.option("--thaw", is_flag=True, help=w("opt-thaw"))
@click.option("--timeout", type=click.IntRange(0), default=3600, show_default=True, help=w("opt-timeout"))
def restore(session: Session, link: str, pseudonym: str, thaw: bool, timeout: int) -> None:
    """See `cmd-circle-restore`."""
    session.device_or_new()
    _wait_at_door(session, _knocking(session, link, pseudonym, "thaw" if thaw else "restore"), timeout)


def _knocking(session: Session, link: str, pseudonym: str, purpose: Purpose) -> Circle:
    wanted = door.read_link(link)
    for mine in session.device.circles():
        under_way = knocking.current(mine)
        if under_way and door.read_link(under_way.link).secret == wanted.secret and under_way.purpose == purpose:
            return mine
    return session.device.knock(link, pseudonym, purpose)


def _wait_at_door(session: Session, mine: Circle, timeout: int) -> None:
    shown: set[str] = set()
    until = time.monotonic() + timeout
    session.say({"knocking": True}, w("knocking"))
    while not session.device.knock_step(mine):
        under_way = knocking.current(mine)
        for s in under_way.sessions if under_way else []:
            if s.transcript and s.id not in shown:
                shown.add(s.id)
                read = door.six_words(s.transcript, chosen_language())
                data = {"words": list(read), "voucher": s.voucher_name, "seat": s.voucher}
                session.say(data, w("your-words", voucher=s.voucher_name), "   " + "  ".join(read))
        if time.monotonic() >= until:
            if under_way and under_way.inviter is None:  # nobody is slow: the door itself was never reached
                raise RelayUnreachable(", ".join(r.url for r in door.read_link(under_way.link).relays))
            raise DoorRefused("waiting")
        time.sleep(0.3 if timeout < 120 else 2.0)
    session.say({"admitted": True, "seat": mine.me.seat, "circle": mine.state.circle}, w("admitted", title=mine.state.title))


@act("knocks")
def knocks(session: Session) -> None:
    """See `cmd-circle-knocks`."""
    session.sync()
    found = inviting.knocks(session.circle)
    name_of = session.circle.name_of
    data = [
        {"knock": k.number, "name": k.note.name, "purpose": k.note.purpose, "state": k.state, "inviter": name_of(k.inviter)} for k in found
    ]
    lines = [
        w("knock-line", n=k.number, name=k.note.name, purpose=w(f"purpose-{k.note.purpose}"), state=w(f"knock-{k.state}"))
        + (w("knock-twin", names=", ".join(twins)) if (twins := _twins(session, k.note.name, k.note.purpose)) else "")
        for k in found
    ]
    session.say({"knocks": data}, *(lines or [w("none")]))


def _twins(session: Session, name: str, purpose: Purpose) -> list[str]:
    """Names in the circle that the eye cannot tell from `name`, or that differ from it in case only."""
    seated = [s.name for s in session.circle.state.seats if purpose == "admit" or s.name != name]
    return [other for other in seated if names.folded(other) == names.folded(name)]


@act("vouch")
@click.argument("knock", type=int)
@click.option("--words", "typed", default="", help=w("opt-words"))
def vouch(session: Session, knock: int, typed: str) -> None:
    """See `cmd-circle-vouch`."""
    session.sync()
    typed = typed or click.prompt(w("ask-words"))
    done = inviting.vouch(session.circle, session.device.mailboxes(session.circle.state.relays), knock, typed)
    session.sync()
    session.say({"vouched": done.number, "name": done.note.name}, w("vouched", name=done.note.name))


@act("ask")
@click.argument("knock", type=int)
@click.argument("seat")
def ask(session: Session, knock: int, seat: str) -> None:
    """See `cmd-circle-ask`."""
    session.sync()
    inviting.ask(session.circle, knock, session.seat(seat))
    session.sync()
    session.say({"asked": seat}, w("asked", name=seat))


@act("porch")
@click.argument("name")
@_AS
@click.option("--helper", "helpers", multiple=True, help=w("opt-helper"))
@click.option("--case", "is_case", is_flag=True, help=w("opt-case"))
def porch(session: Session, name: str, pseudonym: str, helpers: tuple[str, ...], is_case: bool) -> None:
    """See `cmd-circle-porch`."""
    session.sync()
    seats = [session.seat(h) for h in helpers]
    made = linking.link_circle(session.device, session.circle, name, pseudonym, "case" if is_case else "porch", seats)
    session.sync()
    session.say({"circle": made.state.circle, "title": name}, w("linked", title=name))


@act("links")
def links(session: Session) -> None:
    """See `cmd-circle-links`."""
    session.sync()
    found = linking.links(session.circle)
    data = [{"title": n.title, "kind": n.circle_kind, "from": session.circle.name_of(a), "link": n.link} for a, n in found]
    lines = [w("link-line", title=n.title, who=session.circle.name_of(a)) for a, n in found]
    session.say({"links": data}, *(lines or [w("none")]))


@act("follow")
@click.argument("name")
@_AS
@click.option("--timeout", type=click.IntRange(0), default=3600, show_default=True, help=w("opt-timeout"))
def follow(session: Session, name: str, pseudonym: str, timeout: int) -> None:
    """See `cmd-circle-follow`."""
    found = [note.link for _, note in linking.links(session.circle) if note.title == name]
    mine = linking.follow(session.device, session.circle, found[0] if found else "", pseudonym)
    _wait_at_door(session, mine, timeout)
