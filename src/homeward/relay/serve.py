"""Runs a relay until it is asked to stop: store, app, daily tidy, graceful end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Iterator

import uvicorn

from .app import Relay, build
from .fanout import Fanout
from .settings import Settings
from .sqlite import SqliteStore
from .store import Store


def today() -> int:
    """The day number now, UTC; the finest time a relay knows."""
    return int(time.time()) // 86_400


async def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT. `ready` is told the address once requests are answered."""
    store = SqliteStore(settings.data, max_bytes=settings.max_bytes, max_logs=settings.max_logs)
    fanout = Fanout()
    app = build(Relay(store, settings, today, fanout))
    config = uvicorn.Config(
        app, host=settings.host, port=settings.port, access_log=False, log_level="error", server_header=False, date_header=False,
        lifespan="off", ws_max_size=1_024, timeout_keep_alive=60, timeout_graceful_shutdown=10, proxy_headers=False,
    )  # fmt: skip
    server = _Server(config, fanout, ready)
    chores = asyncio.create_task(_tidy_daily(store, settings.keep_days))
    try:
        await server.serve()
    finally:
        chores.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await chores
        store.stop()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, fanout: Fanout, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._fanout, self._ready = fanout, ready

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # The library raises the signal again after it stopped, which would end the process before the store is closed.
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield

    async def startup(self, sockets: list | None = None) -> None:  # type: ignore[type-arg]
        await super().startup(sockets)
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._ready(f"http://{host}:{port}")

    async def shutdown(self, sockets: list | None = None) -> None:  # type: ignore[type-arg]
        self._fanout.release()
        await super().shutdown(sockets)


async def _tidy_daily(store: Store, keep_days: int) -> None:
    done = -1
    while True:
        if today() != done:
            done = today()
            await store.tidy(done, keep_days)
        await asyncio.sleep(600)
