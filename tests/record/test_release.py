"""Releases: what they hold, what they never hold, versions, signatures, a process killed on the way."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homeward.cli.words import words_in
from homeward.keys import minisign
from homeward.record.disclose.audit import audit
from homeward.record.disclose.release_folder import read_folders
from homeward.record.disclose.release_format import ReadRelease
from homeward.record.disclose.tables import Table
from homeward.record.people import people
from homeward.record.release import make, measures
from homeward.record.release.changes import changes
from homeward.record.release.encode import csv_bytes
from homeward.record.release.errors import NothingToRelease, ReleaseBroken, ReleaseFolderTaken, VersionTaken
from homeward.record.release.grain import graded, grain_of
from homeward.record.release.keep import publish
from homeward.record.release.make import release
from homeward.record.release.sealed import verify_release
from homeward.record.release.whitelist import dead, living
from homeward.record.workspace import Workspace, init_workspace, open_workspace
from homeward.schema.record import Field, Figure, Saying
from tests.record.invented import circles, linked

WORDS = {language: words_in(language) for language in ("ru", "en")}
DAY = "2024-07-01"


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Path]]:
    """A record of 70 men and its release."""
    folder = tmp_path_factory.mktemp("released")
    with linked(folder / "record", 70) as workspace:
        circles(workspace.store)
        release(workspace, folder / "out", DAY, "тест", WORDS, latent=False, invented=True)
        yield workspace, folder / "out"


def _text(out: Path) -> str:
    return "\n".join(p.read_text("utf-8") for p in sorted(out.rglob("*")) if p.suffix in (".csv", ".json", ".md", ".txt", ".cff", ".html"))


def test_a_release_holds_what_it_lists_and_nobody(released: tuple[Workspace, Path]) -> None:
    workspace, out = released
    package = json.loads((out / "datapackage.json").read_text())
    for resource in package["resources"]:
        rows = list(csv.reader((out / resource["path"]).open(encoding="utf-8")))
        assert rows[0] == [f["name"] for f in resource["schema"]["fields"]]
        table = pq.read_table(out / resource["path"].replace(".csv", ".parquet"))
        assert table.num_rows == len(rows) - 1
        assert table.column_names == rows[0]
    text = _text(out)
    for person in people(workspace.store):
        for field in (Field.SURNAME, Field.PATRONYMIC):
            value = person.value(field)
            if value and len(value) > 5:
                assert value not in text
        for field in (Field.BORN, Field.DIED):
            value = person.value(field) or ""
            if len(value) == 10 and value != DAY:
                assert value not in text
    for source in workspace.store.reports.sources():
        assert source.title not in text


def test_the_attacker_finds_nothing(released: tuple[Workspace, Path]) -> None:
    found = audit(read_folders([released[1]]))
    assert found.safe
    assert found.hidden > 50
    assert found.narrow == []
    assert found.complete


def test_hashes_and_signature_are_checked(released: tuple[Workspace, Path], tmp_path: Path) -> None:
    _, out = released
    assert len(verify_release(out)) == 16
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=out, check=False).returncode == 0
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(out), str(copy)], check=True)
    other = minisign.new_key()
    with pytest.raises(ReleaseBroken):
        verify_release(copy, other.public)
    (copy / "data" / "claims.csv").write_bytes((copy / "data" / "claims.csv").read_bytes() + b"x")
    with pytest.raises(ReleaseBroken, match=r"claims\.csv"):
        verify_release(copy)


def test_codebook_and_methodology_come_from_the_live_schema(released: tuple[Workspace, Path]) -> None:
    workspace, out = released
    rows = list(csv.DictReader((out / "data" / "codebook-ru.csv").open(encoding="utf-8")))
    named = {r["name"] for r in rows}
    for table, columns in workspace.store.database.tables():
        assert {f"{table}.{c}" for c, _ in columns} <= named
    assert all(r["meaning"] for r in rows)
    for language in ("ru", "en"):
        assert "2024.07.01" in (out / f"methodology.{language}.md").read_text("utf-8")


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        with linked(tmp_path / name, 60) as workspace:
            (workspace.folder / "keys").mkdir()
            (workspace.folder / "keys" / "release.key").write_text(minisign.secret_file(minisign.SecretKey(b"12345678", bytes(32)), ""))
            (workspace.folder / "desk.key").write_bytes(bytes(range(32)))
            release(workspace, tmp_path / f"out-{name}", DAY, "тест", WORDS, latent=False)
        made.append({p.relative_to(tmp_path / f"out-{name}"): p.read_bytes() for p in (tmp_path / f"out-{name}").rglob("*") if p.is_file()})
    assert made[0] == made[1]


def test_versions_stand_together_against_the_attacker(tmp_path: Path) -> None:
    with linked(tmp_path / "record", 40) as workspace:
        out = tmp_path / "out"
        first = release(workspace, out, DAY, "тест", WORDS, latent=False)
        assert release(workspace, out, "2024-07-02", "тест", WORDS, latent=False).release == first.release
        again = release(workspace, out, DAY, "тест", WORDS, latent=False)
        assert not again.new
        source = workspace.store.reports.sources()[0].id
        for n in range(9):
            values = {Field.SURNAME: f"Новый{n}", Field.DIED: "2023-03-04", Field.REGION: "RU-BU", Field.UNIT_TYPE: "mobilised"}
            workspace.store.reports.add(source, "0" * 64, [Saying(key=f"new{n}", row=1, said={}, values=values)])
        second = release(workspace, out, DAY, "тест", WORDS, latent=False)
        assert second.new
        assert second.release.version == "2024.07.01.2"
        assert verify_release(out / "versions" / "2024.07.01") == verify_release(out)
        found = audit(read_folders([out / "versions" / "2024.07.01", out]))
        assert found.versions == 2
        assert found.safe
        moved = {r["table"]: r for r in csv.DictReader((out / "data" / "changes.csv").open(encoding="utf-8"))}
        assert "deaths-by-region" in moved
        with pytest.raises(VersionTaken):
            release(workspace, out, DAY, "тест", WORDS, latent=False, version="2024.07.01")


def test_refusals(tmp_path: Path) -> None:
    with init_workspace(tmp_path / "empty") as workspace, pytest.raises(NothingToRelease):
        release(workspace, tmp_path / "out", DAY, "тест", WORDS, latent=False)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "diary.txt").write_text("не трогать")
    with pytest.raises(ReleaseFolderTaken):
        publish(tmp_path, ["x"], mine)
    assert (mine / "diary.txt").read_text() == "не трогать"


def test_the_living_are_not_counted_as_dead(tmp_path: Path) -> None:
    with linked(tmp_path / "record", 60) as workspace:
        before = len(dead(people(workspace.store)))
        report = next(p.reports[0] for p in people(workspace.store) if p.value(Field.DIED))
        workspace.store.reports.state(report, Field.FATE, "missing", by="а", why="так сказали")
        assert len(dead(people(workspace.store))) == before - 1
        assert len(living(people(workspace.store))) == 1


def test_circles_figures_obey_the_stricter_rule() -> None:
    def figure(source: str, region: str | None, value: int) -> Figure:
        return Figure(source=source, what="home", region=region, value=value, as_of="2022-07-11")

    said = [
        figure("a", "RU-BU", 40),
        figure("b", "RU-BU", 60),
        figure("c", "RU-BU", 50),
        figure("d", "RU-TY", 300),
        figure("e", "RU-DA", 9),
    ]
    [counted] = measures.refusals(said, [])
    assert counted.measure.k == 10
    tables = {t.dimensions: t.counts for t in counted.measure.tables}
    assert tables["region",] == {("RU-BU",): 150, ("other",): 309}
    [small] = measures.refusals([figure("a", "RU-BU", 3), figure("b", "RU-BU", 2), figure("c", "RU-BU", 4), figure("d", "RU-TY", 300)], [])
    hidden = {t.dimensions: t.counts for t in small.measure.tables}
    assert hidden["region",]["RU-BU",] is None
    past = [ReadRelease("1", (counted.measure,))]
    [grown] = measures.refusals([*said[:2], figure("c", "RU-BU", 53), *said[3:]], past)
    shown = {t.dimensions: t.counts for t in grown.measure.tables}
    assert shown["region",]["RU-BU",] is None  # three more men since: smaller than ten, so not told


def test_formulas_do_not_reach_a_spreadsheet() -> None:
    assert (
        csv_bytes({"who": ["=1+1", "@x", "-2", "Иван", None], "n": [1, -2, 3, None, 5]})
        == 'who,n\n" =1+1",1\n" @x",-2\n" -2",3\nИван,\n,5\n'.replace('"', "").encode()
    )


def test_the_grain_follows_the_size() -> None:
    def rows(each: int) -> list[dict[str, str]]:
        return [{"region": r, "month": f"2022-{m:02d}"} for r in ("RU-BU", "RU-TY") for m in range(1, 13) for _ in range(each)]

    assert [grain_of(rows(n), 5) for n in (6, 2, 1)] == ["month", "quarter", "half"]
    made, [coarser] = graded(rows(1), "quarter")
    assert {r["quarter"] for r in made} == {"2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4"}
    assert coarser.groups["2022-12"] == "2022-Q4"


@settings(max_examples=40)
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(0, 50)),
    st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(0, 50)),
)
def test_changes_add_up(before: dict[str, int | None], after: dict[str, int | None]) -> None:
    def read(counts: dict[str, int | None]) -> ReadRelease:
        return ReadRelease("v", (measures.Measure("deaths", 5, (Table(("x",), {(k,): v for k, v in counts.items()}),)),))

    [moved] = changes(read(before), read(after))
    assert moved.new + len(after.keys() & before.keys()) == len(after)
    assert moved.gone + len(after.keys() & before.keys()) == len(before)


def _killed(record: Path, out: Path, where: str, after: bool) -> None:
    """A child of this process releases, and dies by SIGKILL at a function of `make`, before or after it did its work."""
    child = os.fork()
    if child == 0:
        try:
            real = getattr(make, where)

            def dying(*given: object) -> None:
                if after:
                    real(*given)
                os.kill(os.getpid(), signal.SIGKILL)

            setattr(make, where, dying)
            with open_workspace(record) as workspace:
                make.release(workspace, out, DAY, "тест", WORDS, latent=False)
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def test_killed_at_any_point_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    with linked(tmp_path / "record", 25):
        pass
    record, out = tmp_path / "record", tmp_path / "out"
    for where, after in (("write_whole", False), ("write_whole", True), ("_remember", True), ("publish", True)):
        _killed(record, out, where, after)
        if out.exists():
            verify_release(out)
    with open_workspace(record) as workspace:
        made = release(workspace, out, DAY, "тест", WORDS, latent=False)
        assert [r.version for r in workspace.store.public.releases()] == [made.release.version] == ["2024.07.01"]
    verify_release(out)
    assert [p.name for p in (record / "releases").iterdir()] == ["2024.07.01"]
    assert not (out / "versions").exists()
