"""Values as people read them: regions by name, kinds of service and fates in words (RECORD, 'Desk', 3). Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from homeward.record.regions import regions
from homeward.schema.record import Fate, Field, UnitType

_WORDED = {Field.UNIT_TYPE: frozenset(u.value for u in UnitType), Field.FATE: frozenset(f.value for f in Fate)}


def told(field: Field, value: str, say: Callable[..., str], language: str) -> str:
    """The value in words where it is a code that we know; else as it is."""
    if field == Field.REGION and value in regions():
        return regions()[value].ru if language == "ru" else regions()[value].en
    if value in _WORDED.get(field, frozenset()):
        return say(f"label-{field.value.replace('_', '-')}-{value}")
    return value


def all_told(values: Mapping[Field, str], say: Callable[..., str], language: str) -> dict[Field, str]:
    """Every value of a report in words."""
    return {field: told(field, value, say, language) for field, value in values.items()}
