"""Names of turns: digest, id, proof (PROTOCOL 6.1)."""

from __future__ import annotations

from homeward.keys import derive, words
from homeward.schema import base64url, canonical
from homeward.schema.errors import NotCanonical
from homeward.schema.turn import SignedTurn, Turn, TurnProof

from .errors import TurnRefused
from .evidence import turn_preimage
from .form import check_form

MAX_TURN = 1_048_576


def turn_digest(turn: Turn) -> bytes:
    """SHA-256 of the canonical turn."""
    return derive.sha256(canonical.encode(turn))


def turn_id(turn: Turn) -> str:
    """The turn's id, base64url of 32 bytes."""
    return proof_id(turn.circle, proof(SignedTurn(turn=turn, sig="")))


def proof(signed: SignedTurn) -> TurnProof:
    """What names a turn without its content."""
    turn = signed.turn
    return TurnProof(parent=turn.parent, author=turn.author, digest=base64url.encode(turn_digest(turn)), sig=signed.sig)


def proof_id(circle: str, named: TurnProof) -> str:
    """The id of the turn that `named` speaks of."""
    return base64url.encode(derive.sha256(turn_preimage(circle, named.parent, named.author, named.digest)))


def parse(record: bytes) -> SignedTurn:
    """A signed turn from its record. Raises TurnRefused for anything that is not one."""
    try:
        signed = canonical.decode(record, SignedTurn, limit=MAX_TURN)
    except NotCanonical as error:
        raise TurnRefused("form", str(error)) from error
    check_form(signed.turn)
    return signed


def chain_words(tip: str, language: str) -> tuple[str, ...]:
    """Four words that are the same on every phone with the same history (PROTOCOL 6.14)."""
    return words.words(derive.hash_of("homeward/chain/v1", base64url.decode(tip, size=32)), 4, language)
