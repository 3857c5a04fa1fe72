"""Tables as CSV and Parquet bytes, the same for the same table: no time, no machine in them (spec/RECORD.md, 'Release', 4)."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from homeward.record.disclose.release_format import COUNT, HIDDEN, SHOWN, STATUS
from homeward.record.disclose.tables import Table

_FRICTIONLESS = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"))


def table_columns(table: Table) -> dict[str, list[Any]]:
    """Dimensions, count (None when hidden), status, in the order of the CSV."""
    keys = sorted(table.counts)
    found: dict[str, list[Any]] = {d: [key[i] for key in keys] for i, d in enumerate(table.dimensions)}
    found[COUNT] = [table.counts[key] for key in keys]
    found[STATUS] = [HIDDEN if table.counts[key] is None else SHOWN for key in keys]
    return found


def csv_bytes(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """UTF-8 with a heading line; None is empty; a leading sign that a spreadsheet would obey gets a space before it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_plain(v) for v in row] for row in zip(*columns.values(), strict=True))
    return out.getvalue().encode()


def parquet_bytes(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """One row group, Zstandard."""
    table = pa.table({name: pa.array(values, type=_arrow(values)) for name, values in columns.items()})
    out = BytesIO()
    pq.write_table(table, out, compression="zstd", row_group_size=max(1, table.num_rows))
    return out.getvalue()


def json_bytes(data: object) -> bytes:
    """Indented, keys in order, one newline at the end."""
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def fields_of(columns: Mapping[str, Sequence[Any]]) -> list[dict[str, str]]:
    """Frictionless fields of columns."""
    return [{"name": name, "type": _kind(values)} for name, values in columns.items()]


def _kind(values: Sequence[Any]) -> str:
    first = next((v for v in values if v is not None), "")
    return next(name for kind, name in _FRICTIONLESS if isinstance(first, kind))


def _arrow(values: Sequence[Any]) -> pa.DataType:
    return {"boolean": pa.bool_(), "integer": pa.int64(), "number": pa.float64(), "string": pa.string()}[_kind(values)]


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return " " + value if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
