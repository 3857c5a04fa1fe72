"""Moving this device to the turn everybody agrees on: choosing, opening the slot, adopting, witnessing (PROTOCOL 6.7-6.10)."""

from __future__ import annotations

from itertools import pairwise

from homeward.keys import seal, sign
from homeward.schema import base64url, canonical
from homeward.schema.events import Here, Rotate
from homeward.schema.turn import AdoptionProof, Turn

from . import retention
from .block import ADOPTION
from .circle import ENDED, Circle
from .epoch import Secrets
from .errors import SlotWrong, TwoHistories
from .evidence import adoption_preimage
from .local import EpochKeys, MadeTurn, SpareKeys
from .roster import seat_of, witnesses
from .slots import open_slot
from .tree import Node
from .writing import put_out, write, write_again


def settle(circle: Circle) -> bool:
    """Go as far towards the tip as this device has keys for. Whether it moved. Alarms instead of raising."""
    moved = False
    while circle.following and _step(circle):
        moved = True
    if moved:
        with circle.vault.write():
            _arrive(circle)
    return moved


def _step(circle: Circle) -> bool:
    try:
        tip = circle.trunk.tip()
    except TwoHistories:
        circle.change_me(status="stopped")
        circle.alarm("two-histories")
        return False
    if tip.id == circle.me.tip:
        return False
    path = circle.trunk.path(tip)
    names = [n.id for n in path]
    at = names.index(circle.me.tip) if circle.me.tip in names else _common(circle, names)
    for node in path[at + 1 :]:
        if _enter(circle, node):
            return True
    return _turn_back(circle, path[at]) if at < len(names) and names[at] != circle.me.tip else False


def _common(circle: Circle, names: list[str]) -> int:
    own = {n.id for n in circle.branch()}
    return max(i for i, n in enumerate(names) if n in own)


def _turn_back(circle: Circle, node: Node) -> bool:
    # The branch this device stood on lost, and the better one cannot be entered yet: stand at the fork meanwhile.
    if node.id not in circle.keys:
        return False
    with circle.vault.write():
        circle.change_me(tip=node.id)
    return False


def _enter(circle: Circle, node: Node) -> bool:
    """Adopt `node` if this seat's secrets for it are at hand, or if it ends this seat or the circle."""
    turn, seat = node.turn, seat_of(node.state, circle.me.seat)
    if turn is None:
        return False
    if node.state.closed or seat is None or seat.state == "frozen":
        return _enter_without_keys(circle, node, "closed" if node.state.closed else "frozen" if seat else "expelled")
    if seat.ed not in _own_publics(circle):
        return _enter_without_keys(circle, node, "taken")
    secrets = _secrets(circle, turn, node.id, seat.kem)
    if secrets is None:
        return False
    with circle.vault.write():
        keys = EpochKeys(e=secrets.e, l=secrets.l, d=secrets.d, lane=secrets.lane, lane_seed=secrets.lane_seed, ended=-1)
        circle.keys[node.id] = keys
        circle.put("keys", node.id, keys)
        _take_up(circle, seat.ed, node.id)
        circle.change_me(tip=node.id, status="active")
    return True


def _enter_without_keys(circle: Circle, node: Node, status: str) -> bool:
    if status == "frozen" and circle.me.status == "frozen" and circle.me.tip == node.id:
        return False
    with circle.vault.write():
        own_leave = status == "expelled" and any(
            p.entry.body.get("action") == "leave" and p.entry.seat == circle.me.seat for p in (node.turn.proposals if node.turn else [])
        )
        circle.change_me(tip=node.id, status="left" if own_leave else status)
        if status != "left" and not own_leave:
            circle.alarm(status, circle.name_of(node.turn.author) if node.turn else "")
    return True


def bury(circle: Circle) -> None:
    """Destroy this seat's keys once its end is final and its own witnessing of it is out."""
    ended = circle.me.status in ENDED and bool(circle.keys) and circle.trunk.is_final(circle.here)
    if ended and all(item.posted for item in circle.out.values() if item.log == "turn"):
        with circle.vault.write():
            destroy_keys(circle)


def destroy_keys(circle: Circle) -> None:
    """Forget every secret of this circle once its end is final; what was already read stays until it expires."""
    for kind in ("keys", "out", "slot", "repair", "made", "prepared", "invitation", "knock"):
        circle.vault.delete_kind(circle.kind(kind))
    circle.keys.clear()
    circle.out.clear()
    circle.slots.clear()
    circle.change_me(sign=b"", kem=b"", ring=[])


def _own_publics(circle: Circle) -> set[str]:
    return {_public(seed) for seed in (circle.me.sign, *(spare.sign for spare in circle.me.ring)) if seed}


def _public(seed: bytes) -> str:
    return base64url.encode(sign.SigningKey.from_seed(seed).public)


def _secrets(circle: Circle, turn: Turn, identity: str, kem: str) -> Secrets | None:
    made = circle.vault.get(circle.kind("made"), identity, MadeTurn)
    if made:
        return Secrets(made.e, made.l, made.lane, made.lane_seed)
    key = circle.sealing_for(kem)
    if key is None:
        return None
    listed = next((h for s, h in turn.slots if s == circle.me.seat), "")
    own = circle.slots.get(listed)
    repairs = [base64url.decode(r.sealed) for r in circle.repairs.get(identity, []) if r.seat == circle.me.seat]
    for sealed in ([own] if own else []) + repairs:
        try:
            return open_slot(turn, circle.me.seat, key, sealed)
        except SlotWrong:
            if sealed is own:  # the turn lists this one; a repair says nothing about who really made it
                circle.alarm("slot-wrong", circle.name_of(turn.author))
    return None


