"""Places: the posts by which a server tells of a story, whichever of its articles was posted there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain.model import Article
from bot.domain.spoiler import with_spoilers
from bot.storage.article_read import articles_by_id
from bot.storage.database import Database
from bot.storage.match import in_title
from bot.storage.value import from_json, from_time, to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A story's card in a channel; ``message_id`` is None once the message was deleted.

    ``thread_id`` is as in a Post.
    The photos of ``article`` are marked as sensitive where the channel's spoiler words say so.
    """

    story_id: int
    article_id: int
    article: Article
    guild_id: int
    channel_id: int
    message_id: int | None
    thread_id: int | None
    posted_at: datetime


class Titled(NamedTuple):
    """A story, as people pick it from a list."""

    story_id: int
    title: str


class PlaceTable:
    """Find the card of a story. Where two cards became one, the one that is left is meant."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_message(self, message_id: int) -> list[Place]:
        """Return the card that a message is, or was before another one told its story too."""
        start = "SELECT id, joined_to FROM post WHERE message_id = :message"
        return await self._cards(start, {"message": message_id})

    async def of_stories(self, story_ids: Iterable[int], *, guild_id: int) -> list[Place]:
        """Return the cards that tell stories, or an article of theirs, oldest first."""
        return await self._cards(_OF_STORIES, {"stories": to_json(story_ids), "guild": guild_id})

    async def of_articles(self, article_ids: Iterable[int], *, guild_id: int) -> list[Place]:
        """Return the cards that tell articles, oldest first."""
        return await self._cards(
            _OF_ARTICLES, {"articles": to_json(article_ids), "guild": guild_id}
        )

    async def newest(
        self, *, guild_id: int, channels: Collection[int], of_each: int, limit: int
    ) -> list[Titled]:
        """Return the stories that came last into each of some channels, newest first, each once.

        No digests: nobody means one by its title (L28).
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT post.story_id, article.title
                FROM json_each(:channels) AS wanted
                CROSS JOIN post NOT INDEXED ON post.id IN (
                    SELECT id FROM post AS own WHERE own.channel_id = wanted.value
                    ORDER BY own.id DESC LIMIT :of_each
                )
                CROSS JOIN article ON article.id = post.article_id
                WHERE post.guild_id = :guild AND post.state = 'sent' AND post.joined_to IS NULL
                    AND article.digest = 0
                GROUP BY post.story_id
                ORDER BY max(post.sent_at) DESC, post.story_id DESC
                LIMIT :limit
                """,
                {
                    "channels": to_json(channels),
                    "guild": guild_id,
                    "of_each": of_each,
                    "limit": limit,
                },
            )
        return [Titled(row["story_id"], row["title"]) for row in rows]

    async def titled(
        self, terms: Iterable[str], *, guild_id: int, channels: Collection[int], limit: int
    ) -> list[Titled]:
        """Return the stories of which an article's title has all terms, newest first, each once.

        Only the newest matches are looked at.
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                _TITLED,
                {
                    "match": in_title(terms),
                    "guild": guild_id,
                    "channels": to_json(channels),
                    "looks": _LOOKS,
                    "limit": limit,
                },
            )
        return [Titled(row["story_id"], row["title"]) for row in rows]

    async def _cards(self, start: str, values: dict[str, object]) -> list[Place]:
        async with self._database.read() as reader:
            rows = list(await reader.execute_fetchall(_CARDS.format(start=start), values))
            articles = await articles_by_id(reader, {row["article_id"] for row in rows})
        return [_place(row, articles[row["article_id"]]) for row in rows]


_LOOKS = 10_000  # articles with these words, in all servers

_OF_STORIES = """
    SELECT post.id, post.joined_to
    FROM json_each(:stories) AS wanted
    CROSS JOIN post ON post.story_id = wanted.value AND post.guild_id = :guild
    UNION
    SELECT post.id, post.joined_to
    FROM json_each(:stories) AS wanted
    CROSS JOIN article ON article.story_id = wanted.value
    CROSS JOIN telling ON telling.article_id = article.id
    CROSS JOIN post ON post.id = telling.post_id AND post.guild_id = :guild
"""
_OF_ARTICLES = """
    SELECT post.id, post.joined_to
    FROM json_each(:articles) AS wanted
    CROSS JOIN telling ON telling.article_id = wanted.value
    CROSS JOIN post ON post.id = telling.post_id AND post.guild_id = :guild
"""
_CARDS = """
WITH RECURSIVE card (id, joined_to) AS (
    {start}
    UNION
    SELECT post.id, post.joined_to FROM card CROSS JOIN post ON post.id = card.joined_to
)
SELECT
    post.story_id, post.article_id, post.guild_id, post.channel_id, post.thread_id, post.sent_at,
    iif(post.deleted_at IS NULL, post.message_id, NULL) AS message_id,
    subscription.spoiler_words
FROM card
CROSS JOIN post ON post.id = card.id
LEFT JOIN subscription ON subscription.id = post.subscription_id
WHERE card.joined_to IS NULL AND post.state = 'sent'
ORDER BY post.id
"""
_TITLED = """
SELECT post.story_id, article.title
FROM (
    SELECT rowid AS id FROM article_text
    WHERE article_text MATCH :match ORDER BY rowid DESC LIMIT :looks
) AS found
CROSS JOIN post NOT INDEXED
    ON post.id IN (SELECT post_id FROM telling WHERE telling.article_id = found.id)
CROSS JOIN article ON article.id = found.id
WHERE post.guild_id = :guild AND post.state = 'sent' AND article.digest = 0
    AND post.channel_id IN (SELECT value FROM json_each(:channels))
GROUP BY post.story_id
ORDER BY max(found.id) DESC
LIMIT :limit
"""


def _place(row: aiosqlite.Row, article: Article) -> Place:
    return Place(
        story_id=row["story_id"],
        article_id=row["article_id"],
        article=with_spoilers(article, from_json(row["spoiler_words"] or "[]")),
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        thread_id=row["thread_id"],
        posted_at=from_time(int(row["sent_at"])),
    )
