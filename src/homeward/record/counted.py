"""People as rows of categories, ready to be counted: region, month, age group, unit type, rank, status (RECORD-FIGURES 4).

A category is never guessed. `not-recorded` is what no source said; `unclear` is what sources said in different ways.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO

from homeward.schema.record import Fate, Field, Person

from .figure_errors import RegionUnknown, TableUnreadable
from .regions import find_region

Row = dict[str, str]
NOT_RECORDED, UNCLEAR = "not-recorded", "unclear"
DIMENSIONS = ("region", "month", "age", "unit", "rank", "status")
AGE_STARTS = (18, 21, 25, 30, 35, 40, 45, 50)
_RANKS = {
    "private": ("рядов", "ефрейтор", "матрос", "private", "сапер"),
    "sergeant": ("сержант", "старшина", "старшин", "sergeant"),
    "warrant": ("прапорщик", "мичман", "warrant"),
    "officer": ("лейтенант", "капитан", "майор", "полковник", "генерал", "lieutenant", "captain", "major", "colonel", "officer"),
}
_UNITS = {
    "professional army": "professional", "inmates": "inmate", "volunteers": "volunteer", "conscripted": "called-up",
    "private military company": "private-company", "police / national guard / FSB": "national-guard",
}  # fmt: skip
_COLUMNS = {
    "region": ("region", "home_region"), "died": ("died", "death_date", "death_confirmed_date", "date"), "age": ("age",),
    "unit": ("unit_type", "unit"), "rank": ("rank",),
}  # fmt: skip


def rows_of_people(people: Iterable[Person]) -> Iterator[Row]:
    """A row for each person said to have died; the missing and the captured are not counted here."""
    for person in people:
        fate = person.value(Field.FATE)
        if fate == Fate.DIED or (fate is None and person.value(Field.DIED)):
            row = _row(person.value(Field.REGION), person.value(Field.DIED), person.value(Field.AGE),
                       person.value(Field.UNIT_TYPE), person.value(Field.RANK))  # fmt: skip
            yield row | {"status": person.status.value}


def rows_of_csv(text: str) -> Iterator[Row]:
    """A row for each line of a list of deaths with a region and a date. Raises TableUnreadable, RegionUnknown."""
    lines = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    named = {key: next((c for c in choices if c in (lines.fieldnames or [])), None) for key, choices in _COLUMNS.items()}
    if named["region"] is None or named["died"] is None:
        raise TableUnreadable
    for line in lines:
        region = _said(line, named["region"])
        code = find_region(region) if region else None
        if region and code is None:
            raise RegionUnknown(region)
        unit = _said(line, named["unit"])
        yield _row(code, _said(line, named["died"]), _said(line, named["age"]), _UNITS.get(unit or "", unit), _said(line, named["rank"]))


def until(rows: Iterable[Row], day: str | None) -> list[Row]:
    """Rows whose day of death is sure to lie on or before `day`; all rows without a limit."""
    return [r for r in rows if day is None or (r["died"] and _last_day(r["died"]) <= day)]


def count_by(rows: Iterable[Row], dimension: str) -> dict[str, int]:
    """How many in each category, in the order of categories."""
    return dict(sorted(Counter(r[dimension] for r in rows).items()))


def _row(region: str | None, died: str | None, age: str | None, unit: str | None, rank: str | None) -> Row:
    return {
        "region": _one(region), "died": died if died and re.fullmatch(r"\d{4}(-\d{2}){0,2}", died) else "", "month": _month(died),
        "age": _age_group(age), "unit": _one(unit), "rank": _rank_group(rank), "status": NOT_RECORDED,
    }  # fmt: skip


def _said(line: dict[str, str], column: str | None) -> str | None:
    value = (line.get(column) or "").strip() if column else ""
    return value or None


def _one(value: str | None) -> str:
    return NOT_RECORDED if not value else UNCLEAR if "/" in value else value


def _month(died: str | None) -> str:
    if not died:
        return NOT_RECORDED
    months = {part[:7] for part in died.split("/")}
    return months.pop() if len(months) == 1 and re.fullmatch(r"\d{4}-\d{2}", min(months)) else UNCLEAR


def _age_group(age: str | None) -> str:
    if not age:
        return NOT_RECORDED
    groups = {_group(int(float(part))) for part in age.split("/")}
    return groups.pop() if len(groups) == 1 else UNCLEAR


def _group(age: int) -> str:
    start = max((s for s in AGE_STARTS if s <= age), default=0)
    after = next((s for s in AGE_STARTS if s > age), None)
    return f"under-{after}" if not start else f"{start}-{after - 1}" if after else f"{start}-and-over"


def _rank_group(rank: str | None) -> str:
    if not rank:
        return NOT_RECORDED
    said = rank.lower()
    found = [group for group, stems in _RANKS.items() if any(stem in said for stem in stems)]
    return found[0] if len(found) == 1 else UNCLEAR


def _last_day(died: str) -> str:
    return died + {4: "-12-31", 7: "-31", 10: ""}[len(died)]
