"""The relay's requests (PROTOCOL 10) over a store: bytes in, bytes out. It knows no network and never learns who asks."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable

import msgspec

from homeward.keys import derive, sign
from homeward.schema import base64url, wire

from . import errors, limits
from .fanout import Fanout
from .log import EMPTY_HEAD, Log, address, key_of
from .settings import Settings
from .store import Store

Gone = Callable[[], Awaitable[None]]


class Relay:
    """The requests of PROTOCOL 10. `today` gives the day number; time comes from nowhere else."""

    def __init__(self, store: Store, settings: Settings, today: Callable[[], int], fanout: Fanout) -> None:
        self._store, self._settings, self._today, self._fanout = store, settings, today, fanout
        self._disk_good_until = 0.0

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
            self._check_disk()
            code = derive.hash_of("homeward/code/v1", ask.code.encode()) if self._settings.codes else None
            log = Log(0, where, ask.writer, ask.lanes, ask.reader, 0, EMPTY_HEAD, False)
            found, _ = await self._store.create(log, self._today(), code)
        return wire.Status(found.next, await self._store.oldest(found), found.closed, found.head).encode()

    async def append(self, body: bytes) -> bytes:
        """POST /v1/append: answers only when the blocks are on disk."""
        ask = wire.Append.decode(body)
        log = await self._known(ask.address)
        hashes = [derive.sha256_here(b) for b in ask.blocks]
        message = derive.preimage(*wire.append_message(self._store.relay, ask.address, hashes))
        if not sign.verify(key_of(log, ask.key), ask.signature, message):
            raise errors.SignatureWrong
        self._check_disk()
        done = await self._store.append(ask.address, ask.key, list(zip(hashes, ask.blocks, strict=True)), self._today())
        self._fanout.wake(ask.address)
        return wire.Appended(done.positions, done.log.next, done.log.head).encode()

    async def close(self, body: bytes) -> bytes:
        """POST /v1/close: lanes only."""
        ask = wire.Close.decode(body)
        log = await self._known(ask.address)
        message = derive.preimage(*wire.close_message(self._store.relay, ask.address))
        if ask.key == 0 or not sign.verify(key_of(log, ask.key), ask.signature, message):
            raise errors.SignatureWrong
        closed = await self._store.close(ask.address)
        self._fanout.wake(ask.address)
        return await self._status(closed)

    async def read(self, body: bytes) -> bytes:
        """POST /v1/read: at most `amount` bytes of blocks, but one block if there is one."""
        ask, log = await self._reading(body)
        kept = await self._store.read(log, ask.position, min(ask.amount, limits.READ_BYTES))
        if kept:
            after = max(log.next, kept[-1].position + 1)
            return wire.Blocks(kept[0].position, kept[0].before, after, log.closed, tuple(k.data for k in kept)).encode()
        return wire.Blocks(log.next, log.head, log.next, log.closed, ()).encode()

    async def index(self, body: bytes) -> bytes:
        """POST /v1/index: at most `amount` lines (0: as many as a relay gives)."""
        ask, log = await self._reading(body)
        lines = await self._store.index(log, ask.position, min(ask.amount or limits.INDEX_LINES, limits.INDEX_LINES))
        return wire.Index(tuple((p, int(size == wire.LARGE), h) for p, size, h in lines)).encode()

    async def fetch(self, body: bytes) -> bytes:
        """POST /v1/fetch: `amount` bytes from `offset` of the block at `position`."""
        ask, log = await self._reading(body)
        kept = await self._store.read(log, ask.position - 1, 1) if ask.position >= 0 else []
        if not kept or kept[0].position != ask.position:
            raise errors.BlockMissing
        return kept[0].data[ask.offset : ask.offset + ask.amount]

    async def status(self, body: bytes) -> bytes:
        """POST /v1/status."""
        _, log = await self._reading(body)
        return await self._status(log)

    async def wait(self, body: bytes, gone: Gone) -> bytes:
        """POST /v1/wait: returns at once when there is something after `position` or the log is closed; sooner than asked when
        the relay stops. `gone` returns when the reader hung up."""
        ask = wire.Read.decode(body)
        with self._fanout.watch(ask.address) as watch:
            _, log = await self._reading(body)
            if log.next <= ask.position + 1 and not log.closed:
                leaving = asyncio.ensure_future(gone())
                leaving.add_done_callback(lambda _: watch.wake())
                try:
                    await watch.wait(min(ask.amount, limits.WAIT_SECONDS))
                finally:
                    leaving.cancel()
                log = await self._known(ask.address)
        return await self._status(log)

    async def news(self, body: bytes, send: Callable[[bytes], Awaitable[None]], gone: Gone) -> None:
        """WebSocket /v1/news: `body` asks as for /v1/wait; a status is sent after every change, until `gone` or the relay stops."""
        ask = wire.Read.decode(body)
        with self._fanout.watch(ask.address) as watch:
            _, log = await self._reading(body)
            leaving = asyncio.ensure_future(gone())
            leaving.add_done_callback(lambda _: watch.wake())
            known = (ask.position + 1, False)
            try:
                while not leaving.done() and not self._fanout.released:
                    if log.next > known[0] or log.closed != known[1]:
                        known = (max(log.next, known[0]), log.closed)
                        await send(await self._status(log))
                    await watch.wait(limits.WAIT_SECONDS)
                    log = await self._known(ask.address)
            finally:
                leaving.cancel()

    def _check_disk(self) -> None:
        now = time.monotonic()
        if now < self._disk_good_until:
            return
        if shutil.disk_usage(self._settings.data).free < self._settings.reserve:
            raise errors.DiskFull
        self._disk_good_until = now + 0.1

    async def _status(self, log: Log) -> bytes:
        return wire.Status(log.next, await self._store.oldest(log), log.closed, log.head).encode()

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
