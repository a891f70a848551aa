"""The order that the owner of a collection gave its stories."""

from __future__ import annotations

from collections.abc import Iterable

from bot.storage.database import Tx


class SavedOrderTable:
    """Keep the places of stories in the collections that are in their owner's own order."""

    async def places(self, tx: Tx, user_id: int, collection_id: int) -> list[tuple[int, int]]:
        """Return id and place of each story of a person's collection, in its own order."""
        rows = await tx.execute_fetchall(
            """
            SELECT saved.id, place
            FROM collection CROSS JOIN saved_story AS saved ON collection_id = collection.id
            WHERE collection.id = ? AND user_id = ? ORDER BY place, saved.id
            """,
            (collection_id, user_id),
        )
        return [(row["id"], row["place"]) for row in rows]

    async def set_places(
        self, tx: Tx, user_id: int, collection_id: int, places: Iterable[tuple[int, int]]
    ) -> None:
        """Give stories of a person's collection new places: pairs of id and place."""
        await tx.executemany(
            """
            UPDATE saved_story SET place = ?2
            WHERE id = ?1 AND collection_id = ?3
                AND EXISTS (SELECT 1 FROM collection WHERE id = ?3 AND user_id = ?4)
            """,
            [(*place, collection_id, user_id) for place in places],
        )
