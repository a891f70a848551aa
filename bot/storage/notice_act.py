"""What moderators do about what they were told of: rows of feeds and posts that it concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from bot.storage.database import Database, Tx
from bot.storage.value import to_time


class NoticeActs:
    """Find and change what notices are about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def subscriptions(
        self, guild_id: int, feed_id: int, *, removed: bool = False
    ) -> list[int]:
        """Return a server's subscriptions to a feed, oldest first; those that were just removed."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT id FROM subscription
                WHERE feed_id = ? AND guild_id = ? AND (removed_at IS NOT NULL) = ? ORDER BY id
                """,
                (feed_id, guild_id, removed),
            )
        return [row["id"] for row in rows]

    async def held(
        self, tx: Tx, guild_id: int, feed_id: int, *, refused: bool
    ) -> Mapping[int, list[int]]:
        """Return posts of a feed that wait for a person, oldest first, by channel.

        Those that were held back as the feed changed all at once (D5), or those that Discord refused.
        """
        rows = await tx.execute_fetchall(
            """
            SELECT post.channel_id, post.id FROM post INDEXED BY post_held
            CROSS JOIN subscription ON subscription.id = post.subscription_id
            WHERE post.guild_id = ? AND post.state = 'held' AND feed_id = ?
                AND (post.error IS NOT NULL) = ?
            ORDER BY post.id
            """,
            (guild_id, feed_id, refused),
        )
        channels: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            channels[row["channel_id"]].append(row["id"])
        return channels

    async def try_channel(self, tx: Tx, guild_id: int, channel_id: int, now: datetime) -> None:
        """Let what is to be posted in a channel be tried now."""
        await tx.execute_fetchall(
            """
            UPDATE post SET not_before = min(not_before, ?)
            WHERE guild_id = ? AND channel_id = ? AND state IN ('pending', 'sending')
            """,
            (to_time(now), guild_id, channel_id),
        )

    async def readdress(self, tx: Tx, subscription_id: int, feed_id: int) -> bool:
        """Let a subscription be one of another feed, of which it knows all that is there now.

        Returns False where its channel has that feed already (D14).
        """
        rows = await tx.execute_fetchall(
            """
            UPDATE OR IGNORE subscription SET feed_id = ?, backlog = 0 WHERE id = ? RETURNING 1
            """,
            (feed_id, subscription_id),
        )
        return bool(list(rows))
