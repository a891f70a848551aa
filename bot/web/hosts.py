"""Politeness towards hosts: one request at a time, a pause after each, and their Retry-After."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.error import RateLimited
from bot.domain.schedule import MAX_RETRY_AFTER
from bot.services.ports import Clock

_TOO_MANY_REQUESTS = 429


@dataclass(slots=True)
class _Queue:
    """Those who wait for one host; ``free_at`` is in the loop's time."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    free_at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hold:
    since: datetime
    until: datetime


class Hosts:
    """Give out turns at hosts, in the order in which they were asked for.

    A host is a name, in lower case, with its port if that is not the usual one. What is remembered
    of a host goes as soon as it says nothing more. Retry-After is kept in memory only: those who
    use the web write it down, and hold the hosts again after a restart (S34).
    """

    def __init__(self, clock: Clock, *, pause: timedelta = timedelta(seconds=1)) -> None:
        self._clock = clock
        self._pause = pause.total_seconds()
        self._queues: dict[str, _Queue] = {}
        self._holds: dict[str, _Hold] = {}

    def __len__(self) -> int:
        return len(self._queues.keys() | self._holds.keys())

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at the host, and keep others waiting while inside.

        Raises RateLimited at once while the host asked for a pause by Retry-After.
        """
        self.refuse_held(host)
        queue = self._queues.setdefault(host, _Queue())
        queue.users += 1
        try:
            async with queue.lock:
                await self._until(queue.free_at)
                self.refuse_held(host)
                try:
                    yield
                finally:
                    queue.free_at = asyncio.get_running_loop().time() + self._pause
        finally:
            queue.users -= 1
            self._leave(host, queue)

    def hold(self, host: str, wait: timedelta) -> None:
        """Let nobody ask the host for a while, at most MAX_RETRY_AFTER (S34)."""
        now = self._clock.now()
        self._holds = {name: held for name, held in self._holds.items() if now < held.until}
        if wait > timedelta(0):
            self._holds[host] = _Hold(since=now, until=now + min(wait, MAX_RETRY_AFTER))

    def refuse_held(self, host: str) -> None:
        """Raise RateLimited while the host asked for a pause by Retry-After."""
        held = self._holds.get(host)
        if held is None:
            return
        now = self._clock.now()
        if not held.since <= now < held.until:  # over, or the clock was set back (V64)
            del self._holds[host]
            return
        raise RateLimited(
            f"{host} asked for a pause until {held.until:%Y-%m-%d %H:%M} UTC",
            status=_TOO_MANY_REQUESTS,
            retry_after=held.until - now,
        )

    async def _until(self, time: float) -> None:
        wait = time - asyncio.get_running_loop().time()
        if wait > 0:
            await asyncio.sleep(wait)

    def _leave(self, host: str, queue: _Queue) -> None:
        """Forget the queue when nobody is in it and its pause is over."""
        if queue.users or self._queues.get(host) is not queue:
            return
        loop = asyncio.get_running_loop()
        if queue.free_at <= loop.time():
            del self._queues[host]
        else:
            loop.call_at(queue.free_at, self._leave, host, queue)
