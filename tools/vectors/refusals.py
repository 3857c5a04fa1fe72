"""Class turn, what is refused: every named reason at least once (PROTOCOL 6.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from homeward.circle.apply import apply
from homeward.circle.errors import TurnRefused
from homeward.circle.naming import parse
from homeward.schema import canonical
from homeward.schema.state import RelayAddress
from homeward.schema.turn import SignedTurn

from .accused import pieces
from .carried import again, card, entry, hash_list, turn
from .case import Case, Cases, b64, draw, refused
from .cast import POLICY, RELAYS, Base, bases
from .turns import approve, propose, rotate

Changed = Callable[..., SignedTurn]


def cases() -> Cases:
    """All of them."""
    all_ = bases()
    yield from _form(all_["pair"])
    yield from _frame(all_["pair"], all_["closed"])
    yield from _entries(all_["pair"])
    yield from _proposals(all_["pair"], all_["frozen"], all_["full"], all_["sole"])
    duo, sole = all_["duo"], all_["sole"]
    lost = {"card": card("lost", 1, name=sole.state.seats[1].name), "vouches": hash_list(1)}
    yield no("vouches-restore", "vouches", "one vouch where two others could", sole, _one(sole, 0, "restore", 1, **lost))
    new = {"card": card("new"), "vouches": hash_list(1)}
    yield no("vouches-admit", "vouches", "two seats can vouch for somebody new", duo, _one(duo, 0, "admit", **new))
    yield from _spent(all_["decided"])
    yield from _quorums(all_["pair"], all_["three"], all_["nine"])
    yield from _rest(all_["pair"], all_["restoring"], all_["closing"])


def no(name: str, reason: str, says: str, base: Base, signed: SignedTurn | dict[str, Any]) -> Case:
    """A turn that is refused for `reason`, checked with the code before it is written."""
    document = signed if isinstance(signed, dict) else msgspec.to_builtins(signed)
    try:
        apply(base.state, base.id, parse(canonical.encode(document)))
    except TurnRefused as error:
        assert error.reason == reason, (name, error)
        return Case("turn", f"bad-{name}", says, {"base": base.name, "turn": document}, refused(reason))
    raise AssertionError(f"{name}: accepted")


def _form(base: Base) -> Cases:
    plain = turn(base, 0, "plain")
    document = msgspec.to_builtins(plain)

    def put(**fields: Any) -> dict[str, Any]:
        return {**document, "turn": {**document["turn"], **fields}}

    yield no("unknown-field", "form", "a field this version does not know", base, put(extra=1))
    yield no(
        "missing-field",
        "form",
        "a field is missing",
        base,
        {**document, "turn": {k: v for k, v in document["turn"].items() if k != "commit"}},
    )
    yield no("author-negative", "form", "a seat below zero", base, put(author=-1))
    yield no("author-too-large", "form", "a seat that does not fit into 32 bits", base, put(author=2**32))
    yield no("epoch-too-large", "form", "an epoch that does not fit into 32 bits", base, put(epoch=2**32))
    yield no("author-text", "form", "a number as text", base, put(author="0"))
    yield no("commit-short", "form", "a commitment that is not 32 bytes", base, put(commit="AAAA"))
    yield no("roster-empty", "form", "no roster hash", base, put(roster=""))
    yield no("parent-padding", "form", "an id in another spelling", base, put(parent=base.id + "="))
    yield no("slot-hash", "form", "a slot hash that is no hash", base, put(slots=[[-1, "x"], *document["turn"]["slots"][1:]]))
    yield no("slot-seat", "form", "a slot of seat -2", base, put(slots=[[-2, b64(draw("s"))], *document["turn"]["slots"][1:]]))
    yield no("frontier-head", "form", "a head that is no id", base, put(frontier=[[4, 1, "x"]]))


def _frame(base: Base, closed: Base) -> Cases:
    plain, key = turn(base, 0, "plain"), base.signing[0]

    def put(**fields: Any) -> SignedTurn:
        return again(plain, key, **fields)

    yield no("version", "parent", "another version", base, put(v=2))
    yield no("circle", "parent", "another circle", base, put(circle=b64(draw("elsewhere"))))
    yield no("parent", "parent", "another parent", base, put(parent=b64(draw("elsewhere"))))
    yield no("epoch", "parent", "an epoch is skipped", base, put(epoch=9))
    yield no("epoch-same", "parent", "the parent's own epoch", base, put(epoch=7))
    yield no("state", "genesis", "only a first turn carries a state", base, put(state=base.state))
    after = msgspec.structs.replace(plain.turn, circle=closed.state.circle, parent=closed.id)
    yield no(
        "after-closing", "genesis", "nothing follows in a closed circle", closed, again(SignedTurn(turn=after, sig=""), closed.signing[0])
    )
    yield no("signature", "author", "signed by another seat", base, again(plain, base.signing[1]))
    yield no("signature-text", "author", "a signature that is no signature", base, msgspec.structs.replace(plain, sig="x"))
    yield no("author-unknown", "author", "no such seat", base, put(author=40))
    yield no("author-member", "author", "a member makes no routine turn", base, again(plain, base.signing[4], author=4))
    yield no("roster", "roster", "another roster hash than the state it leads to", base, put(roster=b64(draw("roster"))))
    yield no("slots-missing", "slots", "a seat gets no slot", base, put(slots=plain.turn.slots[:-1]))
    twice = [next(s for s in plain.turn.slots if s[0] == 0)[1]] * 8
    yield no(
        "slots-alike",
        "slots",
        "two slots with one hash",
        base,
        put(slots=[(s, h) for (s, _), h in zip(plain.turn.slots, twice, strict=True)]),
    )
    other = [(5 if s == 4 else s, h) for s, h in plain.turn.slots]
    yield no("slots-twice", "slots", "one seat twice and another not at all", base, put(slots=other))
    yield no("slots-unpadded", "slots", "fewer dummies than the padding asks", base, put(slots=[s for s in plain.turn.slots if s[0] >= 0]))
    log = plain.turn.logs[0]
    yield no("logs-missing", "logs", "a relay without lanes", base, put(logs=[]))
    yield no(
        "logs-other-relay",
        "logs",
        "lanes for a relay the circle does not have",
        base,
        put(logs=[msgspec.structs.replace(log, relay=b64(draw("r", 16)))]),
    )
    yield no("logs-fifteen", "logs", "fifteen lanes", base, put(logs=[msgspec.structs.replace(log, talk=log.talk[:15])]))
    yield no("logs-alike", "logs", "a lane twice", base, put(logs=[msgspec.structs.replace(log, turn=[*log.turn[:15], log.talk[0]])]))
    yield no("logs-no-key", "logs", "a lane that is no key", base, put(logs=[msgspec.structs.replace(log, turn=[*log.turn[:15], "x"])]))
    yield no("frontier-unsorted", "frontier", "seats out of order", base, put(frontier=[(5, 1, b64(draw("x"))), (4, 1, b64(draw("y")))]))
    yield no("frontier-twice", "frontier", "a seat twice", base, put(frontier=[(4, 1, b64(draw("x"))), (4, 2, b64(draw("y")))]))
    yield no("frontier-back", "frontier", "a seat's entries do not become fewer", base, put(frontier=[(0, 2, b64(draw("x")))]))
    yield no("frontier-same", "frontier", "another head at the same place", base, put(frontier=[(0, 3, b64(draw("x")))]))
    yield no("frontier-unknown", "frontier", "a seat that does not exist", base, put(frontier=[(40, 1, b64(draw("x")))]))


def _entries(base: Base) -> Cases:
    plain, key = turn(base, 0, "plain"), base.signing[0]
    good = propose(base, 0, "expel", 4)

    def put(*proposals: Any, approvals: Any = ()) -> SignedTurn:
        return again(plain, key, proposals=list(proposals), approvals=list(approvals))

    yield no("entry-old", "entry-out-of-date", "signed five turns ago", base, put(propose(base, 0, "expel", 4, at=b64(draw("turn 3")))))
    yield no(
        "entry-version",
        "entry-out-of-date",
        "an entry of another version",
        base,
        put(entry(base, 0, "circle.propose.v1", good.entry.body, v=2)),
    )
    yield no(
        "entry-forged",
        "entry-signature",
        "signed with another key than the seat's",
        base,
        put(entry(base, 1, "circle.propose.v1", good.entry.body, key=key)),
    )
    yield no(
        "entry-stranger",
        "entry-signature",
        "by a seat that does not exist",
        base,
        put(entry(base, 40, "circle.propose.v1", good.entry.body, key=key)),
    )
    yield no("entry-kind", "entry-kind", "an approval where a proposal belongs", base, put(approve(base, 0, good)))
    yield no(
        "entry-body", "entry-body", "a proposal without its fields", base, put(entry(base, 0, "circle.propose.v1", {"action": "expel"}))
    )
    yield no(
        "entry-action",
        "entry-body",
        "an action nobody knows",
        base,
        put(entry(base, 0, "circle.propose.v1", {**good.entry.body, "action": "crown"})),
    )
    yield no("proposal-twice", "proposal-repeated", "the same proposal twice", base, put(good, good, approvals=[approve(base, 1, good)]))
    yield no(
        "approval-alone", "approval-unused", "an approval of something that is not carried", base, put(approvals=[approve(base, 1, good)])
    )
    yield no(
        "approval-twice",
        "approval-unused",
        "one seat approves twice",
        base,
        put(good, approvals=[approve(base, 1, good), approve(base, 1, good, n=2)]),
    )
    yield no(
        "approval-own",
        "approval-unused",
        "the proposer is her own first approver already",
        base,
        put(good, approvals=[approve(base, 0, good, n=2)]),
    )
    ed = rotate(base, 4)
    weak = entry(base, 4, "circle.rotate.v1", {**ed.entry.body, "ed": b64(bytes(32))})
    yield no("rotation-weak", "rotation", "a key of small order", base, again(plain, key, rotations=[weak]))
    yield no(
        "rotation-kem",
        "rotation",
        "a sealing key that is none",
        base,
        again(plain, key, rotations=[entry(base, 4, "circle.rotate.v1", {**ed.entry.body, "kem": "AAAA"})]),
    )
    yield no("rotation-twice", "rotation", "two rotations of one seat", base, again(plain, key, rotations=[ed, rotate(base, 4, "b", n=2)]))
    yield no(
        "rotation-late", "rotation", "of an earlier epoch", base, again(plain, key, rotations=[rotate(base, 4, at=base.state.recent[0])])
    )
    taken = entry(base, 4, "circle.rotate.v1", {**ed.entry.body, "ed": base.state.seats[5].ed})
    yield no("rotation-taken", "roster", "to a key another seat has", base, again(plain, key, rotations=[taken]))
    piece = pieces(base, 4)["turns"]
    yield no(
        "evidence-empty",
        "evidence",
        "a proof that proves nothing",
        base,
        again(plain, key, evidence=[msgspec.structs.replace(piece, turns=piece.turns[:1])]),
    )
    yield no(
        "evidence-stranger", "evidence", "against no seat", base, again(plain, key, evidence=[msgspec.structs.replace(piece, seat=40)])
    )
    yield no("evidence-twice", "evidence", "twice against one seat", base, again(plain, key, evidence=[piece, piece]))
    yield no(
        "evidence-own",
        "author",
        "the accused makes no turn",
        base,
        again(plain, base.signing[1], author=1, evidence=[pieces(base, 1)["turns"]]),
    )


def _proposals(base: Base, frozen: Base, full: Base, sole: Base) -> Cases:
    def put(action: str, target: int = -1, on: Base = base, **fields: Any) -> SignedTurn:
        made = propose(on, 0, action, target, **fields)
        return again(turn(on, 0, "plain"), on.signing[0], proposals=[made], approvals=[approve(on, 1, made)])

    new = {"card": card("new"), "vouches": hash_list(2)}
    yield no("target-none", "target", "an expulsion of nobody", base, put("expel"))
    yield no("target-unknown", "target", "an expulsion of a seat that does not exist", base, put("expel", 40))
    yield no("target-needless", "target", "a title with a target", base, put("title", 4, title="Дом"))
    yield no("unused-title", "unused-fields", "an expulsion with a title", base, put("expel", 4, title="x"))
    yield no("unused-card", "unused-fields", "a title with a card", base, put("title", title="Дом", card=card("new")))
    yield no("unused-role", "unused-fields", "a freeze with a role", base, put("freeze", 4, role="lawyer"))
    yield no("card-none", "card", "an admission without a card", base, put("admit", vouches=hash_list(2)))
    yield no("card-seat", "card", "a card for another seat", base, put("admit", card=card("new", 4), vouches=hash_list(2)))
    yield no(
        "card-version",
        "card",
        "a card of another version",
        base,
        put("admit", card=msgspec.structs.replace(card("new"), v=2), vouches=hash_list(2)),
    )
    yield no(
        "card-weak",
        "card",
        "a signing key of small order",
        base,
        put("admit", card=msgspec.structs.replace(card("new"), ed=b64(bytes(32))), vouches=hash_list(2)),
    )
    yield no(
        "card-kem",
        "card",
        "a sealing key that is none",
        base,
        put("admit", card=msgspec.structs.replace(card("new"), kem="AAAA"), vouches=hash_list(2)),
    )
    yield no(
        "card-seated",
        "card",
        "keys that are seated already",
        base,
        put("admit", card=msgspec.structs.replace(card("new"), ed=base.state.seats[4].ed), vouches=hash_list(2)),
    )
    yield no("vouches-few", "vouches", "one vouch where two are asked", base, put("admit", card=card("new"), vouches=hash_list(1)))
    yield no("vouches-alike", "vouches", "one vouch twice", base, put("admit", card=card("new"), vouches=hash_list(1) * 2))
    yield no("vouches-text", "vouches", "a vouch that is no hash", base, put("admit", card=card("new"), vouches=["a", "b"]))
    yield no(
        "name-taken",
        "name",
        "a pseudonym that is taken",
        base,
        put("admit", card=card("new", name=base.state.seats[3].name), vouches=hash_list(2)),
    )
    yield no("name-empty", "name", "no pseudonym", base, put("admit", card=card("new", name=""), vouches=hash_list(2)))
    yield no("name-long", "name", "41 code points", base, put("admit", card=card("new", name="а" * 41), vouches=hash_list(2)))
    yield no(
        "name-direction",
        "name",
        "a direction override inside",
        base,
        put("admit", card=card("new", name="Ая\u202eна"), vouches=hash_list(2)),
    )
    yield no(
        "name-zero-width",
        "name",
        "a zero width space inside",
        base,
        put("admit", card=card("new", name="Ая\u200bна"), vouches=hash_list(2)),
    )
    yield no("name-space", "name", "a space at the end", base, put("admit", card=card("new", name="Аяна "), vouches=hash_list(2)))
    yield no("full", "full", "every seat of a porch is taken", full, put("admit", on=full, **new))
    yield no("policy-none", "policy", "no policy", base, put("policy"))
    for name, fields in {"vouchers-0": {"vouchers": 0}, "vouchers-4": {"vouchers": 4}, "talk-0": {"talk_days": 0}, "talk-181": {"talk_days": 181},
                         "turn-0": {"turn_days": 0}, "turn-31": {"turn_days": 31}, "probation-91": {"probation_days": 91}, "kind": {"kind": "porch"}}.items():  # fmt: skip
        yield no(
            f"policy-{name}",
            "policy",
            "a number outside its bounds, or another kind",
            base,
            put("policy", policy=msgspec.structs.replace(POLICY, **fields)),
        )
    lists = {"none": None, "empty": [], "twice": RELAYS * 2, "four": [RelayAddress(relay=b64(draw(f"r{n}", 16)), url=f"http://r{n}.invalid") for n in range(4)],
             "short-id": [RelayAddress(relay="AAAA", url="http://r.invalid")], "space": [RelayAddress(relay=b64(draw("r", 16)), url="http://r .invalid")]}  # fmt: skip
    for name, relays in lists.items():
        yield no(f"relays-{name}", "relays", "a list of relays that cannot be", base, put("relays", relays=relays))
    yield no("title-empty", "title", "an empty title", base, put("title"))
    yield no("role-none", "role", "a promotion to nothing", base, put("promote", 4))
    yield no(
        "thaw-active", "not-frozen", "a thaw of a seat that is not frozen", base, put("thaw", 4, card=card("t", 4), vouches=hash_list(1))
    )
    yield no("confirm-active", "not-frozen", "a freeze that is not there is not confirmed", base, put("confirm", 4))
    yield no("freeze-frozen", "freeze-outstanding", "the seat is frozen already", frozen, put("freeze", 4, on=frozen))
    made = propose(frozen, 3, "freeze", 5)
    twice = again(turn(frozen, 0, "plain"), frozen.signing[0], proposals=[made], approvals=[approve(frozen, 0, made)])
    yield no("freeze-second", "freeze-outstanding", "one outstanding freeze a proposer", frozen, twice)
    two = [propose(base, 3, "freeze", 4), propose(base, 3, "freeze", 5, n=2)]
    many = again(
        turn(base, 0, "plain"), base.signing[0], proposals=two, approvals=[approve(base, 2, p, n=i + 1) for i, p in enumerate(two)]
    )
    yield no("freeze-two-at-once", "freeze-outstanding", "two freezes of one proposer in one turn, no coordinator behind them", base, many)
    left = propose(base, 3, "leave", 4)
    yield no("leave-other", "target", "nobody leaves for another", base, again(turn(base, 0, "plain"), base.signing[0], proposals=[left]))
    first, second = propose(base, 0, "expel", 4), propose(base, 0, "promote", 4, n=2, role="lawyer")
    gone = again(
        turn(base, 0, "plain"),
        base.signing[0],
        proposals=[first, second],
        approvals=[approve(base, 1, first), approve(base, 1, second, n=2)],
    )
    yield no("target-gone", "target", "promoted and expelled in one turn", base, gone)
    yield no("promote-sole", "quorum", "an only coordinator makes no second alone", sole, _one(sole, 0, "promote", 2, role="coordinator"))


def _spent(base: Base) -> Cases:
    old = propose(base, 0, "expel", 4, at=base.state.recent[0])
    signed = again(turn(base, 0, "plain"), base.signing[0], proposals=[old], approvals=[approve(base, 1, old)])
    yield no("proposal-spent", "proposal-repeated", "it was carried out in an earlier turn", base, signed)


def _one(
    base: Base, seat: int, action: str, target: int = -1, approvers: tuple[int, ...] = (), author: int = 0, **fields: Any
) -> SignedTurn:
    made = propose(base, seat, action, target, **fields)
    plain = again(turn(base, 0, "plain"), base.signing[author], author=author)
    return again(plain, base.signing[author], proposals=[made], approvals=[approve(base, a, made) for a in approvers])


def _quorums(pair: Base, three: Base, nine: Base) -> Cases:
    new = {"card": card("new"), "vouches": hash_list(2)}
    yield no("quorum-admit", "quorum", "one of two coordinators admits nobody", pair, _one(pair, 0, "admit", **new))
    yield no("quorum-members", "quorum", "members do not admit", pair, _one(pair, 2, "admit", -1, (3, 4, 5), **new))
    yield no("quorum-expel", "quorum", "one coordinator expels nobody", pair, _one(pair, 0, "expel", 4))
    yield no("quorum-expel-coordinator", "quorum", "the other and two witnesses are too few", pair, _one(pair, 0, "expel", 1, (2, 3)))
    yield no("quorum-target", "quorum", "the target's own approval does not count", three, _one(three, 0, "expel", 2, (2,)))
    yield no("quorum-freeze", "quorum", "one member freezes nobody", pair, _one(pair, 2, "freeze", 4))
    yield no("quorum-freeze-coordinator", "quorum", "two do not freeze a coordinator", pair, _one(pair, 2, "freeze", 1, (3,)))
    yield no(
        "quorum-recovery", "quorum", "five of nine witnesses, while coordinators are active", nine, _one(nine, 3, "expel", 1, (4, 5, 6, 7))
    )
    yield no("quorum-close", "quorum", "one of two coordinators closes nothing", pair, _one(pair, 0, "close"))
    both, other = propose(three, 0, "expel", 2), propose(three, 2, "title", title="Дом")
    approvals = [approve(three, 1, both), approve(three, 0, other, n=2)]
    mixed = again(turn(three, 0, "plain"), three.signing[0], proposals=[both, other], approvals=approvals)
    yield no("quorum-expelled-approver", "quorum", "who is removed in the same turn does not count elsewhere", three, mixed)
    yield no("author-target", "author", "the target does not make the turn", three, _one(three, 0, "expel", 2, (1,), author=2))
    yield no("author-witness", "author", "a witness carries out no admission", pair, _one(pair, 0, "admit", -1, (1,), author=2, **new))


def _rest(pair: Base, restoring: Base, closing: Base) -> Cases:
    def veto(base: Base, seat: int, proposal: str, count: int = 1) -> SignedTurn:
        made = [entry(base, seat, "circle.veto.v1", {"proposal": proposal}, n=n) for n in range(1, count + 1)]
        return again(turn(base, 0, "plain"), base.signing[0], vetoes=made)

    yield no("veto-nothing", "veto-unused", "nothing waits", pair, veto(pair, 4, b64(draw("x"))))
    yield no("veto-twice", "veto-unused", "twice against the same", restoring, veto(restoring, 4, restoring.state.waiting[0].id, 2))
    yield no(
        "veto-coordinator",
        "veto-not-entitled",
        "only the seat's own old key objects to a restore",
        restoring,
        veto(restoring, 0, restoring.state.waiting[0].id),
    )
    yield no(
        "veto-member", "veto-not-entitled", "only a coordinator objects to closing", closing, veto(closing, 4, closing.state.waiting[0].id)
    )
