"""Workers: the only loops of the bot. What is due, and when, is asked of the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.services.ports import Clock

log = logging.getLogger(__name__)

LONGEST_NAP = timedelta(minutes=1)  # so that a changed clock is noticed soon
SHORTEST_NAP = timedelta(seconds=1)  # while what is due is being worked on already
AFTER_A_BUG = timedelta(seconds=5)


class Lane(Protocol):
    """A kind of work that falls due, one piece for each id: a feed to poll, a channel to serve."""

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return at most ``limit`` ids that are due now and not among the busy ones."""
        ...

    async def work(self, key: int) -> None:
        """Do what is due for one id; failures are values, only a bug raises."""
        ...

    async def next_at(self) -> datetime | None:
        """Return when something falls due next, None for nothing in sight."""
        ...


class Worker:
    """Serve a lane for ever: many ids side by side, one piece of work at a time for each.

    An exception is a bug: it is logged and the worker goes on (what must stay true, 8).
    """

    def __init__(self, name: str, lane: Lane, *, clock: Clock, limit: int) -> None:
        self._name = name
        self._lane = lane
        self._clock = clock
        self._limit = limit
        self._woken = asyncio.Event()
        self._jobs: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Make the worker look now."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled; work under way is then cancelled too."""
        try:
            while True:
                self._woken.clear()
                await self._nap(until=await self._round())
        finally:
            for job in self._jobs.values():
                job.cancel()
            await asyncio.gather(*self._jobs.values(), return_exceptions=True)

    async def _round(self) -> datetime | None:
        """Start all that is due and return when to look again."""
        try:
            free = self._limit - len(self._jobs)
            # Those of this moment: what ends while the lane looks may look due as it was before.
            busy = frozenset(self._jobs)
            keys = await self._lane.due(limit=free, busy=busy) if free > 0 else ()
            for key in keys:
                job = asyncio.create_task(self._job(key), name=f"{self._name} {key}")
                self._jobs[key] = job
            return await self._lane.next_at()
        except Exception:  # the loop must live, whatever happens in it (S41)
            log.exception("the %s worker met a bug and goes on", self._name)
            return self._clock.now() + AFTER_A_BUG

    async def _job(self, key: int) -> None:
        try:
            await self._lane.work(key)
        except Exception:
            log.exception("%s %s met a bug", self._name, key)
            await asyncio.sleep(AFTER_A_BUG.total_seconds())
        finally:
            del self._jobs[key]
            self.wake()

    async def _nap(self, *, until: datetime | None) -> None:
        nap = LONGEST_NAP if until is None else until - self._clock.now()
        seconds = min(max(nap, SHORTEST_NAP if self._jobs else timedelta(0)), LONGEST_NAP)
        try:
            async with asyncio.timeout(seconds.total_seconds()):
                await self._woken.wait()
        except TimeoutError:
            return


class Bell:
    """Wake workers; who rings it need not know them, as they are made later."""

    def __init__(self) -> None:
        self._workers: tuple[Worker, ...] = ()

    def wakes(self, *workers: Worker) -> None:
        """Wake these from now on."""
        self._workers = workers

    def __call__(self) -> None:
        """Ring."""
        for worker in self._workers:
            worker.wake()
