"""Collections: whose they are, what they are called, and which of them are gone in a minute.

Every statement asks for the owner too: nobody meets another person's collection here (V63).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import aiosqlite

from bot.domain.collection import Collection, Order
from bot.storage.database import Database, Tx
from bot.storage.value import from_time, to_json, to_time


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

    async def copied(self, user_id: int) -> list[tuple[int, datetime]]:
        """Return which collections of others a person copied, and when."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT collection_id, copied_at FROM collection_copy
                WHERE user_id = ? ORDER BY copied_at, collection_id
                """,
                (user_id,),
            )
        return [(row["collection_id"], from_time(int(row["copied_at"]))) for row in rows]

    async def hidden_by(self, user_id: int) -> list[tuple[int, int, datetime]]:
        """Return what a person hid as a moderator: server, collection and time of each."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT guild_id, collection_id, hidden_at FROM hidden_collection
                WHERE hidden_by = ? ORDER BY hidden_at, collection_id
                """,
                (user_id,),
            )
        return [(*tuple(row)[:2], from_time(int(row["hidden_at"]))) for row in rows]

    async def forget(self, tx: Tx, user_id: int) -> None:
        """Delete all of a person's collections for good, and that the one copied or hid others'."""
        for statement in _FORGET:
            await tx.execute_fetchall(statement, (user_id,))
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
# Each of the two has an index of its own.
_FORGET = (
    "DELETE FROM collection WHERE user_id = ? AND deleted_at IS NULL",
    "DELETE FROM collection WHERE user_id = ? AND deleted_at IS NOT NULL",
)
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
