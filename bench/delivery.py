"""Delivery (append to arrival at a waiting reader), memory with 1,000 waiting readers, bytes on disk an entry; Synapse beside it.

python -m bench.delivery
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect

from bench import peers
from bench.load import latencies, post_all
from bench.machine import memory_mib, report
from bench.stand import BenchLog, Stand
from homeward.schema import wire

SENDS = 300
READERS = 1_000


async def delivery(stand: Stand) -> dict[str, float]:
    """From the start of an append to the block in the hands of a reader who was told by WebSocket and read it."""
    log = stand.log()
    bodies = [log.append(os.urandom(wire.SMALL)) for _ in range(SENDS)]
    arrived: list[float] = []
    reader, writer = await asyncio.open_connection("127.0.0.1", stand.port)
    sender = await asyncio.open_connection("127.0.0.1", stand.port)
    async with connect(f"ws://127.0.0.1:{stand.port}/v1/news", compression=None) as news:
        await news.send(log.ask(-1, 0))
        for number, body in enumerate(bodies):
            started = time.perf_counter()
            answered = asyncio.create_task(_post(*sender, "append", body))
            while wire.Status.decode(bytes(await news.recv())).next <= number:  # type: ignore[arg-type]
                continue
            got = wire.Blocks.decode(await _post(reader, writer, "read", log.ask(number - 1, wire.LARGE)))
            arrived.append(time.perf_counter() - started)
            assert len(got.blocks) == 1
            await answered
            await asyncio.sleep(0.01)
    writer.close()
    sender[1].close()
    return latencies(arrived)


async def waiting_memory(stand: Stand) -> tuple[float, float]:
    """Resident MiB before and with READERS long polls open."""
    log = stand.log()
    idle = memory_mib(stand.process.pid)
    head = b"POST /v1/wait HTTP/1.1\r\nHost: x\r\nContent-Length: 80\r\n\r\n"
    connections = [await asyncio.open_connection("127.0.0.1", stand.port) for _ in range(READERS)]
    for _, writer in connections:
        writer.write(head + log.ask(-1, 25))
    await asyncio.sleep(2)
    held = memory_mib(stand.process.pid)
    await asyncio.to_thread(stand.ask, "POST", "/v1/append", log.append(os.urandom(wire.SMALL)))
    for reader, writer in connections:
        assert b" 200 " in await reader.readline()
        writer.close()
    return idle, held


def bytes_an_entry(stand: Stand, entries: int = 2_000) -> float:
    """Bytes on disk for an entry that fits a small block, the file rebuilt as every night."""
    log = stand.log()
    before = _size(stand.data)
    for at in range(0, entries, 50):
        stand.ask("POST", "/v1/append", log.append(*(os.urandom(wire.SMALL) for _ in range(min(50, entries - at)))))
    return (_size(stand.data) - before) / entries


def _size(folder: Path) -> int:
    import sqlite3

    database = sqlite3.connect(folder / "relay.db")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return (folder / "relay.db").stat().st_size


async def _post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, name: str, body: bytes) -> bytes:
    writer.write(b"POST /v1/%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (name.encode(), len(body)) + body)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    size = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    return await reader.readexactly(size)


def main() -> None:
    """Measure and print."""
    scripts = peers.folder()
    with tempfile.TemporaryDirectory(dir=os.environ.get("HOMEWARD_BENCH_DISK")) as folder:
        peer = peers.synapse(scripts, Path(folder) / "synapse") if scripts else None
        stand = Stand(Path(folder) / "relay")
        try:
            logs: list[BenchLog] = [stand.log() for _ in range(1)]
            sends = asyncio.run(
                post_all(stand.port, "/v1/append", [[x.append(os.urandom(wire.SMALL)) for _ in range(2_000)] for x in logs], 3)
            )
            arrival = asyncio.run(delivery(stand))
            idle, held = asyncio.run(waiting_memory(stand))
            disk = bytes_an_entry(stand)
        finally:
            stand.stop()
    rows: list[dict[str, Any]] = [
        {"what": "homeward relay", "sends_per_s": sends["per_second"], "send_p50": sends["p50"], "delivery_p50": arrival["p50"],
         "delivery_p95": arrival["p95"], "delivery_p99": arrival["p99"], "mib_idle": idle, "mib_1000_waiting": held,
         "bytes_an_entry": round(disk)},
    ]  # fmt: skip
    bars: list[tuple[str, float, str, float]] = [("MiB with 1,000 waiting readers", held, "<=", 80)]
    if peer:
        rows.append({
            "what": peer["what"], "sends_per_s": peer["sends"], "send_p50": peer["sends_p50"], "delivery_p50": peer["delivery_p50"],
            "delivery_p95": peer["delivery_p95"], "delivery_p99": peer["delivery_p99"], "mib_idle": peer["memory"],
        })  # fmt: skip
        bars.append(("sends/s of Synapse on SQLite, times", sends["per_second"] / peer["sends"], ">=", 20))
        bars.append(("share of Synapse's p50 delivery latency", arrival["p50"] / peer["delivery_p50"], "<=", 0.2))
    report("delivery", rows, bars)
    if not peer:
        print(peers.missing(), file=sys.stderr)


if __name__ == "__main__":
    main()
