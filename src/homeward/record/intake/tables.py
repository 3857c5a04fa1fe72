"""Rows of CSV, XLSX and JSON files as texts, as said (RECORD 3.2). Knows nothing of what they mean."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import msgspec
import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from homeward.record.errors import FileUnreadable

Row = dict[str, str]


def read_table(
    path: Path, *, sheet: str | None = None, heading_row: int = 1, delimiter: str | None = None, encoding: str = "utf-8-sig"
) -> Iterator[Row]:
    """Rows in order; a cell without a heading is under `column N`. Raises FileUnreadable."""
    try:
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            yield from _xlsx(path, sheet, heading_row)
        elif path.suffix.lower() == ".json":
            yield from _json(path)
        else:
            yield from _csv(path, heading_row, delimiter, encoding)
    except (
        OSError,
        UnicodeDecodeError,
        csv.Error,
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ParseError,
        LookupError,
        msgspec.DecodeError,
    ) as error:
        raise FileUnreadable(f"{path.name}: {error}") from error


def _csv(path: Path, heading_row: int, delimiter: str | None, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as opened:
        first = opened.readline()
        if "\0" in first:
            raise FileUnreadable(path.name)
        opened.seek(0)
        lines = csv.reader(opened, delimiter=delimiter or max(",;\t|", key=first.count), strict=True)
        heading: list[str] | None = None
        for number, line in enumerate(lines, start=1):
            if number < heading_row:
                continue
            if heading is None:
                heading = [h.strip() for h in line]
                if len(set(heading)) < len(heading):
                    raise FileUnreadable(f"{path.name}: {next(h for h in heading if heading.count(h) > 1)} × 2")
            elif any(cell.strip() for cell in line):
                yield _row(heading, line)


def _xlsx(path: Path, sheet: str | None, heading_row: int) -> Iterator[Row]:
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
    try:
        found = book[sheet] if sheet else book.worksheets[0]
        heading: list[str] | None = None
        for line in found.iter_rows(min_row=heading_row, values_only=True):
            said = [_said(cell) for cell in line]
            if heading is None:
                heading = said
            elif any(said):
                yield _row(heading, said)
    finally:
        book.close()


def _json(path: Path) -> Iterator[Row]:
    loaded = msgspec.json.decode(path.read_bytes())
    if not isinstance(loaded, list) or not all(isinstance(entry, dict) for entry in loaded):
        raise FileUnreadable(f"{path.name}: [ {{…}}, … ]")
    for entry in loaded:
        yield {str(k): _said(v) for k, v in entry.items() if _said(v)}


def _row(heading: list[str], cells: list[str]) -> Row:
    row = {}
    for at, cell in enumerate(cells):
        text = cell.strip()
        if text:
            row[heading[at] if at < len(heading) and heading[at] else f"column {at + 1}"] = text
    return row


def _said(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.strip() if isinstance(cell, str) else msgspec.json.encode(cell).decode() if isinstance(cell, (list, dict)) else str(cell)
