"""Class order: from a set of entries to one order, gaps, what fell outside (PROTOCOL 7.2-7.5)."""

from __future__ import annotations

from typing import Any

from homeward.circle.order import Epoch, arrange
from homeward.schema.entry import Entry

from .case import Case, Cases, b64, draw

_T1, _T2 = b64(draw("turn one")), b64(draw("turn two"))


def _id(label: str) -> str:
    return label if len(label) == 43 else b64(draw("entry " + label))


def _entry(seat: int, n: int, prev: str = "", seen: tuple[str, ...] = (), turn: str = _T1) -> dict[str, Any]:
    return {"turn": turn, "seat": seat, "n": n, "prev": _id(prev) if prev else "", "seen": sorted(map(_id, seen))}


_TALK = {
    "a1": _entry(0, 1), "a2": _entry(0, 2, "a1", ("b1",)), "b1": _entry(1, 1, "", ("a1",)), "b2": _entry(1, 2, "b1"), "c1": _entry(2, 1, "", ("a2", "b2")),
}  # fmt: skip


def cases() -> Cases:
    """All of them."""
    tip = {"turn": _T1, "epoch": 3, "start": [], "cut": None}
    yield _case("tip", "the tip: everything is in, ordered by lamport, then id", [tip], _TALK)
    ties = {label * 43: _entry(i, 1) for i, label in enumerate("A0a-_z")}
    yield _case("ties", "ids compare as their text: - before digits, capitals, _, small letters", [tip], ties)
    gap = {**_TALK, "d2": _entry(3, 2, "d1", ("x9",))}
    yield _case("gaps", "an unknown prev and an unknown seen are gaps and hold nothing up", [tip], gap)
    started = {**tip, "start": [[0, 7, _id("a0")]]}
    yield _case("started", "the head the epoch starts from is no gap", [started], {"a1": _entry(0, 8, "a0"), "a2": _entry(0, 9, "a1")})
    double = {**_TALK, "b2x": _entry(1, 2, "b1")}
    yield _case("double", "two entries of one seat at one n are both kept and marked", [tip], double)
    cut = {**tip, "cut": [[0, 2, _id("a2")], [1, 1, _id("b1")]]}
    yield _case("cut", "what lies outside the child's frontier is out", [cut], _TALK)
    yield _case(
        "cut-missing",
        "a frontier head that is not here is a gap; nothing behind it is known",
        [{**tip, "cut": [[0, 3, _id("a3")], [1, 1, _id("b1")]]}],
        _TALK,
    )
    hole = {k: v for k, v in _TALK.items() if k != "a1"}
    yield _case("cut-hole", "a hole inside a chain ends it there", [{**tip, "cut": [[0, 2, _id("a2")]]}], hole)
    stolen = {**tip, "cut": [[0, 2, _id("b2")]]}
    yield _case("cut-stolen", "a frontier that names another seat's entry brings nothing in", [stolen], _TALK)
    unmoved = {**tip, "start": [[0, 1, _id("a0")]], "cut": [[0, 1, _id("a0")]]}
    yield _case("cut-unmoved", "a seat that wrote nothing", [unmoved], {"a1": _entry(0, 2, "a0")})
    second = {"turn": _T2, "epoch": 4, "start": cut["cut"], "cut": None}
    later = {"a3": _entry(0, 3, "a2", (), _T2), "b2y": _entry(1, 2, "b1", ("a3",), _T2), "a4": _entry(0, 4, "a3", ("a2",), _T2)}
    yield _case("two-epochs", "epochs one after the other; lamport starts again", [cut, second], {**_TALK, **later})
    yield _case(
        "other-branch",
        "entries of a turn that is not on the branch are not even outside",
        [tip],
        {**_TALK, "z1": _entry(4, 1, "", (), _T2)},
    )
    chain = {f"s{n}": _entry(0, n, f"s{n - 1}" if n > 1 else "") for n in range(1, 200)}
    yield _case("long-chain", "two hundred entries of one seat", [{**tip, "cut": [[0, 199, _id("s199")]]}], chain)
    cross = {"p1": _entry(5, 1, "", (_id("q9"),)), "q9": _entry(6, 9, "q8", ("p1x",))}
    yield _case(
        "cross-epoch",
        "seen from another epoch is a gap here and raises no lamport",
        [tip, second],
        {**cross, "q1": _entry(6, 1, "", ("p1",), _T2)},
    )


def _case(name: str, says: str, epochs: list[dict[str, Any]], entries: dict[str, dict[str, Any]]) -> Case:
    given = {_id(label): fields for label, fields in entries.items()}
    full = {i: Entry(v=1, kind="talk.said.v1", again="", day=20_000, body={}, **f) for i, f in given.items()}
    results = []
    for order in (list(full), sorted(full), sorted(full, reverse=True)):
        found = arrange({i: full[i] for i in order}, [_epoch(e) for e in epochs])
        results.append({
            "order": [[p.id, p.epoch, p.lamport] for p in found.placed], "double": sorted(p.id for p in found.placed if p.double),
            "gaps": sorted(found.gaps), "outside": sorted(found.outside),
        })  # fmt: skip
    assert results[0] == results[1] == results[2], name
    return Case("order", name, says, {"epochs": epochs, "entries": given}, results[0])


def _epoch(given: dict[str, Any]) -> Epoch:
    def heads(lines: Any) -> Any:
        return None if lines is None else {s: (n, h) for s, n, h in lines}

    return Epoch(given["turn"], given["epoch"], heads(given["start"]), heads(given["cut"]))
