"""Collections as others meet them: those that are public, and not hidden in a server."""

from __future__ import annotations

from datetime import datetime

from bot.domain.collection import Collection
from bot.storage.collection import SELECT, collection_from
from bot.storage.database import Database, Tx
from bot.storage.value import to_time

READABLE = """
    collection.deleted_at IS NULL AND (
        collection.user_id = :reader
        OR collection.public = 1 AND NOT EXISTS (
            SELECT 1 FROM hidden_collection AS hidden
            WHERE hidden.collection_id = collection.id AND hidden.guild_id = :guild
        )
    )
"""
"""Own ones, and public ones that the moderators of :guild did not hide; NULL is no server (V63)."""


class PublicCollectionTable:
    """Keep which collections are copied and hidden, and find those that are public."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def readable(
        self, reader_id: int, collection_id: int, *, guild_id: int | None, tx: Tx | None = None
    ) -> Collection | None:
        """Return a collection that a person may read in a server."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                f"{SELECT} WHERE id = :id AND {READABLE}",
                {"id": collection_id, "reader": reader_id, "guild": guild_id},
            )
        return next(map(collection_from, rows), None)

    async def public(self, collection_id: int, *, tx: Tx) -> Collection | None:
        """Return a collection if it is public, hidden somewhere or not."""
        rows = await tx.execute_fetchall(
            f"{SELECT} WHERE id = ? AND public = 1 AND deleted_at IS NULL",
            (collection_id,),
        )
        return next(map(collection_from, rows), None)

    async def popular(
        self,
        reader_id: int,
        *,
        guild_id: int | None,
        owner_id: int | None,
    ) -> list[int]:
        """Return the public collections that have a story, by copies, then newest used first.

        Those of one owner, else of all but the reader; without those hidden in the server.
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                _POPULAR.format(
                    readable=READABLE, whose="= :owner" if owner_id is not None else "<> :reader"
                ),
                {"reader": reader_id, "guild": guild_id, "owner": owner_id},
            )
        return [row["id"] for row in rows]

    async def browsed(self, collection_ids: list[int]) -> list[Collection]:
        """Return public collections as lists show them, in this order."""
        async with self._database.read() as reader:
            rows = [
                row
                for collection_id in collection_ids
                for row in await reader.execute_fetchall(
                    f"""
                    {SELECT}
                    WHERE id = ? AND public = 1 AND deleted_at IS NULL
                    """,
                    (collection_id,),
                )
            ]
        return [collection_from(row) for row in rows]

    async def note_copy(self, tx: Tx, collection_id: int, user_id: int, now: datetime) -> None:
        """Record that a person copied a public collection, the last time; twice counts once."""
        await tx.execute_fetchall(
            """
            INSERT INTO collection_copy (collection_id, user_id, copied_at)
            SELECT id, ?, ? FROM collection WHERE id = ? AND public = 1
            ON CONFLICT DO UPDATE SET copied_at = excluded.copied_at
            """,
            (user_id, to_time(now), collection_id),
        )

    async def copy_since(
        self, tx: Tx, collection_id: int, user_id: int, since: datetime
    ) -> Collection | None:
        """Return a person's last copy of a collection, if it was made since then and is there.

        A copy and the note of it have the same time, which is how one is known by the other.
        """
        rows = await tx.execute_fetchall(
            f"""
            {SELECT} JOIN collection_copy AS noted USING (user_id)
            WHERE collection_id = ? AND noted.user_id = ? AND copied_at > ?
                AND created_at = copied_at AND deleted_at IS NULL
            """,
            (collection_id, user_id, to_time(since)),
        )
        return next(map(collection_from, rows), None)

    async def hide(
        self, tx: Tx, collection_id: int, *, guild_id: int, moderator_id: int, now: datetime
    ) -> None:
        """Hide a public collection in a server."""
        await tx.execute_fetchall(
            """
            INSERT INTO hidden_collection (guild_id, collection_id, hidden_by, hidden_at)
            SELECT ?, id, ?, ? FROM collection
            WHERE id = ? AND public = 1 AND deleted_at IS NULL
            ON CONFLICT DO NOTHING
            """,
            (guild_id, moderator_id, to_time(now), collection_id),
        )

    async def unhide(self, tx: Tx, collection_id: int, *, guild_id: int) -> bool:
        """Show a public collection in a server again; False if it was not hidden."""
        rows = await tx.execute_fetchall(
            """
            DELETE FROM hidden_collection
            WHERE guild_id = ? AND collection_id = (
                SELECT id FROM collection WHERE id = ? AND public = 1 AND deleted_at IS NULL
            )
            RETURNING collection_id
            """,
            (guild_id, collection_id),
        )
        return bool(list(rows))

    async def hidden(self, guild_id: int) -> list[Collection]:
        """Return the public collections that are hidden in a server, the last hidden first."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                f"""
                {SELECT} JOIN hidden_collection AS hidden ON hidden.collection_id = collection.id
                WHERE guild_id = ? AND public = 1 AND deleted_at IS NULL
                ORDER BY hidden_at DESC, collection.id DESC
                """,
                (guild_id,),
            )
        return [collection_from(row) for row in rows]


_POPULAR = """
SELECT id FROM collection
WHERE public = 1 AND user_id {whose} AND {readable}
    AND EXISTS (SELECT 1 FROM saved_story WHERE collection_id = collection.id)
ORDER BY
    (SELECT count(*) FROM collection_copy WHERE collection_id = collection.id) DESC,
    used_at DESC, id DESC
"""
