"""Excess deaths of men over what women's deaths predict (RECORD-FIGURES 6.8; docs/methods/excess.md).

The method of Kobak, Bessudnov, Ershov, Mikhailova and Raksha (Demography 62(2), 2025): for each five-year age, the ratio of men's to
women's deaths, HIV left out, follows a line before the war; what exceeds the line afterwards is excess. It counts all causes that hit
men more than before, so it is a bound from below for deaths at the front: the missing and deaths registered elsewhere are not in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from .figure_errors import BaselineTooShort, TableUnreadable

AGES = ("15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49")
BASELINE = (2015, 2019)
FEWEST = 3
Deaths = Mapping[tuple[int, str, str], float]  # (year, age, "m" or "f") -> deaths


class YearExcess(msgspec.Struct, frozen=True):
    """Excess of one year; `error` is the standard error of the prediction, as the paper gives it."""

    year: int
    excess: float
    error: float


class Excess(msgspec.Struct, frozen=True):
    """By year and in all. `error` adds years as independent; `error_shared` knows that they share the fitted lines."""

    years: list[YearExcess]
    total: float
    error: float
    error_shared: float
    hiv_left_out: bool


def excess(deaths: Deaths, years: Sequence[int], hiv: Deaths | None = None, baseline: tuple[int, int] = BASELINE) -> Excess:
    """Excess men's deaths in `years`. Raises BaselineTooShort, or TableUnreadable naming a missing year, age or sex."""
    before = [y for y in range(baseline[0], baseline[1] + 1) if (y, AGES[0], "m") in deaths]
    if len(before) < FEWEST:
        raise BaselineTooShort
    gains, shared = np.zeros(len(years)), np.zeros((len(years), len(years)))
    for age in AGES:
        line = np.array([_left(deaths, hiv, y, age, "m") / _left(deaths, hiv, y, age, "f") for y in before])
        columns = np.column_stack([np.ones(len(before)), np.array(before) - before[0]])
        fitted, *_ = np.linalg.lstsq(columns, line, rcond=None)
        noise = ((line - columns @ fitted) ** 2).sum() / (len(before) - 2)
        ahead = np.column_stack([np.ones(len(years)), np.array(years) - before[0]])
        women = np.array([_left(deaths, hiv, y, age, "f") for y in years])
        gains += [_left(deaths, hiv, y, age, "m") for y in years] - (ahead @ fitted) * women
        spread = noise * (ahead @ np.linalg.inv(columns.T @ columns) @ ahead.T + np.eye(len(years)))
        shared += spread * women[:, None] * women[None, :]
    each = np.sqrt(np.diag(shared))
    made = [YearExcess(int(y), float(g), float(e)) for y, g, e in zip(years, gains, each, strict=True)]
    return Excess(made, float(gains.sum()), float(np.sqrt((each**2).sum())), float(np.sqrt(shared.sum())), hiv is not None)


def _left(deaths: Deaths, hiv: Deaths | None, year: int, age: str, sex: str) -> float:
    key = (year, age, sex)
    if key not in deaths or (hiv is not None and key not in hiv):
        raise TableUnreadable(f"{year} {age} {sex}")
    return deaths[key] - (hiv[key] if hiv else 0)
