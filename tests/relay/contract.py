"""What every store must do. A test module for a store subclasses StoreContract and says how to open one."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from homeward.keys import derive
from homeward.relay import errors, limits
from homeward.relay.log import EMPTY_HEAD, Log, next_head
from homeward.relay.store import Accepted, Store
from homeward.schema import wire

DAY = 20_000


def block(size: int = wire.SMALL) -> tuple[bytes, bytes]:
    """A fresh block with its hash."""
    data = os.urandom(size)
    return derive.sha256(data), data


def fresh(*, lanes: int = 2) -> Log:
    """A log nobody has created."""
    return Log(0, os.urandom(32), os.urandom(32), tuple(os.urandom(32) for _ in range(lanes)), os.urandom(32), 0, EMPTY_HEAD, False)


class StoreContract:
    """Subclass it and implement `open`."""

    def open(self, folder: Path, **limits_: int) -> Store:
        """A store on `folder`; limits are max_bytes, max_logs."""
        raise NotImplementedError

    @pytest.fixture
    def play(self, tmp_path: Path) -> Callable[..., None]:
        """Run an async test with an open store."""

        def run(test: Callable[[Store], Awaitable[None]], **limits_: int) -> None:
            async def body() -> None:
                store = self.open(tmp_path / "store", **limits_)
                try:
                    await test(store)
                finally:
                    store.stop()

            asyncio.run(body())

        return run

    def test_creating_twice_finds_the_first(self, play: Callable[..., None]) -> None:
        async def test(store: Store) -> None:
            log = fresh()
            first, new = await store.create(log, DAY, None)
            second, again = await store.create(log, DAY, None)
            assert new and not again and first == second
            assert await store.find(log.address) == first
            assert await store.find(os.urandom(32)) is None

        play(test)

    def test_appends_are_in_order_with_a_running_head_and_idempotent(self, play: Callable[..., None]) -> None:
        async def test(store: Store) -> None:
            log = (await store.create(fresh(), DAY, None))[0]
            blocks = [block(), block(wire.LARGE), block()]
            done = await store.append(log.address, 0, blocks, DAY)
            assert done.positions == (0, 1, 2) and done.log.next == 3 and done.log.kept == 3
            head = EMPTY_HEAD
            for h, _ in blocks:
                head = next_head(head, h)
            assert done.log.head == head
            again = await store.append(log.address, 0, [blocks[2], block(), blocks[0], blocks[2]], DAY)
            assert again.positions == (2, 3, 0, 2) and again.log.next == 4
            twice = block()
            assert (await store.append(log.address, 0, [twice, twice], DAY)).positions == (4, 4)
            kept = await store.read(again.log, -1, 1 << 20)
            assert [k.position for k in kept] == [0, 1, 2, 3, 4] and [k.data for k in kept[:3]] == [b for _, b in blocks]
            assert kept[0].before == EMPTY_HEAD and kept[1].before == next_head(EMPTY_HEAD, blocks[0][0])

        play(test)

    def test_many_appends_at_once_lose_and_double_nothing(self, play: Callable[..., None]) -> None:
        async def test(store: Store) -> None:
            logs = [(await store.create(fresh(), DAY, None))[0] for _ in range(5)]
            sent = [(logs[i % 5], block()) for i in range(200)]
            done = await asyncio.gather(*(store.append(log.address, 0, [b], DAY) for log, b in sent + sent[:50]))
            assert [d.positions for d in done[200:]] == [d.positions for d in done[:50]]
            for log in logs:
                now = await store.find(log.address)
                assert now and now.next == now.kept == 40
                assert {h for _, _, h in await store.index(now, -1, 100)} == {b[0] for x, b in sent if x is log}

        play(test)

    def test_reading_is_bounded_but_gives_one_block(self, play: Callable[..., None]) -> None:
        async def test(store: Store) -> None:
            log = (await store.create(fresh(), DAY, None))[0]
            log = (await store.append(log.address, 0, [block() for _ in range(5)], DAY)).log
            assert len(await store.read(log, -1, 1)) == 1
            assert [k.position for k in await store.read(log, 1, 2 * wire.SMALL)] == [2, 3]
            assert await store.read(log, 4, 1 << 20) == []
            assert await store.read(log, 2**63, 1 << 20) == [] and await store.index(log, 2**63, 5) == []
            assert [p for p, _, _ in await store.index(log, 1, 2)] == [2, 3]
            assert await store.oldest(log) == 0

        play(test)

    def test_closing_stops_the_writer_and_not_the_lanes(self, play: Callable[..., None]) -> None:
        async def test(store: Store) -> None:
            log = (await store.create(fresh(), DAY, None))[0]
            old = block()
            await store.append(log.address, 0, [old], DAY)
            assert (await store.close(log.address)).closed
            with pytest.raises(errors.Closed):
                await store.append(log.address, 0, [block()], DAY)
            assert (await store.append(log.address, 0, [old], DAY)).positions == (0,)  # a repeat is no new block
            assert (await store.append(log.address, 1, [block()], DAY)).positions == (1,)
            with pytest.raises(errors.LogMissing):
                await store.close(os.urandom(32))

        play(test)

    def test_allowances_are_by_log_key_and_day(self, play: Callable[..., None]) -> None:
        async def test(store: Store) -> None:
            log, other = (await store.create(fresh(), DAY, None))[0], (await store.create(fresh(), DAY, None))[0]
            for _ in range(limits.LANE_QUOTA // 64):
                await store.append(log.address, 1, [block() for _ in range(64)], DAY)
            with pytest.raises(errors.QuotaUsed):
                await store.append(log.address, 1, [block()], DAY)
            for where, key, day in ((log, 2, DAY), (log, 0, DAY), (other, 1, DAY), (log, 1, DAY + 1)):
                await store.append(where.address, key, [block()], day)

        play(test)

    def test_a_refused_append_leaves_nothing(self, play: Callable[..., None]) -> None:
        async def test(store: Store) -> None:
            log = (await store.create(fresh(), DAY, None))[0]
            with pytest.raises(errors.RelayFull):
                await store.append(log.address, 0, [block() for _ in range(11)], DAY)
            with pytest.raises(errors.LogMissing):
                await store.append(os.urandom(32), 0, [block()], DAY)
            now = await store.find(log.address)
            assert now and now.next == 0 and now.head == EMPTY_HEAD
            assert (await store.totals()).small == 0
            assert (await store.append(log.address, 0, [block() for _ in range(10)], DAY)).log.next == 10

        play(test, max_bytes=10 * wire.SMALL)

    def test_a_relay_holds_so_many_logs(self, play: Callable[..., None]) -> None:
        async def test(store: Store) -> None:
            first = fresh()
            await store.create(first, DAY, None)
            await store.create(fresh(), DAY, None)
            with pytest.raises(errors.RelayFull):
                await store.create(fresh(), DAY, None)
            assert not (await store.create(first, DAY, None))[1]
            assert await store.remove(first.address) and not await store.remove(first.address)
            assert (await store.create(fresh(), DAY, None))[1]

        play(test, max_logs=2)

    def test_a_code_nobody_gave_out_creates_nothing(self, play: Callable[..., None]) -> None:
        async def test(store: Store) -> None:
            with pytest.raises(errors.CodeWrong):
                await store.create(fresh(), DAY, os.urandom(32))
            assert (await store.totals()).logs == 0

        play(test)

    def test_what_expired_is_gone_and_counts_no_longer(self, play: Callable[..., None]) -> None:
        async def test(store: Store) -> None:
            log = (await store.create(fresh(), DAY, None))[0]
            old, young = block(), block()
            await store.append(log.address, 0, [old], DAY)
            await store.append(log.address, 0, [young], DAY + 10)
            assert await store.tidy(DAY + 15, 14) == 1
            now = await store.find(log.address)
            assert now and now.next == 2 and now.kept == 1 and await store.oldest(now) == 1
            assert [k.data for k in await store.read(now, -1, 1 << 20)] == [young[1]]
            assert [p for p, _, _ in await store.index(now, -1, 9)] == [1]
            assert (await store.append(log.address, 0, [old], DAY + 15)).positions == (2,)
            assert await store.day() == DAY + 15
            await store.tidy(DAY + 100, 14)
            assert await store.find(log.address) is None  # empty, and old

        play(test)

    def test_blocks_from_a_wrong_future_are_dated_today(self, play: Callable[..., None]) -> None:
        async def test(store: Store) -> None:
            log = (await store.create(fresh(), DAY + 700, None))[0]
            await store.append(log.address, 0, [block()], DAY + 700)
            assert await store.tidy(DAY, 14) == 0
            assert await store.tidy(DAY + 14, 14) == 0
            assert await store.tidy(DAY + 15, 14) == 1

        play(test)

    def test_nothing_unfinished_can_be_read(self, play: Callable[..., None]) -> None:
        """While appends run, a reader never hears of a position that she cannot read."""

        async def test(store: Store) -> None:
            log = (await store.create(fresh(), DAY, None))[0]

            async def write() -> None:
                for _ in range(60):
                    await store.append(log.address, 0, [block(), block()], DAY)

            async def look() -> None:
                seen = 0
                while seen < 120:
                    now = await store.find(log.address)
                    assert now
                    if now.next > seen:
                        kept = await store.read(now, now.next - 2, 1 << 20)
                        assert kept and kept[0].position == now.next - 1
                        seen = now.next
                    await asyncio.sleep(0)

            await asyncio.gather(write(), look())

        play(test)

    def test_everything_is_there_after_reopening(self, tmp_path: Path) -> None:
        async def first() -> tuple[bytes, Accepted]:
            store = self.open(tmp_path / "store")
            log = (await store.create(fresh(), DAY, None))[0]
            done = await store.append(log.address, 0, [block(), block(wire.LARGE)], DAY)
            await store.close(log.address)
            relay = store.relay
            store.stop()
            with pytest.raises(errors.TooManyWaiting):
                await store.close(log.address)
            return relay, done

        async def second(relay: bytes, done: Accepted) -> None:
            store = self.open(tmp_path / "store")
            found = await store.find(done.log.address)
            assert store.relay == relay and found and found.closed and found.next == 2 and found.head == done.log.head
            assert (await store.totals()).large == 1
            store.stop()

        asyncio.run(second(*asyncio.run(first())))
