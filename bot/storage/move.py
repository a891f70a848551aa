"""Moves: posts that become another story's, and cards that give way to another."""

from __future__ import annotations

from collections.abc import Collection

from bot.storage.database import Database, Tx
from bot.storage.value import to_json


class MoveTable:
    """Let other posts tell a story."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def post_alone(
        self, tx: Tx, article_id: int, *, beside: Collection[int], now: int
    ) -> int:
        """Queue an article by itself in the channels of some posts; return how many wait now.

        Also where its story was held or deleted before: what is left of that gives way.
        """
        values = {"beside": to_json(beside), "article": article_id, "now": now}
        gone = await tx.execute_fetchall(_FREE, values)  # of the story, where it is to come again
        rows = await tx.execute_fetchall(_POST_ALONE, values)
        await tx.execute_fetchall(_LOOK_AGAIN, values | {"posts": to_json(r["id"] for r in rows)})
        posts = {row["channel_id"]: row["id"] for row in rows}
        for row in gone:
            await self.merge(tx, row["id"], into=posts[row["channel_id"]])
        return len(posts)

    async def move(self, tx: Tx, post_id: int, story_id: int) -> None:
        """Let a post, with its card and the votes under it, be of another story from now on.

        So are those that gave way to it.
        """
        await tx.execute_fetchall(
            "UPDATE post SET story_id = :story WHERE id = :post OR joined_to = :post",
            {"story": story_id, "post": post_id},
        )

    async def merge(self, tx: Tx, post_id: int, *, into: int) -> None:
        """Let another post of the channel tell a post's story; its card, or its place, goes.

        The votes under it stay, as votes on that story (M53); so do those under what gave way to it.
        """
        await tx.execute_fetchall(
            """
            UPDATE post SET
                joined_to = :into, story_id = (SELECT story_id FROM post WHERE id = :into),
                state = iif(state = 'sent', 'sent', 'dropped')
            WHERE id = :post OR joined_to = :post
            """,
            {"post": post_id, "into": into},
        )
        await tx.execute_fetchall(  # instead of a card that was there, none that is still to wait
            """
            UPDATE post SET state = 'pending'
            WHERE id = :into AND state = 'waiting' AND EXISTS (
                SELECT 1 FROM post WHERE id = :post AND state = 'sent' AND deleted_at IS NULL
            )
            """,
            {"post": post_id, "into": into},
        )
        await tx.execute_fetchall(
            """
            INSERT INTO report (post_id, article_id, joined_at)
            SELECT :into, article_id, joined_at
            FROM report JOIN article ON article.id = article_id
            WHERE post_id = :post AND NOT EXISTS (  -- yet another card that tells it
                SELECT 1 FROM article AS same JOIN telling ON telling.article_id = same.id
                JOIN post AS card ON card.id = telling.post_id
                WHERE same.story_id = article.story_id AND card.id NOT IN (:post, :into)
                    AND card.channel_id = (SELECT channel_id FROM post WHERE id = :into)
                    AND card.state IN ('waiting', 'pending', 'sending', 'sent') AND card.deleted_at IS NULL
            )
            ON CONFLICT DO NOTHING
            """,
            {"post": post_id, "into": into},
        )
        await tx.execute_fetchall("DELETE FROM report WHERE post_id = ?", (post_id,))


_FREE = """
UPDATE post SET joined_to = id
WHERE joined_to IS NULL AND state = 'sent' AND deleted_at IS NOT NULL
    AND story_id = (SELECT story_id FROM article WHERE id = :article)
    AND channel_id IN (
        SELECT channel_id FROM json_each(:beside) AS wanted JOIN post ON post.id = wanted.value
    )
RETURNING id, channel_id
"""
_POST_ALONE = """
INSERT INTO post (
    guild_id, channel_id, story_id, article_id, subscription_id, state, not_before, created_at
)
SELECT
    beside.guild_id, beside.channel_id, article.story_id, article.id, subscription.id,
    iif(beside.state = 'waiting' AND subscription.id IS NOT NULL, 'waiting', 'pending'), :now, :now
FROM json_each(:beside) AS wanted JOIN post AS beside ON beside.id = wanted.value
JOIN article ON article.id = :article
LEFT JOIN subscription ON subscription.feed_id = article.feed_id
    AND subscription.channel_id = beside.channel_id
WHERE true
ON CONFLICT (channel_id, story_id) WHERE joined_to IS NULL DO UPDATE SET
    state = excluded.state, article_id = excluded.article_id,
    subscription_id = excluded.subscription_id, not_before = excluded.not_before, error = NULL,
    digest_id = NULL
WHERE state IN ('held', 'dropped')
RETURNING id, channel_id
"""
_LOOK_AGAIN = """
UPDATE subscription SET release_at = :now
WHERE state = 'active' AND id IN (
    SELECT subscription_id FROM json_each(:posts) AS wanted JOIN post ON post.id = wanted.value
    WHERE post.state = 'waiting'
)
"""
