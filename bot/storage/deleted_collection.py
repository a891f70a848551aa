"""Collections that are deleted: for a minute each can be taken back, then it is gone."""

from __future__ import annotations

from datetime import datetime

from bot.domain.collection import UNDO, Collection
from bot.storage.collection import SELECT, collection_from
from bot.storage.database import Database, Tx
from bot.storage.value import from_time, to_time

_REMOVED = ""
"""The key of what is no collection, but keeps a story for the minute in which it may come back."""


class DeletedCollectionTable:
    """Keep what was deleted, as long as it can be restored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def delete(self, tx: Tx, user_id: int, collection_id: int, now: datetime) -> None:
        """Delete a collection, so that for UNDO it can be restored."""
        await tx.execute_fetchall(
            """
            UPDATE collection SET deleted_at = ?
            WHERE id = ? AND user_id = ? AND deleted_at IS NULL
            """,
            (to_time(now), collection_id, user_id),
        )

    async def deleted(
        self, tx: Tx, user_id: int, collection_id: int, now: datetime
    ) -> Collection | None:
        """Return a person's collection that was deleted less than UNDO ago."""
        rows = await tx.execute_fetchall(
            f"""
            {SELECT}
            WHERE id = ? AND user_id = ? AND deleted_at > ? AND name_key <> ?
            """,
            (collection_id, user_id, to_time(now - UNDO), _REMOVED),
        )
        return next(map(collection_from, rows), None)

    async def restore(
        self, tx: Tx, user_id: int, collection_id: int, *, name: str, key: str
    ) -> None:
        """Bring a deleted collection back, under a name that is free."""
        await tx.execute_fetchall(
            """
            UPDATE collection SET deleted_at = NULL, name = ?, name_key = ?
            WHERE id = ? AND user_id = ?
            """,
            (name, key, collection_id, user_id),
        )

    async def add_keeper(self, tx: Tx, user_id: int, now: datetime) -> int:
        """Make a place for a story that was removed: a deleted collection, which nobody meets."""
        rows = await tx.execute_fetchall(
            """
            INSERT INTO collection (user_id, name, name_key, created_at, used_at, deleted_at)
            VALUES (:user, '', :key, :now, :now, :now) RETURNING id
            """,
            {"user": user_id, "key": _REMOVED, "now": to_time(now)},
        )
        return int(next(iter(rows))["id"])

    async def drop_keeper(self, tx: Tx, user_id: int, collection_id: int) -> None:
        """Delete the place of a story that came back."""
        await tx.execute_fetchall(
            "DELETE FROM collection WHERE id = ? AND user_id = ? AND name_key = ?",
            (collection_id, user_id, _REMOVED),
        )

    async def purgeable(self, now: datetime, limit: int) -> list[int]:
        """Return collections that can't be restored any more, those that were deleted first.

        A deletion in the future was recorded by a clock that ran ahead (V64).
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT id FROM collection WHERE deleted_at <= ? OR deleted_at > ?
                ORDER BY deleted_at LIMIT ?
                """,
                (to_time(now - UNDO), to_time(now + UNDO), limit),
            )
        return [row["id"] for row in rows]

    async def next_purge_at(self) -> datetime | None:
        """Return when the next deletion is for good, maybe a time that is past."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT min(deleted_at) AS at FROM collection WHERE deleted_at IS NOT NULL"
            )
        first: int | None = next(iter(rows))["at"]
        return None if first is None else from_time(first) + UNDO

    async def purge(self, tx: Tx, collection_id: int, now: datetime) -> None:
        """Delete for good what can't be restored any more, with its stories."""
        await tx.execute_fetchall(
            "DELETE FROM collection WHERE id = ? AND (deleted_at <= ? OR deleted_at > ?)",
            (collection_id, to_time(now - UNDO), to_time(now + UNDO)),
        )
