"""Why a story is in a channel or is not: all that is stored of it in one server, and of no other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain.model import Article, Feed
from bot.domain.why import Carrier, Message, PostState
from bot.storage.article_read import articles_by_id
from bot.storage.database import Database
from bot.storage.row import feed_from
from bot.storage.value import from_time, to_json


class Titled(NamedTuple):
    """An article, as people pick it from a list."""

    article_id: int
    title: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFeed:
    """A feed of a server, in which channels it is, and the address of its newest article.

    ``not_before`` is until when its host wants no visits, maybe a time that is past.
    """

    feed: Feed
    channels: tuple[int, ...]
    newest: str | None
    not_before: datetime | None


class WhyTable:
    """Read what became of articles in a server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def here(self, article_ids: Iterable[int], *, guild_id: int) -> dict[int, Article]:
        """Return those of the articles that a feed or a post of the server brought, oldest first."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT article.id FROM json_each(:articles) AS wanted
                CROSS JOIN article ON article.id = wanted.value
                WHERE EXISTS (
                    SELECT 1 FROM subscription
                    WHERE subscription.feed_id = article.feed_id AND guild_id = :guild
                ) OR EXISTS (
                    SELECT 1 FROM telling CROSS JOIN post ON post.id = telling.post_id
                    WHERE telling.article_id = article.id AND guild_id = :guild
                )
                ORDER BY article.id
                """,
                {"articles": to_json(article_ids), "guild": guild_id},
            )
            return await articles_by_id(reader, [row["id"] for row in rows])

    async def of_message(self, message_id: int, *, guild_id: int) -> int | None:
        """Return the article of a message of the server, None for a message that is no post's."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT article_id FROM post WHERE message_id = ? AND guild_id = ?",
                (message_id, guild_id),
            )
        return next((int(row["article_id"]) for row in rows), None)

    async def posts(self, article_ids: Iterable[int], *, guild_id: int) -> list[PostState]:
        """Return the posts of articles and of their stories, and the cards that name them."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                _POSTS, {"articles": to_json(article_ids), "guild": guild_id}
            )
        return [_post(row) for row in rows]

    async def carriers(self, article_ids: Iterable[int], *, guild_id: int) -> list[Carrier]:
        """Return the subscriptions of the server whose feeds brought articles, newest article last."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT
                    subscription.id, subscription.channel_id, subscription.problem,
                    iif(feed.title = '', feed.url, feed.title) AS feed,
                    iif(removed_at IS NULL, subscription.state, 'removed') AS state,
                    subscription.created_at, article.first_seen_at, article.note, left_out.reason
                FROM json_each(:articles) AS wanted
                CROSS JOIN article ON article.id = wanted.value
                CROSS JOIN subscription
                    ON subscription.feed_id = article.feed_id AND subscription.guild_id = :guild
                CROSS JOIN feed ON feed.id = subscription.feed_id
                LEFT JOIN left_out
                    ON left_out.subscription_id = subscription.id
                    AND left_out.article_id = article.id
                ORDER BY article.id
                """,
                {"articles": to_json(article_ids), "guild": guild_id},
            )
        return [_carrier(row) for row in rows]

    async def feeds(self, guild_id: int) -> list[OwnFeed]:
        """Return the feeds of a server."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT
                    feed.*, channels, host.not_before,
                    (
                        SELECT link FROM article WHERE article.feed_id = feed.id AND digest = 0
                        ORDER BY coalesce(published_at, first_seen_at) DESC, id DESC LIMIT 1
                    ) AS newest
                FROM (
                    SELECT feed_id, group_concat(channel_id) AS channels FROM subscription
                    WHERE guild_id = ? AND state <> 'disabled' AND removed_at IS NULL
                    GROUP BY feed_id
                ) AS own
                CROSS JOIN feed ON feed.id = own.feed_id
                LEFT JOIN host ON host.host = feed.host
                """,
                (guild_id,),
            )
        return [
            OwnFeed(
                feed=feed_from(row),
                channels=tuple(map(int, str(row["channels"]).split(","))),
                newest=row["newest"],
                not_before=from_time(row["not_before"]),
            )
            for row in rows
        ]

    async def newest(self, guild_id: int, *, of_each: int, limit: int) -> list[Titled]:
        """Return the newest articles of each feed of a server, the newest of all first."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT article.id, article.title, article.outlet
                FROM (SELECT DISTINCT feed_id FROM subscription WHERE guild_id = :guild) AS own
                CROSS JOIN article ON article.id IN (
                    SELECT id FROM article AS one WHERE one.feed_id = own.feed_id AND one.digest = 0
                    ORDER BY coalesce(one.published_at, one.first_seen_at) DESC, one.id DESC
                    LIMIT :of_each
                )
                ORDER BY coalesce(article.published_at, article.first_seen_at) DESC, article.id DESC
                LIMIT :limit
                """,
                {"guild": guild_id, "of_each": of_each, "limit": limit},
            )
        return [Titled(row["id"], row["title"], row["outlet"]) for row in rows]


