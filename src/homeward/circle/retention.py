"""What a device forgets, and when (PROTOCOL 9.3). Keys first, bytes next. Dates decide only this, never validity."""

from __future__ import annotations

import msgspec

from homeward.schema.entry import Entry
from homeward.schema.events import ADMIN

from .circle import Circle

ARRIVAL_SLACK = 14
EPOCH_DAYS = 14
ADMIN_DAYS = 180
PAST = "circle.past"


def bucket_of(entry: Entry, arrived: int) -> str:
    """The retention bucket of an entry: class and day, the day clamped to [arrival - 14, arrival]."""
    kind = "admin" if entry.kind in ADMIN or entry.kind == "circle.sealed.v1" else "talk"
    return f"{kind}:{clamp(entry.day, arrived, ARRIVAL_SLACK)}"


def clamp(day: int, arrived: int, slack: int) -> int:
    """A claimed day within [arrival - slack, arrival]: no clock, wrong or lying, keeps or destroys anything by itself (S12)."""
    return min(max(day, arrived - slack), arrived)


def expire(circle: Circle, today: int) -> int:
    """Destroy what has outlived its time: entries with their objects, and secrets of old epochs. How many entries went."""
    talk_days = circle.state.policy.talk_days if circle.tree else 30
    prefix, before = circle.kind(""), len(circle.entries)
    for bucket in [b.removeprefix(prefix) for b in circle.vault.buckets() if b.startswith(prefix)]:
        kind, _, day = bucket.partition(":")
        if int(day) + (ADMIN_DAYS if kind == "admin" else talk_days) < today:
            gone = [i for i, s in circle.entries.items() if bucket_of(s.entry, circle.arrived[i]) == bucket]
            with circle.vault.write():
                for identity in gone:
                    _keep_place(circle, identity)
            circle.vault.erase_bucket(prefix + bucket)
            for identity in gone:
                _forget(circle, identity)
    with circle.vault.write():
        for turn, keys in list(circle.keys.items()):
            if 0 <= keys.ended < today - EPOCH_DAYS:
                _forget_epoch(circle, turn)
    return before - len(circle.entries)


def _keep_place(circle: Circle, identity: str) -> None:
    """Keep where an expired entry stood while its epoch's blocks can still be opened: so that it does not come back from a relay or a
    file, and what its author wrote after it still follows without a hole."""
    entry = circle.entries[identity].entry
    if entry.turn in circle.keys:
        circle.past[identity] = msgspec.structs.replace(entry, kind=PAST, again="", day=0, body={})
        circle.put("past", identity, circle.past[identity])


def _forget(circle: Circle, identity: str) -> None:
    for reference in circle.objects_of(identity):
        circle.drop("object", reference.id)
    circle.forget_entry(identity)
    if circle.drafts.pop(identity, None):
        circle.drop("draft", identity)


def _forget_epoch(circle: Circle, turn: str) -> None:
    for number, item in list(circle.out.items()):
        if item.turn == turn:
            del circle.out[number]
            circle.drop("out", str(number))
    for identity in [i for i, entry in circle.past.items() if entry.turn == turn]:
        del circle.past[identity]
        circle.drop("past", identity)
    del circle.keys[turn]
    circle.drop("keys", turn)
