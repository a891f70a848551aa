"""Clearing: a feed that was removed and can't be taken back any more goes for good."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.held import HeldTable
from bot.storage.removed_feed import RemovedFeedTable
from bot.storage.subscription import SubscriptionTable


class Clearing:
    """End subscriptions a minute after they were removed, or a month after their channel (M51)."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._removed = RemovedFeedTable(db)
        self._held = HeldTable(db)
        self._subscriptions = SubscriptionTable(db)
        self._clock = clock

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return subscriptions whose time is over."""
        found = await self._removed.clearable(self._clock.now(), limit + len(busy))
        return [id_ for id_ in found if id_ not in busy][:limit]

    async def next_at(self) -> datetime | None:
        """Return when the next one's time is over."""
        return await self._removed.next_at()

    async def work(self, key: int) -> None:
        """End one for good, with what it was about to post; what is posted stays."""
        async with self._db.write() as tx:
            if await self._removed.is_clearable(tx, key, self._clock.now()):
                await self._held.leave(tx, key)
                await self._subscriptions.remove(tx, key)
