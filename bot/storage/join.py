"""Joining in the database: which card of a server tells a story, and how cards come together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

import aiosqlite

from bot.domain.same_news import Headline
from bot.storage.database import Database, Tx
from bot.storage.value import from_time, to_json


class StoryPlace(NamedTuple):
    """A story's post in a channel.

    ``live`` tells whether its card is there or will be; ``sending`` that it is not known which.
    """

    post_id: int
    channel_id: int
    article_id: int
    live: bool
    sending: bool


class JoinTable:
    """Find what tells a story, and let other posts tell it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def has_several_feeds(self, tx: Tx, guild_id: int) -> bool:
        """Tell whether a server gets more than one feed: else there is no other outlet."""
        rows = await tx.execute_fetchall(
            "SELECT DISTINCT feed_id FROM subscription WHERE guild_id = ? LIMIT 2", (guild_id,)
        )
        return len(list(rows)) > 1

    async def told_by(self, tx: Tx, story_id: int, *, guild_id: int) -> int | None:
        """Return the story whose card in a server names an article of this one; None for none."""
        rows = await tx.execute_fetchall(
            """
            SELECT post.story_id
            FROM article JOIN report ON report.article_id = article.id
            JOIN post ON post.id = report.post_id
            WHERE article.story_id = ? AND post.guild_id = ? AND post.joined_to IS NULL
            ORDER BY post.id LIMIT 1
            """,
            (story_id, guild_id),
        )
        return next((int(row["story_id"]) for row in rows), None)

    async def places(self, tx: Tx, story_id: int, *, guild_id: int) -> list[StoryPlace]:
        """Return the posts of a story in a server, one for each channel, oldest first."""
        rows = await tx.execute_fetchall(
            """
            SELECT
                id, channel_id, article_id,
                state IN ('pending', 'sending', 'sent') AND deleted_at IS NULL,
                state = 'sending'
            FROM post WHERE story_id = ? AND guild_id = ? AND joined_to IS NULL ORDER BY id
            """,
            (story_id, guild_id),
        )
        return [
            StoryPlace(row[0], row[1], row[2], live=bool(row[3]), sending=bool(row[4]))
            for row in rows
        ]

    async def headlines(
        self, tx: Tx, article_ids: Collection[int], *, guild_id: int
    ) -> dict[int, list[Headline]]:
        """Return all headlines of the stories that tell some articles in a server, by story."""
        rows = await tx.execute_fetchall(
            """
            SELECT DISTINCT
                told.story_id, article.id, article.title, article.outlet, article.link,
                article.feed_id, coalesce(published_at, first_seen_at) AS published_at
            FROM (
                SELECT DISTINCT post.story_id
                FROM json_each(:articles) AS wanted
                CROSS JOIN post ON post.article_id = wanted.value AND post.guild_id = :guild
                WHERE post.joined_to IS NULL
            ) AS told
            JOIN post ON post.story_id = told.story_id AND post.guild_id = :guild
            JOIN telling ON telling.post_id = post.id
            JOIN article ON article.id = telling.article_id
            ORDER BY told.story_id, article.id
            """,
            {"articles": to_json(article_ids), "guild": guild_id},
        )
        found: dict[int, list[Headline]] = defaultdict(list)
        for row in rows:
            found[row["story_id"]].append(_headline(row))
        return found

    async def headline(self, tx: Tx, article_id: int) -> Headline:
        """Return the headline of an article."""
        rows = await tx.execute_fetchall(
            """
            SELECT title, outlet, link, feed_id,
                coalesce(published_at, first_seen_at) AS published_at
            FROM article WHERE id = ?
            """,
            (article_id,),
        )
        return _headline(next(iter(rows)))

    async def own_story(self, tx: Tx, article_id: int) -> int:
        """Return the story that an article has by itself."""
        rows = await tx.execute_fetchall("SELECT story_id FROM article WHERE id = ?", (article_id,))
        return int(next(iter(rows))["story_id"])

    async def post_alone(
        self, tx: Tx, article_id: int, *, beside: Collection[int], now: int
    ) -> int:
        """Queue an article by itself in the channels of some posts; return how many wait now."""
        rows = await tx.execute_fetchall(
            """
            INSERT INTO post (
                guild_id, channel_id, story_id, article_id, subscription_id, not_before, created_at
            )
            SELECT beside.guild_id, beside.channel_id, article.story_id, article.id,
                subscription.id, :now, :now
            FROM json_each(:beside) AS wanted JOIN post AS beside ON beside.id = wanted.value
            JOIN article ON article.id = :article
            LEFT JOIN subscription ON subscription.feed_id = article.feed_id
                AND subscription.channel_id = beside.channel_id
            WHERE true
            ON CONFLICT (channel_id, story_id) WHERE joined_to IS NULL DO NOTHING
            RETURNING 1
            """,
            {"beside": to_json(beside), "article": article_id, "now": now},
        )
        return len(list(rows))

    async def move(self, tx: Tx, post_id: int, story_id: int) -> None:
        """Let a post, with its card and the votes under it, be of another story from now on."""
        await tx.execute_fetchall("UPDATE post SET story_id = ? WHERE id = ?", (story_id, post_id))

    async def merge(self, tx: Tx, post_id: int, *, into: int) -> None:
        """Let another post of the channel tell a post's story; its card, or its place, goes.

        The votes under it stay, as votes on that story (M53).
        """
        await tx.execute_fetchall(
            """
            UPDATE post SET
                joined_to = :into, story_id = (SELECT story_id FROM post WHERE id = :into),
                state = iif(state = 'sent', 'sent', 'dropped')
            WHERE id = :post
            """,
            {"post": post_id, "into": into},
        )
        await tx.execute_fetchall(
            """
            INSERT INTO report (post_id, article_id, joined_at)
            SELECT :into, article_id, joined_at FROM report WHERE post_id = :post
            ON CONFLICT DO NOTHING
            """,
            {"post": post_id, "into": into},
        )
        await tx.execute_fetchall("DELETE FROM report WHERE post_id = ?", (post_id,))


def _headline(row: aiosqlite.Row) -> Headline:
    return Headline(
        title=row["title"],
        outlet=row["outlet"],
        link=row["link"],
        published=from_time(int(row["published_at"])),
        feed=row["feed_id"],
    )
