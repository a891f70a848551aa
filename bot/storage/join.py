"""Joining in the database: which card of a server tells a story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import groupby
from typing import NamedTuple

import aiosqlite

from bot.domain.same_news import Headline
from bot.storage.database import Database, Tx
from bot.storage.value import from_time, to_json


class StoryPlace(NamedTuple):
    """A story's post in a channel.

    ``own`` is the story that its article has by itself. ``live`` tells whether its card is there or
    will be; ``sending`` that it is not known which.
    """

    post_id: int
    channel_id: int
    article_id: int
    own: int
    live: bool
    sending: bool


class Teller(NamedTuple):
    """The post of a card that tells a story; ``other`` if it does so by another story's article."""

    post_id: int
    other: bool


class JoinTable:
    """Find what tells a story."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def with_several_feeds(self, tx: Tx, guild_ids: Collection[int]) -> set[int]:
        """Return the servers that get more than one feed: elsewhere there is no other outlet."""
        rows = await tx.execute_fetchall(
            """
            SELECT guild_id FROM json_each(?) AS wanted
            CROSS JOIN subscription ON guild_id = wanted.value
            GROUP BY guild_id HAVING count(DISTINCT feed_id) > 1
            """,
            (to_json(guild_ids),),
        )
        return {row["guild_id"] for row in rows}

    async def told_by(self, tx: Tx, story_id: int, *, guild_ids: Collection[int]) -> dict[int, int]:
        """Return the story whose cards tell one, by server: one whose card names an article of it.

        Else it is itself, where it was posted so. Servers where none does are left out.
        """
        rows = await tx.execute_fetchall(
            """
            SELECT post.guild_id, post.story_id, post.id, 1 AS named
            FROM article JOIN report ON report.article_id = article.id
            JOIN post ON post.id = report.post_id
            WHERE article.story_id = :story AND post.joined_to IS NULL
                AND post.guild_id IN (SELECT value FROM json_each(:guilds))
            UNION ALL
            SELECT guild_id, story_id, id, 0 FROM post
            WHERE story_id = :story AND joined_to IS NULL
                AND guild_id IN (SELECT value FROM json_each(:guilds))
            ORDER BY named, id DESC
            """,
            {"story": story_id, "guilds": to_json(guild_ids)},
        )
        return {row["guild_id"]: row["story_id"] for row in rows}

    async def told_here(
        self, tx: Tx, story_ids: Collection[int], *, channel_ids: Collection[int]
    ) -> dict[tuple[int, int], Teller]:
        """Return the cards that tell stories, by channel and story."""
        rows = await tx.execute_fetchall(
            """
            WITH wanted AS MATERIALIZED (
                SELECT article.id AS article_id, article.story_id
                FROM json_each(:stories) AS asked
                CROSS JOIN article ON article.story_id = asked.value
            ), card AS (
                SELECT wanted.story_id, report.post_id, 0 AS other
                FROM wanted CROSS JOIN report ON report.article_id = wanted.article_id
                UNION ALL
                SELECT asked.value, post.id, article.story_id <> post.story_id
                FROM json_each(:stories) AS asked
                CROSS JOIN post ON post.story_id = asked.value
                JOIN article ON article.id = post.article_id
                UNION ALL
                SELECT wanted.story_id, post.id, 0
                FROM wanted CROSS JOIN post ON post.article_id = wanted.article_id
            )
            SELECT channel_id, card.story_id, post.id, other
            FROM card CROSS JOIN post ON post.id = card.post_id
            WHERE post.channel_id IN (SELECT value FROM json_each(:channels))
                AND joined_to IS NULL AND deleted_at IS NULL
                AND state IN ('waiting', 'pending', 'sending', 'sent')
            ORDER BY other DESC, post.id DESC
            """,
            {"stories": to_json(story_ids), "channels": to_json(channel_ids)},
        )
        return {(row[0], row[1]): Teller(row[2], bool(row[3])) for row in rows}

    async def places(
        self, tx: Tx, story_ids: Collection[int], *, guild_id: int | None = None
    ) -> dict[int, list[StoryPlace]]:
        """Return the posts of stories, one for each channel, by story, oldest first.

        All of them, or those of one server.
        """
        rows = await tx.execute_fetchall(
            """
            SELECT
                post.story_id, post.id, channel_id, article_id, article.story_id,
                state IN ('waiting', 'pending', 'sending', 'sent') AND deleted_at IS NULL,
                state = 'sending'
            FROM json_each(:stories) AS wanted CROSS JOIN post ON post.story_id = wanted.value
            JOIN article ON article.id = article_id
            WHERE joined_to IS NULL AND (:guild IS NULL OR guild_id = :guild)
            ORDER BY post.id
            """,
            {"stories": to_json(story_ids), "guild": guild_id},
        )
        found: dict[int, list[StoryPlace]] = defaultdict(list)
        for story_id, post_id, channel_id, article_id, own, live, sending in rows:
            found[story_id].append(
                StoryPlace(post_id, channel_id, article_id, own, bool(live), bool(sending))
            )
        return found

    async def headlines(
        self, tx: Tx, article_ids: Collection[int], *, guild_ids: Collection[int]
    ) -> dict[int, dict[int, tuple[Headline, ...]]]:
        """Return all headlines of the stories whose cards tell some articles, by server and story."""
        rows = await tx.execute_fetchall(
            """
            WITH card AS MATERIALIZED (
                SELECT DISTINCT post.guild_id, post.story_id
                FROM json_each(:articles) AS wanted
                CROSS JOIN post ON post.article_id = wanted.value
                WHERE post.joined_to IS NULL AND post.deleted_at IS NULL
                    AND post.state IN ('waiting', 'pending', 'sending', 'sent')
                    AND post.guild_id IN (SELECT value FROM json_each(:guilds))
            )
            SELECT card.guild_id, card.story_id, post.article_id
            FROM card CROSS JOIN post
                ON post.story_id = card.story_id AND post.guild_id = card.guild_id
            WHERE post.joined_to IS NULL
            UNION
            SELECT card.guild_id, card.story_id, report.article_id
            FROM card CROSS JOIN post
                ON post.story_id = card.story_id AND post.guild_id = card.guild_id
            CROSS JOIN report ON report.post_id = post.id
            ORDER BY 1, 2, 3
            """,
            {"articles": to_json(article_ids), "guilds": to_json(guild_ids)},
        )
        told = [tuple(row) for row in rows]
        headlines = await self._headlines(tx, {article_id for *_, article_id in told})
        found: dict[int, dict[int, tuple[Headline, ...]]] = defaultdict(dict)
        for (guild_id, story_id), group in groupby(told, key=lambda row: row[:2]):
            found[guild_id][story_id] = tuple(headlines[row[2]] for row in group)
        return found

    async def headline(self, tx: Tx, article_id: int) -> Headline:
        """Return the headline of an article."""
        return (await self._headlines(tx, [article_id]))[article_id]

    async def _headlines(self, tx: Tx, article_ids: Collection[int]) -> dict[int, Headline]:
        rows = await tx.execute_fetchall(
            """
            SELECT article.id, title, outlet, link, feed_id,
                coalesce(published_at, first_seen_at) AS published_at
            FROM json_each(?) AS wanted CROSS JOIN article ON article.id = wanted.value
            """,
            (to_json(article_ids),),
        )
        return {row["id"]: _headline(row) for row in rows}

    async def title(self, tx: Tx, story_id: int) -> str:
        """Return the title of a story; empty where there is none."""
        rows = await tx.execute_fetchall("SELECT title FROM story WHERE id = ?", (story_id,))
        return next((str(row["title"]) for row in rows), "")

    async def own_story(self, tx: Tx, article_id: int) -> int:
        """Return the story that an article has by itself."""
        rows = await tx.execute_fetchall("SELECT story_id FROM article WHERE id = ?", (article_id,))
        return int(next(iter(rows))["story_id"])


def _headline(row: aiosqlite.Row) -> Headline:
    return Headline(
        title=row["title"],
        outlet=row["outlet"],
        link=row["link"],
        published=from_time(int(row["published_at"])),
        feed=row["feed_id"],
    )
