"""`homeward record`: begin a record, take files in, read notices, link reports, match any two tables, invent people."""

from __future__ import annotations

import csv
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

import click

from homeward.record.errors import FileUnreadable
from homeward.record.workspace import Settings, init_workspace, open_workspace

from .speak import Group, emit, json_option
from .words import w

_DIR = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
_FILE = click.Path(path_type=Path, dir_okay=False)
# Commands that live in modules of their own, loaded only when asked for.
_ELSEWHERE = {
    ".record_figures": ("rates", "estimate", "nowcast", "excess", "claims", "counts"),
    ".record_public": ("audit",),
    ".record_release": ("release", "site", "desk", "demo"),
}


class _Record(Group):
    """Also finds the commands of other modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands that are installed."""
        there = [name for module, names in _ELSEWHERE.items() if find_spec(module, __package__) for name in names]
        return [*super().list_commands(ctx), *there]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        for module, names in _ELSEWHERE.items():
            if cmd_name in names and find_spec(module, __package__):
                found: click.Command = getattr(import_module(module, __package__), cmd_name)
                return found
        return super().get_command(ctx, cmd_name)


@click.group(cls=_Record, help=w("cmd-record"))
def record() -> None:
    """See `cmd-record`."""


@record.command(help=w("cmd-record-init"))
@_DIR
@click.option("--store", default="record.db", show_default=True, help=w("opt-record-store"))
@click.option("--title", default="", help=w("opt-record-title"))
@json_option
def init(folder: Path, store: str, title: str, as_json: bool) -> None:
    """See `cmd-record-init`."""
    with init_workspace(folder, Settings(store=store, title=title)):
        emit(as_json, {"made": str(folder)}, w("record-made", folder=str(folder)), w("record-next"))


@record.command("import", help=w("cmd-record-import"))
@_DIR
@click.argument("file", type=_FILE)
@click.option("--source", required=True, help=w("opt-record-source"))
@click.option("--mapping", type=_FILE, help=w("opt-record-mapping"))
@click.option("--figures", is_flag=True, help=w("opt-record-figures"))
@json_option
def import_(folder: Path, file: Path, source: str, mapping: Path | None, figures: bool, as_json: bool) -> None:
    """See `cmd-record-import`."""
    from homeward.record.intake.figures import take_figures
    from homeward.record.intake.take import take_file

    with open_workspace(folder) as workspace:
        if figures:
            count = take_figures(workspace.store, file, source)
            emit(as_json, {"figures": count}, w("record-figures", count=count))
            return
        taken = take_file(workspace, file, source, mapping=mapping, progress=_progress(as_json, "record-step-rows"))
    lines = [w("record-taken", rows=taken.rows, new=taken.new, changed=taken.changed), w("record-archive", hash=taken.archive)]
    if taken.signals:
        lines.append(w("record-signals", count=sum(n for _, n in taken.signals)))
        lines += [
            w("record-signal", why=w(f"record-why-{s.why}"), column=s.column, value=s.value or "—", count=n) for s, n in taken.signals[:20]
        ]
        if len(taken.signals) > 20:
            lines.append(w("record-signals-more", count=len(taken.signals) - 20))
    data = {"source": source, "archive": taken.archive, "rows": taken.rows, "new": taken.new, "changed": taken.changed}
    told = [{"why": s.why, "column": s.column, "value": s.value, "count": n} for s, n in taken.signals]
    emit(as_json, {**data, "signals": told}, *lines)


@record.command(help=w("cmd-record-extract"))
@_DIR
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--source", help=w("opt-record-notice-source"))
@json_option
def extract(folder: Path, file: TextIO, source: str | None, as_json: bool) -> None:
    """See `cmd-record-extract`."""
    from homeward.record.intake.extract import segments, suggest

    text = file.read()
    found = suggest(text)
    with open_workspace(folder) as workspace:
        number = None
        if source:
            workspace.store.reports.source(source)
            number = workspace.store.notices.add(source, text, found).number
    shown = "".join(click.style(f"[{piece}]", bold=True) if s else piece for piece, s in segments(text, found))
    lines = [shown.rstrip(), ""]
    lines += [f"  {w('record-field-' + s.field.value.replace('_', '-') + '-short')}: {s.value}" for s in found] or [
        w("record-nothing-read")
    ]
    lines.append(w("record-waits", number=number) if number else w("record-not-kept"))
    data = [{"field": s.field.value, "value": s.value, "start": s.start, "end": s.end} for s in found]
    emit(as_json, {"notice": number, "suggestions": data}, *lines)


