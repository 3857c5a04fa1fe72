"""Linking: quality on a blind seed, one-to-one, incremental arrival, a kill, Spark, codebook, outside sets."""

from __future__ import annotations

import csv
import importlib.util
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

from homeward.cli.words import words_in
from homeward.record.codebook import codebook
from homeward.record.errors import CodebookIncomplete, MatchConfigWrong
from homeward.record.generate.fill import fill
from homeward.record.generate.invent import invent
from homeward.record.judge import settle
from homeward.record.link.blocks import rule
from homeward.record.link.config import Compare, Habit, Kind, MatchConfig
from homeward.record.link.exclusive import one_to_one, probabilities
from homeward.record.link.learn import learn
from homeward.record.link.match import match, quality, reports_table, table_of
from homeward.record.link.reports import report_model
from homeward.record.link.run import against, link_store
from homeward.record.people import people
from homeward.record.status import copies
from homeward.record.store import Store
from homeward.record.workspace import init_workspace, open_workspace
from homeward.schema.record import Status, Verdict


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, dict[int, int], Path]:
    from homeward.record.store import open_store

    folder = tmp_path_factory.mktemp("linked")
    store = open_store(folder / "record.db", lambda: "2024-07-01T00:00:00Z")
    truth = fill(store, invent(2500, 1100))
    link_store(store, folder)
    return store, truth, folder


def test_a_blind_seed_is_linked_well(linked: tuple[Store, dict[int, int], Path]) -> None:
    store, truth, _ = linked
    found = against(store, {k: str(v) for k, v in truth.items()})
    assert found.f1 >= 0.97
    assert found.best_f1 - found.f1 <= 0.01


def test_copies_are_found_out_and_count_once(linked: tuple[Store, dict[int, int], Path]) -> None:
    store, _, _ = linked
    members: dict[int, list[int]] = {}
    for report, person in store.links.belongs().items():
        members.setdefault(person, []).append(report)
    reports = store.reports.some(store.links.belongs())
    assert set(copies([reports[r] for r in rs] for rs in members.values())) == {("reposts", "volunteers")}
    both = [p for p in people(store) if p.sources == ["reposts", "volunteers"]]
    assert both
    assert {p.status for p in both} == {Status.REPORTED}


def test_linking_again_changes_no_number(linked: tuple[Store, dict[int, int], Path]) -> None:
    store, _, folder = linked
    before = store.links.belongs()
    link_store(store, folder)
    assert store.links.belongs() == before
    assert settle(store) == before


def test_judgements_outlive_linking(linked: tuple[Store, dict[int, int], Path]) -> None:
    store, _, folder = linked
    pair = next(p for p in store.links.pairs(0.99) if store.links.belongs()[p.left] == store.links.belongs()[p.right])
    store.judgements.add(pair.left, pair.right, Verdict.DIFFERENT, by="а")
    link_store(store, folder)
    assert store.links.belongs()[pair.left] != store.links.belongs()[pair.right]
    store.judgements.undo("а")
    link_store(store, folder)
    assert store.links.belongs()[pair.left] == store.links.belongs()[pair.right]


