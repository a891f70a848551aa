"""Weekly digests: when each server's next one is due, what became of the last try, what is in it.

A row says "sending" (``sending_at``) before Discord is called, and until it is known what became
of that try; ``next_at``, the planned moment, is moved on together with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

import aiosqlite

from bot.domain.digest import DigestPlan
from bot.domain.model import Post
from bot.domain.weekly import Week
from bot.storage.article_read import articles_by_id
from bot.storage.database import Database, Tx
from bot.storage.row import post_from
from bot.storage.value import from_time, to_json, to_time

LONGEST_WAIT = timedelta(days=15)
"""A digest is planned for no later: one that is was stored by a clock that ran ahead (V64)."""


class Best(NamedTuple):
    """One of the best stories: a post of it that people can see, and its points in the server."""

    post: Post
    points: int


class DigestTable:
    """Keep the digests of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild_id: int, *, tx: Tx | None = None) -> DigestPlan | None:
        """Return a server's digest, also one that is off."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT * FROM digest WHERE guild_id = ?", (guild_id,)
            )
        return next(map(_plan_from, rows), None)

    async def set(self, tx: Tx, plan: DigestPlan) -> None:
        """Store what moderators set; a try that is under way is no longer this digest's."""
        await tx.execute_fetchall(
            """
            INSERT OR REPLACE INTO digest (
                guild_id, channel_id, weekday, hour, time_zone, next_at, not_before, last_at
            ) VALUES (:guild, :channel, :weekday, :hour, :zone, :next_at, :next_at, :last_at)
            """,
            {
                "guild": plan.guild_id,
                "channel": plan.channel_id,
                "weekday": plan.weekday,
                "hour": plan.hour,
                "zone": plan.time_zone,
                "next_at": to_time(plan.next_at),
                "last_at": to_time(plan.last_at),
            },
        )

    async def switch_off(self, tx: Tx, guild_id: int, *, error: str | None = None) -> None:
        """Post no more digests in a server, and keep the reason if there is one."""
        await tx.execute_fetchall(
            "UPDATE digest SET state = 'off', error = ? WHERE guild_id = ?", (error, guild_id)
        )

    async def due(self, now: datetime, limit: int) -> list[int]:
        """Return servers whose digest may be tried now, the one that waited longest first."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT guild_id FROM digest
                WHERE state = 'on' AND (not_before <= ? OR not_before > ?)
                ORDER BY not_before, guild_id LIMIT ?
                """,
                (to_time(now), to_time(now + LONGEST_WAIT), limit),
            )
        return [row["guild_id"] for row in rows]

    async def next_due_at(self) -> datetime | None:
        """Return when ``due`` has something to say next, maybe a time that is past."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT min(not_before) AS due_at FROM digest WHERE state = 'on'"
            )
        due_at: int | None = next(iter(rows))["due_at"]
        return from_time(due_at)

    async def move_on(
        self, tx: Tx, plan: DigestPlan, next_at: datetime, *, posted: bool, error: str | None = None
    ) -> None:
        """Move on from a planned moment: its digest is posted, or there is none.

        One that moderators set anew meanwhile stays as they set it.
        """
        await tx.execute_fetchall(
            """
            UPDATE digest SET
                next_at = :next_at, not_before = :next_at, sending_at = NULL, attempts = 0,
                last_at = CASE WHEN :posted THEN next_at ELSE last_at END, error = :error
            WHERE guild_id = :guild AND next_at = :planned AND salt = :salt
            """,
            {
                "next_at": to_time(next_at),
                "posted": posted,
                "error": error,
                "guild": plan.guild_id,
                "planned": to_time(plan.next_at),
                "salt": plan.salt,
            },
        )

    async def mark_sending(self, tx: Tx, plan: DigestPlan, now: datetime) -> bool:
        """Record that a digest is about to be sent; False if it was set anew or is off."""
        changed = await tx.execute_fetchall(
            """
            UPDATE digest SET sending_at = ?
            WHERE guild_id = ? AND next_at = ? AND salt = ? AND state = 'on' RETURNING 1
            """,
            (to_time(now), plan.guild_id, to_time(plan.next_at), plan.salt),
        )
        return bool(list(changed))

    async def defer(
        self, tx: Tx, plan: DigestPlan, not_before: datetime, *, error: str, in_doubt: bool
    ) -> None:
        """Try again then; a digest in doubt keeps the time of the try that is (D9)."""
        await tx.execute_fetchall(
            """
            UPDATE digest SET
                not_before = :not_before, attempts = attempts + 1, error = :error,
                sending_at = CASE WHEN :in_doubt THEN sending_at END
            WHERE guild_id = :guild AND next_at = :planned AND salt = :salt
            """,
            {
                "not_before": to_time(not_before),
                "error": error,
                "in_doubt": in_doubt,
                "guild": plan.guild_id,
                "planned": to_time(plan.next_at),
                "salt": plan.salt,
            },
        )

    async def channels(self, guild_id: int, week: Week) -> frozenset[int]:
        """Return the channels of a server in which the stories of a week were posted."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT DISTINCT channel_id FROM score JOIN post USING (story_id, guild_id)
                WHERE score.guild_id = ? AND posted_at >= ? AND posted_at < ? AND points > 0
                    AND state = 'sent' AND deleted_at IS NULL
                """,
                (guild_id, *map(to_time, week)),
            )
        return frozenset(row["channel_id"] for row in rows)

    async def best(
        self, guild_id: int, week: Week, *, channels: Collection[int], limit: int
    ) -> list[Best]:
        """Return the best of a week's stories that have points, each with its oldest post.

        Only those that stand in one of these channels now.
        """
        values = {
            "guild": guild_id,
            "since": to_time(week.since),
            "until": to_time(week.until),
            "channels": to_json(channels),
            "limit": limit,
        }
        async with self._database.read() as reader:
            rows = list(await reader.execute_fetchall(_BEST, values))
            articles = await articles_by_id(reader, _distinct(row["article_id"] for row in rows))
        return [Best(post_from(row, articles[row["article_id"]]), row["points"]) for row in rows]


_BEST = """
SELECT post.*, subscription.spoiler_words, subscription.settings, points
FROM score INDEXED BY score_posted
JOIN post ON post.id = (
    SELECT id FROM post AS shown INDEXED BY post_story
    WHERE shown.story_id = score.story_id AND shown.guild_id = score.guild_id
        AND shown.state = 'sent' AND shown.deleted_at IS NULL AND shown.joined_to IS NULL
        AND shown.channel_id IN (SELECT value FROM json_each(:channels))
    ORDER BY shown.sent_at, shown.id LIMIT 1
)
LEFT JOIN subscription ON subscription.id = post.subscription_id
WHERE score.guild_id = :guild AND posted_at >= :since AND posted_at < :until AND points > 0
ORDER BY best DESC, points DESC, posted_at DESC, score.story_id DESC
LIMIT :limit
"""


def _distinct(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))


def _plan_from(row: aiosqlite.Row) -> DigestPlan:
    return DigestPlan(
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        weekday=row["weekday"],
        hour=row["hour"],
        time_zone=row["time_zone"],
        on=row["state"] == "on",
        salt=row["salt"],
        next_at=from_time(int(row["next_at"])),
        not_before=from_time(int(row["not_before"])),
        sending_at=from_time(row["sending_at"]),
        attempts=row["attempts"],
        last_at=from_time(row["last_at"]),
        error=row["error"],
    )
