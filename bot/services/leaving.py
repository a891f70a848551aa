"""Leaving: what is kept of servers that threw the bot out, and for how long (M51)."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime

from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.departure import DepartureTable

log = logging.getLogger(__name__)


class Leaving:
    """Keep everything of a server for 30 days after the bot left it; then forget it.

    A server that is unavailable for a while was not left.
    """

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._table = DepartureTable(db)
        self._clock = clock

    async def left(self, guild_id: int) -> None:
        """Note that the bot left a server."""
        async with self._db.write() as tx:
            await self._table.leave(tx, [guild_id], self._clock.now())
        log.info("a server is left; all of it is kept for 30 days", extra={"server": guild_id})

    async def joined(self, guild_id: int) -> None:
        """Note that the bot is in a server: if it was there before, all is as it was."""
        async with self._db.write() as tx:
            await self._table.come_back(tx, [guild_id])

    async def compare(self, present: Collection[int]) -> None:
        """Note all servers that were left, or joined again, while nobody looked.

        ``present`` are those that the bot is in now, unavailable ones too.
        """
        gone = await self._table.known() - set(present)
        async with self._db.write() as tx:
            await self._table.leave(tx, gone, self._clock.now())
            await self._table.come_back(tx, present)

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of servers whose time is over."""
        found = await self._table.due(self._clock.now(), limit + len(busy))
        return [guild_id for guild_id in found if guild_id not in busy][:limit]

    async def next_at(self) -> datetime | None:
        """Return when the time of the next server is over."""
        return await self._table.next_at()

    async def work(self, key: int) -> None:
        """Forget a server, step by step, unless the bot is back."""
        done = False
        while not done:
            async with self._db.write() as tx:
                if not await self._table.is_due(tx, key, self._clock.now()):
                    return
                done = await self._table.forget(tx, key)
        log.info("a server is forgotten that was left 30 days ago", extra={"server": key})
