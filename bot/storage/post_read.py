"""Posts read with their articles and reports."""

from __future__ import annotations

import aiosqlite

from bot.domain.model import Post
from bot.storage.article_read import articles_by_id
from bot.storage.report import reports_of
from bot.storage.row import post_from


async def read_posts(
    connection: aiosqlite.Connection, sql: str, values: dict[str, object]
) -> list[Post]:
    """Return the posts of a query, with their articles."""
    rows = list(await connection.execute_fetchall(sql, values))
    articles = await articles_by_id(connection, {row["article_id"] for row in rows})
    reports = await reports_of(connection, {row["id"] for row in rows})
    return [post_from(row, articles[row["article_id"]], reports.get(row["id"], ())) for row in rows]
