"""Linkage on outside sets: weights learnt on one half of each, F1 at .5 on the untouched half (RECORD 5.7).

`python bench/linkage_outside.py [--peer]`: --peer runs Splink out of the box on the same halves. Outside data: HOMEWARD_DATA.
Real people's names are in two of the sets: nothing but figures is printed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import sys
import time
from pathlib import Path

import openpyxl

sys.path.insert(0, str(Path(__file__).parents[1]))

from homeward.record.link.config import Compare, Habit, Kind, MatchConfig
from homeward.record.link.learn import learn
from homeward.record.link.match import match, quality, table_of

DATA = Path(os.environ.get("HOMEWARD_DATA", Path(__file__).parents[2] / "shared" / "data")) / "linkage"
Rows = list[dict[str, str]]

FEBRL = MatchConfig(
    [
        Compare("given", Kind.PART, "given_name", "given_name", Habit.PLAIN, swap="surname"),
        Compare("surname", Kind.PART, "surname", "surname", Habit.PLAIN),
        Compare("born", Kind.DATE, "date_of_birth", "date_of_birth"),
        Compare("street", Kind.TEXT, "address_1", "address_1", Habit.PLAIN),
        Compare("house", Kind.TEXT, "address_2", "address_2", Habit.PLAIN),
        Compare("suburb", Kind.TEXT, "suburb", "suburb", Habit.PLAIN),
        Compare("postcode", Kind.TEXT, "postcode", "postcode", Habit.PLAIN),
        Compare("number", Kind.TEXT, "street_number", "street_number", Habit.PLAIN),
        Compare("state", Kind.EXACT, "state", "state"),
    ],
    [
        ["born"], ["surname_k", "given_k"], ["surname_k=given_k"], ["surname_k", "postcode"], ["given_k", "postcode"], ["street"],
        ["surname_k", "born_lo"],
        ["given_k", "born_lo"], ["suburb", "number"], ["house", "postcode"], ["surname_k", "suburb"], ["given_k", "suburb"],
        ["born_m", "state"],
        ["postcode", "number"],
    ],
)  # fmt: skip


def gaza(column: str, habit: Habit) -> MatchConfig:
    """Whole names with ages against whole names with birth years; dates of birth are not used, only what an age also tells."""
    born = Compare("born", Kind.DATE, "-", "year", left_age="age", left_at="2024")
    compare = [Compare("name", Kind.NAMES, column, column, habit), born, Compare("sex", Kind.EXACT)]
    keys = ("name_ak", "name_bk", "name_ck", "name_dk")
    block = [[k for k in keys if k != left_out] for left_out in keys]
    pairs = (("name_ak", "name_bk"), ("name_ak", "name_dk"), ("name_ak", "name_ck"), ("name_bk", "name_dk", "sex"))
    block += [[*pair, step] for pair in pairs for step in ("born_lo", "born_lo+1", "born_hi=born_lo")]
    return MatchConfig(compare, block)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--peer", action="store_true")
    peer = arguments.parse_args().peer
    print(f"{'set':34} {'F1 at .5':>9} {'best':>7} {'precision':>9} {'recall':>7} {'compared':>8} {'true':>6} {'s':>6}")
    first, second = _febrl()
    _run("FEBRL4 without SSN", first, second, FEBRL, "rec_id", lambda i: "-".join(i.split("-")[:2]), 0.992, peer)
    old, new = _gaza()
    _run("two romanisations, no birth date", old, new, gaza("en_name", Habit.ARABIC_LATIN), "id", str, 0.945, peer)
    _run("Arabic script, no birth date", old, new, gaza("name", Habit.ARABIC), "id", str, 0.965, peer)
    config = gaza("name", Habit.ARABIC)
    started = time.monotonic()
    done = match(table_of(old, new, config), config)
    seconds = time.monotonic() - started
    print(f"{len(new):,} x {len(old):,} records, untrained, all in: {seconds:.1f} s (bar 10), {int(done.kept.sum()):,} pairs kept")


def _run(name: str, left: Rows, right: Rows, config: MatchConfig, key: str, person: object, bar: float, peer: bool) -> None:
    assert callable(person)
    halves = [[r for r in left if _half(str(person(r[key]))) == half] for half in (0, 1)]
    sides = [[r for r in right if _half(str(person(r[key]))) == half] for half in (0, 1)] if name.startswith("FEBRL") else [right, right]
    tables, truths = [], []
    for mine, theirs in zip(halves, sides, strict=True):
        tables.append(table_of(mine, theirs, config))
        at = {str(person(r[key])): len(mine) + place for place, r in enumerate(theirs)}
        truths.append({(place, at[str(person(r[key]))]) for place, r in enumerate(mine) if str(person(r[key])) in at})
    learnt = learn(tables[0], config, truths[0], across=True, named=f"{name}, first half")
    for label, table, truth, used in (("", tables[1], truths[1], learnt), (" (untrained)", tables[1], truths[1], config)):
        started = time.monotonic()
        found = quality(match(table, used), truth)
        mark = "" if label else ("  ok" if found.f1 >= bar and found.best_f1 - found.f1 <= 0.01 else "  BELOW THE BAR") + f" (bar {bar})"
        print(
            f"{name + label:34} {found.f1:9.4f} {found.best_f1:7.4f} {found.precision:9.4f} {found.recall:7.4f} {found.compared:8.4f}"
            f" {found.true_pairs:6} {time.monotonic() - started:6.1f}{mark}"
        )
    if peer:
        from bench.peer_splink import out_of_the_box

        rows = [*halves[1], *sides[1]]
        if not name.startswith("FEBRL"):  # the same columns on both sides: names of one script, year of birth, sex
            script = "en_name" if "roman" in name else "name"
            rows = [{"name": r[script], "born": r.get("year") or str(2024 - int(r["age"] or 0)), "sex": r["sex"]} for r in rows]
        print(f"{name + ' (Splink as is)':34} {out_of_the_box(rows, [0] * len(halves[1]) + [1] * len(sides[1]), truths[1])}")


def _half(identity: str) -> int:
    return hashlib.sha256(identity.encode()).digest()[0] % 2


def _febrl() -> tuple[Rows, Rows]:
    return tuple(_stripped(DATA / f"febrl4{letter}.csv") for letter in "ab")  # type: ignore[return-value]


def _stripped(path: Path) -> Rows:
    with path.open(encoding="utf-8") as lines:
        return [{k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(lines)]


def _gaza() -> tuple[Rows, Rows]:
    old = _stripped(DATA / "20240413killed-in-gaza.csv")
    sheet = openpyxl.load_workbook(DATA / "20250615_ibc.xlsx", read_only=True).worksheets[0]
    new = []
    for row in list(sheet.iter_rows(values_only=True, min_row=3)):
        said = ["" if v is None else str(v) for v in row]
        new.append({"en_name": said[1], "name": said[2], "year": said[4][:4], "sex": said[5], "id": said[6]})
    return old, new


if __name__ == "__main__":
    main()
