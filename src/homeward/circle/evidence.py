"""Two signed pieces that exclude each other (PROTOCOL 6.12). Pure; judged with the key in the parent state."""

from __future__ import annotations

from homeward.keys import derive, sign
from homeward.schema import base64url
from homeward.schema.entry import Signed
from homeward.schema.errors import NotCanonical
from homeward.schema.events import ADMIN
from homeward.schema.turn import AdoptionProof, Evidence, TurnProof

from .entry import entry_id, signed_by

_KINDS = ("turns", "adoptions", "entries")


def turn_preimage(circle: str, parent: str, author: int, digest: str) -> bytes:
    """What a turn's author signs and what names the turn (PROTOCOL 6.1)."""
    parts = (base64url.id_bytes(circle), base64url.id_bytes(parent), derive.u32(author), base64url.id_bytes(digest))
    return derive.preimage("homeward/turn/v1", *parts)


def adoption_preimage(circle: str, parent: str, child: str, seat: int) -> bytes:
    """What a witness signs (PROTOCOL 6.8)."""
    parts = (base64url.id_bytes(circle), base64url.id_bytes(parent), base64url.id_bytes(child), derive.u32(seat))
    return derive.preimage("homeward/adopt/v1", *parts)


def proves(circle: str, evidence: Evidence, ed: str) -> bool:
    """Whether `evidence` holds against the seat whose key is `ed`."""
    if [len(evidence.turns), len(evidence.adoptions), len(evidence.entries)] != [2 * (evidence.kind == k) for k in _KINDS]:
        return False
    try:
        if evidence.kind == "turns":
            return _two_turns(circle, evidence.seat, evidence.turns, ed)
        if evidence.kind == "adoptions":
            return _two_adoptions(circle, evidence.seat, evidence.adoptions, ed)
        return _two_entries(circle, evidence.seat, evidence.entries, ed)
    except NotCanonical:
        return False


def _two_turns(circle: str, seat: int, pair: list[TurnProof], ed: str) -> bool:
    if pair[0].parent != pair[1].parent or pair[0].digest == pair[1].digest:
        return False
    return all(p.author == seat and _valid(ed, p.sig, turn_preimage(circle, p.parent, seat, p.digest)) for p in pair)


def _two_adoptions(circle: str, seat: int, pair: list[AdoptionProof], ed: str) -> bool:
    if pair[0].parent != pair[1].parent or pair[0].child == pair[1].child:
        return False
    return all(p.seat == seat and _valid(ed, p.sig, adoption_preimage(circle, p.parent, p.child, seat)) for p in pair)


def _two_entries(circle: str, seat: int, pair: list[Signed], ed: str) -> bool:
    if pair[0].entry.turn != pair[1].entry.turn:
        return False
    first, second = pair[0].entry, pair[1].entry
    if entry_id(circle, first) == entry_id(circle, second) or not {first.kind, second.kind} <= ADMIN:
        return False
    rotations = first.kind == second.kind == "circle.rotate.v1" and first.body != second.body
    if first.n != second.n and not rotations:
        return False
    return all(s.entry.seat == seat and signed_by(circle, s, ed) for s in pair)


def _valid(ed: str, sig: str, message: bytes) -> bool:
    return sign.verify(base64url.decode(ed, size=32), base64url.decode(sig, size=64), message)
