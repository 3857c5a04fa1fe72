"""The levels of each comparison, as Splink wants them: from "the same" down to "other" (RECORD 5.2).

A level is (label, SQL condition over `_l` and `_r` columns, column whose rarity counts or None). "missing" says that a side gives nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .config import Compare, Kind, MatchConfig, Weights

MISSING, OTHER = "missing", "other"
UNIT = 1e-4  # u of every level when weights are given: only the ratio m/u counts


@dataclass(frozen=True)
class Level:
    """One level; `rarity` names a column."""

    label: str
    sql: str
    rarity: str | None = None


@dataclass(frozen=True)
class Comparison:
    """One comparison as the model sees it."""

    name: str
    levels: tuple[Level, ...]


def comparisons(config: MatchConfig, spark: bool = False) -> list[Comparison]:
    """All comparisons of a configuration; names give three."""
    alike = "jaro_winkler" if spark else "jaro_winkler_similarity"
    found: list[Comparison] = []
    for compare in config.compare:
        found += _OF[compare.kind](compare, alike)
    return found


def settings(compared: list[Comparison], weights: Weights | None) -> list[Any]:
    """Splink's dictionaries. With weights, every level stands at its bits; without, Splink estimates, and "missing" says nothing."""
    return [_dictionary(c, weights) for c in compared]


def _dictionary(comparison: Comparison, weights: Weights | None) -> dict[str, Any]:
    levels = []
    for level in comparison.levels:
        entry: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.label}
        if weights is None and level.label == MISSING:
            entry["is_null_level"] = True
        if level.rarity:
            factor = 1.0 if weights is None else weights.frequency.get(comparison.name, 0.0)
            entry |= {"tf_adjustment_column": level.rarity, "tf_adjustment_weight": factor}
        if weights is not None:
            bits = weights.levels.get(comparison.name, {}).get(level.label, 0.0)
            entry |= {
                "m_probability": min(1.0, UNIT * 2.0**bits),
                "u_probability": UNIT,
                "fix_m_probability": True,
                "fix_u_probability": True,
            }
        levels.append(entry)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _missing(*columns: str) -> Level:
    return Level(MISSING, " OR ".join(f"{c}_l IS NULL OR {c}_r IS NULL" for c in columns))


def _same(label: str, column: str, rarity: str | None = None) -> Level:
    return Level(label, f"{column}_l = {column}_r", rarity)


def _part(c: Compare, alike: str) -> list[Comparison]:
    n, s = c.name, f"{c.name}_s"
    levels = [_missing(f"{n}_i"), _same("same", n, s), _same("sound", s, s)]
    if c.swap:
        other = f"{c.swap}_s"
        levels.append(Level("swapped", f"{s}_l = {other}_r AND {other}_l = {s}_r"))
    levels += [
        _same("skeleton", f"{n}_k"),
        Level("close", f"{alike}({s}_l, {s}_r) >= 0.92 OR levenshtein({s}_l, {s}_r) <= 1"),
        Level("near", f"{alike}({s}_l, {s}_r) >= 0.84"),
        Level("initial", f"({n}_l IS NULL OR {n}_r IS NULL) AND {n}_i_l = {n}_i_r"),
        Level("other initial", f"{n}_l IS NULL OR {n}_r IS NULL"),
        Level(OTHER, "ELSE"),
    ]
    return [Comparison(n, tuple(levels))]


