"""One circle on one device: what is known, loaded from the vault, and the few ways to change it.

It knows nothing of networks. `taking` feeds it records, `settle` moves it from turn to turn, `writing` makes entries,
`turning` makes turns, `sync` carries blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from homeward.keys import seal, sign
from homeward.schema import base64url, canonical
from homeward.schema.entry import Entry, Signed
from homeward.schema.events import ObjectRef, objects_of
from homeward.schema.state import Seat, State
from homeward.schema.turn import AdoptionProof, Repair, SignedTurn

from . import entry as entries_
from .block import Assembly, Frame
from .epoch import LogKeys, Secrets, talk_log, turn_log
from .errors import CircleClosed, Expelled, NotAllowed
from .local import Alarm, Cursor, Draft, EpochKeys, Kept, KeptEntry, Me, OutItem
from .order import Arranged, Epoch, arrange
from .roster import seat_of
from .tree import Node, Tree
from .vault import Vault

ENDED = frozenset({"expelled", "left", "taken", "closed"})


@dataclass(frozen=True)
class Surroundings:
    """Time and randomness, handed in: `today` is the day number, `random` gives n bytes."""

    today: Callable[[], int]
    random: Callable[[int], bytes]


class Circle:
    """A circle of this device. `ref` names it locally; everything else follows from the vault."""

    def __init__(self, vault: Vault, around: Surroundings, me: Me) -> None:
        self.vault, self.around, self.me = vault, around, me
        self.entries: dict[str, Signed] = {}
        self.arrived: dict[str, int] = {}
        self.past: dict[str, Entry] = {}  # what expired here in a living epoch: its place in the chain, nothing of what it said
        self.keys: dict[str, EpochKeys] = {}
        self.cursors: dict[str, Cursor] = {}
        self.out: dict[int, OutItem] = {}
        self.slots: dict[str, bytes] = {}
        self.repairs: dict[str, list[Repair]] = {}
        self.drafts: dict[str, Draft] = {}
        self.alarms: list[Alarm] = []
        self.assemblies: dict[str, Assembly] = {}
        self.tree: Tree | None = None
        self._bodies: dict[str, Any] = {}
        self._changes = 0
        self._order: tuple[tuple[str, int, int, int], Arranged] | None = None
        self._logs: dict[tuple[str, str, str], tuple[EpochKeys | None, LogKeys | None]] = {}
        self._load()

    # -- vault ---------------------------------------------------------------------------------------------------------

    def kind(self, name: str) -> str:
        """The vault's kind for this circle's `name`s."""
        return f"{self.me.ref}/{name}"

    def put(self, kind: str, name: str, value: Any, bucket: str = "") -> None:
        """Store under this circle."""
        self.vault.put(self.kind(kind), name, value, self.kind(bucket) if bucket else "")

    def drop(self, kind: str, name: str) -> None:
        """Forget."""
        self.vault.delete(self.kind(kind), name)

    def change_me(self, **changes: Any) -> None:
        """Replace fields of `me`, on disk too."""
        self.me = msgspec.structs.replace(self.me, **changes)
        self.vault.put("me", self.me.ref, self.me)

    def _load(self) -> None:
        scan = self.vault.scan
        for name, kept in scan(self.kind("entry"), KeptEntry):
            self.entries[name] = msgspec.json.decode(kept.record, type=Signed)
            self.arrived[name] = kept.arrived
        self.past = {n: e for n, e in scan(self.kind("past"), Entry) if n not in self.entries}
        self.keys = dict(scan(self.kind("keys"), EpochKeys))
        self.cursors = dict(scan(self.kind("cursor"), Cursor))
        self.out = {int(n): item for n, item in scan(self.kind("out"), OutItem)}
        self.slots = dict(scan(self.kind("slot"), bytes))
        for _, repair in scan(self.kind("repair"), Repair):
            self.repairs.setdefault(repair.turn, []).append(repair)
        self.drafts = dict(scan(self.kind("draft"), Draft))
        self.alarms = [a for _, a in scan(self.kind("alarm"), Alarm)]
        for name, frame in scan(self.kind("frame"), Frame):
            self.assembly(name.partition(":")[0]).add(frame)
        if self.me.root:
            self._load_tree()

    def _load_tree(self) -> None:
        nodes = {}
        for name, kept in self.vault.scan(self.kind("node"), Kept):
            nodes[name] = Node(name, msgspec.json.decode(kept.state, type=State), kept.signed)
        self.tree = Tree(nodes[self.me.root], nodes)
        for node in nodes.values():
            if node.turn and node.id != self.me.root:
                self.tree.children.setdefault(node.turn.parent, []).append(node.id)
        for _, late in self.vault.scan(self.kind("late"), SignedTurn):
            self.tree.waiting.setdefault(late.turn.parent, []).append(late)
        for _, adoption in self.vault.scan(self.kind("adoption"), AdoptionProof):
            self.tree.adopt(adoption)

    def save_node(self, node: Node) -> None:
        """Keep a valid turn."""
        self.put("node", node.id, Kept(signed=node.signed, state=canonical.encode(node.state)))

    def assembly(self, address: str) -> Assembly:
        """Where frames of a log (base64url address) come together."""
        return self.assemblies.setdefault(address, Assembly())

    def alarm(self, kind: str, detail: str = "") -> None:
        """Tell the person, once for each (kind, detail)."""
        if all((a.kind, a.detail) != (kind, detail) for a in self.alarms):
            new = Alarm(number=len(self.alarms) + 1, kind=kind, detail=detail, day=self.around.today())
            self.alarms.append(new)
            self.put("alarm", str(new.number), new)

    # -- what is known ---------------------------------------------------------------------------------------------------

    @property
    def trunk(self) -> Tree:
        """The tree of turns; only while this device is past the door."""
        if self.tree is None:
            raise NotAllowed("knocking")
        return self.tree

    @property
    def here(self) -> Node:
        """The turn this device is in."""
        return self.trunk.nodes[self.me.tip]

    @property
    def state(self) -> State:
        """The state this device is in."""
        return self.here.state

    @property
    def following(self) -> bool:
        """Whether this device still follows the turns: it sits, or what ended its seat is not final yet (PROTOCOL 6.8)."""
        return self.me.status in ("active", "frozen") or (self.me.status in ENDED and bool(self.keys))

    @property
    def seat(self) -> Seat:
        """This device's seat. Raises Expelled when it has none."""
        found = seat_of(self.state, self.me.seat)
        if found is None or self.me.status not in ("active", "frozen"):
            raise CircleClosed if self.me.status == "closed" else Expelled
        return found

    @property
    def signing(self) -> sign.SigningKey:
        """The key of this seat."""
        return sign.SigningKey.from_seed(self.me.sign)

    @cached_property
    def _sealing(self) -> dict[bytes, seal.SealingKey]:
        return {}

    def sealing(self, private: bytes = b"") -> seal.SealingKey:
        """This seat's sealing key, or another of this device's."""
        private = private or self.me.kem
        if private not in self._sealing:
            self._sealing[private] = seal.SealingKey.from_private(private)
        return self._sealing[private]

    def sealing_for(self, public: str) -> seal.SealingKey | None:
        """This device's sealing key with that base64url public key, in force or not."""
        privates = [k for k in (self.me.kem, *(spare.kem for spare in self.me.ring)) if k]
        return next((k for k in map(self.sealing, privates) if base64url.encode(k.public) == public), None)

    def secrets_of(self, turn: str) -> Secrets | None:
        """The epoch's secrets, or None when this device has none or erased them."""
        keys = self.keys.get(turn)
        return Secrets(keys.e, keys.l, keys.lane, keys.lane_seed) if keys and keys.e else None

    def talk_keys(self, turn: str, relay: str) -> LogKeys | None:
        """The talk log of an epoch on a relay (base64url id)."""
        return self._log_keys("talk", turn, relay)

    def turn_keys(self, turn: str, relay: str) -> LogKeys | None:
        """The turn log of an epoch on a relay."""
        return self._log_keys("turn", turn, relay)

    def _log_keys(self, log: str, turn: str, relay: str) -> LogKeys | None:
        # Derived once for each epoch's secrets: every sync asks for the same few again and again.
        keys = self.keys.get(turn)
        known = self._logs.get((log, turn, relay))
        if known is None or known[0] is not keys:
            known = self._logs[log, turn, relay] = (keys, self._derive_log(log, turn, relay, keys))
        return known[1]

    def _derive_log(self, log: str, turn: str, relay: str, keys: EpochKeys | None) -> LogKeys | None:
        secrets, lanes = self.secrets_of(turn), self._lanes(turn, relay)
        if keys is None or lanes is None:
            return None
        if log == "turn":
            return turn_log(base64url.decode(relay), keys.d, lanes[1], secrets)
        return talk_log(base64url.decode(relay), base64url.decode(turn), secrets, lanes[0]) if secrets else None

    def _lanes(self, turn: str, relay: str) -> tuple[tuple[bytes, ...], tuple[bytes, ...]] | None:
        node = self.trunk.nodes.get(turn)
        logs = node.turn.logs if node and node.turn else []
        for log in logs:
            if log.relay == relay:
                return tuple(map(base64url.decode, log.talk)), tuple(map(base64url.decode, log.turn))
        return None

    def branch(self) -> list[Node]:
        """From the root to where this device is."""
        return self.trunk.path(self.here)

    def epochs(self) -> list[Epoch]:
        """The chosen branch as `order.arrange` wants it."""
        nodes = self.branch()
        found = []
        for node, child in zip(nodes, [*nodes[1:], None], strict=True):
            if node.state.epoch < self.me.since:
                continue  # before this device was admitted: not its to read
            start = {s: (n, h) for s, n, h in node.state.heads}
            cut = None if child is None or child.turn is None else start | {s: (n, h) for s, n, h in child.turn.frontier}
            found.append(Epoch(node.id, node.state.epoch, start, cut))
        return found

    def arranged(self) -> Arranged:
        """All entries that are in, in fold order, those that expired here as empty ones of kind `circle.past`. Kept until an entry
        comes or goes or the device moves."""
        now = (self.me.tip, self.me.since, self._changes, len(self.past))
        if self._order is None or self._order[0] != now:
            self._order = now, arrange(self.past | {i: s.entry for i, s in self.entries.items()}, self.epochs())
        return self._order[1]

    def chain(self) -> Iterator[tuple[str, Entry]]:
        """The entries of the epoch this device is in, those that expired here among them as in `arranged`."""
        known = ((i, s.entry) for i, s in self.entries.items())
        return ((i, e) for i, e in (*self.past.items(), *known) if e.turn == self.here.id)

    def name_of(self, seat: int) -> str:
        """The pseudonym of a seat, as far back as this device knows."""
        for node in reversed(self.branch()):
            found = seat_of(node.state, seat)
            if found:
                return found.name
        return f"#{seat}"

    def live_turns(self) -> tuple[str, ...]:
        """Turns whose admin entries still count."""
        return (self.here.id, *self.state.recent)

    def keep_entry(self, identity: str, signed: Signed, bucket: str) -> None:
        """Store a checked entry."""
        self.entries[identity] = signed
        self.arrived[identity] = self.around.today()
        self._changes += 1
        kept = KeptEntry(record=canonical.encode(signed), arrived=self.around.today())
        self.put("entry", identity, kept, bucket)

    def objects_of(self, identity: str) -> list[ObjectRef]:
        """The objects a known entry announces; none for an unknown kind."""
        return objects_of(self.body_of(identity))

    def keep_object(self, identity: str, cipher: bytes) -> bool:
        """Store an object's ciphertext until the talk of this day expires, whether or not its entry ever comes. Whether it is new."""
        if self.vault.get(self.kind("object"), identity, bytes) is not None:
            return False
        self.put("object", identity, cipher, f"talk:{self.around.today()}")
        return True

    def body_of(self, identity: str) -> Any:
        """The typed body of a known entry, None for an unknown kind."""
        if identity not in self._bodies:
            self._bodies[identity] = entries_.body(self.entries[identity].entry)
        return self._bodies[identity]

    def forget_entry(self, identity: str) -> None:
        """Let go of an entry whose bucket was erased."""
        del self.entries[identity], self.arrived[identity]
        self._bodies.pop(identity, None)
        self._changes += 1
