"""Serves the built app: fixed files from memory, ranges of them, strict headers. Keeps no log and never looks at who asks.

Every answer has a connection of its own, which is closed after it: a network that freezes a connection after 16 KB, or 8 KB, lets each
piece through. Implements nothing of the circle; `where.json` only names relays for new circles.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .files import Asset

_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; media-src blob:; "
    "connect-src 'self' https: wss:{loopback}; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types homeward loader"
)
_LOOPBACK = " http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* ws://localhost:*"
_FIXED = {
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), payment=(), usb=(), microphone=(self), browsing-topics=()",
    "x-dns-prefetch-control": "off",
    "connection": "close",  # each answer on a connection of its own: what one carries stays under any wall
}
_FOR_GOOD = "public, max-age=31536000, immutable"
_RANGE = re.compile(r"bytes=(\d{1,9})-(\d{1,9})")


def headers(local: bool) -> dict[str, str]:
    """Security headers of every answer. `local`: relays on this machine may be spoken to without TLS."""
    secure = {} if local else {"strict-transport-security": "max-age=63072000"}
    return {**_FIXED, **secure, "content-security-policy": _POLICY.format(loopback=_LOOPBACK if local else "")}


def build(assets: Mapping[str, Asset], relays: Sequence[str], local: bool = False, demo: Callable[[], str] | None = None) -> Starlette:
    """The web application that serves `assets` and names `relays` (URLs) for new circles.

    `demo` gives an invitation to a demonstration circle; only then does the app offer to look around as a member.
    """
    fixed = headers(local)
    where = json.dumps({"relays": list(relays), "demo": demo is not None}).encode()

    async def invite(_: Request) -> Response:
        link = await run_in_threadpool(demo) if demo else ""
        return Response(
            json.dumps({"link": link}), 200 if demo else 404, headers={**fixed, "cache-control": "no-store"}, media_type="application/json"
        )

    async def serve(request: Request) -> Response:
        path = request.path_params["path"]
        if path == "where.json":
            return Response(where, media_type="application/json", headers={**fixed, "cache-control": "no-store"})
        asset = assets.get(path)
        if asset is None:
            return Response(b"", 404, headers=fixed)
        head = {
            **fixed, "content-type": asset.media_type, "etag": f'"{asset.digest[:32]}"', "accept-ranges": "bytes",
            "cache-control": _FOR_GOOD if asset.lasting else "no-cache",
        }  # fmt: skip
        wanted = _RANGE.fullmatch(request.headers.get("range", ""))
        if wanted:
            return _part(asset, int(wanted[1]), int(wanted[2]), head)
        if request.headers.get("if-none-match") == head["etag"]:
            return Response(status_code=304, headers=head)
        if asset.zipped and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(asset.zipped, headers={**head, "content-encoding": "gzip", "vary": "accept-encoding"})
        return Response(asset.data, headers={**head, "vary": "accept-encoding"})

    return Starlette(routes=[Route("/demo", invite, methods=["POST"]), Route("/{path:path}", serve, methods=["GET", "HEAD"])])


def _part(asset: Asset, first: int, last: int, head: dict[str, str]) -> Response:
    size = len(asset.data)
    if first > last or first >= size:
        return Response(b"", 416, headers={**head, "content-range": f"bytes */{size}"})
    last = min(last, size - 1)
    alone = {**head, "content-range": f"bytes {first}-{last}/{size}"}
    return Response(asset.data[first : last + 1], 206, headers=alone)
