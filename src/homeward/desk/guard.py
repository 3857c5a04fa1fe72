"""Who may talk to the desk: this machine, this page, with the key that was printed (RECORD, 'Desk', 1).

A browser visits strangers' pages too. So: the Host must be ours (no rebinding), a change must come from our own page (Origin and
Sec-Fetch-Site), and every request carries the key in a cookie that no other site can send. Pages load nothing from elsewhere.
"""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = ("127.0.0.1", "localhost", "[::1]")
LARGEST = 256 * 1024
KEY = "desk_key"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; img-src 'none'"
)
HEADERS = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cache-control", "no-store"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
)
_SAFE = frozenset({"GET", "HEAD"})


class Guard:
    """Refuses before anything else sees a request: 421 for a foreign Host, 403 for a foreign page or no key, 413 for too much."""

    def __init__(self, app: ASGIApp, port: int, key: str) -> None:
        self._app, self._key = app, key
        self._hosts = frozenset(f"{name}:{port}" for name in LOCAL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope["method"], scope["path"], headers)
        if refusal:
            await _refuse(send, *refusal)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((n.encode(), v.encode()) for n, v in HEADERS if n.encode() not in given)]
            await send(message)

        await self._app(scope, receive, dressed)

    def _refusal(self, method: str, path: str, headers: dict[str, str]) -> tuple[int, str] | None:
        if headers.get("host") not in self._hosts:
            return 421, "host"
        if method not in _SAFE:
            origin, site = headers.get("origin"), headers.get("sec-fetch-site")
            if origin not in {f"http://{host}" for host in self._hosts} or origin != f"http://{headers['host']}":
                return 403, "origin"
            if site not in (None, "same-origin"):
                return 403, "site"
            if not headers.get("content-length", "").isdecimal() or int(headers["content-length"]) > LARGEST:
                return 413, "size"
        if path != "/enter" and not hmac.compare_digest(cookies(headers).get(KEY, "").encode(), self._key.encode()):
            return 403, "key"
        return None


def cookies(headers: dict[str, str]) -> dict[str, str]:
    """Cookies by name; a broken header holds none."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


async def _refuse(send: Send, status: int, why: str) -> None:
    text = f"{status} {why}\n".encode()
    head: list[Any] = [(b"content-type", b"text/plain"), *((n.encode(), v.encode()) for n, v in HEADERS)]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": text})
