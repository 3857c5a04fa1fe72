"""The conversation as lines, for exports and the command line. Screens have their own folds; this is a table, not a screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from msgspec import Struct

from homeward.schema.events import Edited, ObjectRef, Retracted, Said, objects_of
from homeward.schema.talk import Shown, Voiced
from homeward.schema.text import clean

from .circle import Circle
from .entry import body
from .errors import EntryRefused
from .order import Placed
from .pending import held

_SILENT = ("circle.",)


@dataclass(frozen=True)
class Line:
    """One thing written. `kind`: said, retracted, other (a known kind that has a screen of its own, `text` its name), unknown.
    `marks`: edited, double (written twice), again (issued again), voice."""

    id: str
    seat: int
    name: str
    day: int
    epoch: int
    kind: str
    text: str
    reply: str
    objects: tuple[ObjectRef, ...]
    marks: tuple[str, ...]


def conversation(circle: Circle) -> list[Line]:
    """Lines in fold order; held entries (of a frozen seat) left out, edits and retractions by their own authors applied."""
    arranged = circle.arranged()
    hidden = held(circle, arranged) if circle.me.status == "active" else set()
    lines: dict[str, Line] = {}
    for placed in arranged.placed:
        entry = placed.entry
        if placed.id in hidden or entry.kind.startswith(_SILENT):
            continue
        try:
            what = body(entry)
        except EntryRefused:
            continue
        origin = _origin(circle, placed)
        if isinstance(what, Edited | Retracted):
            _change(lines, what, entry.seat)
            continue
        blank = Line(origin, entry.seat, circle.name_of(entry.seat), entry.day, placed.epoch, "said", "", "", (), _marks(placed))
        lines.setdefault(origin, _line(blank, what, entry.kind))
    return list(lines.values())


def _line(blank: Line, what: Struct | None, kind: str) -> Line:
    if isinstance(what, Said | Shown):
        return replace(blank, text=clean(what.text), reply=what.reply, objects=tuple(objects_of(what)))
    if isinstance(what, Voiced):
        return replace(blank, reply=what.reply, objects=(what.voice.object,), marks=(*blank.marks, "voice"))
    return replace(blank, kind="other" if what is not None else "unknown", text=clean(kind), objects=tuple(objects_of(what)), marks=())


def _origin(circle: Circle, placed: Placed) -> str:
    """The id a line keeps when it is issued again. Nobody takes another's: `again` counts only between entries of one seat."""
    first = circle.entries.get(placed.entry.again)
    foreign = first is not None and first.entry.seat != placed.entry.seat
    return placed.id if foreign else placed.entry.again or placed.id


def _marks(placed: Placed) -> tuple[str, ...]:
    return tuple(m for m, on in (("double", placed.double), ("again", bool(placed.entry.again))) if on)


def _change(lines: dict[str, Line], what: Edited | Retracted, seat: int) -> None:
    line = lines.get(what.entry)
    if line is None or line.seat != seat or line.kind == "retracted":
        return
    if isinstance(what, Retracted):
        lines[what.entry] = replace(line, kind="retracted", text="", objects=())
    elif line.kind == "said" and "voice" not in line.marks:
        marks = tuple(m for m in line.marks if m != "edited")
        lines[what.entry] = replace(line, text=clean(what.text), marks=(*marks, "edited"))
