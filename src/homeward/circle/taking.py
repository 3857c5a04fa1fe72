"""Taking in what a log brings: blocks, frames, records. Everything here may come from an enemy; nothing here trusts it."""

from __future__ import annotations

from homeward.keys import derive
from homeward.schema import base64url, canonical
from homeward.schema.entry import Signed
from homeward.schema.errors import HomewardError
from homeward.schema.turn import AdoptionProof, Repair, SignedTurn

from . import naming
from .block import ADOPTION, ENTRY, OBJECT, REPAIR, SLOTS, TURN, open_block, unpack
from .circle import Circle
from .entry import check_author, entry_id, parse
from .epoch import LogKeys
from .errors import BlockRefused, TurnRefused
from .retention import bucket_of
from .slots import SEALED_BYTES

MAX_LATE = 64
MAX_REPAIRS = 16
TALK_KINDS = frozenset({ENTRY, OBJECT})
TURN_KINDS = frozenset({TURN, SLOTS, ADOPTION, REPAIR})


def take_block(circle: Circle, keys: LogKeys, block: bytes) -> int:
    """Take in one block of a log. Returns how many records it completed; 0 for what does not open or is malformed."""
    name = base64url.encode(keys.address)
    try:
        frames = unpack(open_block(keys, block))
    except BlockRefused:
        return 0
    done = 0
    wanted = TALK_KINDS if keys.writer else TURN_KINDS
    assembly = circle.assembly(name)
    bucket = f"{'talk' if keys.writer else 'admin'}:{circle.around.today()}"  # what never becomes whole goes with the day's talk
    for frame in (f for f in frames if f.kind in wanted):
        record = assembly.add(frame)
        if assembly.holds(frame):
            circle.put("frame", _place(name, frame.id, frame.index), frame, bucket)
        for gone in assembly.dropped:
            circle.drop("frame", _place(name, gone.id, gone.index))
        assembly.dropped.clear()
        if record is None:
            continue
        for index in range(frame.count if frame.count > 1 else 0):
            circle.drop("frame", _place(name, frame.id, index))
        done += take_record(circle, *record)
    return done


def _place(log: str, record: bytes, index: int) -> str:
    return f"{log}:{base64url.encode(record)}:{index}"


def take_record(circle: Circle, kind: int, record: bytes) -> bool:
    """Take in one record; whether it was new and valid."""
    try:
        if kind == ENTRY:
            return _entry(circle, record)
        if kind == TURN:
            return _turn(circle, record)
        if kind == SLOTS:
            return _slots(circle, record)
        if kind == ADOPTION:
            return _adoption(circle, record)
        if kind == REPAIR:
            return _repair(circle, record)
        if kind == OBJECT:
            return circle.keep_object(base64url.encode(derive.sha256(record)), record)
    except HomewardError as error:
        circle.alarm("refused", getattr(error, "reason", "form"))
    return False


def _entry(circle: Circle, record: bytes) -> bool:
    return _keep(circle, parse(record))


def _keep(circle: Circle, signed: Signed) -> bool:
    node = circle.trunk.nodes.get(signed.entry.turn)
    if node is None or node.state.epoch < circle.me.since:
        return False
    identity = entry_id(node.state.circle, signed.entry)
    if identity in circle.entries or identity in circle.past:
        return False
    check_author(node.state, signed)
    if signed.entry.seat == circle.me.seat:
        circle.alarm("second-device")
    circle.keep_entry(identity, signed, bucket_of(signed.entry, circle.around.today()))
    return True


def _turn(circle: Circle, record: bytes) -> bool:
    signed = naming.parse(record)
    tree = circle.trunk
    known = len(tree.refused)
    if sum(map(len, tree.waiting.values())) >= MAX_LATE and signed.turn.parent not in tree.nodes:
        return False
    grown = tree.add(signed)
    for node in grown:
        circle.save_node(node)
        if node.signed:
            circle.drop("late", _late_name(node.signed))
        _take_carried(circle, node.signed)
    if not grown and signed.turn.parent not in tree.nodes:
        circle.put("late", _late_name(signed), signed)
    if len(tree.refused) > known:
        _say_refused(circle, signed, tree.refused.get((naming.turn_id(signed.turn), signed.sig)))
    return bool(grown)


def _say_refused(circle: Circle, signed: SignedTurn, why: TurnRefused | None) -> None:
    # Who did not sign it is not blamed for it: anybody can write another's number into a turn.
    if why is None or (why.reason, str(why)) == ("author", "author"):
        circle.alarm("refused", "turn")
    else:
        circle.alarm("turn-refused", f"{circle.name_of(signed.turn.author)}: {why.reason}")


def _late_name(signed: SignedTurn) -> str:
    return f"{naming.turn_id(signed.turn)}:{signed.sig}"


def _take_carried(circle: Circle, signed: SignedTurn | None) -> None:
    """A turn carries its decisions as whole entries: where a log was closed before one was posted, this is how it arrives."""
    turn = signed.turn if signed else None
    for entry in (*turn.proposals, *turn.approvals, *turn.vetoes, *turn.rotations) if turn else ():
        _keep(circle, entry)


def _slots(circle: Circle, record: bytes) -> bool:
    if len(record) % SEALED_BYTES:
        raise BlockRefused("slots of another size")
    entered = {h for turn in circle.keys if (node := circle.trunk.nodes.get(turn)) and node.turn for _, h in node.turn.slots}
    fresh = False
    for at in range(0, len(record), SEALED_BYTES):
        sealed = record[at : at + SEALED_BYTES]
        name = base64url.encode(derive.sha256(sealed))
        if name not in entered and name not in circle.slots:
            circle.slots[name], fresh = sealed, True
            circle.put("slot", name, sealed)
    return fresh


def _adoption(circle: Circle, record: bytes) -> bool:
    adoption = canonical.decode(record, AdoptionProof, limit=1_024)
    name = f"{adoption.parent}:{adoption.seat}:{adoption.child}"
    tree = circle.trunk
    known = tree.adoptions.get((adoption.parent, adoption.seat), {})
    # Who can open a log knows the turn it belongs to: an adoption of a parent nobody knows is junk and not kept.
    if adoption.child in known or not tree.adopt(adoption):
        return False
    circle.put("adoption", name, adoption)
    return True


def _repair(circle: Circle, record: bytes) -> bool:
    repair = canonical.decode(record, Repair, limit=4_096)
    base64url.decode(repair.sealed, size=SEALED_BYTES)
    known = circle.repairs.setdefault(repair.turn, [])
    if repair.seat != circle.me.seat or repair in known:
        return False
    known.append(repair)
    del known[:-MAX_REPAIRS]  # the newest stay: somebody's bad ones, posted before, must not keep the good one out
    for number, kept in enumerate(known):
        circle.put("repair", f"{repair.turn}:{number}", kept)
    return True