def _take_up(circle: Circle, ed: str, turn: str) -> None:
    """Put the keys the turn gives this seat in force. The others stay in the ring: the turn may yet lose against a sibling."""
    me = circle.me
    taken = next((spare for spare in me.ring if _public(spare.sign) == ed), None)
    if taken is not None:
        left = SpareKeys(sign=me.sign, kem=me.kem, state="replaced", turn=turn)
        circle.change_me(sign=taken.sign, kem=taken.kem, ring=[s for s in me.ring if s is not taken] + [left])


def _drop_spares(circle: Circle) -> None:
    """Erase keys that no turn can put in force again: what replaced them is final, or the turn after their posting is (3, S1)."""
    settled = circle.trunk.settled()
    kept = [s for s in circle.me.ring if s.turn not in (settled[:-1] if s.state == "posted" else settled)]
    if kept != circle.me.ring:
        circle.change_me(ring=kept)


def _arrive(circle: Circle) -> None:
    """Everything that follows a move: epochs that ended, witnessing, rotation, a sign of life, what must be written again."""
    branch = circle.branch()
    for before, after in pairwise(branch):
        keys = circle.keys.get(before.id)
        if keys and keys.ended < 0 and after.turn:
            ended = retention.clamp(after.turn.day, circle.around.today(), retention.EPOCH_DAYS - 1)
            circle.keys[before.id] = EpochKeys(e=keys.e, l=keys.l, d=keys.d, lane=keys.lane, lane_seed=keys.lane_seed, ended=ended)
            circle.put("keys", before.id, circle.keys[before.id])
    if circle.here.turn:
        listed = {h for _, h in circle.here.turn.slots}
        circle.put("slots-of", circle.here.id, [sealed for h, sealed in circle.slots.items() if h in listed])
    wanted = _slots_still_wanted(circle)
    for name in [n for n in circle.slots if n not in wanted]:
        circle.drop("slot", name)
        del circle.slots[name]
    if circle.me.status in ("active", "closed"):
        witness(circle)
    if circle.me.status != "active":
        return
    _drop_spares(circle)
    write_again(circle)
    rotate_if_due(circle)
    announce(circle)


def _slots_still_wanted(circle: Circle) -> set[str]:
    """Hashes of the slots of turns this device did not enter and that may yet win: no relay gives a block twice."""
    settled = set(circle.trunk.settled()[:-1])
    open_ = [n.turn for n in circle.trunk.nodes.values() if n.turn and n.id not in circle.keys and n.turn.parent not in settled]
    return {h for turn in open_ for _, h in turn.slots}


def witness(circle: Circle) -> None:
    """Sign the adoption of the turn this device stands in, if this seat is a witness of its parent; once per parent."""
    node, parent = circle.here, circle.trunk.parent(circle.here)
    if parent is None or circle.me.seat not in witnesses(parent.state) or circle.secrets_of(parent.id) is None:
        return
    if circle.vault.get(circle.kind("witnessed"), parent.id, str) is not None:
        return
    seat = seat_of(parent.state, circle.me.seat)
    seeds = (circle.me.sign, *(spare.sign for spare in circle.me.ring))
    key = next((sign.SigningKey.from_seed(s) for s in seeds if s and seat and _public(s) == seat.ed), None)
    if key is None:
        return
    message = adoption_preimage(circle.state.circle, parent.id, node.id, circle.me.seat)
    adoption = AdoptionProof(parent=parent.id, child=node.id, seat=circle.me.seat, sig=base64url.encode(key.sign(message)))
    circle.trunk.adopt(adoption)
    circle.put("witnessed", parent.id, node.id)
    circle.put("adoption", f"{parent.id}:{circle.me.seat}:{node.id}", adoption)
    put_out(circle, parent.id, [(ADOPTION, canonical.encode(adoption))])


def announce(circle: Circle) -> None:
    """A sign of life in this epoch, so that nobody thinks this seat missed the turn."""
    if not any(entry.seat == circle.me.seat for _, entry in circle.chain()):
        write(circle, "circle.here.v1", Here())


def rotate_if_due(circle: Circle) -> None:
    """Post new keys when it is this seat's epoch to rotate (PROTOCOL 6.11), or after a clone."""
    due = (circle.me.seat + circle.state.epoch) % 4 == 0 or (circle.state.epoch == 0 and circle.state.origin_circle)
    here = [s.entry for s in circle.entries.values() if s.entry.turn == circle.here.id and s.entry.seat == circle.me.seat]
    posted = any(entry.kind == "circle.rotate.v1" for entry in here)  # a branch this device comes back to
    if due and not posted and circle.state.policy.kind != "porch" and len(circle.state.seats) > 1:
        rotate(circle)


def rotate(circle: Circle) -> None:
    """Draw new keys and post them; they are in force after the next turn."""
    seed, private = circle.around.random(32), circle.around.random(32)
    with circle.vault.write():
        circle.change_me(ring=[*circle.me.ring, SpareKeys(sign=seed, kem=private, state="posted", turn=circle.here.id)])
        ed, kem = sign.SigningKey.from_seed(seed).public, seal.SealingKey.from_private(private).public
        write(circle, "circle.rotate.v1", Rotate(ed=base64url.encode(ed), kem=base64url.encode(kem)))
