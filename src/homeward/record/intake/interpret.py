"""From a row as said to values, strictly (RECORD 3.3): what is not understood is a signal, never a guess, never dropped in silence."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable

import msgspec

from homeward.record.names import split_name
from homeward.record.people import UNKNOWN
from homeward.record.regions import find_region
from homeward.schema.record import Field, Saying

from .dates import parse_date
from .mapping import Mapping, Meaning
from .vocabulary import find_fate, find_rank, find_sex, find_unit_type

_UNKNOWN_WORDS = frozenset({"?", "-", "—", "н/д", "нет данных", "неизвестно", "неизвестен", "unknown", "n/a"})


class Signal(msgspec.Struct, frozen=True):
    """Something a person should look at: which column, which words, why (`leftover`, `category`, `date`, `number`, `name`, `region`)."""

    why: str
    column: str
    value: str


class Interpreter:
    """Interprets the rows of one file and counts its signals."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._unknown = _UNKNOWN_WORDS | {w.strip().lower() for w in mapping.unknown}
        self._seen: Counter[str] = Counter()
        self.signals: Counter[Signal] = Counter()

    def saying(self, row: dict[str, str], line: int) -> Saying:
        """The row as said with the values understood."""
        values: dict[Field, str] = {}
        for column, text in row.items():
            meaning = self._mapping.columns.get(column)
            if meaning is None:
                self._signal("leftover", column, "")
            elif meaning.field is not None:
                self._take(meaning.field, meaning, column, text, values)
        return Saying(key=self._key(row, values), row=line, said=row, values=values)

    def _take(self, field: Field, meaning: Meaning, column: str, text: str, values: dict[Field, str]) -> None:
        if text.strip().lower() in self._unknown:
            values[field] = UNKNOWN
            return
        if meaning.values:
            if text not in meaning.values:
                self._signal("category", column, text)
                return
            text = meaning.values[text]
        if field == Field.NAME:
            self._name(column, text, values)
        elif field in (Field.BORN, Field.DIED, Field.REPORTED):
            self._keep(field, parse_date(text, meaning.forms), "date", column, text, values)
        elif field == Field.AGE:
            age = text.removesuffix(".0")
            self._keep(field, age if age.isascii() and age.isdigit() and int(age) <= 120 else None, "number", column, text, values)
        elif field in _CATEGORIES:
            why, find = _CATEGORIES[field]
            self._keep(field, find(text), why, column, text, values)
        else:
            values[field] = " ".join(text.split())

    def _keep(self, field: Field, found: str | None, why: str, column: str, text: str, values: dict[Field, str]) -> None:
        if found is None:
            self._signal(why, column, text)
        else:
            values[field] = found

    def _name(self, column: str, text: str, values: dict[Field, str]) -> None:
        values[Field.NAME] = " ".join(text.split())
        split = split_name(text)
        if split is None:
            self._signal("name", column, text)
            return
        for field, part in zip((Field.SURNAME, Field.GIVEN, Field.PATRONYMIC), split, strict=True):
            if part:
                values.setdefault(field, part)

    def _key(self, row: dict[str, str], values: dict[Field, str]) -> str:
        columns = self._mapping.key
        if columns and all(row.get(column) for column in columns):
            key = " ".join(row[column] for column in columns)
        else:
            if columns:
                self._signal("key", " ".join(columns), "")
            key = "words:" + hashlib.sha256(msgspec.json.encode([row, values], order="sorted")).hexdigest()[:24]
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key} #{self._seen[key]}"

    def _signal(self, why: str, column: str, value: str) -> None:
        self.signals[Signal(why, column, value)] += 1


_CATEGORIES: dict[Field, tuple[str, Callable[[str], str | None]]] = {
    Field.REGION: ("region", find_region),
    Field.RANK: ("category", find_rank),
    Field.UNIT_TYPE: ("category", find_unit_type),
    Field.FATE: ("category", find_fate),
    Field.SEX: ("category", find_sex),
}
