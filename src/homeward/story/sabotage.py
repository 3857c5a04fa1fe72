"""Breaks one promise on purpose, inside the story's own processes only, so that the story can show it would notice.

Nothing outside `homeward.story` knows these switches.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import msgspec

from homeward.keys import words as words_
from homeward.schema.state import State


def _part(name: str) -> Any:
    return import_module(f"homeward.circle.{name}")


apply, block, circle_, decisions, epoch, inviting, make_turn, order, pending, reading, settle, slots = map(
    _part, ("apply", "block", "circle", "decisions", "epoch", "inviting", "make_turn", "order", "pending", "reading", "settle", "slots")
)  # fmt: skip

NAMES = ("words", "two", "order", "history", "freeze", "expel", "cut", "restore", "durability", "ignorance")


def sabotage(name: str, who: str) -> None:
    """Patch this process. `durability` and `ignorance` are done by the narrator, who owns the relay's folder."""
    if name and name not in NAMES:
        raise ValueError(name)
    patch = globals().get(f"_{name}")
    if patch:
        patch(who)


def _words(who: str) -> None:
    # The voucher's device no longer compares.
    inviting.words = _AnyWords()


class _AnyWords:
    def parse_words(self, text: str, count: int) -> int:
        return 0

    def indices(self, data: bytes, count: int) -> int:
        return 0

    def __getattr__(self, name: str) -> Any:
        return getattr(words_, name)


def _two(who: str) -> None:
    # One voice is enough for everything.
    for module in (pending, apply):
        if hasattr(module, "has_quorum"):
            module.has_quorum = lambda *_: True

    decisions.has_quorum = lambda *_: True


def _order(who: str) -> None:
    # One device shows the conversation as it arrived, not as the entries say.
    if who == "sayana":
        original = order.arrange

        def arrived(*args: Any) -> Any:
            result = original(*args)
            result.placed.reverse()
            return result

        circle_.arrange = arrived


def _history(who: str) -> None:
    # The welcome carries an older epoch's entries along.
    original = inviting._welcome

    def generous(circle: Any, mailboxes: Any, knock: Any, ed: str, seat: int, slot: bytes) -> bool:
        texts = [x.text for x in reading.conversation(circle)]
        from homeward.circle.writing import write
        from homeward.schema.events import Said

        for text in texts:
            write(circle, "talk.said.v1", Said(text=text, reply="", objects=[]))
        return original(circle, mailboxes, knock, ed, seat, slot)

    inviting._welcome = generous


def _keep_sealing(state: State) -> list[Any]:
    return list(state.seats)


def _freeze(who: str) -> None:
    # A frozen seat still gets a slot.
    for module in (make_turn, apply):
        module.active = _keep_sealing
    settle._enter = _enter_anyway(settle._enter)
    settle._arrive = lambda circle: None


def _enter_anyway(original: Any) -> Any:
    def enter(circle: Any, node: Any) -> Any:
        seats = [msgspec.structs.replace(s, state="active") for s in node.state.seats]
        return original(circle, type(node)(node.id, msgspec.structs.replace(node.state, seats=seats), node.signed))

    return enter


def _expel(who: str) -> None:
    # Every epoch uses the same content key, so that who was expelled reads on.

    real = epoch.derive.derive

    def without_turn(secret: bytes, label: str, *parts: bytes) -> bytes:
        return real(bytes(32), label) if label == "homeward/content/v1" else real(secret, label, *parts)

    class _Derive:
        derive = staticmethod(without_turn)
        preimage, hash_of, sha256 = (
            staticmethod(slots.derive.preimage),
            staticmethod(slots.derive.hash_of),
            staticmethod(slots.derive.sha256),
        )

    epoch.derive, block._aad = _Derive, lambda _: b""


def _cut(who: str) -> None:
    # Devices take late entries of closed epochs in.

    original = order.arrange

    def everything(entries: Any, epochs: Any) -> Any:
        return original(entries, [order.Epoch(e.turn, e.epoch, e.start, None) for e in epochs])

    circle_.arrange = everything


def _restore(who: str) -> None:
    # A restore is carried out at once, without the turn in which the old phone may object.

    apply.WAITING = frozenset({"close"})
    decisions.WAITING = apply.WAITING
    original = apply.successor

    def at_once(parent: State, parent_id: str, turn: Any, carried: Any) -> State:
        state = original(parent, parent_id, turn, carried)
        seats = {s.seat: s for s in state.seats}
        for d in carried:
            if d.proposal.action == "restore":
                seats[d.proposal.target] = apply._rekeyed(seats[d.proposal.target], d.proposal, state.epoch)
        return msgspec.structs.replace(state, seats=[seats[n] for n in sorted(seats)])

    apply.successor = at_once
    make_turn.successor = at_once
