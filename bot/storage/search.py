"""Search: the articles with some words that were posted where somebody may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain.commonness import Commonness
from bot.domain.model import Article
from bot.domain.query import Query
from bot.domain.wording import Wording
from bot.storage.article_read import articles_by_id
from bot.storage.article_text import ArticleTextTable
from bot.storage.database import Database
from bot.storage.match import matching, unwanted
from bot.storage.value import from_time, to_json, to_time

LOOKS = 10_000
"""How many articles, newest first, are looked at in all servers; of rarer words that is all."""

_LOOKS_WITHOUT = 3_000  # where nothing is wanted, each of them is searched for what is not
_LONGER = 32  # words that begin with another, the most common ones
_LONGER_LOOKS = 3_000
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An article that answers a query, told by a post of a story; ``own``: it is the post's own."""

    article_id: int
    story_id: int
    posted_at: datetime
    author: str
    outlet: str
    own: bool


class Matches(NamedTuple):
    """What was found; ``complete`` is False where older articles were not looked at."""

    found: list[Match]
    complete: bool


class SearchTable:
    """Find what was posted by its words."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._texts = ArticleTextTable(database)

    async def matches(
        self,
        query: Query,
        *,
        guild_id: int,
        channels: Collection[int],
        feeds: Collection[int] | None = None,
        no_feeds: Collection[int] = (),
        limit: int,
    ) -> Matches:
        """Return the newest articles with the words of a query, newest first.

        ``feeds`` are those that it may be from, None for any. Whom it is by is not asked here. An
        article is there once for each post that tells it.
        """
        values: dict[str, object] = {
            "unwanted": unwanted(query.unwanted),
            "guild": guild_id,
            "channels": to_json(channels),
            "feeds": None if feeds is None else to_json(feeds),
            "no_feeds": to_json(no_feeds),
            "since": to_time(query.since) or 0,
            "looks": LOOKS if query.wanted or not query.unwanted else _LOOKS_WITHOUT,
            "limit": limit,
        }
        async with self._database.read() as reader:
            values["match"] = matching(query, await _longer(reader, query))
            found, more = (_FOUND, _MORE) if query.wanted else (_NEWEST, _MORE_POSTS)
            rows = list(await reader.execute_fetchall(found.format(filters=_FILTERS), values))
            cut_off = len(rows) == limit or list(await reader.execute_fetchall(more, values))
        return Matches([_match(row) for row in rows], complete=not cut_off)

    async def wordings(self, article_ids: Iterable[int]) -> dict[int, Wording]:
        """Return the terms of articles, by id."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT article_text.rowid AS id, article_text.title, names, body
                FROM json_each(?) AS wanted
                CROSS JOIN article_text ON article_text.rowid = wanted.value
                """,
                (to_json(article_ids),),
            )
        return {
            row["id"]: Wording(title=row["title"], names=row["names"], body=row["body"])
            for row in rows
        }

    async def commonness(self, query: Query) -> Commonness:
        """Return how common the terms are that a query wants."""
        terms = {term for one in query.wanted for term in one.terms}
        return await self._texts.commonness(terms)

    async def articles(self, article_ids: Collection[int]) -> Mapping[int, Article]:
        """Return articles by id."""
        async with self._database.read() as reader:
            return await articles_by_id(reader, article_ids)


async def _longer(reader: aiosqlite.Connection, query: Query) -> dict[str, Sequence[str]]:
    """Return the words, of titles and names, that begin with a last word that may go on.

    FTS5 would itself look for all words with a beginning, but gathers each article of every one of
    them before it gives the first: with a million articles that takes seconds.
    """
    found: dict[str, Sequence[str]] = {}
    for term in {one.terms[-1] for one in query.wanted if one.begins}:
        rows = await reader.execute_fetchall(
            """
            SELECT term FROM (
                SELECT term, articles FROM term WHERE term > :term AND term < :end LIMIT :looks
            )
            ORDER BY articles DESC LIMIT :most
            """,
            {"term": term, "end": term + _LAST, "looks": _LONGER_LOOKS, "most": _LONGER},
        )
        found[term] = [row["term"] for row in rows]
    return found


_FILTERS = """
    post.guild_id = :guild AND post.state = 'sent' AND post.sent_at >= :since
    AND post.channel_id IN (SELECT value FROM json_each(:channels)) AND article.digest = 0
    AND (:feeds IS NULL OR article.feed_id IN (SELECT value FROM json_each(:feeds)))
    AND coalesce(article.feed_id, 0) NOT IN (SELECT value FROM json_each(:no_feeds))
"""
# The first rows that pass are the newest: FTS5 gives articles in that order, and the joins keep it.
# An ORDER BY of the whole would join all that was looked at before it gave the first.
_FOUND = """
SELECT
    article.id, post.story_id, post.sent_at, post.article_id = article.id AS own,
    article.author, article.outlet
FROM (
    SELECT rowid AS id FROM article_text
    WHERE article_text MATCH :match ORDER BY rowid DESC LIMIT :looks
) AS found
CROSS JOIN post NOT INDEXED
    ON post.id IN (SELECT post_id FROM telling WHERE telling.article_id = found.id)
CROSS JOIN article ON article.id = found.id
WHERE {filters}
LIMIT :limit
"""
_MORE = """
SELECT 1 FROM article_text
WHERE article_text MATCH :match ORDER BY rowid DESC LIMIT 1 OFFSET :looks
"""
_NEWEST = """
SELECT
    article.id, post.story_id, post.sent_at, 1 AS own, article.author, article.outlet
FROM (
    SELECT id FROM post
    WHERE guild_id = :guild AND state = 'sent' AND sent_at >= :since
    ORDER BY sent_at DESC LIMIT :looks
) AS newest
CROSS JOIN post ON post.id = newest.id
CROSS JOIN article ON article.id = post.article_id
WHERE {filters} AND post.joined_to IS NULL
    AND (:unwanted IS NULL OR NOT EXISTS (
        SELECT 1 FROM article_text
        WHERE article_text MATCH coalesce(:unwanted, '""') AND article_text.rowid = article.id
    ))
LIMIT :limit
"""
_MORE_POSTS = """
SELECT 1 FROM post
WHERE guild_id = :guild AND state = 'sent' AND sent_at >= :since
ORDER BY sent_at DESC LIMIT 1 OFFSET :looks
"""


def _match(row: aiosqlite.Row) -> Match:
    return Match(
        article_id=row["id"],
        story_id=row["story_id"],
        posted_at=from_time(int(row["sent_at"])),
        author=row["author"] or "",
        outlet=row["outlet"],
        own=bool(row["own"]),
    )
