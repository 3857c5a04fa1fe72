"""Reads deaths by year, age and sex: long CSV tables and the two layouts in which Rosstat publishes HIV deaths (docs/methods/excess.md)."""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter
from io import BytesIO, TextIOWrapper
from typing import Any

from openpyxl import load_workbook

from .excess import AGES, Deaths
from .figure_errors import TableUnreadable

COUNTRY = "Российская Федерация"
SEXES = {"мужчины": "m", "женщины": "f", "m": "m", "f": "f", "male": "m", "female": "f"}


def read_deaths(name: str, data: bytes) -> tuple[bool, Deaths]:
    """(whether these are HIV deaths, the deaths of the country). A table says HIV in its name or its title. Raises TableUnreadable."""
    if name.endswith((".xlsx", ".xlsm")):
        rows = [list(r) for r in load_workbook(BytesIO(data), read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True)]
        title = str(rows[0][0] or "") if rows else ""
        return "ВИЧ" in title or "иммунодефицит" in title, _by_single_year(rows, title)
    raw = gzip.decompress(data) if name.endswith(".gz") else data
    return "hiv" in name.lower(), _long(TextIOWrapper(BytesIO(raw), "utf-8-sig"))


def _long(text: TextIOWrapper) -> Deaths:
    """Columns Region (optional), Year, Age, Gender, Deaths; only the country's rows where regions are given."""
    counts: Counter[tuple[int, str, str]] = Counter()
    rows = csv.DictReader(text)
    if not {"Year", "Age", "Gender", "Deaths"} <= set(rows.fieldnames or []):
        raise TableUnreadable
    for row in rows:
        age = re.match(r"\d+-\d+", row["Age"])
        if age and age.group() in AGES and row.get("Region", COUNTRY) == COUNTRY:
            counts[(int(row["Year"]), age.group(), SEXES[row["Gender"].strip().lower()])] += int(float(row["Deaths"]))
    return dict(counts)


def _by_single_year(rows: list[list[Any]], title: str) -> Deaths:
    """Ages across or down, one sex a line; years of age are summed to five-year groups."""
    counts: Counter[tuple[int, str, str]] = Counter()
    if len(rows[0]) > 1 and any(_age(v) is not None for v in rows[1]):
        year = re.search(r"за (\d{4})", title)
        if not year:
            raise TableUnreadable(title[:60])
        sex = ""
        for row in rows[2:]:
            label = str(row[0] or "").strip().lower()
            sex = SEXES.get(label, "" if label == "мужчины и женщины" else sex)
            if sex and str(row[0]).strip() == COUNTRY:
                _sum(counts, int(year.group(1)), sex, zip(rows[1], row, strict=True))
        return dict(counts)
    year_of = 0
    for column in range(1, len(rows[1])):
        year_of = int(rows[1][column] or year_of)
        label = str(rows[2][column] or "").strip().lower()
        if label in SEXES:
            _sum(counts, year_of, SEXES[label], ((r[0], r[column]) for r in rows[3:]))
    if not counts:
        raise TableUnreadable(title[:60])
    return dict(counts)


def _sum(counts: Counter[tuple[int, str, str]], year: int, sex: str, pairs: Any) -> None:
    for label, value in pairs:
        age = _age(label)
        if age is not None and 15 <= age < 50:
            counts[(year, AGES[(age - 15) // 5], sex)] += int(value) if isinstance(value, (int, float)) else 0


def _age(label: Any) -> int | None:
    found = re.fullmatch(r"(\d+) (?:год|года|лет)", str(label or "").strip())
    return int(found.group(1)) if found else None
