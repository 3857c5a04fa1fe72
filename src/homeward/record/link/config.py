"""What a match compares and how it weighs: a JSON file, or the record's own (RECORD 5.2)."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import msgspec

from homeward.record.errors import MatchConfigWrong


class Kind(StrEnum):
    """How a value is compared."""

    PART = "part"  # one part of a name, initials allowed
    NAMES = "names"  # a whole name of several given names: own, father's, grandfather's, family's
    DATE = "date"  # a date, a month, a year, or an age at a date
    TEXT = "text"  # free words
    EXACT = "exact"  # categories and codes


class Habit(StrEnum):
    """How names are written, which decides their keys."""

    SLAVIC = "slavic"
    ARABIC = "arabic"
    ARABIC_LATIN = "arabic-latin"
    PLAIN = "plain"


class Compare(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One comparison. `left` and `right` are column names (default: `name`); ages count at `*_at`, a column or a date."""

    name: str
    kind: Kind
    left: str = ""
    right: str = ""
    habit: Habit = Habit.SLAVIC
    swap: str = ""
    father: bool = False
    left_age: str = ""
    left_at: str = ""
    right_age: str = ""
    right_at: str = ""


class Weights(msgspec.Struct, frozen=True):
    """Evidence in bits by comparison and level; `frequency` scales what a value's rarity adds; `prior` bits before any evidence, for one
    candidate record; `learned` says from what."""

    levels: dict[str, dict[str, float]]
    frequency: dict[str, float]
    prior: float
    learned: str


class MatchConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A whole match. `block`: pairs alike in all columns of one line are compared (`+1` behind a column: right is one more)."""

    compare: list[Compare]
    block: list[list[str]]
    left_id: str = "id"
    right_id: str = "id"
    one_to_one: bool = True
    train: list[list[str]] = []
    weights: Weights | None = None


def read_config(path: Path) -> MatchConfig:
    """A configuration from a JSON file. Raises MatchConfigWrong."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=MatchConfig)
    except (OSError, msgspec.DecodeError) as error:
        raise MatchConfigWrong(f"{path.name}: {error}") from error
