"""The whitelist: the only categories of a person that ever reach a release (spec/RECORD.md, 'Release', 1).

A person becomes a row of broad categories here and nothing else passes: no name, no day, no place below the region, no unit. What is
not known is `unknown`, a category like any other. The living (missing, captured) are kept apart from the dead.
"""

from __future__ import annotations

from collections.abc import Iterable

from homeward.record.regions import regions
from homeward.schema.record import Fate, Field, Person, UnitType

UNKNOWN = "unknown"
AGES = ((18, "under-18"), (21, "18-20"), (26, "21-25"), (31, "26-30"), (36, "31-35"), (41, "36-40"), (51, "41-50"), (200, "51-over"))
RANKS = {
    "private": ("рядовой", "ефрейтор", "матрос", "старший матрос", "private", "стрелок", "курсант"),
    "sergeant": ("младший сержант", "сержант", "старший сержант", "старшина", "главный старшина", "sergeant"),
    "warrant-officer": ("прапорщик", "старший прапорщик", "мичман"),
    "junior-officer": ("младший лейтенант", "лейтенант", "старший лейтенант", "капитан", "капитан-лейтенант"),
    "senior-officer": ("майор", "подполковник", "полковник", "генерал-майор", "генерал-лейтенант", "капитан 3 ранга", "капитан 2 ранга",
                       "капитан 1 ранга"),
}  # fmt: skip
_RANK = {said: group for group, names in RANKS.items() for said in names}
_UNITS = frozenset(kind.value for kind in UnitType)

# Tables of the dead: the two crossed ones, every margin of theirs, and three single ones.
DEATH_TABLES: tuple[tuple[str, ...], ...] = (
    (), ("region",), ("month",), ("unit_type",), ("region", "month"), ("region", "unit_type"), ("age_group",), ("rank",), ("status",),
)  # fmt: skip
LIVING_TABLES: tuple[tuple[str, ...], ...] = ((), ("region",))


def row_of(person: Person) -> dict[str, str]:
    """Region (ISO), month of death, age group, unit type, rank group, status."""
    died = person.value(Field.DIED) or ""
    return {
        "region": region_of(person.value(Field.REGION)),
        "month": died[:7] if len(died) in (7, 10) and died[4] == "-" else UNKNOWN,
        "age_group": age_group(person),
        "unit_type": unit if (unit := person.value(Field.UNIT_TYPE)) in _UNITS else UNKNOWN,
        "rank": _RANK.get((person.value(Field.RANK) or "").lower().replace("ё", "е"), UNKNOWN),
        "status": person.status.value,
    }


def split(people: Iterable[Person]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows of the dead, and of those said to be missing or captured. A record without fates is one of deaths."""
    dead, living = [], []
    for person in people:
        (living if person.value(Field.FATE) in (Fate.MISSING, Fate.CAPTURED) else dead).append(row_of(person))
    return dead, living


def region_of(said: str | None) -> str:
    """The ISO code, when it is one of the 85; else `unknown`."""
    return said if said in regions() else UNKNOWN


def age_group(person: Person) -> str:
    """By the age said, else from birth and death; by the year alone where no more is known."""
    said = person.value(Field.AGE) or ""
    if said.isdecimal():
        return _group(int(said))
    born, died = person.value(Field.BORN) or "", person.value(Field.DIED) or ""
    if not (born[:4].isdecimal() and died[:4].isdecimal()) or "/" in born + died:
        return UNKNOWN
    before = len(born) == len(died) == 10 and died[5:] < born[5:]
    return _group(int(died[:4]) - int(born[:4]) - before)


def _group(age: int) -> str:
    return next((name for below, name in AGES if age < below), UNKNOWN) if age >= 0 else UNKNOWN
