"""The relay's HTTP face (PROTOCOL 10). All URLs are constant and every address and token travels in a body, so that no log of any
machine in between can hold one. It writes no access log and never looks at who asks."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from functools import partial

import msgspec
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from homeward.keys import derive, sign
from homeward.schema import base64url, wire
from homeward.schema.errors import WireMalformed

from . import errors, limits
from .fanout import Fanout
from .log import EMPTY_HEAD, Log, address, key_of
from .settings import Settings
from .store import Store

_CORS = {
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "86400",
    "cache-control": "no-store",
}
Handler = Callable[[bytes], Awaitable[bytes]]


class Relay:
    """The requests of PROTOCOL 10 over a store. `today` gives the day number; time comes from nowhere else."""

    def __init__(self, store: Store, settings: Settings, today: Callable[[], int], fanout: Fanout) -> None:
        self._store, self._settings, self._today, self._fanout = store, settings, today, fanout

    def facts(self) -> bytes:
        """Answer of GET /v1."""
        facts = {
            "protocol": "v1", "relay": base64url.encode(self._store.relay), "day": self._today(), "codes": self._settings.codes,
            "work_bits": self._settings.work_bits, "keep_days": self._settings.keep_days, "block_sizes": [wire.SMALL, wire.LARGE],
            "append_blocks": wire.MAX_APPEND_BLOCKS, "writer_quota": limits.WRITER_QUOTA, "lane_quota": limits.LANE_QUOTA,
            "log_blocks": limits.LOG_BLOCKS, "wait_seconds": limits.WAIT_SECONDS, "read_bytes": limits.READ_BYTES,
        }  # fmt: skip
        return msgspec.json.encode(facts)

    async def create(self, body: bytes) -> bytes:
        """POST /v1/create."""
        ask = wire.Create.decode(body)
        where = address(self._store.relay, ask.writer, ask.lanes, ask.reader)
        found = await self._store.find(where)
        if found is None:
            work = derive.preimage("homeward/work/v1", where, ask.nonce.to_bytes(8, "big"))
            if wire.work_bits(work) < self._settings.work_bits:
                raise errors.WorkMissing
            if not all(map(sign.usable_public, (*([ask.writer] if ask.writer else []), *ask.lanes))):
                raise errors.Malformed
            code = derive.hash_of("homeward/code/v1", ask.code.encode()) if self._settings.codes else None
            log = Log(0, where, ask.writer, ask.lanes, ask.reader, 0, EMPTY_HEAD, False)
            found, _ = await self._store.create(log, self._today(), code)
        return wire.Status(found.next, 0, found.closed, found.head).encode()

    async def append(self, body: bytes) -> bytes:
        """POST /v1/append: answers only when the blocks are on disk."""
        ask = wire.Append.decode(body)
        log = await self._known(ask.address)
        public = key_of(log, ask.key)
        if shutil.disk_usage(self._settings.data).free < limits.DISK_RESERVE:
            raise errors.DiskFull
        message = wire.append_message(self._store.relay, ask.address, [derive.sha256(b) for b in ask.blocks])
        check = partial(sign.verify, public, ask.signature, derive.preimage(*message))
        done = await self._store.append(ask.address, ask.key, ask.blocks, self._today(), check)
        self._fanout.wake(ask.address)
        return wire.Appended(done.positions, done.log.next, done.log.head).encode()

    async def close(self, body: bytes) -> bytes:
        """POST /v1/close: lanes only."""
        ask = wire.Close.decode(body)
        log = await self._known(ask.address)
        if ask.key == 0:
            raise errors.SignatureWrong
        message = derive.preimage(*wire.close_message(self._store.relay, ask.address))
        closed = await self._store.close(ask.address, partial(sign.verify, key_of(log, ask.key), ask.signature, message))
        self._fanout.wake(ask.address)
        return wire.Status(closed.next, await self._store.oldest(closed), True, closed.head).encode()

    async def read(self, body: bytes) -> bytes:
        """POST /v1/read."""
        ask, log = await self._reading(body)
        kept = await self._store.read(log, ask.position, min(ask.amount, limits.READ_BYTES))
        first, head = (kept[0].position, kept[0].before) if kept else (log.next, log.head)
        return wire.Blocks(first, head, log.next, log.closed, tuple(k.data for k in kept)).encode()

    async def index(self, body: bytes) -> bytes:
        """POST /v1/index."""
        ask, log = await self._reading(body)
        lines = await self._store.index(log, ask.position, min(ask.amount or limits.INDEX_LINES, limits.INDEX_LINES))
        return wire.Index(tuple((p, int(size == wire.LARGE), h) for p, size, h in lines)).encode()

    async def fetch(self, body: bytes) -> bytes:
        """POST /v1/fetch: `amount` bytes from `offset` of the block at `position`."""
        ask, log = await self._reading(body)
        kept = await self._store.read(log, ask.position - 1, 1)
        if not kept or kept[0].position != ask.position:
            raise errors.LogMissing
        return kept[0].data[ask.offset : ask.offset + ask.amount]

    async def wait(self, body: bytes) -> bytes:
        """POST /v1/wait: returns at once when there is something after `position`."""
        ask, log = await self._reading(body)
        if log.next <= ask.position + 1 and not log.closed:
            await self._fanout.wait(ask.address, min(ask.amount, limits.WAIT_SECONDS))
        return await self.status(body)

    async def status(self, body: bytes) -> bytes:
        """POST /v1/status."""
        _, log = await self._reading(body)
        return wire.Status(log.next, await self._store.oldest(log), log.closed, log.head).encode()

    async def news(self, socket: WebSocket) -> None:
        """WebSocket /v1/news: the first message asks as for /v1/wait; each answer is a status."""
        await socket.accept()
        try:
            body = await socket.receive_bytes()
            ask, log = await self._reading(body)
            known = ask.position + 1
            while True:
                if log.next > known:
                    known = log.next
                    await socket.send_bytes(wire.Status(log.next, 0, log.closed, log.head).encode())
                await self._fanout.wait(ask.address, limits.WAIT_SECONDS)
                log = await self._known(ask.address)
        except (WebSocketDisconnect, RuntimeError):
            return
        except (errors.RelayError, WireMalformed):
            await socket.close(4000)

    async def _known(self, where: bytes) -> Log:
        log = await self._store.find(where)
        if log is None:
            raise errors.LogMissing
        return log

    async def _reading(self, body: bytes) -> tuple[wire.Read, Log]:
        ask = wire.Read.decode(body)
        log = await self._known(ask.address)
        if derive.sha256(ask.token) != log.reader:
            raise errors.LogMissing
        return ask, log


def build(relay: Relay) -> Starlette:
    """The web application of a relay."""

    async def facts(_: Request) -> Response:
        return Response(relay.facts(), media_type="application/json", headers=_CORS)

    def route(name: str, handler: Handler) -> Route:
        async def answer(request: Request) -> Response:
            if request.method == "OPTIONS":
                return Response(headers=_CORS)
            try:
                answer = await handler(await _body(request))
                return Response(answer, media_type="application/octet-stream", headers=_CORS)
            except WireMalformed as error:
                return _refusal(errors.Malformed(str(error)))
            except errors.RelayError as error:
                return _refusal(error)

        return Route(f"/v1/{name}", answer, methods=["POST", "OPTIONS"])

    posts: dict[str, Handler] = {
        "create": relay.create, "append": relay.append, "read": relay.read, "index": relay.index, "fetch": relay.fetch,
        "wait": relay.wait, "status": relay.status, "close": relay.close,
    }  # fmt: skip
    routes = [Route("/v1", facts), *(route(n, h) for n, h in posts.items()), WebSocketRoute("/v1/news", relay.news)]
    return Starlette(routes=routes)


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > wire.MAX_BODY:
                raise errors.TooLarge
            parts.append(part)
    except ClientDisconnect as error:
        raise errors.Malformed from error
    return b"".join(parts)


def _refusal(error: errors.RelayError) -> Response:
    body = msgspec.json.encode({"error": error.name, "says": error.__doc__, "hint": error.hint})
    return Response(body, status_code=error.status, media_type="application/json", headers=_CORS)
