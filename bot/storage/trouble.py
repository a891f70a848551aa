"""What is wrong just now, in all servers: a few queries, each over an index of what is wrong alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain.notice import Facts
from bot.domain.trouble import (
    SILENT_DATES,
    SILENT_LEAST,
    HeldBack,
    OfChannel,
    OfFeed,
    Quiet,
    Sight,
)
from bot.storage.database import Database
from bot.storage.value import from_json, from_time, to_json, to_time

_PAGE = 500  # feeds
_MOST_NAMES = 10


class QuietPage(NamedTuple):
    """Feeds that brought nothing for a while, and after which id to go on; None at the end."""

    found: list[Quiet]
    after: int | None


class TroubleTable:
    """See what moderators may have to know of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sight(self, now: datetime) -> Sight:
        """Return all that is wrong now, of one moment; silent feeds are looked for by ``quiet``."""
        async with self._database.read() as reader:
            (counted,) = await reader.execute_fetchall(_WANTED)
            return Sight(
                wanted=counted["wanted"],
                feeds=[_of_feed(row) for row in await reader.execute_fetchall(_FEEDS)],
                channels=[_of_channel(row) for row in await reader.execute_fetchall(_CHANNELS)],
                held=[_held(row) for row in await reader.execute_fetchall(_HELD)],
                stuck=[_stuck(row, now) for row in await reader.execute_fetchall(_STUCK)],
            )

    async def guilds(self, *, after: int = 0) -> list[int]:
        """Return a page of the servers that have feeds, by id."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT DISTINCT guild_id FROM subscription
                WHERE guild_id > ? ORDER BY guild_id LIMIT ?
                """,
                (after, _PAGE),
            )
        return [row["guild_id"] for row in rows]

    async def channels(self, guild_ids: Iterable[int]) -> dict[int, dict[int, Facts]]:
        """Return, by server, the channels that feeds go to, and which feeds."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT guild_id, channel_id, json_group_array(iif(title = '', url, title)) AS names
                FROM json_each(?) AS wanted CROSS JOIN subscription ON guild_id = wanted.value
                CROSS JOIN feed ON feed.id = feed_id
                WHERE subscription.state = 'active' AND removed_at IS NULL
                GROUP BY guild_id, channel_id
                """,
                (to_json(guild_ids),),
            )
        found: dict[int, dict[int, Facts]] = {}
        for row in rows:
            names = tuple(sorted(from_json(row["names"]), key=str.casefold)[:_MOST_NAMES])
            facts = Facts(names=names, channels=(row["channel_id"],))
            found.setdefault(row["guild_id"], {})[row["channel_id"]] = facts
        return found

    async def quiet(self, now: datetime, *, after: int = 0) -> QuietPage:
        """Return feeds that work and brought nothing for SILENT_LEAST, of a page of all feeds."""
        async with self._database.read() as reader:
            page = list(
                await reader.execute_fetchall(
                    "SELECT id FROM feed WHERE id > ? ORDER BY id LIMIT ?", (after, _PAGE)
                )
            )
            if not page:
                return QuietPage([], None)
            last: int = page[-1]["id"]
            rows = await reader.execute_fetchall(
                _QUIET,
                {
                    "after": after,
                    "last": last,
                    "before": to_time(now - SILENT_LEAST),
                    "dates": SILENT_DATES,
                },
            )
        return QuietPage([_quiet(row) for row in rows], last if len(page) == _PAGE else None)


