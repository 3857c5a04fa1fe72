"""Commands that change who is in the circle, and how it is kept."""

from __future__ import annotations

import click

from homeward.circle import linking
from homeward.circle.errors import NotAllowed
from homeward.circle.naming import chain_words
from homeward.circle.pending import Pending
from homeward.circle.roster import coordinators, witnesses
from homeward.circle.turning import absent, repair
from homeward.schema.state import Policy

from .circle import act
from .circle_door import relay_at
from .session import Session
from .words import chosen_language, w


def _line(session: Session, p: Pending) -> str:
    who = session.circle.name_of(p.proposal.target) if p.proposal.target >= 0 else p.proposal.card.name if p.proposal.card else ""
    behind = ", ".join(session.circle.name_of(a) for a in sorted(p.approvers))
    state = w("proposal-complete" if p.complete else "proposal-open")
    return w("proposal-line", id=p.id[:8], what=w(f"action-{p.proposal.action}"), who=who, behind=behind, state=state)


def _data(session: Session, p: Pending) -> dict[str, object]:
    card = p.proposal.card
    name = session.circle.name_of(p.proposal.target) if p.proposal.target >= 0 else card.name if card else ""
    approvers = [session.circle.name_of(a) for a in sorted(p.approvers)]
    return {"proposal": p.id, "action": p.proposal.action, "name": name, "approvers": approvers, "complete": p.complete}


@act("proposals")
def proposals(session: Session) -> None:
    """See `cmd-circle-proposals`."""
    session.sync()
    found = session.device.proposals(session.circle)
    waiting = session.circle.state.waiting
    drafts = linking.clone_drafts(session.circle)
    lines = [_line(session, p) for p in found]
    lines += [w("waiting-line", id=x.id[:8], what=w(f"action-{x.proposal.action}")) for x in waiting]
    lines += [w("clone-line", id=n.circle[:8], who=session.circle.name_of(a)) for a, n in drafts]
    data = {
        "proposals": [_data(session, p) for p in found],
        "waiting": [{"proposal": x.id, "action": x.proposal.action} for x in waiting],
        "clones": [{"clone": n.circle, "by": session.circle.name_of(a)} for a, n in drafts],
    }
    session.say(data, *(lines or [w("none")]))


@act("approve")
@click.argument("proposal")
def approve(session: Session, proposal: str) -> None:
    """See `cmd-circle-approve`."""
    session.sync()
    if any(n.circle.startswith(proposal) for _, n in linking.clone_drafts(session.circle)):
        linking.sign_clone(session.circle, proposal)
        session.sync()
        session.say({"signed": proposal}, w("clone-signed"))
        return
    done = session.device.approve(session.circle, proposal)
    session.sync()
    session.say(_data(session, done), _line(session, done))


@act("veto")
@click.argument("proposal")
def veto(session: Session, proposal: str) -> None:
    """See `cmd-circle-veto`."""
    session.sync()
    session.device.veto(session.circle, proposal)
    session.sync()
    session.say({"vetoed": proposal}, w("vetoed"))


@act("turn")
def turn(session: Session) -> None:
    """See `cmd-circle-turn`."""
    session.sync()
    session.device.turn(session.circle)
    session.sync()
    epoch = session.circle.state.epoch
    session.say({"epoch": epoch, "seats": len(session.circle.state.seats)}, w("turned", epoch=epoch))


@act("seats")
def seats(session: Session) -> None:
    """See `cmd-circle-seats`."""
    session.sync()
    mine = session.circle
    missing, chairs, seen = set(absent(mine)), coordinators(mine.state), witnesses(mine.state)
    chain = chain_words(mine.here.id, chosen_language())
    rows = [
        {
            "seat": s.seat, "name": s.name, "roles": s.roles, "state": s.state, "witness": s.seat in seen, "me": s.seat == mine.me.seat,
            "missed_turn": s.seat in missing,
        }
        for s in mine.state.seats
    ]  # fmt: skip
    lines = [w("seats-title", title=mine.state.title, epoch=mine.state.epoch, count=len(rows))]
    for s in mine.state.seats:
        notes = [w(f"role-{r}") for r in s.roles] + ([w("seat-frozen")] if s.state == "frozen" else [])
        notes += [w("seat-me")] if s.seat == mine.me.seat else []
        notes += [w("seat-missed")] if s.seat in missing else []
        lines.append(w("seat-line", n=s.seat, name=s.name, notes=", ".join(notes) or w("role-member")))
    lines += [w("chain-words", words=" ".join(chain))] + ([w("one-founder")] if len(chairs) == 1 else [])
    session.say(
        {"title": mine.state.title, "epoch": mine.state.epoch, "chain": list(chain), "seats": rows, "status": mine.me.status}, *lines
    )


def _decide(session: Session, action: str, seat: str, **fields: object) -> None:
    session.sync()
    done = session.device.propose(session.circle, action, session.seat(seat) if seat else -1, **fields)
    session.sync()
    if done:
        session.say(_data(session, done), _line(session, done), w("now-turn" if done.complete else "now-others"))


