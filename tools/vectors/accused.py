"""Pairs of signed pieces that exclude each other (PROTOCOL 6.12), and class evidence: pairs that do not."""

from __future__ import annotations

from typing import Any

import msgspec

from homeward.circle.evidence import adoption_preimage, proves, turn_preimage
from homeward.keys import sign
from homeward.schema.events import Rotate
from homeward.schema.turn import AdoptionProof, Evidence, TurnProof

from .carried import entry
from .case import Case, Cases, b64, draw
from .cast import Base, bases, keys_of, proposal

_BLANK: dict[str, Any] = {"turns": [], "adoptions": [], "entries": []}


def turn_proof(base: Base, seat: int, label: str, parent: str = "", key: sign.SigningKey | None = None) -> TurnProof:
    """A seat's signature over a turn that has this digest."""
    digest, before = b64(draw("digest " + label)), parent or base.id
    signature = (key or base.signing[seat]).sign(turn_preimage(base.state.circle, before, seat, digest))
    return TurnProof(parent=before, author=seat, digest=digest, sig=b64(signature))


def adoption(base: Base, seat: int, child: str, parent: str = "", key: sign.SigningKey | None = None) -> AdoptionProof:
    """A witness's signature that a child follows."""
    before = parent or base.id
    signature = (key or base.signing[seat]).sign(adoption_preimage(base.state.circle, before, child, seat))
    return AdoptionProof(parent=before, child=child, seat=seat, sig=b64(signature))


def evidence(kind: str, seat: int, pieces_: list[Any], **more: Any) -> Evidence:
    """A piece of evidence with two pieces in the list of its kind."""
    return Evidence(**{"kind": kind, "seat": seat, **_BLANK, kind: pieces_, **more})


def pieces(base: Base, seat: int) -> dict[str, Evidence]:
    """One good piece of every kind against a seat."""
    two = [entry(base, seat, "circle.propose.v1", proposal("expel", t), n=3) for t in (0, 2)]
    turned = [entry(base, seat, "circle.rotate.v1", _keys(label), n=n) for n, label in enumerate(("a", "b"), 1)]
    return {
        "turns": evidence("turns", seat, [turn_proof(base, seat, "a"), turn_proof(base, seat, "b")]),
        "adoptions": evidence("adoptions", seat, [adoption(base, seat, b64(draw(c))) for c in ("child a", "child b")]),
        "entries": evidence("entries", seat, two),
        "rotations": evidence("entries", seat, turned),
    }


def cases() -> Cases:
    """All of them."""
    base = bases()["pair"]
    for name, piece in pieces(base, 4).items():
        yield _case(base, name, "holds", piece, True)
    other, key = b64(draw("other parent")), base.signing[3]
    child, second = b64(draw("child a")), b64(draw("child b"))
    a, b = turn_proof(base, 4, "a"), turn_proof(base, 4, "b")
    bad: dict[str, tuple[str, Evidence]] = {
        "turns-same": ("the same turn twice", evidence("turns", 4, [a, a])),
        "turns-other-parent": ("turns of two parents exclude nothing", evidence("turns", 4, [a, turn_proof(base, 4, "b", other)])),
        "turns-other-key": ("signed by somebody else", evidence("turns", 4, [a, turn_proof(base, 4, "b", key=key)])),
        "turns-other-author": ("two authors", evidence("turns", 4, [a, turn_proof(base, 3, "b")])),
        "turns-one": ("one turn", evidence("turns", 4, [a])),
        "turns-three": ("three turns", evidence("turns", 4, [a, b, turn_proof(base, 4, "c")])),
        "turns-and-more": ("a list that is not of its kind", evidence("turns", 4, [a, b], adoptions=[adoption(base, 4, child)])),
        "turns-bad-digest": ("a digest that is no id", evidence("turns", 4, [a, msgspec.structs.replace(b, digest="x")])),
        "adoptions-same": ("the same child", evidence("adoptions", 4, [adoption(base, 4, child)] * 2)),
        "adoptions-other-parent": ("two parents", evidence("adoptions", 4, [adoption(base, 4, child), adoption(base, 4, second, other)])),
        "adoptions-other-key": ("signed by somebody else", evidence("adoptions", 4, [adoption(base, 4, child), adoption(base, 4, second, key=key)])),
        "entries-talk": ("two entries of talk at one n are kept and marked, no evidence", evidence("entries", 4, [_said(base, "a"), _said(base, "b")])),
        "entries-other-n": ("two proposals at two places are ordinary", evidence("entries", 4, [
            entry(base, 4, "circle.propose.v1", proposal("expel", t), n=t) for t in (1, 2)])),
        "entries-same": ("the same entry twice", evidence("entries", 4, [entry(base, 4, "circle.propose.v1", proposal("expel", 0))] * 2)),
        "entries-same-rotation": ("the same keys twice", evidence("entries", 4, [entry(base, 4, "circle.rotate.v1", _keys("a"), n=n) for n in (1, 2)])),
        "entries-other-turn": ("of two epochs", evidence("entries", 4, [
            entry(base, 4, "circle.propose.v1", proposal("expel", t), turn=at) for t, at in ((0, ""), (2, base.state.recent[0]))])),
    }  # fmt: skip
    for name, (says, piece) in bad.items():
        yield _case(base, "bad-" + name, says, piece, False)


def _case(base: Base, name: str, says: str, piece: Evidence, holds: bool) -> Case:
    assert proves(base.state.circle, piece, base.state.seats[4].ed) is holds, name
    return Case("evidence", name, says, {"base": base.name, "seat": 4, "evidence": msgspec.to_builtins(piece)}, {"holds": holds})


def _keys(label: str) -> Rotate:
    ed, kem = keys_of("rotated " + label)
    return Rotate(ed=b64(ed.public), kem=b64(kem.public))


def _said(base: Base, text: str) -> Any:
    return entry(base, 4, "talk.said.v1", {"text": text, "reply": "", "objects": []}, n=2)
