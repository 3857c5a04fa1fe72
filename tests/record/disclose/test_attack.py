"""The attacker against brute force: on tables small enough to try everything, her ranges are exactly the possible counts."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.record.disclose.attack import attack
from homeward.record.disclose.errors import TablesDisagree
from homeward.record.disclose.lattice import lattice
from homeward.record.disclose.tables import Coarser, Table, decomposable
from homeward.record.disclose.versions import join

Counts = dict[tuple[str, ...], int]


def _tables(counts: Counts, hidden: set[tuple[str, ...]]) -> list[Table]:
    rows = sorted({r for r, _ in counts})
    columns = sorted({c for _, c in counts})
    return [
        Table(("r", "c"), {key: None if key in hidden else n for key, n in counts.items()}),
        Table(("r",), {(r,): sum(counts[r, c] for c in columns) for r in rows}),
        Table(("c",), {(c,): sum(counts[r, c] for r in rows) for c in columns}),
        Table((), {(): sum(counts.values())}),
    ]


def _ranges(tables: list[Table]) -> dict[tuple[str, ...], tuple[int, int]]:
    one = lattice(tables, zeros_shown=True)
    joined = join([one])
    wanted = np.ones(joined.system.size, bool)
    found = attack(joined.system, wanted, np.full(joined.system.size, 1e6), np.zeros(joined.system.size))
    return {
        (dict(cell)["r"], dict(cell)["c"]): (int(found.low[place]), int(found.high[place]))
        for cell, place, hidden in zip(one.cells, joined.places[0], one.hidden, strict=True)
        if hidden
    }


def _by_trying(counts: Counts, hidden: set[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[int, int]]:
    order = sorted(hidden)
    fits = []
    tops = [sum(n for key, n in counts.items() if key[0] == r) for r, _ in order]
    for trial in product(*(range(1, top + 1) for top in tops)):
        table = counts | dict(zip(order, trial, strict=True))
        if all(sum(n for k, n in table.items() if k[i] == name) == sum(n for k, n in counts.items() if k[i] == name)
               for i in (0, 1) for name in {k[i] for k in counts}):  # fmt: skip
            fits.append(trial)
    return {key: (min(f[i] for f in fits), max(f[i] for f in fits)) for i, key in enumerate(order)}


@settings(max_examples=25)
@given(st.lists(st.integers(1, 4), min_size=9, max_size=9), st.sets(st.integers(0, 8), min_size=1, max_size=5))
def test_ranges_are_exactly_what_is_possible(values: list[int], at: set[int]) -> None:
    keys = [(r, c) for r in "abc" for c in "xyz"]
    counts: Counts = dict(zip(keys, values, strict=True))
    hidden = {keys[i] for i in at}
    assert _ranges(_tables(counts, hidden)) == _by_trying(counts, hidden)


def test_a_lone_hidden_cell_is_found_by_subtraction() -> None:
    counts: Counts = {("a", "x"): 3, ("a", "y"): 9, ("b", "x"): 7, ("b", "y"): 8}
    assert _ranges(_tables(counts, {("a", "x")})) == {("a", "x"): (3, 3)}


def test_contradicting_tables_are_refused() -> None:
    with pytest.raises(TablesDisagree):
        lattice([Table(("r",), {("a",): 3}), Table(("r",), {("a",): 4})])
    with pytest.raises(TablesDisagree):
        join([lattice([Table(("r",), {("a",): 3, ("b",): 4}), Table((), {(): 8})])])


def test_a_tree_of_tables_is_told_from_a_ring() -> None:
    assert decomposable([("r", "m"), ("r", "u"), ("r", "a")])
    assert not decomposable([("r", "m"), ("r", "u"), ("m", "u")])


def test_a_ring_of_tables_tells_more_than_its_margins() -> None:
    """Everyone of region a is of kind p, and all of kind p fell in x: so nobody of a fell in y, though that cell is hidden."""
    people = [("a", "x", "p")] * 6 + [("b", "y", "q")] * 6 + [("b", "x", "q")] * 6
    tables = []
    for dims, at in ((("r", "c"), (0, 1)), (("r", "u"), (0, 2)), (("c", "u"), (1, 2))):
        names = [sorted({p[i] for p in people}) for i in at]
        tables.append(Table(dims, {key: sum(tuple(p[i] for i in at) == key for p in people) for key in product(*names)}))
    tables[0] = Table(("r", "c"), dict.fromkeys(tables[0].counts))
    one = lattice(tables)
    assert one.complete
    joined = join([one])
    found = attack(joined.system, np.ones(joined.system.size, bool), np.full(joined.system.size, 1e6), np.zeros(joined.system.size))
    place = joined.places[0][one.at()[("c", "y"), ("r", "a")]]
    assert (found.low[place], found.high[place]) == (0, 0)


def test_districts_give_regions_away() -> None:
    groups = {"a": "west", "b": "west", "c": "east", "d": "east"}
    tables = [Table(("region",), {("a",): None, ("b",): 7, ("c",): 6, ("d",): None}), Table(("district",), {("west",): 10, ("east",): 15})]
    joined = join([lattice(tables, [Coarser("district", "region", groups)], zeros_shown=True)])
    found = attack(joined.system, np.ones(joined.system.size, bool), np.full(joined.system.size, 9.0), np.zeros(joined.system.size))
    assert sorted(zip(found.low, found.high, strict=True))[:2] == [(3, 3), (9, 9)]


def test_what_grew_bounds_what_was() -> None:
    before = _tables({("a", "x"): 3, ("a", "y"): 6, ("b", "x"): 7, ("b", "y"): 3}, {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")})
    after = _tables({("a", "x"): 3, ("a", "y"): 9, ("b", "x"): 7, ("b", "y"): 8}, set())
    versions = [lattice(before, zeros_shown=True), lattice(after, zeros_shown=True)]
    joined = join(versions)
    found = attack(joined.system, np.ones(joined.system.size, bool), np.full(joined.system.size, 99.0), np.zeros(joined.system.size))
    place = joined.places[0][versions[0].at()[("c", "x"), ("r", "a")]]
    assert found.high[place] == 3
