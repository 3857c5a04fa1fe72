"""Runs a relay until it is asked to stop: store, app, daily tidy, graceful end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterator

import uvicorn
import uvloop

from .app import App
from .calendar import Calendar
from .errors import AddressTaken, RelayError
from .fanout import Fanout
from .patience import Patient
from .quiet import hush, on_loop, trouble
from .service import Relay
from .settings import Settings
from .sqlite import SqliteStore
from .store import Store

_LOOK_SECONDS = 600


def clock_day() -> int:
    """The day number now, UTC; the finest time a relay knows."""
    return int(time.time()) // 86_400


def run(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until asked to stop, on the faster event loop. Raises DatabaseUnusable, DatabaseBusy, AddressTaken."""
    uvloop.run(serve(settings, ready))


async def serve(settings: Settings, ready: Callable[[str], None], today: Callable[[], int] = clock_day) -> None:
    """Serve until SIGTERM or SIGINT. `ready` is told the address once requests are answered."""
    store = SqliteStore(settings.data, max_bytes=settings.max_bytes, max_logs=settings.max_logs)
    try:
        listening = _listen(settings.host, settings.port)
        hush()
        gc.collect()
        gc.freeze()  # what the programs are made of is never garbage; requests leave little
        gc.set_threshold(50_000, 20, 100)
        asyncio.get_running_loop().set_exception_handler(on_loop)
        Patient.most = _files_allowed() - 64
        fanout, keeper = Fanout(), _Keeper(store, settings.keep_days, today, await store.day())
        config = uvicorn.Config(
            App(Relay(store, settings, keeper.today, fanout)), http=Patient, ws="websockets-sansio",
            log_config=None, access_log=False, server_header=False, date_header=False, lifespan="off", ws_max_size=1_024,
            ws_per_message_deflate=False, timeout_keep_alive=60, timeout_graceful_shutdown=10, proxy_headers=False,
        )  # fmt: skip
        server = _Server(config, fanout, ready)
        chores = asyncio.gather(keeper.forever(), _cut_off(server))
        try:
            await server.serve([listening])
        finally:
            chores.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await chores
    finally:
        store.stop()


class _Keeper:
    """Looks at the clock and tidies once a day."""

    def __init__(self, store: Store, keep_days: int, clock: Callable[[], int], known: int) -> None:
        self._store, self._keep_days, self._clock = store, keep_days, clock
        self._calendar, self._started = Calendar(known), time.monotonic()

    def today(self) -> int:
        """The day that blocks are stamped with."""
        return self._calendar.stamp(self._clock())

    async def forever(self) -> None:
        """Tidy at the first look and whenever the day changed; again at the next look if the disk refused."""
        done = -1
        while True:
            running = time.monotonic() - self._started
            self._calendar, agreed = self._calendar.look(self._clock(), running, self._keep_days)
            if agreed and self._calendar.known != done:
                try:
                    await self._store.tidy(self._calendar.known, self._keep_days)
                    done = self._calendar.known
                except RelayError as failure:
                    trouble("the daily tidy", failure)
            await asyncio.sleep(_LOOK_SECONDS)


async def _cut_off(server: uvicorn.Server) -> None:
    while True:
        await asyncio.sleep(1)
        now = asyncio.get_running_loop().time()
        for connection in list(server.server_state.connections):
            if isinstance(connection, Patient):
                connection.cut_off(now)


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


def _listen(host: str, port: int) -> socket.socket:
    try:
        made = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=4_096)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # its connections inherit it: answers are not held back
        return made
    except OSError as error:
        raise AddressTaken(f"{host}:{port}: {error.strerror}") from error


def _files_allowed() -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, 65_536) if hard != resource.RLIM_INFINITY else 65_536
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted)
