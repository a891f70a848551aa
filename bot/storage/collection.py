"""Collections: whose they are, what they are called, and which of them are gone in a minute.

Every statement asks for the owner too: nobody meets another person's collection here (V63).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import aiosqlite

from bot.domain.collection import UNDO, Collection, Order
from bot.storage.database import Database, Tx
from bot.storage.value import from_time, to_json, to_time

_REMOVED = ""
"""The key of what is no collection, but keeps a story for the minute in which it may come back."""


class CollectionTable:
    """Keep the collections of people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_user(self, user_id: int, *, tx: Tx | None = None) -> list[Collection]:
        """Return a person's collections, newest used first."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                f"""
                {SELECT}
                WHERE user_id = ? AND deleted_at IS NULL ORDER BY used_at DESC, id DESC
                """,
                (user_id,),
            )
        return [collection_from(row) for row in rows]

    async def own(
        self, user_id: int, collection_id: int, *, tx: Tx | None = None
    ) -> Collection | None:
        """Return a collection if it is this person's."""
        return next(iter(await self.own_among(user_id, [collection_id], tx=tx)), None)

    async def own_among(
        self, user_id: int, collection_ids: Iterable[int], *, tx: Tx | None = None
    ) -> list[Collection]:
        """Return those of some collections that are this person's, newest used first."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                SELECT + _OWN_AMONG,
                (to_json(collection_ids), user_id),
            )
        return [collection_from(row) for row in rows]

    async def named(self, user_id: int, key: str, *, tx: Tx | None = None) -> Collection | None:
        """Return a person's collection by the key of its name."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                f"""
                {SELECT}
                WHERE user_id = ? AND name_key = ? AND deleted_at IS NULL
                """,
                (user_id, key),
            )
        return next(map(collection_from, rows), None)

    async def keys(self, tx: Tx, user_id: int) -> frozenset[str]:
        """Return the keys of the names of all that a person has."""
        rows = await tx.execute_fetchall(
            "SELECT name_key FROM collection WHERE user_id = ? AND deleted_at IS NULL", (user_id,)
        )
        return frozenset(row["name_key"] for row in rows)

    async def add(
        self,
        tx: Tx,
        user_id: int,
        *,
        name: str,
        key: str,
        description: str,
        order: Order,
        now: datetime,
    ) -> int:
        """Add an empty, private collection and return its id; its name must be free."""
        rows = await tx.execute_fetchall(
            """
            INSERT INTO collection (
                user_id, name, name_key, description, sort, created_at, used_at
            ) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id
            """,
            (user_id, name, key, description, order.value, to_time(now), to_time(now)),
        )
        return int(next(iter(rows))["id"])

    async def change(
        self,
        tx: Tx,
        user_id: int,
        collection_id: int,
        *,
        name: str | None = None,
        key: str | None = None,
        description: str | None = None,
        public: bool | None = None,
        order: Order | None = None,
    ) -> None:
        """Change what is given of a person's collection; the rest stays."""
        await tx.execute_fetchall(
            """
            UPDATE collection SET
                name = coalesce(:name, name), name_key = coalesce(:key, name_key),
                description = coalesce(:description, description),
                public = coalesce(:public, public), sort = coalesce(:sort, sort)
            WHERE id = :id AND user_id = :user AND deleted_at IS NULL
            """,
            {
                "id": collection_id,
                "user": user_id,
                "name": name,
                "key": key,
                "description": description,
                "public": public,
                "sort": order,
            },
        )

    async def touch(
        self, tx: Tx, user_id: int, collection_ids: Iterable[int], now: datetime
    ) -> None:
        """Record that a story came into collections just now."""
        await tx.execute_fetchall(
            """
            UPDATE collection SET used_at = ?
            WHERE id IN (SELECT value FROM json_each(?)) AND user_id = ? AND deleted_at IS NULL
            """,
            (to_time(now), to_json(collection_ids), user_id),
        )

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

    async def forget(self, tx: Tx, user_id: int) -> None:
        """Delete all of a person's collections for good, and that the one copied or hid others'."""
        await tx.execute_fetchall("DELETE FROM collection WHERE user_id = ?", (user_id,))
        await tx.execute_fetchall("DELETE FROM collection_copy WHERE user_id = ?", (user_id,))
        await tx.execute_fetchall(
            "UPDATE hidden_collection SET hidden_by = 0 WHERE hidden_by = ?", (user_id,)
        )


SELECT = """
SELECT collection.*,
    (SELECT count(*) FROM saved_story WHERE collection_id = collection.id) AS stories,
    (SELECT count(*) FROM collection_copy WHERE collection_id = collection.id) AS copies
FROM collection
"""
_OWN_AMONG = """
WHERE id IN (SELECT value FROM json_each(?)) AND user_id = ? AND deleted_at IS NULL
ORDER BY used_at DESC, id DESC
"""


def collection_from(row: aiosqlite.Row) -> Collection:
    """Return the collection of a row of SELECT."""
    return Collection(
        id=row["id"],
        user_id=row["user_id"],
        name=row["name"],
        description=row["description"],
        public=bool(row["public"]),
        order=Order(row["sort"]),
        created_at=from_time(int(row["created_at"])),
        used_at=from_time(int(row["used_at"])),
        stories=row["stories"],
        copies=row["copies"],
    )
