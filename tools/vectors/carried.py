"""Entries, cards and turns over a base state, for the vectors of turns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from homeward.circle.entry import sign_entry
from homeward.circle.evidence import turn_preimage
from homeward.circle.make_turn import Carried, draw_logs, make_turn
from homeward.circle.naming import turn_digest
from homeward.keys import sign
from homeward.schema.entry import Entry, Signed
from homeward.schema.state import NewcomerCard
from homeward.schema.turn import SignedTurn, Turn

from .case import b64, draw, stream
from .cast import DAY, Base, keys_of
from .sealed import faked


def card(label: str, target: int = -1, name: str = "Новая") -> NewcomerCard:
    """A newcomer's card whose keys depend on the label."""
    ed, kem = keys_of("card " + label)
    return NewcomerCard(v=1, name=name, ed=b64(ed.public), kem=b64(kem.public), seat=target)


def entry(
    base: Base, seat: int, kind: str, body: Any, n: int = 1, turn: str = "", key: sign.SigningKey | None = None, **fields: Any
) -> Signed:
    """A signed entry of a seat in the base's epoch."""
    said = body if isinstance(body, dict) else msgspec.to_builtins(body)
    made = Entry(v=1, kind=kind, turn=turn or base.id, seat=seat, n=n, prev="", seen=[], again="", day=DAY, body=said)
    made = msgspec.structs.replace(made, **fields)
    return sign_entry(base.state.circle, made, key or base.signing[seat])


def turn(base: Base, author: int, label: str, **carried: Iterable[Any]) -> SignedTurn:
    """A turn the rules accept. Slots are listed, not sealed."""
    given = Carried(**{k: tuple(v) for k, v in carried.items()})  # type: ignore[arg-type]
    with faked(label):
        random = stream("turn/" + label)
        return make_turn(base.state, base.id, author, base.signing[author], given, draw_logs(stream("lanes")), DAY, random).signed


def again(signed: SignedTurn, key: sign.SigningKey, **changes: Any) -> SignedTurn:
    """A turn with fields replaced, signed afresh: what a deceiver would send."""
    changed: Turn = msgspec.structs.replace(signed.turn, **changes)
    digest = b64(turn_digest(changed))
    return SignedTurn(turn=changed, sig=b64(key.sign(turn_preimage(changed.circle, changed.parent, changed.author, digest))))


def hash_list(count: int) -> list[str]:
    """As many different ids."""
    return [b64(draw(f"id {n}")) for n in range(count)]