def test_people_keep_their_numbers_when_reports_arrive(tmp_path: Path, sqlite_store: Store) -> None:
    invented = invent(400, 5)
    part = type(invented)(invented.men, {s: rows[: len(rows) // 2] for s, rows in invented.rows.items()}, invented.truth)
    fill(sqlite_store, part)
    link_store(sqlite_store, tmp_path)
    before = sqlite_store.links.belongs()
    fill(sqlite_store, invented)
    link_store(sqlite_store, tmp_path)
    after = sqlite_store.links.belongs()
    moved = [r for r in before if after[r] != before[r]]
    assert len(moved) <= len(before) // 20
    assert all(sqlite_store.links.current(before[r]) for r in before)
    assert len(after) == invented.reports


def test_a_link_killed_before_it_was_kept_goes_on(tmp_path: Path, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(sqlite_store, invent(300, 6))
    monkeypatch.setattr(sqlite_store.links, "complete", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        link_store(sqlite_store, tmp_path)
    assert sqlite_store.links.last_run() is None
    assert sqlite_store.links.belongs() == {}
    monkeypatch.undo()
    monkeypatch.setattr("homeward.record.link.run._score", lambda *_: pytest.fail("scored twice"))
    assert link_store(sqlite_store, tmp_path).people > 0


def test_a_link_killed_while_it_keeps_leaves_the_last_one_whole(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    with init_workspace(folder) as workspace:
        fill(workspace.store, invent(200, 7))
        link_store(workspace.store, workspace.work)
        run, belongs = workspace.store.links.last_run(), workspace.store.links.belongs()
    script = (
        "import os, signal, sys; from pathlib import Path; from homeward.record.store.links import Links\n"
        "from homeward.record.workspace import open_workspace; from homeward.record.link.run import link_store\n"
        "Links._assign = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "w = open_workspace(Path(sys.argv[1])); link_store(w.store, w.work)"
    )
    assert subprocess.run([sys.executable, "-c", script, str(folder)], check=False).returncode == -signal.SIGKILL
    with open_workspace(folder) as workspace:
        assert workspace.store.links.last_run() == run
        assert workspace.store.links.belongs() == belongs
        assert run is not None
        assert len(list(workspace.store.links.pairs())) == run.pairs


def test_two_good_candidates_share_what_one_would_have() -> None:
    left, right, source = np.array([0, 0, 3]), np.array([1, 2, 4]), np.array([0, 1, 1, 0, 1])
    chance = probabilities(left, right, np.array([6.0, 6.0, 6.0]), source)
    assert chance[0] == chance[1] < 0.5 < chance[2]
    assert one_to_one(left, right, np.array([0.9, 0.8, 0.7]), source, 0.5).tolist() == [True, False, True]


def test_any_two_tables_by_configuration() -> None:
    invented = invent(800, 9)
    left, right = invented.rows["graves"], invented.rows["abroad"]
    config = MatchConfig(
        [
            Compare("surname", Kind.PART),
            Compare("given", Kind.PART),
            Compare("born", Kind.DATE, left_age="age", left_at="died", right_age="age", right_at="died"),
        ],
        [["surname_k", "given_k"], ["born"]],
        left_id="key",
        right_id="key",
    )
    at = {invented.truth["abroad", row["key"]]: len(left) + place for place, row in enumerate(right)}
    truth = {(place, at[man]) for place, row in enumerate(left) if (man := invented.truth["graves", row["key"]]) in at}
    table = table_of(left, right, config)
    trained = learn(table, config, truth, across=True, named="test")
    assert quality(match(table, trained), truth).f1 > 0.85
    assert quality(match(table, config), truth).f1 > 0.6


def test_blocks_are_columns_and_nothing_else() -> None:
    assert rule(["a_k", "b=c", "y+1"], True) == "l.a_k = r.a_k AND l.b = r.c AND l.y +1 = r.y AND l.source <> r.source"
    with pytest.raises(MatchConfigWrong):
        rule(["1 OR true"], False)


def test_spark_scores_as_duckdb_does() -> None:
    if not shutil.which("java") or importlib.util.find_spec("pyspark") is None:
        pytest.skip("no Java runtime or no pyspark (pip install pyspark): the Spark half of the linkage was not tested")
    invented = invent(60, 4)
    rows = [row for rs in invented.rows.values() for row in rs]
    sources = [n for n, rs in enumerate(invented.rows.values()) for _ in rs]
    model = msgspec.structs.replace(report_model(), block=[["surname_k", "given_k", "region"], ["born", "given_k"]])
    table = reports_table(rows, sources, model)

    def scored(engine: str) -> dict[tuple[int, int], float]:
        found = match(table, model, engine=engine)
        pairs = zip(found.scored.left.tolist(), found.scored.right.tolist(), found.chance.tolist(), strict=True)
        return {(min(a, b), max(a, b)): round(p, 3) for a, b, p in pairs if p > 0.05}

    assert scored("spark") == scored("duckdb")


def test_the_codebook_is_whole_in_both_languages(sqlite_store: Store) -> None:
    for language in ("ru", "en"):
        book = codebook(sqlite_store, words_in(language))
        assert len(book.columns) > 100
        assert len(book.terms) > 50

    def nothing(_: str) -> str:
        raise KeyError("x")

    with pytest.raises(CodebookIncomplete):
        codebook(sqlite_store, nothing)
    sqlite_store.database.execute("CREATE TABLE stray (a INTEGER)")
    with pytest.raises(CodebookIncomplete):
        codebook(sqlite_store, words_in("ru"))


def test_codebooks_of_both_databases_agree(store: Store, sqlite_store: Store) -> None:
    assert codebook(store, words_in("en")).columns == codebook(sqlite_store, words_in("en")).columns


def test_febrl_without_numbers(outside: Path) -> None:
    config = MatchConfig(
        [
            Compare("given", Kind.PART, "given_name", "given_name", Habit.PLAIN, swap="surname"),
            Compare("surname", Kind.PART, habit=Habit.PLAIN),
            Compare("born", Kind.DATE, "date_of_birth", "date_of_birth"),
            Compare("suburb", Kind.TEXT, habit=Habit.PLAIN),
            Compare("street", Kind.TEXT, "address_1", "address_1", Habit.PLAIN),
            Compare("postcode", Kind.TEXT, habit=Habit.PLAIN),
        ],
        [
            ["born"],
            ["surname_k", "given_k"],
            ["surname_k=given_k"],
            ["street"],
            ["surname_k", "postcode"],
            ["given_k", "postcode"],
            ["born_m", "postcode"],
        ],
        left_id="rec_id",
        right_id="rec_id",
    )
    rows = []
    for letter in "ab":
        with (outside / "linkage" / f"febrl4{letter}.csv").open(encoding="utf-8") as lines:
            rows.append([{k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(lines)][:2000])
    at = {row["rec_id"].split("-")[1]: 2000 + place for place, row in enumerate(rows[1])}
    truth = {(place, at[row["rec_id"].split("-")[1]]) for place, row in enumerate(rows[0]) if row["rec_id"].split("-")[1] in at}
    assert quality(match(table_of(*rows, config), config), truth).f1 >= 0.97