_POSTS = """
WITH found (id, own) AS (
    SELECT post.id, 1
    FROM json_each(:articles) AS wanted
    CROSS JOIN post ON post.article_id = wanted.value AND post.guild_id = :guild
    UNION
    SELECT post.id, told.story_id = post.story_id
    FROM json_each(:articles) AS wanted
    CROSS JOIN article ON article.id = wanted.value
    CROSS JOIN post ON post.story_id = article.story_id AND post.guild_id = :guild
    CROSS JOIN article AS told ON told.id = post.article_id
    UNION
    SELECT post.id, 0
    FROM json_each(:articles) AS wanted
    CROSS JOIN report ON report.article_id = wanted.value
    CROSS JOIN post ON post.id = report.post_id AND post.guild_id = :guild
)
SELECT
    post.*, max(found.own) AS own, article.title, article.outlet,
    told.title AS told_title, told.outlet AS told_outlet,
    card.place_id AS card_place_id,
    iif(card.deleted_at IS NULL, card.message_id, NULL) AS card_message_id
FROM found
CROSS JOIN post ON post.id = found.id
CROSS JOIN article ON article.id = post.article_id
LEFT JOIN post AS card ON card.id = coalesce(post.joined_to, post.digest_id)
LEFT JOIN article AS told ON told.id = card.article_id
GROUP BY post.id ORDER BY post.id
"""


def _post(row: aiosqlite.Row) -> PostState:
    deleted = row["deleted_at"] is not None
    return PostState(
        channel_id=row["channel_id"],
        subscription_id=row["subscription_id"],
        state=row["state"],
        own=bool(row["own"]),
        title=row["told_title"] or row["title"],
        outlet=row["told_outlet"] or row["outlet"],
        created_at=from_time(int(row["created_at"])),
        not_before=from_time(int(row["not_before"])),
        sent_at=from_time(row["sent_at"]),
        deleted_at=from_time(row["deleted_at"]),
        message=None if deleted else _message(row["place_id"], row["message_id"]),
        joined=row["joined_to"] is not None,
        in_digest=row["digest_id"] is not None,
        card=_message(row["card_place_id"], row["card_message_id"]),
        error=row["error"],
    )


def _message(place_id: int | None, message_id: int | None) -> Message | None:
    if place_id is None or message_id is None:
        return None
    return Message(place_id=place_id, message_id=message_id)


def _carrier(row: aiosqlite.Row) -> Carrier:
    return Carrier(
        subscription_id=row["id"],
        channel_id=row["channel_id"],
        feed=row["feed"],
        state=row["state"],
        since=from_time(int(row["created_at"])),
        seen_at=from_time(int(row["first_seen_at"])),
        problem=row["problem"],
        note=row["note"],
        left_out=row["reason"],
    )
