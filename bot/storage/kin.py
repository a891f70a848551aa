"""Kin: stories that share a card, since outlets reported the same (D12), and where their cards are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain.model import Article
from bot.storage.article_read import articles_by_id
from bot.storage.database import Database, Tx
from bot.storage.value import to_json, to_time


class Place(NamedTuple):
    """A post that is in its channel, with the articles that its card tells: its own is the first."""

    post_id: int
    guild_id: int
    channel_id: int
    articles: tuple[int, ...]


class KinTable:
    """Look at the cards that tell a piece of news."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def articles(self, tx: Tx, post_id: int) -> list[Article]:
        """Return the articles that a card tells; none of a card that is not in its channel."""
        rows = await tx.execute_fetchall(
            """
            SELECT telling.article_id FROM telling JOIN post ON post.id = telling.post_id
            WHERE telling.post_id = ? AND post.state = 'sent' AND post.deleted_at IS NULL
            """,
            (post_id,),
        )
        return list((await articles_by_id(tx, {row[0] for row in rows})).values())

    async def places(
        self, story_id: int, *, since: datetime
    ) -> tuple[list[Place], dict[int, Article]]:
        """Return where a story stands that was posted since then, or one that has the same card.

        The oldest post comes first. With them come the articles that their cards tell, by id.
        """
        async with self._database.read() as reader:
            kin = to_json(await kin_of(reader, story_id))
            rows = await reader.execute_fetchall(_PLACES, (kin, to_time(since)))
            places = _places(rows)
            wanted = {article for place in places for article in place.articles}
            return places, await articles_by_id(reader, wanted)


# The stories that share a card with one, and that one itself.
_KIN = """
WITH card (post_id) AS (
    SELECT id FROM post WHERE story_id = ?1
    UNION
    SELECT report.post_id FROM article JOIN report ON report.article_id = article.id
    WHERE article.story_id = ?1
    UNION
    SELECT post.id FROM article JOIN post ON post.article_id = article.id
    WHERE article.story_id = ?1
)
SELECT ?1
UNION
SELECT post.story_id FROM card JOIN post ON post.id = card.post_id
UNION
SELECT article.story_id
FROM card JOIN post ON post.id = card.post_id JOIN article ON article.id = post.article_id
UNION
SELECT article.story_id
FROM card JOIN report ON report.post_id = card.post_id JOIN article ON article.id = report.article_id
"""
_PLACES = """
SELECT post.id, post.guild_id, post.channel_id, post.article_id, report.article_id
FROM json_each(?) AS kin
CROSS JOIN post ON post.story_id = kin.value
LEFT JOIN report ON report.post_id = post.id
WHERE post.state = 'sent' AND post.sent_at >= ?
    AND post.deleted_at IS NULL AND post.joined_to IS NULL AND post.message_id IS NOT NULL
ORDER BY post.sent_at, post.id, report.joined_at, report.article_id
"""


async def kin_of(connection: aiosqlite.Connection, story_id: int) -> list[int]:
    """Return the stories that share a card with one, and that one itself."""
    return [row[0] for row in await connection.execute_fetchall(_KIN, (story_id,))]


def _places(rows: Iterable[aiosqlite.Row]) -> list[Place]:
    found: dict[int, Place] = {}
    for post_id, guild_id, channel_id, article_id, report_id in rows:
        place = found.get(post_id) or Place(post_id, guild_id, channel_id, (article_id,))
        if report_id is not None:
            place = place._replace(articles=(*place.articles, report_id))
        found[post_id] = place
    return list(found.values())
