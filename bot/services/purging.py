"""Purging: what was deleted and can't be taken back any more goes for good."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.deleted_collection import DeletedCollectionTable


class Purging:
    """Delete collections, and removed stories, a minute after their owner did."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._deleted = DeletedCollectionTable(db)
        self._clock = clock

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return collections whose minute is over."""
        found = await self._deleted.purgeable(self._clock.now(), limit + len(busy))
        return [collection_id for collection_id in found if collection_id not in busy][:limit]

    async def next_at(self) -> datetime | None:
        """Return when the next minute is over."""
        return await self._deleted.next_purge_at()

    async def work(self, key: int) -> None:
        """Delete one for good."""
        async with self._db.write() as tx:
            await self._deleted.purge(tx, key, self._clock.now())
