"""`kill -9` of a relay at a write step: what it had acknowledged is there, whole and once, and what follows fits on."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

from homeward.faults import RELAY_PLACES
from homeward.keys import derive
from homeward.relay.log import EMPTY_HEAD, Log, next_head
from homeward.relay.sqlite import SqliteStore
from tests.kills.child import Tell, killed_at

DAY = 20_000


def once(folder: Path, seed: int) -> bool:
    """One kill, drawn from `seed`, on the store in `folder`. Whether the relay died. Raises AssertionError when a promise broke."""
    draw = random.Random(seed)
    place = RELAY_PLACES[seed % len(RELAY_PLACES)]
    passes = draw.randrange(8) if place in RELAY_PLACES[:3] else 0
    logs = [_log(draw) for _ in range(3)]
    plan = [
        (draw.choice(logs), [draw.randbytes(draw.choice((4_096, 4_096, 12_288))) for _ in range(draw.randint(1, 4))]) for _ in range(24)
    ]

    def work(tell: Tell) -> None:
        asyncio.run(_work(folder, logs, plan, tell))

    died, told = killed_at(place, passes, work)
    asyncio.run(_check(folder, logs, plan, told))
    return died


async def _work(folder: Path, logs: list[Log], plan: list[tuple[Log, list[bytes]]], tell: Tell) -> None:
    store = SqliteStore(folder)
    for log in logs:
        await store.create(log, DAY, None)
        tell(("created", log.address))

    async def append(number: int) -> None:
        log, blocks = plan[number]
        done = await store.append(log.address, 0, [(derive.sha256(b), b) for b in blocks], DAY)
        tell(("appended", number, done.positions))

    for at in range(0, len(plan), 3):
        await asyncio.gather(*(append(n) for n in range(at, at + 3)))
        if at == 12:
            await store.tidy(DAY + 1, 14)
    await store.close(logs[0].address)
    tell(("closed", logs[0].address))
    store.stop()


async def _check(folder: Path, logs: list[Log], plan: list[tuple[Log, list[bytes]]], told: list[Any]) -> None:
    store = SqliteStore(folder)
    try:
        for kind, what, *rest in told:
            if kind == "appended":
                log, blocks = plan[what]
                found = await store.find(log.address)
                assert found
                for position, block in zip(rest[0], blocks, strict=True):
                    assert (await store.read(found, position - 1, 1))[0].data == block, "an acknowledged block is lost"
            else:
                found = await store.find(what)
                assert found and (kind == "created" or found.closed)
        for log in logs:  # what was in flight is sent again by its authors
            await store.create(log, DAY, None)
        for log, blocks in plan:
            if not (await store.find(log.address)).closed:  # type: ignore[union-attr]
                await store.append(log.address, 0, [(derive.sha256(b), b) for b in blocks], DAY)
        for log in logs:
            found = await store.find(log.address)
            assert found
            kept, head = await store.read(found, -1, 1 << 30), EMPTY_HEAD
            for position, block in enumerate(kept):
                assert block.position == position and block.before == head
                head = next_head(head, derive.sha256(block.data))
            assert found.head == head and found.next == found.kept == len(kept)
            sent = {b for x, blocks in plan if x is log for b in blocks}
            assert len(kept) == len(sent) and {k.data for k in kept} == sent, "a block is doubled or half an append is there"
            assert len(await store.index(found, -1, 9_999)) == len(kept)
    finally:
        store.stop()


def _log(draw: random.Random) -> Log:
    return Log(0, draw.randbytes(32), draw.randbytes(32), (), draw.randbytes(32), 0, EMPTY_HEAD, False)
