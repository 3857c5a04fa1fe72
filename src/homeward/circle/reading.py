"""The conversation as lines, for exports and the command line. Screens have their own folds; this is a table, not a screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from homeward.schema.events import Edited, ObjectRef, Retracted, Said

from .circle import Circle
from .entry import body
from .errors import EntryRefused
from .pending import held

_SILENT = ("circle.",)


@dataclass(frozen=True)
class Line:
    """One thing said. `kind`: said, retracted, unknown. `marks`: edited, double (written twice), again (issued again)."""

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
        name, origin = circle.name_of(entry.seat), entry.again or placed.id
        if isinstance(what, Said):
            marks = tuple(m for m, on in (("double", placed.double), ("again", bool(entry.again))) if on)
            line = Line(origin, entry.seat, name, entry.day, placed.epoch, "said", clean(what.text), what.reply, tuple(what.objects), marks)
            lines.setdefault(origin, line)
        elif isinstance(what, Edited | Retracted):
            _change(lines, what, entry.seat)
        else:
            lines.setdefault(origin, Line(origin, entry.seat, name, entry.day, placed.epoch, "unknown", entry.kind[:64], "", (), ()))
    return list(lines.values())


def _change(lines: dict[str, Line], what: Edited | Retracted, seat: int) -> None:
    line = lines.get(what.entry)
    if line is None or line.seat != seat or line.kind != "said":
        return
    if isinstance(what, Retracted):
        lines[what.entry] = replace(line, kind="retracted", text="", objects=())
    else:
        marks = tuple(m for m in line.marks if m != "edited")
        lines[what.entry] = replace(line, text=clean(what.text), marks=(*marks, "edited"))


def clean(text: str) -> str:
    """`text` without control characters, direction overrides and terminal escapes, at most 4,000 code points."""
    return "".join(c for c in text[:4_000] if c in "\n\t" or (ord(c) >= 0x20 and ord(c) not in _UNSAFE))


_UNSAFE = frozenset({*range(0x7F, 0xA0), *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)})
