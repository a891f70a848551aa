"""Subscriptions read with what is shown of them, any number at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain.model import Feed, Subscription
from bot.storage.database import Database
from bot.storage.row import feed_from, subscription_from
from bot.storage.value import from_time, to_json, to_time


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionRow:
    """A subscription with its feed and the counts of its posts.

    ``waiting`` counts those that are to come: waiting, pending and sending. ``newest_at`` is when the
    newest article of the feed was published, ``last_posted_at`` when a story of it was posted here.
    ``host_until`` is until
    when the feed's host wants no visits, maybe a time that is past. ``state_at`` is since when it is
    paused or disabled, ``side_problem`` what can't be done beside the posting, ``can_undo`` is set where the last change of its settings can be undone.
    """

    subscription: Subscription
    feed: Feed
    waiting: int
    held: int
    newest_at: datetime | None
    last_posted_at: datetime | None
    problem: str | None
    problem_since: datetime | None
    side_problem: str | None
    state_at: datetime | None
    host_until: datetime | None
    can_undo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What a feed published of late: how many articles, and when the first of them."""

    articles: int
    first_at: datetime


async def rows_by_id(
    connection: aiosqlite.Connection, subscription_ids: Iterable[int]
) -> list[SubscriptionRow]:
    """Return subscriptions in two queries, removed ones too."""
    ids = to_json(subscription_ids)
    rows = list(
        await connection.execute_fetchall(
            """
            SELECT
                subscription.*,
                (
                    SELECT count(*) FROM post
                    WHERE subscription_id = subscription.id
                        AND post.state IN ('waiting', 'pending', 'sending')
                ) AS waiting,
                (
                    SELECT count(*) FROM post
                    WHERE subscription_id = subscription.id AND post.state = 'held'
                ) AS held,
                (
                    SELECT max(sent_at) FROM post
                    WHERE subscription_id = subscription.id AND post.state = 'sent'
                ) AS last_posted_at
            FROM json_each(?) AS wanted CROSS JOIN subscription ON subscription.id = wanted.value
            """,
            (ids,),
        )
    )
    feeds = await connection.execute_fetchall(
        """
        SELECT
            feed.*, host.not_before AS host_until,
            (
                SELECT max(coalesce(published_at, first_seen_at)) FROM article
                WHERE feed_id = feed.id
            ) AS newest_at
        FROM json_each(?) AS wanted CROSS JOIN feed ON feed.id = wanted.value
        LEFT JOIN host ON host.host = feed.host
        """,
        (to_json({row["feed_id"] for row in rows}),),
    )
    by_id = {row["id"]: row for row in feeds}
    return [_row(row, by_id[row["feed_id"]]) for row in rows]


def _row(row: aiosqlite.Row, feed: aiosqlite.Row) -> SubscriptionRow:
    return SubscriptionRow(
        subscription=subscription_from(row),
        feed=feed_from(feed),
        waiting=row["waiting"],
        held=row["held"],
        newest_at=from_time(feed["newest_at"]),
        last_posted_at=from_time(row["last_posted_at"]),
        problem=row["problem"],
        problem_since=from_time(row["problem_since"]),
        side_problem=row["side_problem"],
        state_at=from_time(row["state_at"]),
        host_until=from_time(feed["host_until"]),
        can_undo=row["former"] is not None,
    )


async def read_activity(
    database: Database, feed_ids: Iterable[int], *, since: datetime
) -> dict[int, Activity]:
    """Return what feeds published since then, by feed; undated articles count by when they came."""
    async with database.read() as reader:
        rows = await reader.execute_fetchall(
            """
            SELECT
                feed_id, count(*) AS articles,
                min(coalesce(published_at, first_seen_at)) AS first_at
            FROM json_each(:feeds) AS wanted CROSS JOIN article ON feed_id = wanted.value
            WHERE coalesce(published_at, first_seen_at) >= :since
            GROUP BY feed_id
            """,
            {"feeds": to_json(feed_ids), "since": to_time(since)},
        )
    return {
        row["feed_id"]: Activity(
            articles=row["articles"],
            first_at=from_time(int(row["first_at"])),
        )
        for row in rows
    }


class Mark(NamedTuple):
    """A moment, by the newest post and the newest article that there are."""

    post_id: int
    article_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of a feed's articles since a moment: how many, and their posts by state.

    ``left_out`` counts those that the subscription's filters kept out.
    """

    articles: int
    posts: Mapping[str, int]
    left_out: int


async def read_mark(database: Database) -> Mark:
    """Return this moment."""
    async with database.read() as reader:
        rows = await reader.execute_fetchall(
            """
            SELECT
                (SELECT coalesce(max(id), 0) FROM post) AS post_id,
                (SELECT coalesce(max(id), 0) FROM article) AS article_id
            """
        )
    return Mark(*next(iter(rows)))


async def read_tally(
    database: Database, subscription_id: int, feed_id: int, *, since: Mark
) -> Tally:
    """Count what a feed brought a subscription since a moment; digest cards are no articles."""
    async with database.read() as reader:
        articles = await reader.execute_fetchall(
            "SELECT count(*) FROM article WHERE id > ? AND +feed_id = ? AND digest = 0",
            (since.article_id, feed_id),
        )
        posts = await reader.execute_fetchall(
            """
            SELECT state, count(*) AS number FROM post WHERE id > ? AND +subscription_id = ?
            GROUP BY +state
            """,
            (since.post_id, subscription_id),
        )
        left_out = await reader.execute_fetchall(
            "SELECT count(*) FROM left_out WHERE subscription_id = ? AND article_id > ?",
            (subscription_id, since.article_id),
        )
    return Tally(
        articles=next(iter(articles))[0],
        posts={row["state"]: row["number"] for row in posts},
        left_out=next(iter(left_out))[0],
    )
