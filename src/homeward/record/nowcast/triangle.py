"""The reporting triangle: how many deaths of each month each monthly version listed (RECORD-FIGURES 6.7)."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO

import numpy as np

from ..arrays import Floats, Whole
from .errors import VersionUnreadable

DATES = ("date", "died", "death_date", "death_confirmed_date")


@dataclass(frozen=True)
class Triangle:
    """`counts[i, j]`: deaths of month i in version j; NaN where the month lay ahead. Months are year * 12 + month - 1."""

    months: Whole
    looks: Whole
    counts: Floats

    def until(self, look: int) -> Triangle:
        """What was known when version number `look` was the last."""
        known = self.months <= self.looks[look]
        return Triangle(self.months[known], self.looks[: look + 1], self.counts[known, : look + 1])

    @property
    def delay(self) -> Whole:
        """Months between death and version, by cell."""
        return self.looks[None, :] - self.months[:, None]


def triangle(versions: Mapping[str, Mapping[str, int]]) -> Triangle:
    """From counts by month ("2024-05") of each version by its date; of several versions in one month the last counts."""
    last = {month_number(date): counts for date, counts in sorted(versions.items())}
    looks = np.array(sorted(last), np.int64)
    months = np.array(sorted({month_number(m) for counts in versions.values() for m in counts} & set(range(int(looks[-1]) + 1))), np.int64)
    table = np.zeros((len(months), len(looks)))
    place = {int(m): i for i, m in enumerate(months)}
    for j, look in enumerate(looks):
        for month, count in last[int(look)].items():
            if month_number(month) in place:
                table[place[month_number(month)], j] += count
    table[months[:, None] > looks[None, :]] = np.nan
    return Triangle(months, looks, table)


def from_arrivals(arrivals: Iterable[tuple[str, str]]) -> Triangle:
    """From (day of death, day first listed) of each person, as a workspace knows them; versions at each month's end."""
    by_month = Counter((died[:7], listed[:7]) for died, listed in arrivals)
    if not by_month:
        raise VersionUnreadable
    numbers = [month_number(listed) for _, listed in by_month]
    versions = {
        month_name(look): Counter[str]() for look in range(min(numbers), max(numbers) + 1)
    }  # fmt: skip
    for (died, listed), count in by_month.items():
        for name in versions:
            if name >= listed:
                versions[name][died] += count
    return triangle(versions)


def read_version(name: str, text: str) -> tuple[str, dict[str, int]]:
    """The version's date and its deaths by month. Rows without a date are left out: they belong to no month."""
    dated = re.search(r"\d{4}-\d{2}(-\d{2})?", name)
    rows = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    columns = rows.fieldnames or []
    column = next((c for c in DATES if c in columns), None)
    if not dated or column is None:
        raise VersionUnreadable(name)
    counts: Counter[str] = Counter()
    for row in rows:
        if re.match(r"\d{4}-\d{2}", row[column] or ""):
            counts[row[column][:7]] += int(row["change"]) if "change" in columns else 1
    return dated.group(), dict(counts)


def month_number(text: str) -> int:
    """Months since year 0."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def month_name(number: int) -> str:
    """2024-05."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
