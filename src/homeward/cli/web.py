"""`homeward web`: serve the app, or compare a server's files with this release."""

from __future__ import annotations

import click
import httpx
import uvicorn

from homeward.web.files import released
from homeward.web.host import build
from homeward.web.verify import Verdict
from homeward.web.verify import verify as compare

from .speak import Group, emit, json_option
from .words import w


@click.group(cls=Group, help=w("cmd-web"))
def web() -> None:
    """See `cmd-web`."""


@web.command(help=w("cmd-web-serve"))
@click.option("--port", type=click.IntRange(0, 65535), default=8650, show_default=True, help=w("opt-port"))
@click.option("--host", default="127.0.0.1", show_default=True, help=w("opt-host"))
@click.option("--relay", "relays", multiple=True, help=w("opt-relay-offered"))
@click.option("--local", is_flag=True, help=w("opt-local"))
@json_option
def serve(port: int, host: str, relays: tuple[str, ...], local: bool, as_json: bool) -> None:
    """See `cmd-web-serve`."""
    app = build(released(), relays[:3], local)
    emit(as_json, {"url": f"http://{host}:{port}/"}, w("web-up", url=f"http://{host}:{port}/"))
    uvicorn.run(app, host=host, port=port, access_log=False, log_level="error", server_header=False, date_header=False, proxy_headers=False)


@web.command(help=w("cmd-web-verify"))
@click.argument("url")
@json_option
def verify(url: str, as_json: bool) -> None:
    """See `cmd-web-verify`."""
    with httpx.Client(timeout=30, follow_redirects=False, headers={"accept-encoding": "identity"}) as client:
        found = compare(url, released(), client)
    emit(as_json, found, *_lines(found))
    if not found.same:
        raise SystemExit(1)


def _lines(found: Verdict) -> list[str]:
    if found.same:
        return [w("web-same", release=found.release, files=found.files), w("web-one-look")]
    lines = [w("web-differs", path=p) for p in found.differing] + [w("web-missing", path=p) for p in found.missing]
    return [*lines, *(w("web-loose", header=h) for h in found.loose), w("web-not-same")]
