"""Bodies of the last word (EVENTS.md 4): men under code names, and when one was heard from. No field for a place or a unit, on purpose."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .talk import Voice
from .text import Day, Id, Name, Note, Seat


class ManNamed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `man.named.v1`: a man under a code name chosen in the circle. The entry's id names him, its author speaks for him."""

    name: Name


class ManChanged(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `man.changed.v1`: his owner gives him another code name, or takes him off the board (he is home, or she wishes so)."""

    man: Id
    name: Name
    watched: bool


class ManCalled(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `man.called.v1`: he was heard from on a day. Written by his owner, or by a helper she handed him to."""

    man: Id
    day: Day
    channel: Literal["", "call", "message", "letter", "seen", "other"]
    state: Literal["", "well", "worried", "wounded", "afraid"]
    note: Note
    voice: Voice | None


class ManHanded(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `man.handed.v1`: his owner lets a helper's seat fill in for her (or no longer)."""

    man: Id
    helper: Seat
    on: bool


class ManConfirmed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Body of `man.confirmed.v1`: his owner says that what a helper wrote is right (or wrong)."""

    entry: Id
    right: bool


BODIES: dict[str, type[Struct]] = {
    "man.named.v1": ManNamed,
    "man.changed.v1": ManChanged,
    "man.called.v1": ManCalled,
    "man.handed.v1": ManHanded,
    "man.confirmed.v1": ManConfirmed,
}