@record.command(help=w("cmd-record-link"))
@_DIR
@click.option("--truth", type=_FILE, help=w("opt-record-truth"))
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help=w("opt-record-engine"))
@json_option
def link(folder: Path, truth: Path | None, engine: str, as_json: bool) -> None:
    """See `cmd-record-link`."""
    from homeward.record.link.run import against, link_store

    def progress(step: str, count: int) -> None:
        if not as_json:
            click.echo(w(f"record-step-{step}", count=count), err=True)

    with open_workspace(folder) as workspace:
        linked = link_store(workspace.store, workspace.work, engine=engine, progress=progress)
        measured = against(workspace.store, _truth_of_reports(workspace.store, truth)) if truth else None
    data: dict[str, object] = {"reports": linked.reports, "pairs": linked.pairs, "review": linked.review, "clusters": linked.people}
    lines = [w("record-linked", reports=linked.reports, pairs=linked.pairs, people=linked.people), w("record-review", count=linked.review)]
    if measured:
        data |= {"true_pairs": measured.true_pairs, "precision": measured.precision, "recall": measured.recall, "f1": measured.f1}
        data |= {"best_f1": measured.best_f1, "best_threshold": measured.best_threshold}
        lines.append(_measured(measured.precision, measured.recall, measured.f1, measured.best_f1, measured.best_threshold))
    emit(as_json, data, *lines)


@record.command(help=w("cmd-record-match"))
@click.argument("left", type=_FILE)
@click.argument("right", type=_FILE)
@click.option("--config", type=_FILE, required=True, help=w("opt-record-config"))
@click.option("-o", "--output", type=_FILE, required=True, help=w("opt-record-pairs"))
@click.option("--truth", type=_FILE, help=w("opt-record-truth-pairs"))
@click.option("--learn", "learnt", type=_FILE, help=w("opt-record-learn"))
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help=w("opt-record-engine"))
@json_option
def match(left: Path, right: Path, config: Path, output: Path, truth: Path | None, learnt: Path | None, engine: str, as_json: bool) -> None:
    """See `cmd-record-match`."""
    from homeward.record.link.config import read_config
    from homeward.record.link.files import learn_from, match_files

    chosen = read_config(config)
    if learnt is not None:
        if truth is None:
            raise click.UsageError(w("record-learn-needs-truth"))
        chosen = learn_from(left, right, chosen, truth, learnt)
    done = match_files(left, right, chosen, output, truth=truth, engine=engine)
    data: dict[str, object] = {"left": done.left, "right": done.right, "pairs": done.pairs, "seconds": round(done.seconds, 2)}
    lines = [w("record-matched", left=done.left, right=done.right, pairs=done.pairs, seconds=round(done.seconds, 1))]
    if done.quality:
        q = done.quality
        data |= {"true_pairs": q.true_pairs, "precision": q.precision, "recall": q.recall, "f1": q.f1, "best_f1": q.best_f1}
        data |= {"best_threshold": q.best_threshold, "compared": q.compared}
        lines.append(_measured(q.precision, q.recall, q.f1, q.best_f1, q.best_threshold))
    emit(as_json, data, *lines)


@record.command(help=w("cmd-record-generate"))
@_DIR
@click.option("--people", type=click.IntRange(1, 5_000_000), default=2000, show_default=True, help=w("opt-record-people"))
@click.option("--seed", type=int, default=1, show_default=True, help=w("opt-record-seed"))
@json_option
def generate(folder: Path, people: int, seed: int, as_json: bool) -> None:
    """See `cmd-record-generate`."""
    from homeward.record.generate.write import generate_workspace

    made = generate_workspace(folder, people, seed, _progress(as_json, "record-step-rows"))
    lines = [w("record-generated", people=people, reports=made.reports), w("record-generated-truth", file=str(made.truth))]
    emit(as_json, {"people": people, "reports": made.reports, "sources": made.sources, "truth": str(made.truth)}, *lines)


def _measured(precision: float, recall: float, f1: float, best: float, threshold: float) -> str:
    shown = {"precision": precision, "recall": recall, "f1": f1, "best": best}
    return w("record-measured", **{k: f"{v:.4f}" for k, v in shown.items()}, threshold=f"{threshold:.2f}")


def _progress(as_json: bool, identity: str):  # type: ignore[no-untyped-def]
    def tell(count: int) -> None:
        if not as_json and sys.stderr.isatty():
            click.echo("\r" + w(identity, count=count), nl=False, err=True)

    return tell


def _truth_of_reports(store, file: Path) -> dict[int, str]:  # type: ignore[no-untyped-def]
    """Report number to person, from a CSV with `source`, `key`, `person`."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            named = {(row["source"], row["key"]): row["person"] for row in csv.DictReader(opened)}
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        raise FileUnreadable(f"{file.name}: source, key, person") from error
    return {r.number: named[r.source, r.key] for r in store.reports.all() if (r.source, r.key) in named}
