"""`homeward relay`: run a relay, ask how it is, take one log off it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from homeward.relay import limits
from homeward.relay.admin import add_code, remove_log, status_of
from homeward.relay.serve import run
from homeward.relay.settings import Settings

from .speak import Group, emit, json_option
from .words import w

_DATA = click.option("--data", type=click.Path(path_type=Path, file_okay=False), help=w("opt-data"))


@click.group(cls=Group, invoke_without_command=True, help=w("cmd-relay"))
@_DATA
@click.option("--port", type=click.IntRange(0, 65535), default=8600, show_default=True, help=w("opt-port"))
@click.option("--host", default="127.0.0.1", show_default=True, help=w("opt-host"))
@click.option("--keep-days", type=click.IntRange(1, 90), default=limits.KEEP_DAYS, show_default=True, help=w("opt-keep-days"))
@click.option("--work-bits", type=click.IntRange(0, 28), default=limits.WORK_BITS, show_default=True, help=w("opt-work-bits"))
@click.option("--max-gib", type=click.FloatRange(0.001), default=10.0, show_default=True, help=w("opt-max-gib"))
@click.option("--codes", is_flag=True, help=w("opt-codes"))
@json_option
@click.pass_context
def relay(
    ctx: click.Context, data: Path | None, port: int, host: str, keep_days: int, work_bits: int, max_gib: float, codes: bool, as_json: bool
) -> None:
    """See `cmd-relay`."""
    if ctx.invoked_subcommand:
        return
    settings = Settings(_folder(data), host, port, keep_days, work_bits, codes, int(max_gib * 2**30))

    def ready(url: str) -> None:
        lines = [w("relay-up", url=url), w("relay-keeps", days=keep_days), w("relay-keeps-not"), w("relay-stop")]
        emit(as_json, {"url": url}, *lines)

    run(settings, ready)
    emit(as_json, {"stopped": True}, w("relay-stopped"))


@relay.command(help=w("cmd-relay-status"))
@_DATA
@json_option
def status(data: Path | None, as_json: bool) -> None:
    """See `cmd-relay-status`."""
    found = status_of(_folder(data))
    lines = [w("relay-status", logs=found.logs, small=found.small, large=found.large), w("relay-status-size", mib=found.bytes // 2**20)]
    emit(as_json, found, *lines)


@relay.command(help=w("cmd-relay-remove"))
@_DATA
@click.argument("address")
@json_option
def remove(data: Path | None, address: str, as_json: bool) -> None:
    """See `cmd-relay-remove`."""
    gone = asyncio.run(remove_log(_folder(data), address))
    emit(as_json, {"removed": gone}, w("relay-removed" if gone else "relay-not-there"))


@relay.command(help=w("cmd-relay-code"))
@_DATA
@click.option("--uses", type=click.IntRange(1, 10_000), default=50, show_default=True, help=w("opt-uses"))
@json_option
def code(data: Path | None, uses: int, as_json: bool) -> None:
    """See `cmd-relay-code`."""
    made = add_code(_folder(data), uses)
    emit(as_json, {"code": made, "uses": uses}, w("relay-code", code=made, uses=uses))


def _folder(data: Path | None) -> Path:
    if data is None:
        raise click.UsageError(w("need-data"))
    return data
