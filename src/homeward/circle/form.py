"""What a turn's fields must look like before anything else is asked of them (PROTOCOL 6.2). Pure; knows no parent.

Without this a turn could carry texts of any length where an id belongs, and the state of every member would grow by them.
"""

from __future__ import annotations

from homeward.schema import base64url
from homeward.schema.errors import NotCanonical
from homeward.schema.state import Proposal, State
from homeward.schema.turn import Turn

from .errors import TurnRefused

U32 = 2**32
_USES: dict[str, frozenset[str]] = {
    "admit": frozenset({"card", "vouches"}),
    "restore": frozenset({"card", "vouches"}),
    "thaw": frozenset({"card", "vouches"}),
    "policy": frozenset({"policy"}),
    "relays": frozenset({"relays"}),
    "title": frozenset({"title"}),
    "promote": frozenset({"role"}),
    "demote": frozenset({"role"}),
}


def check_form(turn: Turn) -> None:
    """Numbers fit their width, ids are ids. Raises TurnRefused("form")."""
    ids = [turn.roster, turn.commit, *(h for _, h in turn.slots), *(h for _, _, h in turn.frontier)]
    ids += [i for i in (turn.circle, turn.parent) if i]
    seats = [turn.author, *(s for s, _, _ in turn.frontier), *(s + 1 for s, _ in turn.slots)]
    if not all(is_id(i) for i in ids) or not all(0 <= n < U32 for n in (turn.epoch, *seats)):
        raise TurnRefused("form")


def check_first_state(state: State) -> None:
    """The numbers and ids of a genesis state. Raises TurnRefused("form")."""
    origin = (state.origin_circle, state.origin_turn)
    if any(origin) and not all(map(is_id, origin)):
        raise TurnRefused("form", "origin")
    if not all(0 <= n < U32 for n in (state.next, *(s.seat for s in state.seats))):
        raise TurnRefused("form", "seats")


def unused_empty(proposal: Proposal) -> bool:
    """Whether every field the action does not use is empty, so that a proposal says one thing in one way."""
    uses = _USES.get(proposal.action, frozenset())
    said = {
        "card": proposal.card is not None, "vouches": bool(proposal.vouches), "policy": proposal.policy is not None,
        "relays": proposal.relays is not None, "role": bool(proposal.role), "title": bool(proposal.title),
    }  # fmt: skip
    return not any(there for field, there in said.items() if field not in uses)


def is_id(text: str) -> bool:
    """Whether `text` is 32 bytes in base64url."""
    try:
        return len(base64url.decode(text, size=32)) == 32
    except NotCanonical:
        return False
