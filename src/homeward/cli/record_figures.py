"""`homeward record counts | rates | estimate | nowcast | excess | claims`: arguments and words only."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from homeward.record.claims import board
from homeward.record.counted import DIMENSIONS, Row, count_by, rows_of_csv, rows_of_people, until
from homeward.record.estimate.overlaps import Overlaps, read_overlaps
from homeward.record.estimate.together import estimate as estimate_of
from homeward.record.excess import excess as excess_of
from homeward.record.excess_tables import read_deaths
from homeward.record.figure_errors import TableUnreadable
from homeward.record.nowcast.backtest import backtest
from homeward.record.nowcast.effort import forecast
from homeward.record.nowcast.triangle import Triangle, from_arrivals, read_version, triangle
from homeward.record.people import people
from homeward.record.rate_table import by_category, by_region, single
from homeward.record.workspace import open_workspace
from homeward.schema.record import Field

from .record_lines import (
    category_lines,
    category_name,
    claim_lines,
    estimate_json,
    estimate_lines,
    excess_lines,
    nowcast_lines,
    nowcast_rows,
    region_lines,
)
from .speak import emit, json_option
from .words import chosen_language, w

PLACE = click.argument("place", type=click.Path(path_type=Path, exists=True))
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
BY = click.option("--by", type=click.Choice(DIMENSIONS), default="region", show_default=True, help=w("opt-by"))
TO = click.option("--to", "day", type=click.DateTime(["%Y-%m-%d"]), help=w("opt-to"))


@click.command(help=w("cmd-record-counts"))
@PLACE
@BY
@TO
@json_option
def counts(place: Path, by: str, day: datetime | None, as_json: bool) -> None:
    """See `cmd-record-counts`."""
    found = count_by(_rows(place, day), by)
    lines = [f"{count:>7}  {category_name(by, name)}" for name, count in found.items()]
    total = sum(found.values())
    emit(as_json, {"by": by, "total": total, "counts": found}, *lines, w("record-total", total=total))


@click.command(help=w("cmd-record-rates"))
@click.argument("place", required=False, type=click.Path(path_type=Path, exists=True))
@BY
@TO
@click.option("--deaths", type=click.IntRange(0), help=w("opt-deaths"))
@click.option("--population", type=click.IntRange(1), help=w("opt-population"))
@json_option
def rates(place: Path | None, by: str, day: datetime | None, deaths: int | None, population: int | None, as_json: bool) -> None:
    """See `cmd-record-rates`."""
    if deaths is not None and population is not None and place is None:
        one = single(deaths, population)
        emit(as_json, one, w("record-single", rate=f"{one.rate:.2f}", low=f"{one.low:.2f}", high=f"{one.high:.2f}"))
        return
    if place is None or deaths is not None or population is not None:
        raise click.UsageError(w("need-place-or-figures"))
    found = count_by(_rows(place, day), by)
    if by == "region":
        regions = by_region(found, chosen_language())
        emit(as_json, regions, *region_lines(regions, sum(found.values()) - sum(r.deaths for r in regions)))
    else:
        shares = by_category(found)
        emit(as_json, shares, *category_lines(shares, by))


@click.command(help=w("cmd-record-estimate"))
@click.argument("table", type=click.Path(path_type=Path, exists=True))
@click.option("--no-latent", is_flag=True, help=w("opt-no-latent"))
@click.option("--draws", type=click.IntRange(0, 1000), default=0, show_default=True, help=w("opt-draws"))
@json_option
def estimate(table: Path, no_latent: bool, draws: int, as_json: bool) -> None:
    """See `cmd-record-estimate`."""
    overlaps, doubt = (_lists(table, draws)) if table.is_dir() else (read_overlaps(table.read_text("utf-8")), None)
    if not as_json and sys.stderr.isatty():
        click.echo(w("estimate-working"), err=True)
    found = estimate_of(overlaps, latent=not no_latent)
    lines = estimate_lines(found)
    if doubt:
        lines.append(w("estimate-links", low=round(doubt[0]), high=round(doubt[1])))
    emit(as_json, estimate_json(found, doubt), *lines)


@click.command(help=w("cmd-record-nowcast"))
@FILES
@click.option("--ahead", type=click.IntRange(1, 24), default=6, show_default=True, help=w("opt-ahead"))
@json_option
def nowcast(files: tuple[Path, ...], ahead: int, as_json: bool) -> None:
    """See `cmd-record-nowcast`."""
    known = _triangle(files)
    found = forecast(known, [ahead])[ahead]
    tested = backtest(known)
    emit(as_json, {"ahead": ahead, "months": nowcast_rows(found), "backtest": tested}, *nowcast_lines(found, tested))


@click.command(help=w("cmd-record-excess"))
@FILES
@click.option("--year", "years", multiple=True, type=int, default=(2022, 2023), show_default=True, help=w("opt-year"))
@json_option
def excess(files: tuple[Path, ...], years: tuple[int, ...], as_json: bool) -> None:
    """See `cmd-record-excess`."""
    deaths: dict[tuple[int, str, str], float] = {}
    hiv: dict[tuple[int, str, str], float] = {}
    for file in files:
        of_hiv, read = read_deaths(file.name, file.read_bytes())
        (hiv if of_hiv else deaths).update(read)
    if not deaths:
        raise TableUnreadable
    found = excess_of(deaths, years, hiv or None)
    emit(as_json, found, *excess_lines(found))


@click.command(help=w("cmd-record-claims"))
@click.argument("place", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
@json_option
def claims(place: Path | None, as_json: bool) -> None:
    """See `cmd-record-claims`."""
    entered = []
    counted: dict[tuple[str | None, str], int] = {}
    if place:
        with open_workspace(place) as workspace:
            entered = workspace.store.public.claims()
            rows = list(rows_of_people(people(workspace.store)))
        for beside in board(entered, {}, chosen_language()):
            claim = beside.claim
            day = claim.as_of if len(claim.as_of) == 10 else f"{claim.as_of}-31"
            known = [r for r in until(rows, day) if claim.region in (None, r["region"])]
            counted[claim.region, claim.as_of] = len(known)
    found = board(entered, counted, chosen_language())
    emit(as_json, found, *claim_lines(found))


def _rows(place: Path, day: datetime | None) -> list[Row]:
    limit = f"{day:%Y-%m-%d}" if day else None
    if place.is_file():
        return until(rows_of_csv(place.read_text("utf-8")), limit)
    with open_workspace(place) as workspace:
        return until(rows_of_people(people(workspace.store)), limit)


def _lists(place: Path, draws: int) -> tuple[Overlaps, tuple[float, float] | None]:
    from homeward.record.listed import lists_of, under_doubt  # scipy.sparse, needed for this alone

    with open_workspace(place) as workspace:
        everyone = list(people(workspace.store))
        if not draws:
            return lists_of(everyone), None
        group_of = {s: g for p in everyone for s, g in zip(p.sources, p.groups, strict=False)}
        drawn = under_doubt(workspace.store.reports.all(), group_of, workspace.store.links.edges(0.01), draws)
    return lists_of(everyone), drawn.spread if len(drawn.totals) else None


def _triangle(files: tuple[Path, ...]) -> Triangle:
    if len(files) == 1 and (files[0] / "record.json").exists():
        with open_workspace(files[0]) as workspace:
            return from_arrivals(
                (died, p.first_at)
                for p in people(workspace.store)
                if (died := p.value(Field.DIED) or "") and len(died) >= 7 and len(p.first_at) >= 7 and "/" not in died
            )
    named = sorted(f for file in files for f in (file.glob("*.csv") if file.is_dir() else [file]))
    return triangle(dict(read_version(f.name, f.read_text("utf-8-sig")) for f in named))
