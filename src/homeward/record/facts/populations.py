"""Populations beyond the table of men by region (`regions.csv`), for figures that are given for everybody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Population:
    """People counted, of whom, when, by whom."""

    region: str
    of: str
    people: int
    as_of: str
    cited: str


CENSUS = "Rosstat, All-Russian census 2021"
POPULATIONS = (
    Population("RU-BU", "everybody", 978_588, "2021-10-01", CENSUS),
    Population("RU-TY", "everybody", 336_651, "2021-10-01", CENSUS),
    Population("RU", "everybody", 147_182_123, "2021-10-01", CENSUS),
)
