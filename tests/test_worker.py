"""Workers: many ids side by side, one at a time for each, and bugs end nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from bot.clock import SystemClock
from bot.worker import Worker


class FakeLane:
    """Work that waits until a test lets it go on."""

    def __init__(self, *keys: int) -> None:
        self.waiting = list(keys)
        self.running: set[int] = set()
        self.most_at_once = 0
        self.done: list[int] = []
        self.gate = asyncio.Event()
        self.broken: set[int] = set()
        self.asked_in_vain = 0

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        if self.asked_in_vain:
            self.asked_in_vain -= 1
            raise RuntimeError("the database hiccups")
        return [key for key in self.waiting if key not in busy][:limit]

    async def work(self, key: int) -> None:
        assert key not in self.running
        self.running.add(key)
        self.most_at_once = max(self.most_at_once, len(self.running))
        try:
            if key in self.broken:
                raise ZeroDivisionError
            await self.gate.wait()
            self.done.append(key)
        finally:
            self.running.discard(key)
            if key in self.waiting:
                self.waiting.remove(key)

    async def next_at(self) -> datetime | None:
        return None


@asynccontextmanager
async def running(lane: FakeLane, *, limit: int = 2) -> AsyncIterator[Worker]:
    worker = Worker("testing", lane, clock=SystemClock(), limit=limit)
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def turns(number: int = 20) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


async def test_no_more_than_the_limit_is_under_way() -> None:
    lane = FakeLane(1, 2, 3, 4)
    async with running(lane):
        await turns()
        assert lane.running == {1, 2}
        lane.gate.set()
        await turns()
    assert (sorted(lane.done), lane.most_at_once) == ([1, 2, 3, 4], 2)


async def test_one_that_is_slow_holds_up_none() -> None:
    lane = FakeLane(1)
    async with running(lane) as worker:
        await turns()
        lane.waiting.append(2)
        worker.wake()
        await turns()
        assert lane.running == {1, 2}


async def test_a_bug_in_one_piece_of_work_ends_nothing() -> None:
    """S41, what must stay true 8."""
    lane = FakeLane(1, 2)
    lane.broken.add(1)
    lane.gate.set()
    async with running(lane):
        await turns()
    assert lane.done == [2]


async def test_cancelling_a_worker_cancels_its_work() -> None:
    lane = FakeLane(1, 2)
    async with running(lane):
        await turns()
    assert (lane.running, lane.done) == (set(), [])


class SlowLook(FakeLane):
    """A lane whose look takes a while: it tells of what was due when it began."""

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        seen = list(self.waiting)
        await turns(3)
        return [key for key in seen if key not in busy][:limit]


async def test_work_that_ends_during_a_look_is_not_done_a_second_time() -> None:
    lane = SlowLook(1)
    async with running(lane) as worker:
        await turns()
        worker.wake()
        await turns(2)
        lane.gate.set()
        await turns()
    assert lane.done == [1]
