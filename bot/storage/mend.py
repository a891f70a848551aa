"""Posts whose photos have to be looked at, to see whether Discord loaded them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from bot.storage.database import Database, Tx
from bot.storage.post import LONGEST_WAIT
from bot.storage.value import from_time, to_object, to_time


class Unmended(NamedTuple):
    """A post whose photos have to be looked at; ``looks`` counts those that settled nothing."""

    post_id: int
    looks: int


class MendTable:
    """Keep which posts have their photos as they will stay, and what stands in for some."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(
        self, tx: Tx, post_id: int, *, at: datetime | None, files: Mapping[str, str | None]
    ) -> None:
        """Record with what files a post was sent, and when to look at it; None for never."""
        await tx.execute_fetchall(
            "UPDATE post SET mend_at = ?, files = ? WHERE id = ?",
            (to_time(at), to_object(files), post_id),
        )

    async def due(self, now: datetime, limit: int) -> list[Unmended]:
        """Return posts that may be looked at now, the one that waited longest first.

        One that waits longer than any does was stored by a clock that ran ahead (V64).
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT id, mend_looks FROM post
                WHERE mend_at IS NOT NULL AND (mend_at <= ? OR mend_at > ?)
                ORDER BY mend_at, id LIMIT ?
                """,
                (to_time(now), to_time(now + LONGEST_WAIT), limit),
            )
        return [Unmended(*row) for row in rows]

    async def next_due_at(self) -> datetime | None:
        """Return when ``due`` has something to say next, maybe a time that is past."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT min(mend_at) AS due_at FROM post WHERE mend_at IS NOT NULL"
            )
        due_at: int | None = next(iter(rows))["due_at"]
        return from_time(due_at)

    async def again(self, tx: Tx, post_id: int, at: datetime) -> None:
        """Look at a post again then, and count the look."""
        await tx.execute_fetchall(
            "UPDATE post SET mend_at = ?, mend_looks = mend_looks + 1 WHERE id = ?",
            (to_time(at), post_id),
        )

    async def done(self, tx: Tx, post_id: int, files: Mapping[str, str | None]) -> None:
        """Record what stands in a post for its photos' URLs, for good."""
        await tx.execute_fetchall(
            "UPDATE post SET mend_at = NULL, files = ? WHERE id = ?", (to_object(files), post_id)
        )
