"""Collections as they are read: what is in them, for whoever may read them (V63)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.domain.collection import Order, SavedStory
from bot.storage.database import Database, Tx
from bot.storage.public_collection import READABLE
from bot.storage.saved_story import saved_from
from bot.storage.value import to_json, to_time


class SavedReadingTable:
    """Read the stories of collections, own ones and those of others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def ids(
        self, reader_id: int, collection_id: int, order: Order, *, guild_id: int | None
    ) -> list[int]:
        """Return the stories of a collection that a person may read, in an order; by points, NEWEST."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                _IDS.format(readable=READABLE, order=_ORDERS[order]),
                {"id": collection_id, "reader": reader_id, "guild": guild_id},
            )
        return [row["id"] for row in rows]

    async def by_id(
        self, reader_id: int, saved_ids: Collection[int], *, guild_id: int | None
    ) -> list[SavedStory]:
        """Return saved stories that a person may read, in this order; of others without their notes."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                _BY_ID.format(readable=READABLE),
                {"ids": to_json(saved_ids), "reader": reader_id, "guild": guild_id},
            )
        return [saved_from(row, own=bool(row["own"])) for row in rows]

    async def copy(
        self, tx: Tx, reader_id: int, source: int, *, guild_id: int | None, to: int, now: datetime
    ) -> None:
        """Copy what a person may read into an empty collection of the same person, without notes."""
        await tx.execute_fetchall(
            _COPY.format(readable=READABLE),
            {
                "source": source,
                "to": to,
                "reader": reader_id,
                "guild": guild_id,
                "now": to_time(now),
            },
        )


_IDS = """
SELECT saved.id
FROM collection CROSS JOIN saved_story AS saved ON collection_id = collection.id
WHERE collection.id = :id AND {readable} ORDER BY {order}
"""
_BY_ID = """
SELECT saved.*, collection.user_id = :reader AS own
FROM json_each(:ids) AS wanted
CROSS JOIN saved_story AS saved ON saved.id = wanted.value
CROSS JOIN collection ON collection.id = saved.collection_id
WHERE {readable} ORDER BY wanted.key
"""
_COPY = """
INSERT INTO saved_story (
    collection_id, story_key, story_id, place, saved_at, title, article
)
SELECT :to, story_key, story_id, place, :now, title, article
FROM collection CROSS JOIN saved_story AS saved ON collection_id = collection.id
WHERE collection.id = :source AND {readable}
    AND EXISTS (SELECT 1 FROM collection AS own WHERE own.id = :to AND own.user_id = :reader)
ORDER BY saved_at, saved.id
"""
_ORDERS = {
    Order.NEWEST: "saved.saved_at DESC, saved.id DESC",
    Order.OLDEST: "saved.saved_at, saved.id",
    Order.POINTS: "saved.saved_at DESC, saved.id DESC",
    Order.OWN: "saved.place, saved.id",
}
