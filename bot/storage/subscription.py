"""Subscriptions: which feed goes to which channel, and how that stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.domain.model import Feed, Subscription
from bot.domain.setting import Settings, to_plain
from bot.storage.database import Database, Tx
from bot.storage.row import feed_from, subscription_from
from bot.storage.value import from_time, to_json, to_time


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionRow:
    """A subscription with its feed and the counts of its posts.

    ``waiting`` counts pending and sending posts.
    """

    subscription: Subscription
    feed: Feed
    posted: int
    waiting: int
    held: int
    last_posted_at: datetime | None
    problem: str | None
    problem_since: datetime | None


class SubscriptionTable:
    """Keep who wants which feed where."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        tx: Tx,
        *,
        feed_id: int,
        guild_id: int,
        channel_id: int,
        created_by: int,
        backlog: int,
        now: datetime,
    ) -> Subscription | None:
        """Add a subscription and return it; None if the channel has the feed already (D14).

        One that was disabled starts anew.
        """
        rows = await tx.execute_fetchall(
            """
            INSERT INTO subscription (
                feed_id, guild_id, channel_id, created_by, created_at, backlog
            ) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (feed_id, channel_id) DO UPDATE SET
                created_by = excluded.created_by, created_at = excluded.created_at,
                backlog = excluded.backlog, state = 'active', state_at = NULL, removed_at = NULL,
                problem = NULL, problem_since = NULL
            WHERE state = 'disabled' OR removed_at IS NOT NULL
            RETURNING *
            """,
            (feed_id, guild_id, channel_id, created_by, to_time(now), backlog),
        )
        return next(map(subscription_from, rows), None)

    async def set_settings(self, tx: Tx, subscription_id: int, settings: Settings) -> None:
        """Store how a feed is posted in a channel, for all posts that are not sent yet."""
        await tx.execute_fetchall(
            "UPDATE subscription SET settings = ? WHERE id = ?",
            (to_json(to_plain(settings)), subscription_id),
        )

    async def set_spoiler_words(self, tx: Tx, subscription_id: int, words: Iterable[str]) -> None:
        """Store the words that hide photos, for all posts that are not sent yet."""
        await tx.execute_fetchall(
            "UPDATE subscription SET spoiler_words = ? WHERE id = ?",
            (to_json(words), subscription_id),
        )

    async def remove(self, tx: Tx, subscription_id: int) -> None:
        """End a subscription; its posts stay. ``PostTable.leave`` ends what waits."""
        await tx.execute_fetchall("DELETE FROM subscription WHERE id = ?", (subscription_id,))

    async def has(self, channel_id: int, key: str) -> bool:
        """Tell whether a channel gets the feed with this key."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT 1 FROM feed JOIN subscription ON subscription.feed_id = feed.id
                WHERE feed.key = ? AND subscription.channel_id = ? AND subscription.state <> 'disabled'
                    AND subscription.removed_at IS NULL
                """,
                (key, channel_id),
            )
        return bool(list(rows))

    async def of_feed(self, feed_id: int, *, tx: Tx | None = None) -> list[Subscription]:
        """Return the subscriptions of a feed, oldest first, without those whose channel is gone.

        What comes for one that is paused, or was removed just now, waits.
        """
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT * FROM subscription WHERE feed_id = ? AND state <> 'disabled' ORDER BY id",
                (feed_id,),
            )
        return [subscription_from(row) for row in rows]

    async def of_guild(self, guild_id: int) -> list[SubscriptionRow]:
        """Return all subscriptions of a server, by channel, then by the feed's title."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT * FROM subscription WHERE guild_id = ? AND removed_at IS NULL", (guild_id,)
            )
            found = [await _with_counts(reader, row) for row in rows]
        return sorted(found, key=_place)

    async def row(self, subscription_id: int, *, tx: Tx | None = None) -> SubscriptionRow | None:
        """Return one subscription with its feed and counts, None where there is none."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT * FROM subscription WHERE id = ? AND removed_at IS NULL", (subscription_id,)
            )
            return next(iter([await _with_counts(connection, row) for row in rows]), None)

    async def set_problem(
        self, tx: Tx, channel_id: int, problem: str | None, now: datetime
    ) -> bool:
        """Store what keeps a channel from being posted to, and return whether that is news."""
        rows = await tx.execute_fetchall(
            """
            UPDATE subscription SET
                problem = :problem,
                problem_since = iif(:problem IS NULL, NULL, coalesce(problem_since, :now))
            WHERE channel_id = :channel AND problem IS NOT :problem
            RETURNING 1
            """,
            {"channel": channel_id, "problem": problem, "now": to_time(now)},
        )
        return bool(list(rows))

    async def disable_channel(self, tx: Tx, channel_id: int, problem: str, now: datetime) -> None:
        """Disable the subscriptions of a channel that is gone (M51)."""
        await self.set_problem(tx, channel_id, problem, now)
        await tx.execute_fetchall(
            "UPDATE subscription SET state = 'disabled' WHERE channel_id = ?", (channel_id,)
        )


async def _with_counts(connection: aiosqlite.Connection, row: aiosqlite.Row) -> SubscriptionRow:
    feeds = await connection.execute_fetchall("SELECT * FROM feed WHERE id = ?", (row["feed_id"],))
    posts = await connection.execute_fetchall(
        """
        SELECT state, count(*) AS number, max(sent_at) AS last_at FROM post
        WHERE subscription_id = ? GROUP BY state
        """,
        (row["id"],),
    )
    counts = {post["state"]: post["number"] for post in posts}
    return SubscriptionRow(
        subscription=subscription_from(row),
        feed=feed_from(next(iter(feeds))),
        posted=counts.get("sent", 0),
        waiting=counts.get("pending", 0) + counts.get("sending", 0),
        held=counts.get("held", 0),
        last_posted_at=max(
            (from_time(int(post["last_at"])) for post in posts if post["last_at"]), default=None
        ),
        problem=row["problem"],
        problem_since=from_time(row["problem_since"]),
    )


def _place(row: SubscriptionRow) -> tuple[int, str, int]:
    return row.subscription.channel_id, row.feed.title.casefold(), row.subscription.id