_WANTED = """
SELECT count(*) AS wanted FROM feed INDEXED BY feed_due
WHERE feed.state = 'active' AND EXISTS (
    SELECT 1 FROM subscription
    WHERE subscription.feed_id = feed.id AND subscription.state <> 'disabled'
)
"""
_FEEDS = """
SELECT
    guild_id, feed.*, min(subscription.created_at) AS wanted_since,
    json_group_array(channel_id) AS channels
FROM feed INDEXED BY feed_troubled
CROSS JOIN subscription ON subscription.feed_id = feed.id
WHERE (failing_since IS NOT NULL OR feed.state = 'gone' OR moved_at IS NOT NULL)
    AND subscription.state = 'active' AND removed_at IS NULL
GROUP BY feed.id, guild_id
"""
_CHANNELS = """
SELECT
    guild_id, channel_id, subscription.state = 'disabled' AS disabled, max(problem) AS problem,
    min(coalesce(iif(subscription.state = 'disabled', state_at, NULL), problem_since, created_at))
        AS since,
    json_group_array(iif(feed.title = '', feed.url, feed.title)) AS names
FROM subscription INDEXED BY subscription_troubled
CROSS JOIN feed ON feed.id = subscription.feed_id
WHERE (problem IS NOT NULL OR subscription.state = 'disabled') AND removed_at IS NULL
GROUP BY guild_id, channel_id, disabled
"""
_HELD = """
SELECT
    post.guild_id, feed.*, post.error IS NOT NULL AS refused, max(post.error) AS why,
    count(*) AS number, min(post.created_at) AS since,
    json_group_array(DISTINCT post.channel_id) AS channels
FROM post INDEXED BY post_held
CROSS JOIN subscription ON subscription.id = post.subscription_id
CROSS JOIN feed ON feed.id = subscription.feed_id
WHERE post.state = 'held'
GROUP BY post.guild_id, feed.id, refused
"""
_STUCK = """
SELECT guild_id, channel_id, max(error) AS problem
FROM post INDEXED BY post_stuck
WHERE error IS NOT NULL AND state IN ('pending', 'sending')
GROUP BY guild_id, channel_id
"""
_QUIET = """
SELECT
    guild_id, feed.*, min(subscription.created_at) AS wanted_since,
    json_group_array(channel_id) AS channels,
    (
        SELECT json_group_array(published_at) FROM (
            SELECT published_at FROM article
            WHERE article.feed_id = feed.id AND published_at IS NOT NULL
            ORDER BY published_at DESC LIMIT :dates
        )
    ) AS dates
FROM feed CROSS JOIN subscription ON subscription.feed_id = feed.id
WHERE feed.id > :after AND feed.id <= :last
    AND feed.state = 'active' AND failing_since IS NULL AND baseline_at IS NOT NULL
    AND (SELECT max(published_at) FROM article WHERE article.feed_id = feed.id) < :before
    AND subscription.state = 'active' AND removed_at IS NULL
GROUP BY feed.id, guild_id
"""


def _facts(row: aiosqlite.Row) -> Facts:
    return Facts(
        name=row["title"] or row["url"],
        url=row["url"],
        former=row["moved_from"] or "",
        site=row["site"] or "",
        channels=tuple(from_json(row["channels"])),
        error=row["last_error"] or "",
    )


def _of_feed(row: aiosqlite.Row) -> OfFeed:
    return OfFeed(
        guild_id=row["guild_id"],
        feed_id=row["id"],
        facts=_facts(row),
        wanted_since=from_time(int(row["wanted_since"])),
        gone=row["state"] == "gone",
        failing_since=from_time(row["failing_since"]),
        last_checked_at=from_time(row["last_checked_at"]),
        moved_at=from_time(row["moved_at"]),
    )


def _of_channel(row: aiosqlite.Row) -> OfChannel:
    names: Iterable[str] = from_json(row["names"])
    return OfChannel(
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        facts=Facts(
            names=tuple(sorted(names, key=str.casefold)[:_MOST_NAMES]),
            channels=(row["channel_id"],),
            error=row["problem"] or "",
        ),
        since=from_time(int(row["since"])),
        disabled=bool(row["disabled"]),
    )


def _held(row: aiosqlite.Row) -> HeldBack:
    facts = _facts(row)
    return HeldBack(
        guild_id=row["guild_id"],
        feed_id=row["id"],
        facts=Facts(
            name=facts.name,
            url=facts.url,
            channels=facts.channels,
            error=row["why"] or "",
            count=row["number"],
        ),
        since=from_time(int(row["since"])),
        refused=bool(row["refused"]),
    )


def _stuck(row: aiosqlite.Row, now: datetime) -> OfChannel:
    return OfChannel(
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        facts=Facts(channels=(row["channel_id"],), error=row["problem"]),
        since=now,
    )


def _quiet(row: aiosqlite.Row) -> Quiet:
    return Quiet(
        guild_id=row["guild_id"],
        feed_id=row["id"],
        facts=_facts(row),
        wanted_since=from_time(int(row["wanted_since"])),
        dates=tuple(from_time(int(at)) for at in from_json(row["dates"])),
    )
