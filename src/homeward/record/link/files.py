"""Matching two files by a configuration, with a truth file where there is one (RECORD 5.9)."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import msgspec
import numpy as np

from homeward.record.errors import FileUnreadable, MatchConfigWrong
from homeward.record.intake.tables import Row, read_table

from .config import MatchConfig
from .learn import learn
from .match import Quality, match, quality, table_of


class Done(msgspec.Struct, frozen=True):
    """What a match of two files gave; `seconds` from reading to writing."""

    left: int
    right: int
    pairs: int
    seconds: float
    quality: Quality | None


def match_files(left: Path, right: Path, config: MatchConfig, output: Path, *, truth: Path | None = None, engine: str = "duckdb") -> Done:
    """Match and write `left,right,probability` and the evidence of kept pairs. Raises FileUnreadable, MatchConfigWrong, EngineMissing."""
    started = time.monotonic()
    first, second = _read(left, config.left_id), _read(right, config.right_id)
    found = match(table_of(first, second, config), config, engine=engine)
    ids = [row[config.left_id] for row in first] + [row[config.right_id] for row in second]
    names = list(found.scored.parts)
    with output.open("w", encoding="utf-8", newline="") as opened:
        out = csv.writer(opened, lineterminator="\n")
        out.writerow(["left", "right", "probability", *names])
        for at in np.flatnonzero(found.kept)[np.argsort(-found.chance[found.kept], kind="stable")].tolist():
            low, high = sorted((int(found.scored.left[at]), int(found.scored.right[at])))
            bits = [f"{found.scored.parts[n][at] + found.scored.rarity[n][at]:.2f}" for n in names]
            out.writerow([ids[low], ids[high], f"{found.chance[at]:.4f}", *bits])
    seconds = time.monotonic() - started
    measured = quality(found, _truth(truth, first, second, config)) if truth else None
    return Done(len(first), len(second), int(found.kept.sum()), seconds, measured)


def learn_from(left: Path, right: Path, config: MatchConfig, truth: Path, into: Path) -> MatchConfig:
    """The configuration with weights learnt from labelled pairs, also written as JSON."""
    first, second = _read(left, config.left_id), _read(right, config.right_id)
    learnt = learn(table_of(first, second, config), config, _truth(truth, first, second, config), across=True, named=truth.name)
    into.write_bytes(msgspec.json.format(msgspec.json.encode(learnt), indent=1) + b"\n")
    return learnt


def _read(path: Path, key: str) -> list[Row]:
    if not path.is_file():
        raise FileUnreadable(str(path))
    rows = list(read_table(path))
    if any(key not in row for row in rows):
        raise MatchConfigWrong(f"{path.name}: {key}")
    return rows


def _truth(path: Path | None, first: list[Row], second: list[Row], config: MatchConfig) -> set[tuple[int, int]]:
    """Row numbers of the pairs in a CSV with `left` and `right` ids."""
    if path is None:
        return set()
    left = {row[config.left_id]: at for at, row in enumerate(first)}
    right = {row[config.right_id]: len(first) + at for at, row in enumerate(second)}
    try:
        return {(left[row["left"]], right[row["right"]]) for row in read_table(path) if row["left"] in left and row["right"] in right}
    except KeyError as absent:
        raise FileUnreadable(f"{path.name}: left, right") from absent
