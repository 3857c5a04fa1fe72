"""Two values side by side: what is the same, what is alike, what differs, letter by letter (RECORD, 'Desk', 3). Pure."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from homeward.schema.record import Field

ALIKE = 0.75
_FOLD = str.maketrans("ёүөңһ", "еуонг")
# The order in which a person compares; `name` first, what comes from it after.
ORDER = (
    Field.NAME,
    Field.SURNAME,
    Field.GIVEN,
    Field.PATRONYMIC,
    Field.BORN,
    Field.AGE,
    Field.REGION,
    Field.HOME,
    Field.DIED,
    Field.PLACE,
    Field.RANK,
    Field.UNIT_TYPE,
    Field.UNIT,
    Field.FATE,
    Field.SEX,
    Field.REPORTED,
)


@dataclass(frozen=True)
class Row:
    """One field of two reports. `mark`: same, folded (same but for ё, ү, case), alike, finer (one date within the other), script, differs,
    one, plain (days of report always differ). Pieces are (text, whether it differs)."""

    field: Field
    mark: str
    left: list[tuple[str, bool]]
    right: list[tuple[str, bool]]


def compare(left: Mapping[Field, str], right: Mapping[Field, str]) -> list[Row]:
    """Every field either report gives, in reading order."""
    return [_row(f, left.get(f, ""), right.get(f, "")) for f in ORDER if left.get(f) or right.get(f)]


def _row(field: Field, left: str, right: str) -> Row:
    mark = _mark(left, right) if field != Field.REPORTED else "plain"
    if mark in ("alike", "differs", "folded"):
        return Row(field, mark, *_pieces(left, right))
    return Row(field, mark, [(left, False)] if left else [], [(right, False)] if right else [])


def _mark(left: str, right: str) -> str:
    if not left or not right:
        return "one"
    if left == right:
        return "same"
    a, b = (v.casefold().translate(_FOLD) for v in (left, right))
    if a == b:
        return "folded"
    if left[:4].isdecimal() and right[:4].isdecimal():
        return "finer" if left.startswith(right) or right.startswith(left) else "differs"
    if _script(a) != _script(b):
        return "script"
    return "alike" if difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE else "differs"


def _script(text: str) -> str:
    names = [unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha()]
    return max(sorted(set(names)), key=names.count) if names else ""


def _pieces(left: str, right: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    a: list[tuple[str, bool]] = []
    b: list[tuple[str, bool]] = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, left[:300], right[:300], autojunk=False).get_opcodes():
        for pieces, text in ((a, left[i1:i2]), (b, right[j1:j2])):
            if text:
                pieces.append((text, kind != "equal"))
    for pieces, rest in ((a, left[300:]), (b, right[300:])):
        if rest:
            pieces.append((rest, False))
    return a, b
