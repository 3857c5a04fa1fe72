"""An invented record as files and a workspace: six sources taken in as any other would be, and the truth (RECORD 9.3)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import msgspec

from homeward.record.intake.take import take_file
from homeward.record.workspace import Settings, init_workspace
from homeward.schema.record import Claim, Figure, Grade, Source, SourceKind

from .invent import Invented, invent
from .population import LAST_DAY
from .sources import HABITS

COLUMNS = ("surname", "given", "patronymic", "born", "age", "died", "reported", "region", "home", "rank", "unit_type")


class Generated(msgspec.Struct, frozen=True):
    """What was made."""

    reports: int
    sources: int
    truth: Path


def generate_workspace(folder: Path, people: int, seed: int, progress: Callable[[int], None] = lambda _: None) -> Generated:
    """Make a record of invented people in a new folder. Raises RecordExists."""
    title = f"Вымышленные люди / invented people ({people}, {seed})"
    with init_workspace(folder, Settings(title=title, about="Homeward", scope="invented")) as workspace:
        invented = invent(people, seed)
        files = folder / "invented"
        files.mkdir(exist_ok=True)
        for habit in HABITS:
            path = write_source(files, habit.source, invented.rows[habit.source.id])
            take_file(workspace, path, habit.source.id, progress=progress)
        truth = write_truth(folder / "truth.csv", invented)
        _beside(workspace.store.reports.declare, workspace.store.public.figure, workspace.store.public.claim, invented)
    return Generated(invented.reports, len(HABITS), truth)


def write_source(folder: Path, source: Source, rows: list[dict[str, str]]) -> Path:
    """One source's CSV with its declaration beside it; the path of the CSV."""
    path = folder / f"{source.id}.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        out = csv.DictWriter(opened, ("key", *COLUMNS), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    declared = {
        "id": source.id,
        "kind": source.kind,
        "grade": source.grade,
        "group": source.group,
        "licence": source.licence,
        "title": source.title,
    }
    columns: dict[str, dict[str, str]] = {name: {"field": name} for name in COLUMNS} | {"key": {"ignore": "names the row"}}
    declaration = {"source": declared, "key": ["key"], "columns": columns}
    path.with_suffix(".json").write_bytes(msgspec.json.format(msgspec.json.encode(declaration), indent=2) + b"\n")
    return path


def write_truth(path: Path, invented: Invented) -> Path:
    """`source,key,person` of every row."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        out = csv.writer(opened, lineterminator="\n")
        out.writerow(("source", "key", "person"))
        out.writerows((source, key, man) for (source, key), man in sorted(invented.truth.items()))
    return path


def _beside(
    declare: Callable[[Source], Source], figure: Callable[[Figure], Figure], claim: Callable[[Claim], Claim], invented: Invented
) -> None:
    """A circle's figures and two invented claims, so that those parts have something to show."""
    circle = Source(
        id="circle", kind=SourceKind.CIRCLE, grade=Grade.B, group="circle", licence="CC0-1.0 (invented)", title="Круг (вымышлен)"
    )
    declare(circle)
    for what, value in (("filed", 29), ("held", 20), ("released", 14), ("home", 14)):
        figure(Figure(source=circle.id, what=what, region="RU-BU", value=value, as_of="2022-07-31"))
    cited, scope = "вымышлено / invented", "invented men"
    as_of = LAST_DAY.isoformat()
    claim(
        Claim(who="A", what="died", low=len(invented.men) // 9, high=None, scope=scope, region=None, as_of=as_of, method="?", cited=cited)
    )
    claim(
        Claim(
            who="B",
            what="died",
            low=len(invented.men),
            high=len(invented.men) * 2,
            scope=scope,
            region=None,
            as_of=as_of,
            method="?",
            cited=cited,
        )
    )
