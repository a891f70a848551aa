"""Servers that the bot is no longer in: for a while all of theirs is kept, then it goes (M51)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from bot.storage.database import Database, Tx
from bot.storage.value import from_time, to_json, to_time

KEPT: Final = timedelta(days=30)
"""So long everything of a server is kept that threw the bot out."""

_BATCH = 500  # posts: others write in between
_OF_A_SERVER = (
    "subscription", "notice", "audit", "server", "digest", "vote_rule", "channel_rule",
    "hidden_collection", "departure",
)  # fmt: skip


class DepartureTable:
    """Keep since when the bot is away from servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def leave(self, tx: Tx, guild_ids: Collection[int], now: datetime) -> None:
        """Note that the bot is away from servers; of those it was away from before, nothing."""
        await tx.execute_fetchall(
            """
            INSERT INTO departure (guild_id, left_at) SELECT value, ? FROM json_each(?) WHERE true
            ON CONFLICT DO NOTHING
            """,
            (to_time(now), to_json(guild_ids)),
        )

    async def come_back(self, tx: Tx, guild_ids: Collection[int]) -> None:
        """Note that the bot is in servers again: all is as it was."""
        await tx.execute_fetchall(
            "DELETE FROM departure WHERE guild_id IN (SELECT value FROM json_each(?))",
            (to_json(guild_ids),),
        )

    async def known(self) -> set[int]:
        """Return the servers that have feeds, or a channel for notices."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT DISTINCT guild_id FROM subscription UNION SELECT guild_id FROM server"
            )
        return {row["guild_id"] for row in rows}

    async def due(self, now: datetime, limit: int) -> list[int]:
        """Return servers whose time is over; a clock that ran ahead is not believed (V64)."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT guild_id FROM departure WHERE left_at <= ? ORDER BY left_at LIMIT ?",
                (to_time(now - KEPT), limit),
            )
        return [row["guild_id"] for row in rows]

    async def next_at(self) -> datetime | None:
        """Return when the time of the next server is over."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall("SELECT min(left_at) AS at FROM departure")
        first: int | None = next(iter(rows))["at"]
        return None if first is None else from_time(first) + KEPT

    async def is_due(self, tx: Tx, guild_id: int, now: datetime) -> bool:
        """Tell whether a server's time is over still: the bot may be back."""
        rows = await tx.execute_fetchall(
            "SELECT 1 FROM departure WHERE guild_id = ? AND left_at <= ?",
            (guild_id, to_time(now - KEPT)),
        )
        return bool(list(rows))

    async def forget(self, tx: Tx, guild_id: int) -> bool:
        """Delete a part of what is kept of a server, and tell whether that was all.

        The votes on its stories go with their posts. What people keep for themselves is theirs.
        """
        rows = await tx.execute_fetchall(
            """
            WITH RECURSIVE going (id) AS (
                SELECT id FROM (SELECT id FROM post WHERE guild_id = ? LIMIT ?)
                UNION SELECT post.id FROM going CROSS JOIN post ON post.joined_to = going.id
            )
            SELECT id, story_id FROM going JOIN post USING (id)
            """,
            (guild_id, _BATCH),
        )
        posts = [(row["id"], row["story_id"]) for row in rows]
        if not posts:
            for table in _OF_A_SERVER:
                await tx.execute_fetchall(f"DELETE FROM {table} WHERE guild_id = ?", (guild_id,))  # noqa: S608 - a name of ours
            return True
        values = {"guild": guild_id, "stories": to_json({story for _, story in posts})}
        for table in ("vote", "score"):
            await tx.execute_fetchall(
                f"""
                DELETE FROM {table} WHERE guild_id = :guild
                    AND story_id IN (SELECT value FROM json_each(:stories))
                """,  # noqa: S608 - a name of ours
                values,
            )
        await tx.execute_fetchall(
            "DELETE FROM post WHERE id IN (SELECT value FROM json_each(?))",
            (to_json(post_id for post_id, _ in posts),),
        )
        return False
