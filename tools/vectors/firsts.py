"""Class genesis: first turns, of a founder and of a clone (PROTOCOL 6.1, 8.10)."""

from __future__ import annotations

from typing import Any

import msgspec

from homeward.circle.apply import genesis
from homeward.circle.errors import TurnRefused
from homeward.circle.evidence import turn_preimage
from homeward.circle.make_turn import draw_logs, make_genesis
from homeward.circle.naming import parse, turn_digest
from homeward.circle.roster import roster_hash
from homeward.keys import sign
from homeward.schema import canonical
from homeward.schema.state import State
from homeward.schema.turn import SignedTurn

from .carried import entry
from .case import Case, Cases, b64, draw, refused, stream
from .cast import DAY, POLICY, RELAYS, bases, keys_of, proposal, seat
from .sealed import faked
from .turns import summary


def _state(*seats: Any, **changes: Any) -> State:
    made = State(circle="", epoch=0, recent=[], title="Круг у реки", origin_circle="", origin_turn="", policy=POLICY, relays=RELAYS,
                 seats=list(seats), next=max((s.seat for s in seats), default=0) + 1, heads=[], waiting=[], done=[], closed=False)  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def _made(state: State, author: int = 0) -> SignedTurn:
    with faked("genesis"):
        random = stream("genesis")
        return make_genesis(state, author, keys_of(f"seat {author}")[0], draw_logs(stream("lanes")), DAY, random).signed


def cases() -> Cases:
    """All of them."""
    founder = seat(0, ["coordinator"])
    origin = {"origin_circle": b64(draw("circle")), "origin_turn": b64(draw("turn 6"))}
    clone = _state(founder, seat(2, []), seat(3, ["coordinator"]), **origin)
    for name, says, state in (
        ("founder", "a founder with her circle", _state(founder)),
        ("clone", "a clone keeps the numbers of the seats", clone),
    ):
        signed = _made(state)
        after = genesis(signed)
        yield Case("genesis", name, says, {"turn": msgspec.to_builtins(signed)}, {"id": after.circle, **summary(after)})
    good = _made(_state(founder))
    yield from _frame(good)
    yield from _states(good, founder, origin)


def _no(name: str, reason: str, says: str, signed: SignedTurn) -> Case:
    try:
        genesis(parse(canonical.encode(signed)))
    except TurnRefused as error:
        assert error.reason == reason, (name, error)
        return Case("genesis", f"bad-{name}", says, {"turn": msgspec.to_builtins(signed)}, refused(reason))
    raise AssertionError(name)


def _again(signed: SignedTurn, key: sign.SigningKey | None = None, **changes: Any) -> SignedTurn:
    turn = msgspec.structs.replace(signed.turn, **changes)
    message = turn_preimage(turn.circle, turn.parent, turn.author, b64(turn_digest(turn)))
    return SignedTurn(turn=turn, sig=b64((key or keys_of("seat 0")[0]).sign(message)))


def _frame(good: SignedTurn) -> Cases:
    base = bases()["pair"]
    yield _no("version", "genesis", "another version", _again(good, v=2))
    yield _no("epoch", "genesis", "a first turn has epoch 0", _again(good, epoch=1))
    yield _no("parent", "genesis", "a first turn has no parent", _again(good, parent=b64(draw("x"))))
    yield _no("circle", "genesis", "a first turn does not know its own id", _again(good, circle=b64(draw("x"))))
    yield _no("no-state", "genesis", "no state", _again(good, state=None))
    yield _no(
        "carries",
        "genesis",
        "a first turn decides nothing",
        _again(good, proposals=[entry(base, 0, "circle.propose.v1", proposal("close"))]),
    )
    yield _no("frontier", "genesis", "a first turn has no frontier", _again(good, frontier=[(0, 1, b64(draw("x")))]))
    yield _no("signature", "author", "signed by somebody else", _again(good, keys_of("seat 1")[0]))
    yield _no("author", "author", "by a seat that does not exist", _again(good, author=5))
    yield _no("roster", "roster", "another roster hash", _again(good, roster=b64(draw("x"))))
    yield _no("slots", "slots", "no slots", _again(good, slots=[]))
    yield _no("logs", "logs", "no lanes", _again(good, logs=[]))


def _states(good: SignedTurn, founder: Any, origin: dict[str, str]) -> Cases:
    def put(name: str, reason: str, says: str, state: State) -> Case:
        return _no(name, reason, says, _again(good, state=state, roster=roster_hash(state)))

    replace = msgspec.structs.replace
    yield put("member", "author", "a founder is a coordinator", _state(replace(founder, roles=[])))
    yield put("two-seats", "genesis", "only a clone begins with more than its founder", _state(founder, seat(1, [])))
    yield put("not-seat-0", "author", "the founder's seat is 0", _state(replace(founder, seat=3)))
    yield put("next", "genesis", "the next number is above every seat", _state(founder, next=0))
    yield put("frozen", "genesis", "nobody begins frozen", _state(replace(founder, frozen=0)))
    yield put("confirmed", "genesis", "nobody begins with a confirmed freeze", _state(replace(founder, confirmed=True)))
    yield put("since", "genesis", "everybody's seniority begins now", _state(replace(founder, since=4)))
    yield put("roles-twice", "genesis", "a role twice", _state(replace(founder, roles=["coordinator", "coordinator"])))
    yield put("name", "genesis", "a name that breaks rule 1.7", _state(replace(founder, name="")))
    yield put("kem", "genesis", "a sealing key that is none", _state(replace(founder, kem="AAAA")))
    yield put("title", "genesis", "a title that breaks rule 1.7", _state(founder, title=""))
    yield put("policy", "genesis", "a policy outside its bounds", _state(founder, policy=replace(POLICY, vouchers=0)))
    yield put("relays", "genesis", "no relay", _state(founder, relays=[]))
    yield put("waiting-heads", "genesis", "nothing was written yet", _state(founder, heads=[(0, 1, b64(draw("x")))]))
    yield put("closed", "genesis", "a circle does not begin closed", _state(founder, closed=True))
    yield put("origin-half", "form", "an origin circle without its turn", _state(founder, origin_circle=origin["origin_circle"]))
    yield put("origin-text", "form", "an origin that is no id", _state(founder, origin_circle="x", origin_turn="y"))
    yield put("seat-number", "form", "a number that does not fit into 32 bits", _state(founder, seat(1, [], seat=2**32), **origin))
    crowd = [founder, *(seat(n, []) for n in range(1, 6))]
    yield put("full", "full", "six seats in a porch", _state(*crowd, policy=replace(POLICY, kind="porch"), **origin))
    yield put("clone-unsorted", "genesis", "seats out of order", _state(founder, seat(3, []), seat(2, []), **origin))
    yield put("clone-names", "genesis", "one name twice", _state(founder, seat(2, [], name=founder.name), **origin))
    yield put("clone-keys", "genesis", "one key twice", _state(founder, seat(2, [], ed=founder.ed), **origin))
