"""A pace that keeps us below Discord's limit before Discord has to say so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

DISCORD_REQUESTS_PER_SECOND = 50


class Monotonic(Protocol):
    """Tell seconds that only grow."""

    def __call__(self) -> float:
        """Return the current reading."""
        ...


class Pace:
    """Let at most ``rate`` calls a second begin, with a burst of as many tenths as that allows.

    A bucket of tokens, kept as the one moment at which it would be full again (GCRA).
    """

    def __init__(
        self,
        rate: float = 40,
        *,
        burst: int = 8,
        now: Monotonic | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._step = 1 / rate
        self._slack = burst * self._step
        self._now = now or _loop_time
        self._sleep = sleep
        self._full_at = 0.0

    async def turn(self) -> None:
        """Wait for this call's turn; turns are given in the order of asking."""
        now = self._now()
        self._full_at = max(self._full_at, now) + self._step
        wait = self._full_at - self._slack - now
        if wait > 0:
            await self._sleep(wait)


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
