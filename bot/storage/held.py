"""Posts that wait for a person, and what people decide about posts that are not sent yet."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.model import Post
from bot.storage.database import Database, Tx
from bot.storage.post import Intention, changed
from bot.storage.post_read import read_posts
from bot.storage.value import to_json


class HeldTable:
    """Hold posts back, let them go, or end them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def held(self, guild_id: int) -> list[Post]:
        """Return the posts of a server that wait for a person's decision, oldest first (D5)."""
        async with self._database.read() as reader:
            return await read_posts(
                reader,
                """
                SELECT post.*, spoiler_words, settings
                FROM post LEFT JOIN subscription ON subscription.id = post.subscription_id
                WHERE post.guild_id = :guild AND post.state = 'held' ORDER BY post.id
                """,
                {"guild": guild_id},
            )

    async def release(self, tx: Tx, post_ids: Iterable[int]) -> int:
        """Make those of the posts pending that are held; returns how many."""
        return await changed(
            tx,
            """
            UPDATE post SET state = 'pending'
            WHERE id IN (SELECT value FROM json_each(?)) AND state = 'held' RETURNING 1
            """,
            (to_json(post_ids),),
        )

    async def drop(self, tx: Tx, post_ids: Iterable[int], reason: str) -> int:
        """End those of the posts that wait or are held; returns how many."""
        return await changed(
            tx,
            """
            UPDATE post SET state = 'dropped', error = ?
            WHERE id IN (SELECT value FROM json_each(?)) AND state IN ('waiting', 'pending', 'held')
            RETURNING 1
            """,
            (reason, to_json(post_ids)),
        )

    async def waiting(self, tx: Tx, subscription_id: int) -> list[Intention]:
        """Return what a subscription is about to post, oldest first, to be queued elsewhere."""
        rows = await tx.execute_fetchall(
            """
            SELECT article.story_id, article_id, iif(post.state = 'held', 'held', 'pending') AS state
            FROM post JOIN article ON article.id = article_id
            WHERE subscription_id = ? AND post.state IN ('waiting', 'pending', 'held')
            ORDER BY post.id
            """,
            (subscription_id,),
        )
        return [Intention(row["story_id"], row["article_id"], row["state"]) for row in rows]

    async def leave(self, tx: Tx, subscription_id: int) -> None:
        """Take back what a subscription was about to post, for when it ends.

        A story that another feed of the channel brings as well becomes that one's (D11), and so does
        one that another outlet reported too (D12); it is soon seen when it may go. The rows of the
        others go: so the story can be posted if the feed is added again.
        """
        rows = await tx.execute_fetchall(
            """
            UPDATE post SET (subscription_id, article_id) = (
                SELECT heir_id, coalesce(told_id, post.article_id)
                FROM (SELECT 1) LEFT JOIN (
                    SELECT other.id AS heir_id, article.id AS told_id,
                        article.story_id <> post.story_id AS of_another,
                        other.state = 'paused' AS paused
                    FROM subscription AS other JOIN article ON article.feed_id = other.feed_id
                    WHERE other.channel_id = post.channel_id
                        AND other.state <> 'disabled' AND other.removed_at IS NULL
                        AND other.id <> post.subscription_id AND (
                            article.id IN (SELECT article_id FROM report WHERE post_id = post.id)
                            OR (article.story_id = post.story_id AND NOT EXISTS (
                                SELECT 1 FROM report JOIN post AS card ON card.id = report.post_id
                                WHERE report.article_id = article.id AND card.id <> post.id
                                    AND card.channel_id = post.channel_id
                                    AND card.state IN ('waiting', 'pending', 'sending', 'sent')
                                    AND card.deleted_at IS NULL
                            ))
                        )
                ) ON true
                ORDER BY paused, of_another, heir_id, told_id LIMIT 1
            )
            WHERE subscription_id = ? AND state IN ('waiting', 'pending', 'held')
            RETURNING id, subscription_id
            """,
            (subscription_id,),
        )
        left = to_json([row["id"] for row in rows if row["subscription_id"] is None])
        heirs = {row["subscription_id"] for row in rows} - {None}
        heirs |= await self._unfold(tx, left, subscription_id)
        await self._inherit(tx, heirs)
        await tx.execute_fetchall(
            """
            DELETE FROM post WHERE id IN (SELECT value FROM json_each(?))
                AND NOT EXISTS (SELECT 1 FROM post AS gone WHERE gone.joined_to = post.id)
            """,
            (left,),
        )
        await tx.execute_fetchall(  # others gave way to them: their votes stay
            """
            UPDATE post SET state = 'dropped', error = 'its feed was removed'
            WHERE id IN (SELECT value FROM json_each(?))
            """,
            (left,),
        )

    async def _unfold(self, tx: Tx, digest_ids: str, subscription_id: int) -> set[int]:
        """Let what digest cards list that go themselves wait again; return whose it is."""
        rows = await tx.execute_fetchall(
            """
            UPDATE post SET state = 'waiting', error = NULL, digest_id = NULL
            WHERE digest_id IN (SELECT value FROM json_each(?)) AND state = 'dropped'
                AND subscription_id <> ? AND joined_to IS NULL
            RETURNING subscription_id
            """,
            (digest_ids, subscription_id),
        )
        return {row["subscription_id"] for row in rows}

    async def _inherit(self, tx: Tx, heirs: Iterable[int]) -> None:
        """Let what subscriptions got from another wait for them, but for no other reason."""
        await tx.execute_fetchall(
            """
            UPDATE subscription SET release_at = 0
            WHERE id IN (SELECT value FROM json_each(?)) AND state = 'active'
            """,
            (to_json(heirs),),
        )
        await tx.execute_fetchall(
            """
            UPDATE post SET state = 'waiting'
            WHERE state = 'pending' AND subscription_id IN (
                SELECT value FROM json_each(?) JOIN subscription ON subscription.id = value
                WHERE subscription.state = 'paused'
            )
            """,
            (to_json(heirs),),
        )
