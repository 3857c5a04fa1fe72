"""How tables are written into a release and read out of one, ours or another's (RECORD-FIGURES 8.1).

Reading is lenient on purpose: an attacker takes what she gets. Nothing here opens files; texts come in and go out.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from .errors import ReleaseUnreadable
from .tables import Coarser, Table

COUNT, STATUS, SHOWN, HIDDEN = "count", "status", "shown", "hidden"
PACKAGE = "datapackage.json"
WITHHELD = frozenset({"", "*", "**", "-", "–", "..", "…", "c", "x", "s", "na", "n/a", "nan", "null", "hidden", "suppressed", "скрыто"})
WHOLE = frozenset({"all", "total", "any", "все", "всего", "итого"})
TIME_NAMES = frozenset({"year", "month", "quarter", "day", "date", "age", "год", "месяц", "квартал", "день", "дата", "возраст"})
COUNT_NAMES = ("count", "deaths", "n", "number", "value", "total", "cases", "people", "число", "количество")


@dataclass(frozen=True)
class Measure:
    """Tables that count the same people, with the threshold `k` and what is known of them."""

    name: str
    k: int
    tables: tuple[Table, ...]
    coarser: tuple[Coarser, ...] = ()
    zeros_shown: bool = False


@dataclass(frozen=True)
class ReadRelease:
    """A release as an attacker reads it. `person_rows` names tables in which rows seem to be people, with how many are unique."""

    version: str
    measures: tuple[Measure, ...]
    person_rows: Mapping[str, int] = field(default_factory=dict)


def table_name(measure: str, table: Table) -> str:
    """`deaths-by-region-month`; the total alone is `deaths-total`."""
    return f"{measure}-by-{'-'.join(table.dimensions)}" if table.dimensions else f"{measure}-total"


def table_csv(table: Table) -> str:
    """Dimensions, `count` (empty when hidden), `status`. Rows in order of their categories; zeros are written."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*table.dimensions, COUNT, STATUS])
    for key in sorted(table.counts):
        count = table.counts[key]
        writer.writerow([*key, "" if count is None else count, HIDDEN if count is None else SHOWN])
    return out.getvalue()


def table_resource(measure: str, table: Table, path: str) -> dict[str, Any]:
    """The table's entry in datapackage.json."""
    fields = [{"name": d, "type": "string", "constraints": {"required": True}} for d in table.dimensions]
    fields += [
        {"name": COUNT, "type": "integer", "constraints": {"minimum": 0}},
        {"name": STATUS, "type": "string", "constraints": {"required": True, "enum": [SHOWN, HIDDEN]}},
    ]
    schema = {"fields": fields, "missingValues": [""], "primaryKey": list(table.dimensions)}
    return {
        "name": table_name(measure, table), "path": path, "profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "schema": schema, "homeward": {"measure": measure, "dimensions": list(table.dimensions)},
    }  # fmt: skip


def package_rules(measures: Sequence[Measure]) -> dict[str, Any]:
    """The `homeward` entry of datapackage.json: the rules an attacker may know too."""
    coarser = {c.name: {"finer": c.finer, "groups": dict(c.groups)} for m in measures for c in m.coarser}
    return {"format": 1, "measures": {m.name: {"k": m.k, "zeros": "shown"} for m in measures}, "coarser": coarser}


def read_release(files: Mapping[str, str], k: int = 5) -> ReadRelease:
    """From texts by path. Without datapackage.json every CSV with a column of counts is taken. Raises ReleaseUnreadable."""
    package: dict[str, Any] = {}
    if PACKAGE in files:
        try:
            package = json.loads(files[PACKAGE])
        except ValueError as broken:
            raise ReleaseUnreadable(PACKAGE) from broken
    rules = package.get("homeward") or {}
    listed = {str(r["path"]): r for r in package.get("resources", []) if isinstance(r, dict) and isinstance(r.get("path"), str)}
    coarser = tuple(Coarser(n, c["finer"], c["groups"]) for n, c in (rules.get("coarser") or {}).items())
    found: dict[str, list[Table]] = {}
    person: dict[str, int] = {}
    for path in sorted(p for p in files if p.endswith(".csv") and (not listed or p in listed)):
        said = (listed.get(path) or {}).get("homeward") or {}
        table = _table(files[path], said.get("dimensions"))
        if isinstance(table, int):
            if not rules:  # a package that states its rules says of its other tables what they are
                person[path] = table
        elif table and (said or not rules or table[0] in (rules.get("measures") or {})):
            found.setdefault(said.get("measure", table[0]), []).extend(table[1])
    if not found and not person:
        raise ReleaseUnreadable
    known = rules.get("measures") or {}
    measures = tuple(
        Measure(name, int(known.get(name, {}).get("k", k)), tuple(tables), coarser, known.get(name, {}).get("zeros") == "shown")
        for name, tables in sorted(found.items())
    )
    return ReadRelease(str(package.get("version", "")), measures, person)


def _table(text: str, dimensions: Sequence[str] | None) -> tuple[str, list[Table]] | int | None:
    """The measure's name and its tables (margins written as rows become tables of their own), or how many rows are unique people."""
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    if not rows:
        return None
    columns = [c for c in rows[0] if c]
    if dimensions is not None:
        count = COUNT
    else:
        count = next((c for n in COUNT_NAMES for c in columns if c.strip().lower() == n), "")
        if not count:
            keys = [tuple(r[c] for c in columns) for r in rows]
            return sum(keys.count(key) == 1 for key in keys) if len(keys) < 5000 else len(set(keys))
        dimensions = _dimensions(rows, [c for c in columns if c not in (count, STATUS)])
    margins: dict[tuple[str, ...], dict[tuple[str, ...], int | None]] = {}
    for row in rows:
        kept = tuple(d for d in dimensions if (row[d] or "").strip().lower() not in WHOLE)
        margins.setdefault(kept, {})[tuple(row[d].strip() for d in kept)] = _count(row[count])
    return count.strip().lower(), [Table(kept, counts) for kept, counts in margins.items()]


def _dimensions(rows: list[dict[str, str]], columns: list[str]) -> list[str]:
    """Columns that name a category: not figures, and not another name of a category already there."""
    kept: list[str] = []
    for column in columns:
        values = [(r[column] or "").strip() for r in rows]
        figures = all(not v or v.replace(".", "", 1).replace("-", "", 1).isdecimal() for v in values)
        if figures and column.strip().lower() not in TIME_NAMES:
            continue
        if any(len({(r[other], r[column]) for r in rows}) == len({r[other] for r in rows}) for other in kept):
            continue
        kept.append(column)
    return kept


def _count(text: str | None) -> int | None:
    said = (text or "").strip().lower()
    if said in WITHHELD or said.startswith(("<", "≤", "&lt;")):
        return None
    try:
        return int(said.replace(" ", "").replace("\u00a0", ""))
    except ValueError as wrong:
        raise ReleaseUnreadable(said[:40]) from wrong
