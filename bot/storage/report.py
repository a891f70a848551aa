"""Reports: what other outlets published on the news of a post, which its card names (D12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain.model import Report
from bot.storage.database import Database, Tx
from bot.storage.value import to_json, to_time


class Joined(NamedTuple):
    """An article that the card of a post names."""

    post_id: int
    article_id: int


class ReportTable:
    """Keep which articles the card of a post names beside its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, tx: Tx, joined: Iterable[Joined], now: datetime) -> set[int]:
        """Let cards name articles; return the posts that did not name theirs before."""
        rows = await tx.execute_fetchall(
            """
            INSERT INTO report (post_id, article_id, joined_at)
            SELECT value ->> 0, value ->> 1, ? FROM json_each(?) WHERE true
            ON CONFLICT DO NOTHING RETURNING post_id
            """,
            (to_time(now), to_json(joined)),
        )
        return {row["post_id"] for row in rows}

    async def remove(self, tx: Tx, own: int, *, guild_id: int, story_id: int) -> set[int]:
        """Let no card of a story in a server name what is ``own``, a story by itself.

        Returns the posts that did.
        """
        rows = await tx.execute_fetchall(
            """
            DELETE FROM report
            WHERE article_id IN (SELECT id FROM article WHERE story_id = ?) AND post_id IN (
                SELECT id FROM post WHERE story_id = ? AND guild_id = ?
            )
            RETURNING post_id
            """,
            (own, story_id, guild_id),
        )
        return {row["post_id"] for row in rows}

    async def of_story(self, story_id: int, *, guild_id: int) -> list[Report]:
        """Return what the cards of a story in a server name, each article once, oldest first."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT DISTINCT article.id AS article_id, article.outlet, article.link
                FROM post JOIN report ON report.post_id = post.id
                JOIN article ON article.id = report.article_id
                WHERE post.story_id = ? AND post.guild_id = ? AND post.joined_to IS NULL
                    AND article.id <> post.article_id
                ORDER BY report.joined_at, article.id
                """,
                (story_id, guild_id),
            )
        return [Report(**dict(row)) for row in rows]


async def reports_of(
    connection: aiosqlite.Connection, post_ids: Collection[int]
) -> dict[int, tuple[Report, ...]]:
    """Return what the cards of posts name, by post, in the order in which it joined them.

    A report may have become the card's own article, when the feed of that one was removed.
    """
    rows = await connection.execute_fetchall(
        """
        SELECT report.post_id, article.id, article.outlet, article.link
        FROM json_each(?) AS wanted CROSS JOIN report ON report.post_id = wanted.value
        JOIN post ON post.id = report.post_id JOIN article ON article.id = report.article_id
        WHERE article.id <> post.article_id
        ORDER BY report.post_id, report.joined_at, article.id
        """,
        (to_json(post_ids),),
    )
    found: dict[int, list[Report]] = defaultdict(list)
    for post_id, article_id, outlet, link in rows:
        found[post_id].append(Report(article_id=article_id, outlet=outlet, link=link))
    return {post_id: tuple(reports) for post_id, reports in found.items()}
