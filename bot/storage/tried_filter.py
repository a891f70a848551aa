"""Filters that are tried before they are saved, and the stories that they are tried on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.model import Article
from bot.storage.article_read import articles_by_id
from bot.storage.database import Database, Tx
from bot.storage.value import from_json, to_json


class TriedFilter(NamedTuple):
    """The rules of a filter, as Settings has them."""

    must: tuple[str, ...]
    must_not: tuple[str, ...]


class TriedFilterTable:
    """Keep the filter that was tried last for each subscription, until its feed is removed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, tx: Tx, subscription_id: int, tried: TriedFilter) -> None:
        """Keep a filter in place of the one before."""
        await tx.execute_fetchall(
            """
            INSERT INTO tried_filter (subscription_id, must, must_not) VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET must = excluded.must, must_not = excluded.must_not
            """,
            (subscription_id, to_json(tried.must), to_json(tried.must_not)),
        )

    async def get(self, subscription_id: int) -> TriedFilter | None:
        """Return the filter that was tried last, None if none was."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT must, must_not FROM tried_filter WHERE subscription_id = ?",
                (subscription_id,),
            )
        found = (TriedFilter(_rules(row["must"]), _rules(row["must_not"])) for row in rows)
        return next(found, None)

    async def newest(self, feed_id: int, limit: int) -> list[Article]:
        """Return the newest articles of a feed, newest first; undated ones by when they came."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT id FROM article WHERE feed_id = ? AND digest = 0
                ORDER BY coalesce(published_at, first_seen_at) DESC, id DESC LIMIT ?
                """,
                (feed_id, limit),
            )
            articles = await articles_by_id(reader, [row["id"] for row in rows])
        return list(articles.values())


def _rules(column: str) -> tuple[str, ...]:
    rules: Iterable[str] = from_json(column)
    return tuple(rules)
