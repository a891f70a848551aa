"""Stories: what happened, told by one article or several."""

from __future__ import annotations

from datetime import datetime

from bot.storage.database import Database, Tx
from bot.storage.value import to_time


class StoryTable:
    """Keep the stories; their articles are in ArticleTable."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, tx: Tx, title: str, now: datetime) -> int:
        """Add a story and return its id, which is never used again."""
        rows = await tx.execute_fetchall(
            "INSERT INTO story (title, created_at) VALUES (?, ?) RETURNING id",
            (title, to_time(now)),
        )
        return int(next(iter(rows))["id"])
