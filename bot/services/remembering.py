"""Remembering: single texts that outlive the process."""

from __future__ import annotations

from bot.storage.database import Database
from bot.storage.meta import MetaTable


class Remembering:
    """Keep one text for each key."""

    def __init__(self, *, db: Database, meta: MetaTable) -> None:
        self._db = db
        self._meta = meta

    async def get(self, key: str) -> str | None:
        """Return the text of a key, None where there is none."""
        return await self._meta.get(key)

    async def set(self, key: str, value: str) -> None:
        """Store the text of a key."""
        async with self._db.write() as tx:
            await self._meta.set(tx, key, value)
