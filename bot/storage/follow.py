"""Follows: which names people follow, and whether their direct messages are open to us."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from bot.domain.follow import Follow
from bot.storage.database import Database, Tx
from bot.storage.value import from_time, to_json, to_time


class Reach(NamedTuple):
    """Whether a person can be written to.

    ``closed_at`` is when Discord said that their direct messages are closed, None while they may be
    open; ``told_at`` when they were told so.
    """

    closed_at: datetime | None
    told_at: datetime | None


class FollowTable:
    """Keep who follows what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_person(self, user_id: int, *, tx: Tx | None = None) -> list[Follow]:
        """Return the names that somebody follows, by name."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                """
                SELECT name, min(followed_at) AS followed_at FROM follow
                WHERE user_id = ? GROUP BY name ORDER BY name COLLATE NOCASE
                """,
                (user_id,),
            )
        return [Follow(name=row[0], followed_at=from_time(int(row[1]))) for row in rows]

    async def named(
        self, user_id: int, keys: Collection[str], *, tx: Tx | None = None
    ) -> str | None:
        """Return the name that somebody follows under one of the keys."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                """
                SELECT follow.name FROM json_each(?) AS wanted
                CROSS JOIN follow ON name_key = wanted.value AND user_id = ?
                """,
                (to_json(keys), user_id),
            )
        return next((row[0] for row in rows), None)

    async def add(
        self, tx: Tx, user_id: int, name: str, keys: Collection[str], now: datetime
    ) -> None:
        """Let somebody follow a name."""
        await tx.executemany(
            "INSERT OR IGNORE INTO follow (user_id, name_key, name, followed_at) VALUES (?, ?, ?, ?)",
            [(user_id, key, name, to_time(now)) for key in keys],
        )
        await tx.execute_fetchall("INSERT OR IGNORE INTO follower (user_id) VALUES (?)", (user_id,))

    async def remove(self, tx: Tx, user_id: int, name: str) -> None:
        """Let somebody no longer follow a name; what is not yet told of it stays untold."""
        values = (user_id, name)
        await tx.execute_fetchall("DELETE FROM follow WHERE user_id = ? AND name = ?", values)
        await tx.execute_fetchall(
            "DELETE FROM told WHERE user_id = ? AND name = ? AND state = 'pending'", values
        )

    async def among(self, tx: Tx, keys: Collection[str]) -> list[str]:
        """Return those of the keys that anybody follows."""
        rows = await tx.execute_fetchall(
            """
            SELECT wanted.value FROM json_each(?) AS wanted
            WHERE EXISTS (SELECT 1 FROM follow WHERE name_key = wanted.value)
            """,
            (to_json(keys),),
        )
        return [row[0] for row in rows]

    async def any(self, tx: Tx) -> bool:
        """Tell whether anybody follows anything."""
        return bool(list(await tx.execute_fetchall("SELECT 1 FROM follow LIMIT 1")))

    async def share(self, phrase: str, *, of: int) -> tuple[int, int]:
        """Return in how many of the newest articles a phrase of terms is, and how many those are."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall("SELECT max(rowid) FROM article_text")
            newest = int(next(iter(rows))[0] or 0)
            rows = await reader.execute_fetchall(
                "SELECT count(*) FROM article_text WHERE article_text MATCH ? AND rowid > ?",
                (f'"{phrase}"', newest - of),
            )
        return int(next(iter(rows))[0]), min(newest, of)

    async def reach(self, user_id: int, *, tx: Tx | None = None) -> Reach:
        """Return whether somebody can be written to, as far as it is known."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT closed_at, told_at FROM follower WHERE user_id = ?", (user_id,)
            )
        row = next(iter(rows), (None, None))
        return Reach(from_time(row[0]), from_time(row[1]))

    async def set_reach(self, tx: Tx, user_id: int, reach: Reach) -> None:
        """Record whether somebody who follows something can be written to."""
        await tx.execute_fetchall(
            "UPDATE follower SET closed_at = ?, told_at = ? WHERE user_id = ?",
            (to_time(reach.closed_at), to_time(reach.told_at), user_id),
        )

    async def forget(self, tx: Tx, user_id: int) -> None:
        """Delete all that is known of a person who follows, or did."""
        for table in ("told", "follow", "follower"):
            await tx.execute_fetchall(f"DELETE FROM {table} WHERE user_id = ?", (user_id,))  # noqa: S608 - one of three
