"""The tree of turns: which are valid, which are final, which is the tip (PROTOCOL 6.8, 6.9). No storage, no network.

Validity and choice depend only on turns and adoptions, never on the order in which they arrived.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from homeward.keys import sign
from homeward.schema import base64url
from homeward.schema.errors import NotCanonical
from homeward.schema.state import State
from homeward.schema.turn import AdoptionProof, Evidence, SignedTurn, Turn

from .apply import apply, genesis
from .errors import TurnRefused, TwoHistories
from .evidence import adoption_preimage
from .naming import proof, turn_id
from .roster import final_quorum, seat_of, witnesses

_REMOVALS = frozenset({"expel", "freeze", "demote"})


@dataclass(frozen=True)
class Node:
    """A valid turn with the state it leads to. `signed` is None only for the state a newcomer was welcomed with."""

    id: str
    state: State
    signed: SignedTurn | None

    @property
    def turn(self) -> Turn | None:
        """The turn itself."""
        return self.signed.turn if self.signed else None


@dataclass
class Tree:
    """Valid turns from a root on, with the adoptions seen. `waiting` are turns whose parent is not here yet."""

    root: Node
    nodes: dict[str, Node] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    waiting: dict[str, list[SignedTurn]] = field(default_factory=dict)
    refused: dict[tuple[str, str], TurnRefused] = field(default_factory=dict)  # by id and signature: anybody can copy a turn badly
    adoptions: dict[tuple[str, int], dict[str, AdoptionProof]] = field(default_factory=dict)
    _finals: list[Node] | None = None

    def __post_init__(self) -> None:
        self.nodes.setdefault(self.root.id, self.root)

    @classmethod
    def from_genesis(cls, signed: SignedTurn) -> Tree:
        """A tree that starts at a circle's first turn. Raises TurnRefused."""
        state = genesis(signed)
        return cls(Node(state.circle, state, signed))

    def add(self, signed: SignedTurn) -> list[Node]:
        """Take in a turn; returns the nodes that became valid by it (it, and turns that waited for it)."""
        identity = turn_id(signed.turn)
        if identity in self.nodes or (identity, signed.sig) in self.refused:
            return []
        parent = self.nodes.get(signed.turn.parent)
        if parent is None:
            late = self.waiting.setdefault(signed.turn.parent, [])
            if signed not in late:
                late.append(signed)
            return []
        try:
            state = apply(parent.state, parent.id, signed)
        except (TurnRefused, NotCanonical) as error:
            self.refused[identity, signed.sig] = error if isinstance(error, TurnRefused) else TurnRefused("form", str(error))
            return []
        return self._seat(Node(identity, state, signed), parent.id)

    def _seat(self, node: Node, parent: str) -> list[Node]:
        self.nodes[node.id] = node
        self._finals = None
        self.children.setdefault(parent, []).append(node.id)
        grown = [node]
        for late in self.waiting.pop(node.id, []):
            grown.extend(self.add(late))
        return grown

    def adopt(self, adoption: AdoptionProof) -> bool:
        """Take in a witness's adoption; False when it is not valid here (unknown parent, not a witness, bad signature)."""
        parent = self.nodes.get(adoption.parent)
        if parent is None or adoption.seat not in witnesses(parent.state):
            return False
        seat = seat_of(parent.state, adoption.seat)
        try:
            message = adoption_preimage(parent.state.circle or parent.id, adoption.parent, adoption.child, adoption.seat)
            if seat is None or not sign.verify(base64url.decode(seat.ed), base64url.decode(adoption.sig, size=64), message):
                return False
        except NotCanonical:
            return False
        self.adoptions.setdefault((adoption.parent, adoption.seat), {}).setdefault(adoption.child, adoption)
        self._finals = None
        return True

    def is_final(self, node: Node) -> bool:
        """Whether enough witnesses of the parent adopted this very turn.

        One who adopted two counts for both, so that nobody takes back what is final by signing again; only where two siblings
        would be final so, neither is (PROTOCOL 6.8).
        """
        parent = self.parent(node)
        if parent is None:
            return True
        cast = [self.adoptions.get((parent.id, w), {}) for w in witnesses(parent.state)]
        enough = final_quorum(parent.state)
        reached = {child for votes in cast for child in votes if sum(child in v for v in cast) >= enough}
        return reached == {node.id}

    def parent(self, node: Node) -> Node | None:
        """The node before, None for the root."""
        return self.nodes.get(node.turn.parent) if node.turn and node.id != self.root.id else None

    def path(self, node: Node) -> list[Node]:
        """From the root to `node`."""
        steps = [node]
        while (before := self.parent(steps[-1])) is not None:
            steps.append(before)
        return steps[::-1]

    def finals(self) -> list[Node]:
        """All final nodes that lie on one path, oldest first. Raises TwoHistories when two finals exclude each other."""
        if self._finals is None:
            self._finals = [n for n in self.nodes.values() if n.id != self.root.id and self.is_final(n)]
            self._finals.sort(key=lambda n: n.state.epoch)
        found = self._finals
        if found:
            trunk = {n.id for n in self.path(found[-1])}
            if any(n.id not in trunk for n in found):
                raise TwoHistories("two confirmed changes exclude each other")
        return found

    def settled(self) -> list[str]:
        """Ids from the root to the last final turn; none when there is no final turn or two exclude each other."""
        try:
            finals = self.finals()
        except TwoHistories:
            return []
        return [n.id for n in self.path(finals[-1])] if finals else []

    def tip(self) -> Node:
        """The turn all members with these turns and adoptions agree on. Raises TwoHistories."""
        finals = self.finals()
        node = finals[-1] if finals else self.root
        while self.children.get(node.id):
            node = min((self.nodes[c] for c in self.children[node.id]), key=preference)
        return node

    def evidence(self) -> list[Evidence]:
        """Turns or adoptions of one seat that exclude each other, ready to be carried (PROTOCOL 6.12)."""
        found: dict[int, Evidence] = {}
        for siblings in self.children.values():
            by_author: dict[int, SignedTurn] = {}
            for signed in (s for c in sorted(siblings) if (s := self.nodes[c].signed)):
                first = by_author.setdefault(signed.turn.author, signed)
                if first is not signed:
                    author = signed.turn.author
                    pair = [proof(first), proof(signed)]
                    found[author] = Evidence(kind="turns", seat=author, turns=pair, adoptions=[], entries=[])
        for (_, seat), votes in self.adoptions.items():
            if len(votes) > 1:
                two = [votes[c] for c in sorted(votes)[:2]]
                found.setdefault(seat, Evidence(kind="adoptions", seat=seat, turns=[], adoptions=two, entries=[]))
        return [found[seat] for seat in sorted(found)]


def preference(node: Node) -> tuple[bool, int, int, str]:
    """Sort key among siblings that are not final; the smallest is the best (PROTOCOL 6.9)."""
    turn = node.turn
    if turn is None:
        return (False, 0, 0, node.id)
    removes = bool(turn.evidence) or any(p.entry.body.get("action") in _REMOVALS for p in turn.proposals)
    approvers = {s.entry.seat for s in (*turn.proposals, *turn.approvals)}
    return (not removes, -len(approvers), turn.author, node.id)
