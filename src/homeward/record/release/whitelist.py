"""The whitelist: the only categories of a person that ever reach a release (RECORD, 'Release', 1).

A person becomes a row of broad categories and nothing else passes: no name, no day, no place below the region, no unit. The living
(missing, captured) are kept apart from the dead.
"""

from __future__ import annotations

from collections.abc import Iterable

from homeward.record.counted import DIMENSIONS, NOT_RECORDED, Row, rows_of_people
from homeward.schema.record import Fate, Field, Person

# Tables of the dead: the two crossed ones, every margin of theirs, and three single ones.
DEATH_TABLES: tuple[tuple[str, ...], ...] = (
    (),
    ("region",),
    ("month",),
    ("unit",),
    ("region", "month"),
    ("region", "unit"),
    ("age",),
    ("rank",),
    ("support",),
)
LIVING_TABLES: tuple[tuple[str, ...], ...] = ((), ("region",))
_LIVING = frozenset({Fate.MISSING.value, Fate.CAPTURED.value})


def dead(people: Iterable[Person]) -> list[Row]:
    """Region (ISO), month of death, age group, unit type, rank group, and how well it is known, of those who died."""
    return [{("support" if d == "status" else d): row[d] for d in DIMENSIONS} for row in rows_of_people(people)]


def living(people: Iterable[Person]) -> list[Row]:
    """Regions of those said to be missing or captured."""
    return [{"region": p.value(Field.REGION) or NOT_RECORDED} for p in people if p.value(Field.FATE) in _LIVING]
