"""`homeward record audit`: attack a release, ours or another's. Arguments and words only."""

from __future__ import annotations

from pathlib import Path

import click

from homeward.record.disclose.audit import audit as attack_releases
from homeward.record.disclose.release_folder import read_folders

from .record_lines import audit_lines
from .speak import EXIT_REFUSED, emit, json_option
from .words import w


@click.command(help=w("cmd-record-audit"))
@click.argument("out", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("-k", "threshold", type=click.IntRange(2, 100), default=5, show_default=True, help=w("opt-threshold"))
@json_option
@click.pass_context
def audit(ctx: click.Context, out: tuple[Path, ...], threshold: int, as_json: bool) -> None:
    """See `cmd-record-audit`."""
    found = attack_releases(read_folders(out, threshold))
    emit(as_json, found, *audit_lines(found))
    if not found.safe:
        ctx.exit(EXIT_REFUSED)
