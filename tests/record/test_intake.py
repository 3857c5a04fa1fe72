"""Files by declared mappings, strictly; hostile files; taking in twice and after a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import openpyxl
import pytest

from homeward.record.errors import FileUnreadable, MappingWrong, SourceUnknown
from homeward.record.generate.invent import invent
from homeward.record.generate.sources import HABITS
from homeward.record.generate.write import write_source
from homeward.record.intake.dates import parse_date
from homeward.record.intake.figures import take_figures
from homeward.record.intake.take import take_file
from homeward.record.regions import find_region, regions
from homeward.record.workspace import Workspace, init_workspace, open_workspace
from homeward.schema.record import Field, Grade, Source, SourceKind

YAML = """
source: {id: list, kind: volunteers, grade: B, licence: CC0, title: Список}
key: ["№"]
columns:
  "№": {ignore: номер строки}
  ФИО: {field: name}
  Родился: {field: born}
  Умер: {field: died, forms: ["%d.%m.%Y"]}
  Регион: {field: region}
  Служил: {field: unit_type, values: {моб: mobilised, контракт: professional}}
"""
HEADING = "№,ФИО,Родился,Умер,Регион,Служил"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init_workspace(tmp_path / "record")


def _file(tmp_path: Path, *lines: str, mapping: str = YAML) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("\n".join((HEADING, *lines)) + "\n", "utf-8")
    path.with_suffix(".yaml").write_text(mapping, "utf-8")
    return path


def test_a_declared_file_becomes_reports(workspace: Workspace, tmp_path: Path) -> None:
    file = _file(tmp_path, "1,Өлзыев Баир Цыренович,1998,14.03.2022,Бурятия,моб", "2,Сат А. А.,5 мая 1999 года,?,Тува,контракт")
    taken = take_file(workspace, file, "list")
    assert (taken.rows, taken.new, taken.signals) == (2, 2, [])
    first, second = workspace.store.reports.all()
    assert first.values[Field.SURNAME] == "Өлзыев"
    assert (first.values[Field.DIED], first.values[Field.REGION], first.values[Field.UNIT_TYPE]) == ("2022-03-14", "RU-BU", "mobilised")
    assert (second.values[Field.BORN], second.values[Field.DIED], second.values[Field.GIVEN]) == ("1999-05-05", "?", "А.")
    assert (workspace.archive / taken.archive).read_bytes() == file.read_bytes()
    assert workspace.store.reports.archives()[0].rows == 2


def test_what_is_not_understood_is_a_signal_and_kept_as_said(workspace: Workspace, tmp_path: Path) -> None:
    file = _file(tmp_path, "1,Сат Аяс,вчера,2022-03-14,Атлантида,лётчик")
    found = {(s.why, s.column, s.value) for s, _ in take_file(workspace, file, "list").signals}
    assert found == {
        ("date", "Родился", "вчера"),
        ("date", "Умер", "2022-03-14"),
        ("region", "Регион", "Атлантида"),
        ("category", "Служил", "лётчик"),
    }
    report = next(workspace.store.reports.all())
    assert set(report.values) == {Field.NAME, Field.SURNAME, Field.GIVEN}
    assert "лётчик" in workspace.store.reports.said(1)[0][2]


def test_a_column_nobody_declared_is_a_signal(workspace: Workspace, tmp_path: Path) -> None:
    path = _file(tmp_path)
    path.write_text(HEADING + ",Позывной\n1,Сат Аяс,1999,,Тува,моб,Сокол\n", "utf-8")
    assert [(s.why, s.column) for s, _ in take_file(workspace, path, "list").signals] == [("leftover", "Позывной")]


def test_the_same_file_twice_and_a_changed_one(workspace: Workspace, tmp_path: Path) -> None:
    file = _file(tmp_path, "1,Сат Аяс,1999,,Тува,моб", "2,Сат Буян,1998,,Тува,моб")
    take_file(workspace, file, "list")
    assert take_file(workspace, file, "list").new == 0
    changed = take_file(workspace, _file(tmp_path, "1,Сат Аяс,1999,,Тува,моб", "2,Сат Буян,1997,,Тува,моб"), "list")
    assert (changed.new, changed.changed) == (0, 1)
    assert workspace.store.reports.report(2).values[Field.BORN] == "1997"
    assert len(workspace.store.reports.said(2)) == 2


def test_rows_without_a_key_are_known_by_their_words(workspace: Workspace, tmp_path: Path) -> None:
    file = _file(tmp_path, ",Сат Аяс,1999,,Тува,моб", ",Сат Аяс,1999,,Тува,моб")
    taken = take_file(workspace, file, "list")
    assert (taken.new, [s.why for s, _ in taken.signals]) == (2, ["key"])
    assert take_file(workspace, file, "list").new == 0


def test_xlsx_and_json_give_the_same_reports(workspace: Workspace, tmp_path: Path) -> None:
    row = {"№": "1", "ФИО": "Сат Аяс", "Родился": "1999", "Умер": "14.03.2022", "Регион": "Тува", "Служил": "моб"}
    (tmp_path / "map.yaml").write_text(YAML, "utf-8")
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(list(row))
    book.active.append(list(row.values()))
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "b.json").write_bytes(msgspec.json.encode([row]))
    assert take_file(workspace, tmp_path / "a.xlsx", "list", mapping=tmp_path / "map.yaml").new == 1
    again = take_file(workspace, tmp_path / "b.json", "list")
    assert (again.new, again.changed) == (0, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "source: 1",
        YAML.replace("grade: B", "grade: E"),
        YAML.replace("field: born", "field: unborn"),
        YAML.replace("field: born", "field: name"),
        YAML.replace("ignore: номер строки", "ignore: x, field: age"),
        YAML.replace('key: ["№"]', 'key: ["нет"]'),
        YAML + "\nmore: 1\n",
        "a: [",
        YAML.replace("id: list", "id: ../x"),
    ],
)
def test_wrong_declarations_are_refused(workspace: Workspace, tmp_path: Path, wrong: str) -> None:
    with pytest.raises(MappingWrong):
        take_file(workspace, _file(tmp_path, "1,Сат Аяс,1999,,Тува,моб", mapping=wrong), "list")
    assert workspace.store.reports.count() == 0


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", b"a,a\n1,2\n"),
        ("a.csv", b'a,b\n"1,2\n'),
        ("a.xlsx", b"PK\x03\x04rubbish"),
        ("a.xlsx", b""),
        ("a.json", b"{"),
        ("a.json", b'{"a": 1}'),
        ("a.json", b"[1]"),
    ],
)
def test_broken_files_are_refused(workspace: Workspace, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "map.yaml").write_text(YAML, "utf-8")
    with pytest.raises(FileUnreadable):
        take_file(workspace, tmp_path / name, "list", mapping=tmp_path / "map.yaml")


def test_a_file_without_a_declaration_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    with pytest.raises(SourceUnknown):
        take_file(workspace, tmp_path / "a.csv", "list")


def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    habit = HABITS[0]
    rows = invent(9000, 3).rows[habit.source.id]
    path = write_source(tmp_path, habit.source, rows)
    folder = tmp_path / "record"
    init_workspace(folder).store.close()
    command = [sys.executable, "-m", "homeward.cli", "record", "import", str(folder), str(path), "--source", habit.source.id]
    for pause in (0.5, 0.8, 1.2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with open_workspace(folder) as workspace:
            assert workspace.store.reports.count() <= len(rows)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with open_workspace(folder) as workspace:
        keys = [r.key for r in workspace.store.reports.all()]
        assert sorted(keys) == sorted(row["key"] for row in rows)
        statements = workspace.store.database.rows("SELECT count(*), count(DISTINCT report || ' ' || field) FROM statement")[0]
        assert statements[0] == statements[1]


def test_circles_figures(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "circle.json"
    file.write_bytes(msgspec.json.encode([{"what": "filed", "region": "RU-BU", "value": 29, "as_of": "2022-07-31"}]))
    with pytest.raises(SourceUnknown):
        take_figures(workspace.store, file, "circle")
    workspace.store.reports.declare(Source(id="circle", kind=SourceKind.CIRCLE, grade=Grade.B, group="circle", licence="CC0", title="Круг"))
    assert take_figures(workspace.store, file, "circle") == take_figures(workspace.store, file, "circle") == 1
    assert [f.value for f in workspace.store.public.figures()] == [29]
    file.write_bytes(b'[{"what": "filed", "value": 1, "as_of": "2022-07-31", "name": "x"}]')
    with pytest.raises(FileUnreadable):
        take_figures(workspace.store, file, "circle")


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("14 марта 2022 года", "2022-03-14"),
        ("7.03.2022", "2022-03-07"),
        ("1987 г.р.", "1987"),
        ("март 2022", "2022-03"),
        ("31.02.2022", None),
        ("03.2022", "2022-03"),
        ("2022-13", None),
        ("14 мартобря 2022", None),
        ("", None),
    ],
)
def test_dates(said: str, iso: str | None) -> None:
    assert parse_date(said, []) == iso


def test_regions_by_their_names() -> None:
    assert len(regions()) == 85
    assert sum(r.men for r in regions().values()) > 40_000_000
    for region in regions().values():
        assert find_region(region.ru) == find_region(region.en) == find_region(region.iso) == region.iso
    names = ("Тува", "Республика Тыва", "Московская обл.", "Алтайский край", "Республика Алтай")
    assert [find_region(n) for n in names] == [
        "RU-TY",
        "RU-TY",
        "RU-MOS",
        "RU-ALT",
        "RU-AL",
    ]
    assert find_region("Атлантида") is None
