"""Vectors of entries, turns, order and choice."""

from __future__ import annotations

from typing import Any

import msgspec

from homeward.circle import entry as entries
from homeward.circle.apply import apply, genesis
from homeward.circle.evidence import proves
from homeward.circle.naming import parse, turn_id
from homeward.circle.order import Epoch, arrange
from homeward.circle.roster import coordinators, final_quorum, has_quorum, lane_holders, may_author, seat_of, witnesses
from homeward.circle.tree import Node, Tree
from homeward.schema import canonical
from homeward.schema.entry import Entry
from homeward.schema.state import Seat, State
from homeward.schema.turn import AdoptionProof, Evidence, SignedTurn
from tests.vectors.load import document, join, state


def entry(_: str, given: dict[str, Any]) -> Any:
    signed = entries.parse(join(given["parts"]))
    entries.check_author(state(given["base"]), signed)
    return {"id": entries.entry_id(state(given["base"]).circle, signed.entry)}


def turn(_: str, given: dict[str, Any]) -> Any:
    signed = parse(canonical.encode(given["turn"]))
    after = apply(state(given["base"]), document(given["base"])["id"], signed)
    return {"id": turn_id(signed.turn), **_summary(after)}


def genesis_(_: str, given: dict[str, Any]) -> Any:
    after = genesis(parse(canonical.encode(given["turn"])))
    return {"id": after.circle, **_summary(after)}


def _summary(after: State) -> dict[str, Any]:
    seats = [[s.seat, s.state, s.roles, s.since, s.confirmed] for s in after.seats]
    return {
        "epoch": after.epoch, "seats": seats, "next": after.next, "waiting": len(after.waiting), "done": len(after.done),
        "title": after.title, "closed": after.closed,
    }  # fmt: skip


def roster(_: str, given: dict[str, Any]) -> Any:
    blank = {"name": "", "ed": "", "kem": "", "frozen": -1, "frozen_by": -1, "confirmed": False}
    seats = [msgspec.convert({**blank, "seat": n, "roles": r, "state": s, "since": e}, Seat) for n, r, s, e in given["seats"]]
    at = msgspec.structs.replace(state("pair"), seats=seats)
    numbers = [s.seat for s in seats]
    sets = [{n for i, n in enumerate(numbers) if k >> i & 1} for k in range(2 ** len(numbers))]
    quorum: dict[str, dict[str, str]] = {}
    for action, targets in given["asked"].items():
        quorum[action] = {str(t): f"{sum(has_quorum(at, action, t, s) << k for k, s in enumerate(sets)):x}" for t in targets}
    return {
        "coordinators": coordinators(at), "witnesses": witnesses(at), "final": final_quorum(at), "lanes": lane_holders(at),
        "authors": {str(n): [may_author(at, n, [], True), may_author(at, n, ["freeze"], True), may_author(at, n, ["admit"], False)] for n in numbers},
        "quorum": quorum,
    }  # fmt: skip


def evidence(_: str, given: dict[str, Any]) -> Any:
    seat = seat_of(state(given["base"]), given["seat"])
    assert seat
    return {"holds": proves(state(given["base"]).circle, msgspec.convert(given["evidence"], Evidence), seat.ed)}


def choice(_: str, given: dict[str, Any]) -> Any:
    turns = [msgspec.convert(document("tree")[n], SignedTurn) for n in given["turns"]]
    adoptions = [msgspec.convert(a, AdoptionProof) for a in given["adoptions"]]
    tips = []
    for order in (turns, turns[::-1]):
        tree = Tree(Node(document(given["base"])["id"], state(given["base"]), None))
        for signed in order:
            tree.add(signed)
        for adoption in adoptions:
            tree.adopt(adoption)
        tips.append(tree.tip().id)
    assert tips[0] == tips[1]
    return {"tip": tips[0]}


def order(_: str, given: dict[str, Any]) -> Any:
    rest = {"v": 1, "kind": "talk.said.v1", "again": "", "day": 20_000, "body": {}}
    full = {i: msgspec.convert({**rest, **f}, Entry) for i, f in given["entries"].items()}
    epochs = [Epoch(e["turn"], e["epoch"], _heads(e["start"]), None if e["cut"] is None else _heads(e["cut"])) for e in given["epochs"]]
    shown = []
    for ids in (sorted(full), sorted(full, reverse=True)):
        found = arrange({i: full[i] for i in ids}, epochs)
        shown.append({
            "order": [[p.id, p.epoch, p.lamport] for p in found.placed], "double": sorted(p.id for p in found.placed if p.double),
            "gaps": sorted(found.gaps), "outside": sorted(found.outside),
        })  # fmt: skip
    assert shown[0] == shown[1]
    return shown[0]


def _heads(lines: list[Any]) -> dict[int, tuple[int, str]]:
    return {s: (n, h) for s, n, h in lines}


RUN = {
    "entry": entry, "turn": turn, "genesis": genesis_, "roster": roster, "evidence": evidence, "choice": choice, "order": order,
}  # fmt: skip
