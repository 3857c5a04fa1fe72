"""From values as said to the columns that are compared (RECORD 5.2). Pure: rows in, columns out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from homeward.record.names import father, is_initial, plain, skeleton, sound

from .config import Compare, Habit, Kind
from .keys import part_key, parts_of

Column = list[object]
Row = Mapping[str, str]
_UNKNOWN = frozenset({"", "?"})


def columns_of(rows: Iterable[Row], compares: list[Compare], left: bool) -> dict[str, Column]:
    """Columns by name for one table; a value not said is None."""
    makers = [(_MAKERS[c.kind], c) for c in compares]
    found: dict[str, Column] = {name: [] for _, c in makers for name in suffixed(c)}
    for row in rows:
        for make, compare in makers:
            for name, value in make(row, compare, left).items():
                found[name].append(value)
    return found


def suffixed(compare: Compare) -> list[str]:
    """Names of the columns a comparison makes."""
    return [compare.name + suffix for suffix in _SUFFIXES[compare.kind]]


def whole_date(text: str) -> date | None:
    """The day of a full ISO date, else None."""
    if not re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _said(row: Row, compare: Compare, left: bool) -> str:
    text = (row.get((compare.left if left else compare.right) or compare.name) or "").strip()
    return "" if text in _UNKNOWN else text


def _part(row: Row, compare: Compare, left: bool) -> dict[str, object]:
    text, n = _said(row, compare, left), compare.name
    if not text or not plain(text):
        return dict.fromkeys(suffixed(compare))
    if compare.habit == Habit.PLAIN:
        folded = plain(text)
        short = len(folded) == 1
        whole, key = None if short else folded, _plain_key(folded)
        return {
            n: whole,
            n + "_s": whole,
            n + "_k": key,
            n + "_i": folded[:1],
            n + "_j": folded if short else None,
            n + "_p": folded[:4],
            n + "_e": key[-4:],
        }
    if is_initial(text):
        first = sound(text)[:1] or None
        return dict.fromkeys(suffixed(compare)) | {n + "_i": first, n + "_j": first}
    heard = sound(father(text)) if compare.father else sound(text)
    key = skeleton(father(text)) if compare.father else skeleton(text)
    told: dict[str, object] = {
        n: plain(text).replace(" ", ""),
        n + "_s": heard or None,
        n + "_k": key or None,
        n + "_i": sound(text)[:1] or None,
    }
    return told | {n + "_j": None, n + "_p": heard[:4] or None, n + "_e": key[-4:] or None}


def _names(row: Row, compare: Compare, left: bool) -> dict[str, object]:
    n, parts = compare.name, parts_of(_said(row, compare, left), compare.habit)
    if not parts:
        return dict.fromkeys(suffixed(compare))
    first, last, middle = parts[0], parts[-1], parts[1:-1]
    line = [middle[0] if middle else "", middle[1] if len(middle) > 1 else "", last]
    key = [part_key(p, compare.habit) if p else "" for p in line]
    return {
        n + "_a": first, n + "_ak": part_key(first, compare.habit),
        n + "_b": line[0] or None, n + "_bk": key[0] or None, n + "_c": line[1] or None, n + "_ck": key[1] or None,
        n + "_d": last, n + "_dk": key[2], n + "_line": "|".join(line), n + "_linek": "|".join(key), n + "_two": f"{key[0]}|{key[2]}",
        n + "_whole": " ".join(part_key(p, compare.habit) for p in parts),
    }  # fmt: skip


def _date(row: Row, compare: Compare, left: bool) -> dict[str, object]:
    n, text = compare.name, _said(row, compare, left)
    empty = dict.fromkeys(suffixed(compare))
    day = whole_date(text)
    if day is not None:
        swapped = f"{day.year}{day.day:02d}{day.month:02d}"
        told = f"{day.year}{day.month:02d}{day.day:02d}"
        return {n: told, n + "_sw": swapped, n + "_o": day.toordinal(), n + "_m": told[:6], n + "_lo": day.year, n + "_hi": day.year}
    if match := re.match(r"(\d{4})(?:-(\d{2}))?", text):
        year = int(match[1])
        return empty | {n + "_m": match[1] + match[2] if match[2] else None, n + "_lo": year, n + "_hi": year}
    age_column, at_name = (compare.left_age, compare.left_at) if left else (compare.right_age, compare.right_at)
    age = (row.get(age_column) or "").strip() if age_column else ""
    if not re.fullmatch(r"\d{1,3}(?:\.0)?", age):
        return empty
    at = next((found[0] for name in at_name.split(",") if (found := re.match(r"\d{4}", row.get(name) or name))), None)
    if at is None:
        return empty
    born = int(at) - int(float(age))
    return empty | {n + "_lo": born - 1, n + "_hi": born}


def _text(row: Row, compare: Compare, left: bool) -> dict[str, object]:
    n, text = compare.name, plain(_said(row, compare, left))
    heard = sound(text) if compare.habit == Habit.SLAVIC else text
    return {n: text or None, n + "_s": heard or None}


def _exact(row: Row, compare: Compare, left: bool) -> dict[str, object]:
    return {compare.name: plain(_said(row, compare, left)) or None}


def _plain_key(folded: str) -> str:
    return folded[:1] + re.sub(r"[aeiouyhw ]", "", re.sub(r"(.)\1+", r"\1", folded[1:]))


_MAKERS: dict[Kind, Callable[[Row, Compare, bool], dict[str, object]]] = {
    Kind.PART: _part, Kind.NAMES: _names, Kind.DATE: _date, Kind.TEXT: _text, Kind.EXACT: _exact,
}  # fmt: skip
_SUFFIXES: dict[Kind, tuple[str, ...]] = {
    Kind.PART: ("", "_s", "_k", "_i", "_j", "_p", "_e"),
    Kind.NAMES: ("_a", "_ak", "_b", "_bk", "_c", "_ck", "_d", "_dk", "_line", "_linek", "_two", "_whole"),
    Kind.DATE: ("", "_sw", "_o", "_m", "_lo", "_hi"),
    Kind.TEXT: ("", "_s"),
    Kind.EXACT: ("",),
}
