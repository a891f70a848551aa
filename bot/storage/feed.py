"""Feeds: when each is polled next, and what its last answer was."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from bot.domain.link import host_of
from bot.domain.model import Feed
from bot.domain.schedule import LONGEST_WAIT
from bot.storage.database import Database, Tx
from bot.storage.row import feed_columns, feed_from
from bot.storage.value import EPOCH, from_time, to_json, to_span, to_time

_NEVER = datetime.max.replace(tzinfo=UTC)
_FEEDS_OF_A_HOST = 20  # so many due feeds of one host don't hide those of the next
_DUE = """
    SELECT feed.* FROM feed
    WHERE state = 'active' AND next_check_at BETWEEN :since AND :until
        AND EXISTS (
            SELECT 1 FROM subscription
            WHERE subscription.feed_id = feed.id AND subscription.state <> 'disabled'
        )
        AND NOT EXISTS (
            SELECT 1 FROM host
            WHERE host.host = feed.host AND host.not_before > :now AND host.not_before <= :far
        )
        AND host NOT IN (
            SELECT busy.host FROM json_each(:exclude) AS wanted CROSS JOIN feed AS busy
                ON busy.id = wanted.value
        )
    ORDER BY next_check_at, id
    LIMIT :most
"""


class FeedTable:
    """Keep the feeds and the pauses that their hosts asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, tx: Tx, *, url: str, key: str, next_check_at: datetime, interval: timedelta
    ) -> Feed:
        """Add a feed and return it, or the one that has this key already (D14).

        One that was gone is active again, and due at ``next_check_at``; an active one is left as
        it is.
        """
        await tx.execute_fetchall(
            """
            INSERT INTO feed (url, key, host, next_check_at, interval) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET
                state = 'active', next_check_at = excluded.next_check_at,
                failures = 0, failing_since = NULL, last_error = NULL
            WHERE state = 'gone'
            """,
            (url, key, host_of(url), to_time(next_check_at), to_span(interval)),
        )
        feed = await self.by_key(key, tx=tx)
        assert feed is not None  # noqa: S101 - it was written just now
        return feed

    async def get(self, feed_id: int, *, tx: Tx | None = None) -> Feed | None:
        """Return a feed, None where there is none."""
        return await self._one("SELECT * FROM feed WHERE id = ?", feed_id, tx)

    async def by_key(self, key: str, *, tx: Tx | None = None) -> Feed | None:
        """Return the feed of a normalised URL, None where there is none."""
        return await self._one("SELECT * FROM feed WHERE key = ?", key, tx)

    async def save(
        self, tx: Tx, feed: Feed, *, key: str | None = None, host: str | None = None
    ) -> None:
        """Store all that changes of a feed; ``key`` and ``host`` too if they are given.

        Another feed must not have the key: ask ``by_key`` first, in the same transaction.
        """
        await tx.execute_fetchall(
            """
            UPDATE feed SET
                url = :url, key = coalesce(:key, key), host = coalesce(:host, host),
                title = :title, site = :site, language = :language, state = :state,
                etag = :etag, last_modified = :last_modified, body_hash = :body_hash,
                next_check_at = :next_check_at, interval = :interval, ttl = :ttl,
                skip_hours = :skip_hours, last_checked_at = :last_checked_at,
                last_success_at = :last_success_at, last_full_at = :last_full_at,
                baseline_at = :baseline_at, failures = :failures, failing_since = :failing_since,
                last_error = :last_error, moved_to = :moved_to, moved_polls = :moved_polls,
                moved_from = :moved_from, moved_at = :moved_at
            WHERE id = :id
            """,
            feed_columns(feed) | {"key": key, "host": host},
        )

    async def check_now(self, tx: Tx, feed_id: int, now: datetime) -> None:
        """Make a feed due; a pause of its host still holds."""
        await tx.execute_fetchall(
            "UPDATE feed SET next_check_at = min(next_check_at, ?) WHERE id = ?",
            (to_time(now), feed_id),
        )

    async def due(self, now: datetime, limit: int, *, exclude: Collection[int] = ()) -> list[Feed]:
        """Return the feeds to poll, the one that waits longest first.

        Those are active, wanted by a channel, and their host asked for no pause (S34). A host is
        asked one thing at a time: of its feeds one is returned, and none while another, whose id is
        in ``exclude``, is being polled. So a slow host takes one place and not all. A feed that waits longer
        than any does was stored by a clock that ran ahead, and is due too (V64).
        """
        far = now + LONGEST_WAIT
        async with self._database.read() as reader:
            rows = [
                row
                for since, until in ((EPOCH, now), (far, _NEVER))
                for row in await reader.execute_fetchall(
                    _DUE,
                    {
                        "since": to_time(since),
                        "until": to_time(until),
                        "now": to_time(now),
                        "far": to_time(far),
                        "most": limit * _FEEDS_OF_A_HOST,
                        "exclude": to_json(exclude),
                    },
                )
            ]
        first_of_host = {row["host"]: row for row in reversed(rows)}
        return [feed_from(row) for row in rows if row is first_of_host[row["host"]]][:limit]

    async def next_due_at(self, now: datetime) -> datetime | None:
        """Return when a feed is due next, ``now`` if one is already, None if none ever will be."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT min(max(feed.next_check_at, coalesce(host.not_before, 0))) AS due_at
                FROM feed LEFT JOIN host USING (host)
                WHERE feed.state = 'active'
                    AND EXISTS (
                        SELECT 1 FROM subscription
                        WHERE subscription.feed_id = feed.id AND subscription.state <> 'disabled'
                    )
                """
            )
        due_at = from_time(next(iter(rows))["due_at"])
        return None if due_at is None else max(due_at, now)

    async def pause_host(self, tx: Tx, host: str, until: datetime) -> None:
        """Make no feed of a host due before then; a longer pause stays (S34), if it can be (V64)."""
        await tx.execute_fetchall(
            """
            INSERT INTO host (host, not_before) VALUES (:host, :until)
            ON CONFLICT (host) DO UPDATE SET
                not_before = iif(not_before > :far, :until, max(not_before, :until))
            """,
            {"host": host, "until": to_time(until), "far": to_time(until + LONGEST_WAIT)},
        )

    async def pauses(self, now: datetime) -> dict[str, datetime]:
        """Return until when each host wants no visits, those of a clock that ran ahead not."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT host, not_before FROM host WHERE not_before > ? AND not_before <= ?",
                (to_time(now), to_time(now + LONGEST_WAIT)),
            )
        return {row["host"]: from_time(int(row["not_before"])) for row in rows}

    async def _one(self, sql: str, value: int | str, tx: Tx | None = None) -> Feed | None:
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(sql, (value,))
        return next((feed_from(row) for row in rows), None)
