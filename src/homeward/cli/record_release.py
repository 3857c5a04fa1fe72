"""`homeward record release, site, desk, demo`: arguments and words only."""

from __future__ import annotations

import datetime
import getpass
import webbrowser
from collections.abc import Callable
from pathlib import Path

import click

from homeward.record.workspace import open_workspace

from .speak import emit, json_option
from .words import LANGUAGES, w, words_in

_DIR = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
_WORDS = {language: words_in(language) for language in LANGUAGES}


@click.command(help=w("cmd-record-release"))
@_DIR
@click.option("-o", "out", required=True, type=click.Path(path_type=Path, file_okay=False), help=w("opt-release-out"))
@click.option("--by", default="", help=w("opt-release-by"))
@click.option("--version", "version", default="", help=w("opt-release-version"))
@click.option("--day", default="", help=w("opt-release-day"))
@click.option("--invented", is_flag=True, help=w("opt-release-invented"))
@json_option
def release(folder: Path, out: Path, by: str, version: str, day: str, invented: bool, as_json: bool) -> None:
    """See `cmd-record-release`."""
    from homeward.record.release.make import release as make

    today = day or datetime.datetime.now(datetime.UTC).date().isoformat()
    with open_workspace(folder) as workspace:
        made = make(workspace, out, today, by or getpass.getuser(), _WORDS, version=version, invented=invented, progress=_tell(as_json))
    said = {
        "version": made.release.version,
        "hash": made.release.hash,
        "new": made.new,
        "shown": made.shown,
        "hidden": made.hidden,
        "out": str(out),
    }
    told = w(
        "release-made" if made.new else "release-same", version=made.release.version, out=str(out), shown=made.shown, hidden=made.hidden
    )
    emit(as_json, said, told, w("release-hash", hash=made.release.hash))


@click.command(help=w("cmd-record-site"))
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@json_option
def site(out: Path, as_json: bool) -> None:
    """See `cmd-record-site`."""
    from homeward.record.site.build import build

    place = build(out, _WORDS) / "index.html"
    emit(as_json, {"page": str(place)}, w("site-made", page=str(place)))


@click.command(help=w("cmd-record-desk"))
@_DIR
@click.option("--port", type=click.IntRange(0, 65535), default=8660, show_default=True, help=w("opt-desk-port"))
@click.option("--open", "open_", is_flag=True, help=w("opt-desk-open"))
@json_option
def desk(folder: Path, port: int, open_: bool, as_json: bool) -> None:
    """See `cmd-record-desk`."""
    from homeward.desk.serve import serve

    def started(address: str) -> None:
        emit(as_json, {"address": address}, w("desk-started", address=address))
        if open_:
            webbrowser.open(address)

    with open_workspace(folder) as workspace:
        try:
            serve(workspace, _WORDS, port, started)
        except OSError as error:
            raise click.ClickException(w("desk-port-taken", port=str(port))) from error


@click.command(help=w("cmd-record-demo"))
@_DIR
@click.option("--people", type=click.IntRange(100, 1_000_000), default=20_000, show_default=True, help=w("opt-demo-people"))
@click.option("--seed", type=int, default=7, show_default=True, help=w("opt-demo-seed"))
@click.option("--port", type=click.IntRange(0, 65535), default=8660, show_default=True, help=w("opt-desk-port"))
@click.option("--site-port", type=click.IntRange(1, 65535), default=8661, show_default=True, help=w("opt-demo-site-port"))
@click.option("--once", is_flag=True, help=w("opt-demo-once"))
@json_option
def demo(folder: Path, people: int, seed: int, port: int, site_port: int, once: bool, as_json: bool) -> None:
    """See `cmd-record-demo`."""
    from homeward.desk.demonstration import prepare, show

    made = prepare(folder, people, seed, _WORDS, lambda step: None if as_json else click.echo(w(step), err=True))
    if once:
        emit(as_json, {"page": str(made.page), "record": str(made.record), "release": str(made.out)}, w("demo-ready", site=str(made.page)))
        return

    def ready(site_address: str, desk_address: str) -> None:
        emit(
            as_json, {"site": site_address, "desk": desk_address}, w("demo-ready", site=site_address), w("demo-desk", address=desk_address)
        )

    try:
        show(made, _WORDS, port, site_port, ready)
    except OSError as error:
        raise click.ClickException(w("desk-port-taken", port=str(port))) from error


def _tell(as_json: bool) -> Callable[[str], None]:
    """Steps on the error stream, so that a long release is not a silent one."""

    def tell(step: str) -> None:
        if not as_json:
            click.echo(w(f"release-step-{step}"), err=True)

    return tell
