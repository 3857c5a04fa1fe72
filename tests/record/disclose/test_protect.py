"""Suppression: the attacker gets nothing, within a release and across versions, and most of the table stays."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.record.disclose.audit import audit
from homeward.record.disclose.protect import protect
from homeward.record.disclose.release_format import (
    PACKAGE,
    Measure,
    ReadRelease,
    package_rules,
    read_release,
    table_csv,
    table_name,
    table_resource,
)  # fmt: skip
from homeward.record.disclose.tables import Coarser, Table, tabulate

SETS = [("region", "month"), ("region", "unit"), ("region",), ("month",), ("unit",), ()]


def _rows(people: int, seed: int, regions: int = 8, months: int = 5) -> list[dict[str, str]]:
    rng = random.Random(seed)
    weights = [rng.paretovariate(1) for _ in range(regions)]
    return [
        {"region": f"r{rng.choices(range(regions), weights)[0]}", "month": f"2022-0{rng.randint(1, months)}", "unit": rng.choice("abbccc")}
        for _ in range(people)
    ]


def _release(version: str, tables: tuple[Table, ...], k: int = 5) -> ReadRelease:
    return ReadRelease(version, (Measure("deaths", k, tables, (), True),))


@settings(max_examples=10)
@given(st.integers(30, 400), st.integers(0, 10**6), st.sampled_from([3, 5, 10]))
def test_nothing_is_recovered_from_any_release(people: int, seed: int, k: int) -> None:
    tables = tabulate(_rows(people, seed), SETS)
    protected = protect(tables, k)
    found = audit([_release("1", protected.tables, k)])
    assert found.recovered == [] and found.narrow == [] and found.small_shown == 0
    for true, shown in zip(tables, protected.tables, strict=True):
        for key, count in true.counts.items():
            assert shown.counts[key] in (None, count)
            assert shown.counts[key] is None or not 0 < count < k  # type: ignore[operator]


@settings(max_examples=4)
@given(st.integers(100, 300), st.integers(0, 10**6), st.booleans())
def test_nothing_is_recovered_across_versions(people: int, seed: int, corrected: bool) -> None:
    rows = _rows(people, seed)
    cuts = [rows[: people * 3 // 5], rows[: people * 4 // 5], rows]
    if corrected:
        cuts[2] = [dict(r) for r in rows[3:]] + [{"region": "r0", "month": "2022-01", "unit": "c"}] * 2
    past: list[tuple[Table, ...]] = []
    for cut in cuts:
        past.append(protect(tabulate(cut, SETS), 5, past=past).tables)
    releases = [_release(str(i), tables) for i, tables in enumerate(past)]
    for i in range(1, len(releases) + 1):
        found = audit(releases[:i])
        assert found.recovered == [] and found.small_shown == 0


def test_districts_and_regions_together() -> None:
    rows = _rows(300, 5)
    groups = {f"r{i}": f"d{i % 3}" for i in range(8)}
    rows = [r | {"district": groups[r["region"]]} for r in rows]
    coarser = [Coarser("district", "region", groups)]
    tables = tabulate(rows, [*SETS, ("district",), ("district", "month")])
    protected = protect(tables, 5, coarser)
    release = ReadRelease("1", (Measure("deaths", 5, protected.tables, tuple(coarser), True),))
    found = audit([release])
    assert found.recovered == [] and found.narrow == []


def test_changes_about_the_living_are_shielded() -> None:
    """Twelve were held in March, fifteen in April: showing both says that three more were taken."""
    counts = {("a",): 40, ("b",): 12, ("c",): 60, ("d",): 55}
    first = protect([Table(("region",), counts), Table((), {(): 167})], 10)
    assert first.tables[0].counts[("b",)] == 12
    grown = counts | {("b",): 15, ("a",): 90, ("c",): 99, ("d",): 80}
    second = protect([Table(("region",), grown), Table((), {(): sum(grown.values())})], 10, past=[first.tables], shield_changes=True)
    assert second.tables[0].counts[("b",)] is None
    assert audit([_release("1", first.tables, 10), _release("2", second.tables, 10)]).recovered == []


def test_a_release_is_read_as_it_was_written() -> None:
    protected = protect(tabulate(_rows(200, 3), SETS), 5)
    measure = Measure("deaths", 5, protected.tables, (), True)
    resources = [table_resource("deaths", t, f"tables/{table_name('deaths', t)}.csv") for t in protected.tables]
    files = {r["path"]: table_csv(t) for r, t in zip(resources, protected.tables, strict=True)}
    files[PACKAGE] = __import__("json").dumps({"version": "7", "resources": resources, "homeward": package_rules([measure])})
    read = read_release(files)
    assert read.version == "7" and read.measures[0].k == 5
    assert {t.dimensions: dict(t.counts) for t in read.measures[0].tables} == {t.dimensions: dict(t.counts) for t in protected.tables}


def test_another_makers_release_is_attacked_too() -> None:
    text = "Region,Sex,Deaths\nAlpha,m,12\nAlpha,f,<5\nAlpha,total,15\nBeta,m,9\nBeta,f,6\nBeta,total,15\n"
    found = audit([read_release({"their/table.csv": text})])
    assert [(f.cell, f.low) for f in found.recovered] == [({"Region": "Alpha", "Sex": "f"}, 3)]


def test_rows_that_are_people_are_pointed_out() -> None:
    found = audit([read_release({"list.csv": "name,village\nInvented One,Upper\nInvented Two,Lower\n"})])
    assert found.person_rows == {"list.csv": 2} and not found.safe


@pytest.mark.parametrize("text", ["", "a,b\n", "count\nmany\n"])
def test_unreadable_releases_are_refused(text: str) -> None:
    from homeward.record.disclose.errors import ReleaseUnreadable

    with pytest.raises(ReleaseUnreadable):
        read_release({"x.csv": text})
