"""The relay's HTTP face (PROTOCOL 10), as plain ASGI. All URLs are constant and every address and token travels in a body, so
that no log of any machine in between can hold one. It writes no access log and never looks at who asks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import msgspec

from homeward.schema import wire
from homeward.schema.errors import HomewardError, WireMalformed

from . import errors, limits
from .budget import Budget
from .quiet import trouble
from .service import Relay

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
_HEADERS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-headers", b"content-type"),
    (b"access-control-max-age", b"86400"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]
_JSON, _BYTES = (b"content-type", b"application/json"), (b"content-type", b"application/octet-stream")
_CLOSE = (b"connection", b"close")
_PIECE = 65_536


class _Gone(Exception):
    """The other side hung up."""


class App:
    """A relay as an ASGI application. With the query `piece`, an answer ends its connection: the reader asked for one answer a
    connection, because her network freezes a connection after sixteen thousand bytes."""

    def __init__(self, relay: Relay, budget: Budget | None = None) -> None:
        self._relay, self._budget = relay, budget or Budget()
        self._posts: dict[str, Callable[[bytes], Awaitable[bytes]]] = {
            "/v1/create": relay.create, "/v1/append": relay.append, "/v1/read": relay.read, "/v1/index": relay.index,
            "/v1/fetch": relay.fetch, "/v1/status": relay.status, "/v1/close": relay.close,
        }  # fmt: skip

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One request or one WebSocket."""
        if scope["type"] == "http":
            try:
                status, kind, body = await self._request(scope, receive)
            except _Gone:
                return
            await self._send(send, status, kind, body, scope["query_string"] == b"piece")
        elif scope["type"] == "websocket":
            await self._news(receive, send)

    async def _request(self, scope: Message, receive: Receive) -> tuple[int, tuple[bytes, bytes], bytes]:
        method, path, held = scope["method"], scope["path"], 0
        try:
            if method == "OPTIONS":
                return 200, _BYTES, b""
            if path == "/v1" and method == "GET":
                return 200, _JSON, self._relay.facts()
            handler = self._posts.get(path)
            if path == "/v1/wait":
                handler = partial(self._relay.wait, gone=partial(_hung_up, receive, "http.disconnect"))
            if handler is None or method != "POST":
                raise errors.NoSuchRequest
            body = await self._body(receive)
            held = len(body)
            return 200, _BYTES, await handler(body)
        except WireMalformed as error:
            return _refusal(errors.Malformed(str(error)))
        except errors.RelayError as error:
            return _refusal(error)
        except _Gone:
            raise
        except Exception as failure:
            trouble("a request", failure)
            return _refusal(errors.Internal())
        finally:
            self._budget.give(held)

    async def _body(self, receive: Receive) -> bytes:
        parts: list[bytes] = []
        size = 0
        try:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise _Gone
                part = message.get("body", b"")
                if size + len(part) > wire.MAX_BODY:
                    raise errors.TooLarge
                self._budget.take(len(part))
                size += len(part)
                parts.append(part)
                if not message.get("more_body"):
                    return parts[0] if len(parts) == 1 else b"".join(parts)
        except (_Gone, HomewardError):
            self._budget.give(size)
            raise

    async def _send(self, send: Send, status: int, kind: tuple[bytes, bytes], body: bytes, close: bool) -> None:
        held = len(body) if len(body) > _PIECE else 0
        try:
            self._budget.take(held)
        except errors.TooManyWaiting as error:
            held = 0
            status, kind, body = _refusal(error)
        # What was not read of a refused body would be taken for the next request.
        headers = [*_HEADERS, kind, (b"content-length", b"%d" % len(body)), *([_CLOSE] if close or status == 413 else [])]
        try:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            for at in range(0, len(body) or 1, _PIECE):
                await send({"type": "http.response.body", "body": body[at : at + _PIECE], "more_body": at + _PIECE < len(body)})
        finally:
            self._budget.give(held)

    async def _news(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        try:
            async with asyncio.timeout(limits.HEAD_SECONDS):
                first = await receive()
            if first["type"] == "websocket.receive" and first.get("bytes"):
                await self._relay.news(first["bytes"], partial(_tell, send), partial(_hung_up, receive, "websocket.disconnect"))
            await send({"type": "websocket.close", "code": 1001})
        except (TimeoutError, WireMalformed, errors.RelayError) as error:
            await send({"type": "websocket.close", "code": 4000, "reason": getattr(error, "name", "malformed")})
        except OSError:
            return  # she is gone; nobody is left to tell


def _refusal(error: errors.RelayError) -> tuple[int, tuple[bytes, bytes], bytes]:
    return error.status, _JSON, msgspec.json.encode({"error": error.name, "says": error.__doc__, "hint": error.hint})


async def _tell(send: Send, data: bytes) -> None:
    async with asyncio.timeout(limits.ANSWER_SECONDS):
        await send({"type": "websocket.send", "bytes": data})


async def _hung_up(receive: Receive, kind: str) -> None:
    while (await receive())["type"] != kind:
        continue
