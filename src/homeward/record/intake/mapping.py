"""A source's declaration: who it is, and what each column of its files means (RECORD 3.1).

YAML or JSON, beside the file or kept in the record.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from homeward.record.errors import MappingWrong
from homeward.schema.record import Field, Grade, Source, SourceKind

SUFFIXES = (".yaml", ".yml", ".json")


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The source itself."""

    id: str
    kind: SourceKind
    grade: Grade
    licence: str
    title: str
    group: str = ""
    address: str | None = None
    note: str | None = None


class Meaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a column means: a field, with the words of its categories and the forms of its dates; or why it is left out."""

    field: Field | None = None
    values: dict[str, str] = {}
    forms: list[str] = []
    ignore: str | None = None


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole declaration. `key` are columns that name a row for ever; without them the words themselves do."""

    source: Declared
    columns: dict[str, Meaning]
    key: list[str] = []
    unknown: list[str] = []
    sheet: str | None = None
    heading_row: int = 1
    delimiter: str | None = None
    encoding: str = "utf-8-sig"

    def declared(self) -> Source:
        """The source as the store keeps it; its own group unless one is named."""
        s = self.source
        return Source(
            id=s.id, kind=s.kind, grade=s.grade, group=s.group or s.id, licence=s.licence, title=s.title, address=s.address, note=s.note
        )


def read_mapping(path: Path) -> Mapping:
    """A declaration from a file. Raises MappingWrong with the place."""
    try:
        if path.suffix == ".json":
            loaded = msgspec.json.decode(path.read_bytes())
        else:
            loaded = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
        mapping = msgspec.convert(loaded, Mapping, strict=False)
    except (OSError, UnicodeDecodeError, YAMLError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise MappingWrong(f"{path.name}: {error}") from error
    _check(mapping, path.name)
    return mapping


def beside(file: Path) -> Path | None:
    """The declaration that lies beside a data file under the same name, if there is one."""
    for suffix in SUFFIXES:
        path = file.with_suffix(suffix)
        if path.exists() and path != file:
            return path
    return None


def _check(mapping: Mapping, name: str) -> None:
    if not mapping.source.id.isascii() or not mapping.source.id.replace("-", "").replace("_", "").isalnum():
        raise MappingWrong(f"{name}: source.id `{mapping.source.id}`")
    for column, meaning in mapping.columns.items():
        if (meaning.field is None) == (meaning.ignore is None):
            raise MappingWrong(f"{name}: columns.{column}: field | ignore")
    used = [m.field for m in mapping.columns.values() if m.field]
    twice = {f for f in used if used.count(f) > 1}
    if twice:
        raise MappingWrong(f"{name}: {', '.join(sorted(twice))} × 2")
    missing = [column for column in mapping.key if column not in mapping.columns]
    if missing:
        raise MappingWrong(f"{name}: key: {', '.join(missing)}")
