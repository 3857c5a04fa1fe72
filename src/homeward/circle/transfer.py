"""Blocks by hand (PROTOCOL 9.4): a file that carries them as a relay would, for days without any network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from homeward.schema import canonical
from homeward.schema.turn import AdoptionProof

from .block import ADOPTION, ENTRY, LARGE, OBJECT, SIZES, SLOTS, TURN, Frame, frames_of, pack, seal_block
from .circle import Circle
from .epoch import LogKeys
from .errors import BlockRefused, NotAllowed
from .settle import settle
from .taking import take_block

MAGIC = b"HOMEWARD\x01"
MAX_FILE = 64 * 2**20
_HEAD = 34


@dataclass(frozen=True)
class Carried:
    """What an import brought: blocks in the file, blocks of this circle, records that were new."""

    blocks: int
    ours: int
    new: int


def export(circle: Circle) -> bytes:
    """Everything this device can give another member of the circle: turns, slots it has, entries of living epochs."""
    if circle.me.status != "active":
        raise NotAllowed("not-in")
    parts = [MAGIC]
    relay = circle.state.relays[0].relay
    for turn, log, frames in _contents(circle):
        keys = circle.turn_keys(turn, relay) if log == "turn" else circle.talk_keys(turn, relay)
        if keys is None:
            continue
        for plain in pack(frames):
            block = seal_block(keys, plain, circle.around.random)
            parts.append(bytes([log == "turn"]) + keys.address + bytes([len(block) == LARGE]) + block)
    return b"".join(parts)


def import_(circle: Circle, data: bytes) -> Carried:
    """Take in a file of blocks through the same parser as a relay's. Raises BlockRefused for what is not such a file."""
    ours = new = 0
    waiting = [(address, block) for _, address, block in read_file(data)]
    blocks = len(waiting)
    while True:
        logs = _logs(circle)
        mine = [(address, block) for address, block in waiting if address in logs]
        if not mine:
            break
        waiting = [pair for pair in waiting if pair[0] not in logs]
        with circle.vault.write():
            for address, block in mine:
                new += take_block(circle, logs[address], block)
        ours += len(mine)
        settle(circle)
    return Carried(blocks, ours, new)


def read_file(data: bytes) -> list[tuple[int, bytes, bytes]]:
    """(log kind: 0 talk, 1 turn; address; block) of every line. Raises BlockRefused for what is not such a file."""
    if not data.startswith(MAGIC):
        raise BlockRefused("not-our-file")
    if len(data) > MAX_FILE:
        raise BlockRefused(f"{len(data)} bytes, at most {MAX_FILE}")
    return list(_blocks(data))


def _contents(circle: Circle) -> Iterator[tuple[str, str, list[Frame]]]:
    nodes = circle.branch()
    adoptions = [a for _, a in circle.vault.scan(circle.kind("adoption"), AdoptionProof)]
    for node, child in zip(nodes, [*nodes[1:], None], strict=True):
        turns = [(TURN, canonical.encode(child.signed))] if child and child.signed else []
        turns += [(SLOTS, sealed) for sealed in circle.vault.get(circle.kind("slots-of"), child.id, list[bytes]) or []] if child else []
        turns += [(ADOPTION, canonical.encode(a)) for a in adoptions if a.parent == node.id]
        talk = [(ENTRY, canonical.encode(s)) for s in circle.entries.values() if s.entry.turn == node.id]
        for identity in [i for i, s in circle.entries.items() if s.entry.turn == node.id]:
            ciphers = [circle.vault.get(circle.kind("object"), ref.id, bytes) for ref in circle.objects_of(identity)]
            talk += [(OBJECT, cipher) for cipher in ciphers if cipher]
        yield node.id, "turn", [f for kind, record in turns for f in frames_of(kind, record)]
        yield node.id, "talk", [f for kind, record in talk for f in frames_of(kind, record)]


def _logs(circle: Circle) -> dict[bytes, LogKeys]:
    found: dict[bytes, LogKeys] = {}
    for node in circle.branch():
        for relay in node.state.relays:
            for keys in (circle.turn_keys(node.id, relay.relay), circle.talk_keys(node.id, relay.relay)):
                if keys:
                    found[keys.address] = keys
    return found


def _blocks(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    at = len(MAGIC)
    while at < len(data):
        if at + _HEAD > len(data) or data[at] > 1 or data[at + 33] > 1:
            raise BlockRefused("file-cut")
        size = SIZES[data[at + 33]]
        if at + _HEAD + size > len(data):
            raise BlockRefused("file-cut")
        yield data[at], data[at + 1 : at + 33], data[at + _HEAD : at + _HEAD + size]
        at += _HEAD + size
