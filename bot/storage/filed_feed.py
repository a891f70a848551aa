"""Feeds by the thousand: as a server gives them away in a file, and takes them from one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.link import host_of
from bot.domain.opml import FiledFeed
from bot.domain.setting import from_plain, to_plain
from bot.storage.database import Database, Tx
from bot.storage.value import from_json, to_json, to_object, to_span, to_time


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFiled:
    """A feed of a file as it is to be stored: its key, its channel, and when to ask it first."""

    feed: FiledFeed
    key: str
    channel_id: int
    next_check_at: datetime


class FiledFeedTable:
    """Read and write subscriptions with their feeds, all of a file in a few statements."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_guild(self, guild_id: int, channel_id: int | None = None) -> list[FiledFeed]:
        """Return what a server subscribes to, or one channel of it, by channel and title.

        Folders are left to those who know what the channels are called. Those whose channel is gone
        are not among them.
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT
                    feed.url, feed.title, feed.site, feed.language, subscription.channel_id,
                    subscription.settings, subscription.spoiler_words, subscription.state
                FROM subscription JOIN feed ON feed.id = subscription.feed_id
                WHERE subscription.guild_id = :guild AND subscription.removed_at IS NULL
                    AND subscription.state <> 'disabled'
                    AND (:channel IS NULL OR subscription.channel_id = :channel)
                ORDER BY subscription.channel_id, feed.title COLLATE NOCASE, subscription.id
                """,
                {"guild": guild_id, "channel": channel_id},
            )
        return [
            FiledFeed(
                url=row["url"],
                title=row["title"],
                site=row["site"],
                language=row["language"],
                channel_id=row["channel_id"],
                settings=from_plain(from_json(row["settings"])),
                spoiler_words=tuple(from_json(row["spoiler_words"])),
                is_paused=row["state"] == "paused",
            )
            for row in rows
        ]

    async def add(
        self,
        tx: Tx,
        new: Sequence[NewFiled],
        *,
        guild_id: int,
        by: int,
        interval: timedelta,
        now: datetime,
    ) -> int:
        """Subscribe channels to feeds without posting anything at first; return how many are new.

        Feeds that nobody reads just now begin anew at their time (F31); those that are read already
        go on as they do. All of one call have the same ``created_at``, by which ``remove`` finds
        them.
        """
        rows = to_json(map(_row, new))
        await self._add_feeds(tx, rows, interval)
        added = await tx.execute_fetchall(
            """
            INSERT INTO subscription (
                feed_id, guild_id, channel_id, created_by, created_at, backlog, spoiler_words,
                settings, state, state_at
            )
            SELECT
                feed.id, :guild, given.value ->> 'channel', :by, :now, 0, given.value ->> 'words',
                given.value ->> 'settings', given.value ->> 'state',
                iif(given.value ->> 'state' = 'paused', :now, NULL)
            FROM json_each(:rows) AS given CROSS JOIN feed ON feed.key = given.value ->> 'key'
            WHERE true
            ON CONFLICT (feed_id, channel_id) DO UPDATE SET
                created_by = excluded.created_by, created_at = excluded.created_at,
                backlog = excluded.backlog, spoiler_words = excluded.spoiler_words,
                settings = excluded.settings, state = excluded.state,
                state_at = excluded.state_at, removed_at = NULL, problem = NULL,
                problem_since = NULL,
                release_at = iif(excluded.state = 'active', excluded.created_at, NULL)
            WHERE state = 'disabled' OR removed_at IS NOT NULL
            RETURNING 1
            """,
            {"rows": rows, "guild": guild_id, "by": by, "now": to_time(now)},
        )
        return len(list(added))

    async def _add_feeds(self, tx: Tx, rows: str, interval: timedelta) -> None:
        await tx.execute_fetchall(
            """
            INSERT INTO feed (url, key, host, title, site, language, next_check_at, interval)
            SELECT
                value ->> 'url', value ->> 'key', value ->> 'host', value ->> 'title',
                value ->> 'site', value ->> 'language', value ->> 'at', :interval
            FROM json_each(:rows)
            WHERE true
            ON CONFLICT (key) DO UPDATE SET
                state = 'active', failures = 0, failing_since = NULL, last_error = NULL
            WHERE state = 'gone'
            """,
            {"rows": rows, "interval": to_span(interval)},
        )
        await tx.execute_fetchall(
            """
            UPDATE feed SET
                next_check_at = given.value ->> 'at', baseline_at = NULL, last_success_at = NULL,
                body_hash = NULL, etag = NULL, last_modified = NULL
            FROM json_each(:rows) AS given
            WHERE feed.key = given.value ->> 'key' AND NOT EXISTS (
                SELECT 1 FROM subscription
                WHERE subscription.feed_id = feed.id AND subscription.state <> 'disabled'
            )
            """,
            {"rows": rows},
        )

    async def remove(self, tx: Tx, *, guild_id: int, created_at: datetime, now: datetime) -> int:
        """Remove what ``add`` added at that moment, and is still there; return how many.

        What they are about to post waits, and goes with them.
        """
        rows = await tx.execute_fetchall(
            """
            UPDATE subscription SET removed_at = :now, release_at = NULL
            WHERE guild_id = :guild AND created_at = :created_at AND removed_at IS NULL
            RETURNING id
            """,
            {"guild": guild_id, "created_at": to_time(created_at), "now": to_time(now)},
        )
        ids = [row["id"] for row in rows]
        await tx.execute_fetchall(
            """
            UPDATE post SET state = 'waiting'
            WHERE state = 'pending' AND subscription_id IN (SELECT value FROM json_each(?))
            """,
            (to_json(ids),),
        )
        return len(ids)


def _row(new: NewFiled) -> dict[str, object]:
    feed = new.feed
    return {
        "url": feed.url,
        "key": new.key,
        "host": host_of(feed.url),
        "title": feed.title,
        "site": feed.site,
        "language": feed.language,
        "at": to_time(new.next_check_at),
        "channel": new.channel_id,
        "words": to_json(feed.spoiler_words),
        "settings": to_object(to_plain(feed.settings)),
        "state": "paused" if feed.is_paused else "active",
    }