def _names(c: Compare, alike: str) -> list[Comparison]:
    n = c.name
    equal = " + ".join(f"(CASE WHEN {n}_{p}k_l = {n}_{p}k_r THEN 1 ELSE 0 END)" for p in "bcd")
    near = {p: f"({n}_{p}k_l = {n}_{p}k_r OR {alike}({n}_{p}_l, {n}_{p}_r) > 0.85 OR {alike}({n}_{p}k_l, {n}_{p}k_r) > 0.8)" for p in "bcd"}
    all_near = f"{near['b']} AND {near['d']} AND ({n}_c_l IS NULL OR {n}_c_r IS NULL OR {near['c']})"
    whole = f"{alike}({n}_whole_l, {n}_whole_r)"
    first = (
        _missing(f"{n}_a"), _same("same", f"{n}_a", f"{n}_a"), _same("skeleton", f"{n}_ak", f"{n}_ak"),
        Level("close", f"{alike}({n}_ak_l, {n}_ak_r) > 0.9 OR levenshtein({n}_a_l, {n}_a_r) <= 1"),
        Level("near", f"{alike}({n}_a_l, {n}_a_r) > 0.85"), Level(OTHER, "ELSE"),
    )  # fmt: skip
    line = (
        _missing(f"{n}_linek"), _same("same", f"{n}_line", f"{n}_line"), _same("skeleton", f"{n}_linek", f"{n}_linek"),
        _same("father and family", f"{n}_two", f"{n}_two"),
        Level("two, third near", f"{equal} = 2 AND {all_near}"), Level("two", f"{equal} = 2"),
        Level("one, others near", f"{equal} = 1 AND {all_near}"), Level("one", f"{equal} = 1"), Level(OTHER, "ELSE"),
    )  # fmt: skip
    shape = (
        _missing(f"{n}_whole"), _same("same", f"{n}_whole"), Level(".97", f"{whole} >= 0.97"), Level(".94", f"{whole} >= 0.94"),
        Level(".90", f"{whole} >= 0.90"), Level(".85", f"{whole} >= 0.85"), Level(OTHER, "ELSE"),
    )  # fmt: skip
    return [Comparison(f"{n}_first", first), Comparison(f"{n}_line", line), Comparison(f"{n}_whole", shape)]


def _date(c: Compare, alike: str) -> list[Comparison]:  # noqa: ARG001 (one signature for all kinds)
    n = c.name
    both = f"{n}_l IS NOT NULL AND {n}_r IS NOT NULL"
    overlap = f"{n}_lo_l <= {n}_hi_r AND {n}_lo_r <= {n}_hi_l"
    levels = (
        _missing(f"{n}_lo"),
        _same("same", n, n),
        Level("swapped", f"{n}_sw_l = {n}_r"),
        Level("one digit", f"levenshtein({n}_l, {n}_r) <= 1"),
        Level("days", f"abs({n}_o_l - {n}_o_r) <= 10"),
        Level("weeks", f"abs({n}_o_l - {n}_o_r) <= 45"),
        Level("other day", f"{both} AND {n}_lo_l = {n}_lo_r"),
        Level("two digits", f"levenshtein({n}_l, {n}_r) <= 2"),
        Level("other date", both),
        Level("month", f"{n}_m_l = {n}_m_r"),
        Level("other month", f"{n}_m_l IS NOT NULL AND {n}_m_r IS NOT NULL AND {overlap}"),
        Level("year", overlap),
        Level("year near", f"{n}_lo_l <= {n}_hi_r + 1 AND {n}_lo_r <= {n}_hi_l + 1"),
        Level("years", f"{n}_lo_l <= {n}_hi_r + 4 AND {n}_lo_r <= {n}_hi_l + 4"),
        Level(OTHER, "ELSE"),
    )
    return [Comparison(n, levels)]


def _text(c: Compare, alike: str) -> list[Comparison]:
    n, s = c.name, f"{c.name}_s"
    near = (Level("close", f"{alike}({s}_l, {s}_r) >= 0.92"), Level("near", f"{alike}({s}_l, {s}_r) >= 0.82"))
    return [Comparison(n, (_missing(n), _same("same", n, n), _same("sound", s, s), *near, Level(OTHER, "ELSE")))]


def _exact(c: Compare, alike: str) -> list[Comparison]:  # noqa: ARG001
    return [Comparison(c.name, (_missing(c.name), _same("same", c.name, c.name), Level(OTHER, "ELSE")))]


_OF = {Kind.PART: _part, Kind.NAMES: _names, Kind.DATE: _date, Kind.TEXT: _text, Kind.EXACT: _exact}
