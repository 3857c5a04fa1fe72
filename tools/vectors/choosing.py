"""Class choice: from a set of turns and adoptions to one tip, or the alarm (PROTOCOL 6.8, 6.9)."""

from __future__ import annotations

import dataclasses
import itertools
from functools import cache
from typing import Any

import msgspec

from homeward.circle.apply import apply
from homeward.circle.errors import TwoHistories
from homeward.circle.naming import turn_id
from homeward.circle.tree import Node, Tree
from homeward.schema.turn import AdoptionProof, SignedTurn

from .accused import adoption
from .carried import turn
from .case import Case, Cases, refused
from .cast import Base, bases
from .turns import approve, propose


@cache
def named() -> dict[str, SignedTurn]:
    """A small tree over the state `pair`; its file is spec/vectors/base/tree.json."""
    root = bases()["pair"]
    out, title, freeze = propose(root, 0, "expel", 5), propose(root, 0, "title", n=2, title="Дом"), propose(root, 2, "freeze", 5)
    firm = {"approvals": [approve(root, 1, out), approve(root, 2, out)]}
    made = {
        "routine-0": turn(root, 0, "routine-0"),
        "routine-1": turn(root, 1, "routine-1"),
        "routine-0-again": turn(root, 0, "routine-0-again"),
        "expel": turn(root, 1, "expel", proposals=[out], approvals=[approve(root, 1, out)]),
        "expel-three": turn(root, 1, "expel-three", proposals=[out], **firm),
        "title": turn(root, 0, "title", proposals=[title], approvals=[approve(root, 1, title, n=2)]),
        "freeze": turn(root, 2, "freeze", proposals=[freeze], approvals=[approve(root, 3, freeze)]),
    }
    tries = (turn(root, 0, f"high-{n}") for n in itertools.count())
    made["routine-0-high"] = next(t for t in tries if turn_id(t.turn) > turn_id(made["routine-1"].turn))
    for parent in ("routine-0", "expel"):
        below = _below(root, made[parent])
        made[f"{parent}/next"] = turn(below, 0, f"{parent}/next")
        made[f"{parent}/other"] = turn(below, 1, f"{parent}/other")
    last = _below(_below(root, made["routine-0"]), made["routine-0/next"])
    made["routine-0/next/last"] = turn(last, 1, "last")
    return made


def document() -> dict[str, Any]:
    """As it stands in its file."""
    return {name: msgspec.to_builtins(signed) for name, signed in named().items()}


def _below(base: Base, signed: SignedTurn) -> Base:
    return dataclasses.replace(base, id=turn_id(signed.turn), state=apply(base.state, base.id, signed))


def cases() -> Cases:
    """All of them."""
    all_ = list(named())
    yield _case("alone", "nothing follows", [], {}, "")
    yield _case("one", "one child", ["routine-1"], {}, "routine-1")
    yield _case("lower-author", "between two plain turns the lower author seat", ["routine-1", "routine-0"], {}, "routine-0")
    yield _case("author-before-id", "the author's seat comes before the id", ["routine-1", "routine-0-high"], {}, "routine-0-high")
    two = min("routine-0", "routine-0-again", key=lambda n: turn_id(named()[n].turn))
    yield _case("lower-id", "between two of one author the lower id, compared as text", ["routine-0", "routine-0-again"], {}, two)
    yield _case("more-approvers", "more approvers before fewer", ["routine-0", "title"], {}, "title")
    yield _case("removal-first", "who removes somebody comes before more approvers", ["title", "freeze", "routine-0"], {}, "freeze")
    yield _case("removal-approvers", "among removals more approvers", ["expel", "expel-three", "freeze"], {}, "expel-three")
    yield _case("depth", "a longer branch is not better", ["routine-0", "routine-0/next", "routine-0/next/last", "expel"], {}, "expel")
    yield _case("everything", "all of the tree", all_, {}, "expel-three")
    four = (0, 1, 2, 3)
    yield _case("final", "four of six witnesses make a turn final, whatever else comes", all_, {"routine-1": four}, "routine-1")
    yield _case("three-are-few", "three of six do not", ["routine-1", "routine-0"], {"routine-1": four[:3]}, "routine-0")
    yield _case("final-grandchild", "a final turn makes its ancestors final", all_, {"routine-0/next": four}, "routine-0/next/last")
    yield _case(
        "final-then-choice", "below a final turn the choice goes on", [n for n in all_ if n != "expel-three"], {"expel": four}, "expel/next"
    )
    yield _case("two-histories", "final turns on two branches: stop", all_, {"routine-0/next": four, "expel/next": four}, None)
    yield _case(
        "double-witness",
        "who adopted a second takes nothing final back",
        ["routine-0", "routine-1"],
        {"routine-1": four, "routine-0": (3,)},
        "routine-1",
    )
    yield _case(
        "double-witnesses",
        "where two siblings would be final, neither is",
        ["routine-0", "routine-1"],
        {"routine-1": four, "routine-0": (2, 3, 4, 5)},
        "routine-0",
    )
    yield _case(
        "not-a-witness",
        "an adoption by a seat that does not exist",
        ["routine-0", "routine-1"],
        {"routine-1": (0, 1, 2)},
        "routine-0",
        extra=[(7, 0)],
    )
    yield _case(
        "forged", "an adoption signed by somebody else", ["routine-0", "routine-1"], {"routine-1": (0, 1, 2)}, "routine-0", extra=[(3, 4)]
    )
    yield _case("orphans", "turns whose parent is not here wait", ["routine-0/next", "routine-0/next/last"], {}, "")


def _case(name: str, says: str, turns: list[str], adopted: dict[str, tuple[int, ...]], tip: str | None, extra: Any = ()) -> Case:
    root = bases()["pair"]
    votes: list[AdoptionProof] = []
    for child, seats in adopted.items():
        signed = named()[child]
        votes += [adoption(root, s, turn_id(signed.turn), signed.turn.parent) for s in seats]
    child_id = turn_id(named()["routine-1"].turn)
    for seat, signer in extra:
        votes.append(adoption(root, seat, child_id, key=root.signing[signer]))
    expect: Any = refused("two-histories") if tip is None else {"tip": turn_id(named()[tip].turn) if tip else root.id}
    for order in (turns, sorted(turns), turns[::-1]):
        found = _choose(root, order, votes)
        assert found == expect, (name, found, {turn_id(v.turn): k for k, v in named().items()})
    asked = {"base": "pair", "turns": turns, "adoptions": msgspec.to_builtins(votes)}
    return Case("choice", name, says, asked, expect)


def _choose(root: Base, turns: list[str], votes: list[AdoptionProof]) -> Any:
    tree = Tree(Node(root.id, root.state, None))
    for name in turns:
        tree.add(named()[name])
    for vote in votes:
        tree.adopt(vote)
    try:
        return {"tip": tree.tip().id}
    except TwoHistories:
        return refused("two-histories")
