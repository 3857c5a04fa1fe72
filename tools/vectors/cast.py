"""States of invented circles that the vectors of turns, entries and slots share: written once, as spec/vectors/base/<name>.json."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

import msgspec

from homeward.circle.entry import entry_id
from homeward.keys import seal, sign
from homeward.schema.state import Policy, Proposal, RelayAddress, Role, Seat, State, Waiting

from .case import b64, draw

NAMES = ("Аяна", "Саяна", "Чодураа", "Дарима", "Туяна", "Зарина", "Ольга", "Соелма", "Ирина", "Людмила", "Наран", "Сэсэг")
POLICY = Policy(kind="circle", vouchers=2, talk_days=30, turn_days=7, probation_days=14)
RELAYS = [RelayAddress(relay=b64(draw("relay one", 16)), url="https://relay-one.invalid")]
DAY = 20_000


@dataclass(frozen=True)
class Base:
    """A parent state with the id of its turn, and the seats' private keys by number."""

    name: str
    id: str
    state: State
    signing: dict[int, sign.SigningKey] = field(default_factory=dict)
    sealing: dict[int, seal.SealingKey] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """As it stands in its file."""
        keys = [{"seat": n, "ed": b64(self.signing[n].seed), "kem": b64(self.sealing[n].private)} for n in sorted(self.signing)]
        return {"id": self.id, "state": msgspec.to_builtins(self.state), "keys": keys}


def keys_of(label: str) -> tuple[sign.SigningKey, seal.SealingKey]:
    """A key pair of each kind that depends on the label alone."""
    return sign.SigningKey.from_seed(draw("ed/" + label)), seal.SealingKey.from_private(draw("kem/" + label))


def seat(number: int, roles: list[Role], since: int = 0, label: str = "", **changes: Any) -> Seat:
    """An active seat of the cast."""
    ed, kem = keys_of(label or f"seat {number}")
    made = Seat(seat=number, name=NAMES[number], ed=b64(ed.public), kem=b64(kem.public), roles=roles, state="active", since=since,
                frozen=-1, frozen_by=-1, confirmed=False)  # fmt: skip
    return msgspec.structs.replace(made, **changes)


def base(name: str, chairs: int, members: int, **changes: Any) -> Base:
    """A circle in epoch 7 with that many coordinators (the first seats) and members."""
    seats = [seat(n, ["coordinator"] if n < chairs else [], since=n // 2) for n in range(chairs + members)]
    for number, fields in changes.pop("seats", {}).items():
        seats[number] = msgspec.structs.replace(seats[number], **fields)
    state = State(
        circle=b64(draw("circle")), epoch=7, recent=[b64(draw(f"turn {n}")) for n in (6, 5, 4)], title="Круг у реки", origin_circle="",
        origin_turn="", policy=POLICY, relays=RELAYS, seats=seats, next=len(seats) + 1, heads=[(0, 3, b64(draw("head 0")))], waiting=[],
        done=[(b64(draw("done")), 6)], closed=False,
    )  # fmt: skip
    pairs = {n: keys_of(f"seat {n}") for n in range(len(seats))}
    turn = b64(draw("turn 7 of " + name))
    return Base(
        name, turn, msgspec.structs.replace(state, **changes), {n: p[0] for n, p in pairs.items()}, {n: p[1] for n, p in pairs.items()}
    )


def proposal(action: str, target: int = -1, **fields: Any) -> Proposal:
    """A proposal with everything unused left empty."""
    blank: dict[str, Any] = {"card": None, "vouches": [], "policy": None, "relays": None, "role": "", "title": ""}
    return Proposal(action=action, target=target, **{**blank, **fields})  # type: ignore[arg-type]


def bases() -> dict[str, Base]:
    """Every shared state."""
    frozen = {"state": "frozen", "frozen": 6, "frozen_by": 3, "confirmed": False}
    from .carried import card, entry  # made of this module's keys

    restore = Waiting(
        id=b64(draw("waiting restore")),
        epoch=7,
        proposal=proposal("restore", 4, card=card("restored", 4), vouches=[b64(draw("v1")), b64(draw("v2"))]),
    )
    close = Waiting(id=b64(draw("waiting close")), epoch=7, proposal=proposal("close"))
    found = [
        base("founder", 1, 0),
        base("duo", 1, 1),
        base("sole", 1, 3),
        base("pair", 2, 4),
        base("three", 3, 2),
        base("nine", 3, 7),
        base("orphaned", 0, 9),
        base("frozen", 2, 4, seats={4: frozen}),
        base("confirmed", 2, 4, seats={4: {**frozen, "confirmed": True, "frozen": 3}}),
        base("restoring", 2, 4, waiting=[restore]),
        base("closing", 2, 4, waiting=[close]),
        base("closed", 2, 2, closed=True),
        base("full", 2, 3, policy=msgspec.structs.replace(POLICY, kind="porch")),
    ]
    decided = base("decided", 2, 4)
    spent = entry_id(decided.state.circle, entry(decided, 0, "circle.propose.v1", proposal("expel", 4), turn=decided.state.recent[0]).entry)
    found.append(dataclasses.replace(decided, state=msgspec.structs.replace(decided.state, done=[(spent, 7)])))
    return {b.name: b for b in found}