@act("promote")
@click.argument("seat")
@click.option("--role", type=click.Choice(["coordinator", "lawyer"]), default="coordinator", show_default=True, help=w("opt-role"))
def promote(session: Session, seat: str, role: str) -> None:
    """See `cmd-circle-promote`."""
    _decide(session, "promote", seat, role=role)


@act("demote")
@click.argument("seat")
@click.option("--role", type=click.Choice(["coordinator", "lawyer"]), default="coordinator", show_default=True, help=w("opt-role"))
def demote(session: Session, seat: str, role: str) -> None:
    """See `cmd-circle-demote`."""
    _decide(session, "demote", seat, role=role)


@act("expel")
@click.argument("seat")
def expel(session: Session, seat: str) -> None:
    """See `cmd-circle-expel`."""
    _decide(session, "expel", seat)


@act("freeze")
@click.argument("seat")
def freeze(session: Session, seat: str) -> None:
    """See `cmd-circle-freeze`."""
    _decide(session, "freeze", seat)


@act("confirm")
@click.argument("seat")
def confirm(session: Session, seat: str) -> None:
    """See `cmd-circle-confirm`."""
    _decide(session, "confirm", seat)


@act("thaw")
@click.argument("seat")
def thaw(session: Session, seat: str) -> None:
    """See `cmd-circle-thaw`."""
    session.sync()
    target = session.seat(seat)
    found = [p for p in session.device.proposals(session.circle) if p.proposal.action == "thaw" and p.proposal.target == target]
    if not found:
        session.say({"thaw": None}, w("thaw-needs-words"))
        return
    done = found[0] if session.circle.me.seat in found[0].approvers else session.device.approve(session.circle, found[0].id)
    session.sync()
    session.say(_data(session, done), _line(session, done), w("now-turn" if done.complete else "now-others"))


@act("leave")
@click.option("--anyway", is_flag=True, help=w("opt-anyway"))
def leave(session: Session, anyway: bool) -> None:
    """See `cmd-circle-leave`."""
    session.sync()
    mine = session.circle
    if coordinators(mine.state) == [mine.me.seat] and len(mine.state.seats) > 1 and not anyway:
        raise NotAllowed("last-coordinator")
    session.device.propose(mine, "leave", mine.me.seat)
    session.sync()
    session.say({"leaving": True}, w("leaving"))


@act("close")
def close(session: Session) -> None:
    """See `cmd-circle-close`."""
    _decide(session, "close", "")


@act("policy")
@click.option("--talk-days", type=click.IntRange(1, 180), help=w("opt-talk-days"))
@click.option("--turn-days", type=click.IntRange(1, 30), help=w("opt-turn-days"))
@click.option("--vouchers", type=click.IntRange(1, 3), help=w("opt-vouchers"))
@click.option("--probation-days", type=click.IntRange(0, 90), help=w("opt-probation-days"))
@click.option("--title", "new_title", default="", help=w("opt-title"))
@click.option("--relay", "urls", multiple=True, help=w("opt-relays"))
def policy(
    session: Session,
    talk_days: int | None,
    turn_days: int | None,
    vouchers: int | None,
    probation_days: int | None,
    new_title: str,
    urls: tuple[str, ...],
) -> None:
    """See `cmd-circle-policy`."""
    session.sync()
    now = session.circle.state.policy
    wanted = Policy(
        kind=now.kind, vouchers=vouchers or now.vouchers, talk_days=talk_days or now.talk_days, turn_days=turn_days or now.turn_days,
        probation_days=now.probation_days if probation_days is None else probation_days,
    )  # fmt: skip
    if wanted != now:
        _decide(session, "policy", "", policy=wanted)
    if new_title:
        _decide(session, "title", "", title=new_title)
    if urls:
        _decide(session, "relays", "", relays=[relay_at(u) for u in urls])
    if wanted == now and not new_title and not urls:
        lines = [
            w("policy-line", talk=now.talk_days, turn=now.turn_days, vouchers=now.vouchers, probation=now.probation_days),
            *(w("policy-relay", url=r.url) for r in session.circle.state.relays),
        ]
        session.say({"policy": now, "relays": [r.url for r in session.circle.state.relays]}, *lines)


@act("clone")
@click.option("--without", "without", multiple=True, required=True, help=w("opt-without"))
@click.option("--title", "new_title", default="", help=w("opt-clone-title"))
def clone(session: Session, without: tuple[str, ...], new_title: str) -> None:
    """See `cmd-circle-clone`."""
    session.sync()
    seats = [session.seat(s) for s in without]
    made = linking.clone(session.device, session.circle, seats, new_title or session.circle.state.title)
    session.sync()
    session.say({"clone": made}, w("cloned", id=made[:8]), w("clone-silence"))


@act("repair")
@click.argument("seat")
def repair_(session: Session, seat: str) -> None:
    """See `cmd-circle-repair`."""
    session.sync()
    repair(session.circle, session.seat(seat))
    session.sync()
    session.say({"repaired": seat}, w("repaired", name=seat))
