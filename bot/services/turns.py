"""Turns: one piece of work in a channel at a time, and no channel twice before the others.

Discord limits each channel for itself. A channel with much to do would else take every place, and
all others wait for its limit (M52).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Generic, Protocol, TypeVar


class InChannel(Protocol):
    """Something that is to be done in a channel."""

    @property
    def channel_id(self) -> int:
        """Return the channel's id."""
        ...


Work = TypeVar("Work", bound=InChannel)
Find = Callable[[Collection[int]], Awaitable[Sequence[Work]]]
"""Returns what is most urgent outside of the channels that it is given, one or nothing."""


class Turns(Generic[Work]):
    """Remember which channels had their turn in this round."""

    def __init__(self) -> None:
        self._had: set[int] = set()

    async def next(self, find: Find[Work], *, limit: int, busy: Collection[int]) -> dict[int, Work]:
        """Return what comes next in at most ``limit`` channels that are not busy, by channel."""
        found: dict[int, Work] = {}
        while len(found) < limit and (work := await self._one(find, {*busy, *found})):
            found[work.channel_id] = work
        return found

    async def _one(self, find: Find[Work], taken: set[int]) -> Work | None:
        works = await find(taken | self._had)
        if not works and self._had:  # the next round
            self._had.clear()
            works = await find(taken)
        self._had.update(work.channel_id for work in works)
        return works[0] if works else None
