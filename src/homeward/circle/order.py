"""Which entries are in, and in what order (PROTOCOL 7.3-7.5). A pure function of a set: delivery order never matters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from homeward.schema.entry import Entry


@dataclass(frozen=True)
class Epoch:
    """One epoch on the chosen branch: its turn, its number, the heads it started from, and the heads its child cut it at
    (None while it is the tip)."""

    turn: str
    epoch: int
    start: Mapping[int, tuple[int, str]]
    cut: Mapping[int, tuple[int, str]] | None


@dataclass(frozen=True)
class Placed:
    """An entry with its id, epoch and computed lamport; `double` when its author wrote another at the same `n`."""

    id: str
    entry: Entry
    epoch: int
    lamport: int
    double: bool


@dataclass(frozen=True)
class Arranged:
    """Entries in fold order, the ids that are named but not here, and the ids that fell outside a frontier."""

    placed: list[Placed] = field(default_factory=list)
    gaps: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)


def arrange(entries: Mapping[str, Entry], epochs: Iterable[Epoch]) -> Arranged:
    """Order `entries` (id to entry, signatures already checked) along the chosen branch."""
    by_turn: dict[str, dict[str, Entry]] = defaultdict(dict)
    for identity, entry in entries.items():
        by_turn[entry.turn][identity] = entry
    result = Arranged()
    for epoch in epochs:
        here = by_turn.get(epoch.turn, {})
        inside = here if epoch.cut is None else _within(here, epoch, result.gaps)
        result.outside.update(here.keys() - inside.keys())
        starts = {head for _, head in epoch.start.values()}
        _name_gaps(inside, starts, result.gaps)
        lamports = _lamports(inside)
        counts: dict[tuple[int, int], int] = defaultdict(int)
        for entry in inside.values():
            counts[entry.seat, entry.n] += 1
        order = sorted(inside, key=lambda i: (lamports[i], i))
        result.placed.extend(Placed(i, inside[i], epoch.epoch, lamports[i], counts[inside[i].seat, inside[i].n] > 1) for i in order)
    return result


def _within(here: Mapping[str, Entry], epoch: Epoch, gaps: set[str]) -> dict[str, Entry]:
    inside: dict[str, Entry] = {}
    for seat, (_, head) in (epoch.cut or {}).items():
        start = epoch.start.get(seat, (0, ""))[1]
        step = head
        while step not in ("", start):
            entry = here.get(step)
            if entry is None:
                gaps.add(step)
                break
            if entry.seat != seat or step in inside:
                break
            inside[step] = entry
            step = entry.prev
    return inside


def _name_gaps(inside: Mapping[str, Entry], starts: set[str], gaps: set[str]) -> None:
    for entry in inside.values():
        gaps.update(i for i in (entry.prev, *entry.seen) if i and i not in inside and i not in starts)


def _lamports(inside: Mapping[str, Entry]) -> dict[str, int]:
    # Ids are hashes of what they name, so there are no cycles; an explicit stack keeps long chains off Python's own.
    found: dict[str, int] = {}
    for start in inside:
        stack = [start]
        while stack:
            identity = stack[-1]
            if identity in found:
                stack.pop()
                continue
            entry = inside[identity]
            before = [i for i in (entry.prev, *entry.seen) if i in inside]
            open_ = [i for i in before if i not in found]
            if open_:
                stack.extend(open_)
            else:
                found[identity] = 1 + max((found[i] for i in before), default=0)
                stack.pop()
    return found
