"""The outbox of notices: which are to be told, and what became of each message.

pending → sending → told; back to pending when Discord certainly did not take it. One that ends before
it was told is dropped. Those of servers without a channel for notices stay pending until there is
one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.domain.notice import Kind, Notice
from bot.storage.database import Database, Tx
from bot.storage.notice import notice_from
from bot.storage.value import from_time, to_json, to_time

LONGEST_WAIT: Final = timedelta(days=2)
"""A notice waits no longer for another try: one that does was stored by a clock that ran ahead (V64)."""


class NoticeOutbox:
    """Keep what is to be told, and which messages are to be brought up to date."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime, limit: int) -> list[int]:
        """Return servers that have something to be told, or a message to be brought up to date."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT DISTINCT guild_id FROM (
                    SELECT guild_id, not_before AS at
                    FROM notice INDEXED BY notice_due CROSS JOIN server USING (guild_id)
                    WHERE state IN ('pending', 'sending')
                        AND (not_before <= :now OR not_before > :far)
                        AND notice_channel_id IS NOT NULL
                        AND (notice_problem IS NULL OR notice_retry_at <= :now)
                    UNION ALL
                    SELECT guild_id, edit_at FROM notice WHERE edit_at <= :now OR edit_at > :far
                ) LIMIT :limit
                """,
                {"now": to_time(now), "far": to_time(now + LONGEST_WAIT), "limit": limit},
            )
        return [row["guild_id"] for row in rows]

    async def next_due_at(self) -> datetime | None:
        """Return when ``due`` has something to say next, maybe a time that is past."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT min(at) FROM (
                    SELECT max(min(not_before), coalesce(notice_retry_at, 0)) AS at
                    FROM notice INDEXED BY notice_due CROSS JOIN server USING (guild_id)
                    WHERE state IN ('pending', 'sending') AND notice_channel_id IS NOT NULL
                        AND (notice_problem IS NULL OR notice_retry_at IS NOT NULL)
                    GROUP BY guild_id
                    UNION ALL
                    SELECT min(edit_at) FROM notice WHERE edit_at IS NOT NULL
                )
                """
            )
        found: int | None = next(iter(rows))[0]
        return from_time(found)

    async def untold(self, guild_id: int) -> list[Notice]:
        """Return what a server is to be told, and what may have been told, oldest first."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT * FROM notice INDEXED BY notice_due
                WHERE guild_id = ? AND state IN ('pending', 'sending') ORDER BY id
                """,
                (guild_id,),
            )
        return [notice_from(row) for row in rows]

    async def outdated(self, guild_id: int, now: datetime) -> list[int]:
        """Return the bundles whose message is to be brought up to date now."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT DISTINCT bundle FROM notice
                WHERE (edit_at <= ?2 OR edit_at > ?3) AND guild_id = ?1
                """,
                (guild_id, to_time(now), to_time(now + LONGEST_WAIT)),
            )
        return [row["bundle"] for row in rows]

    async def mark_sending(
        self, tx: Tx, notices: Iterable[Notice], channel_id: int, now: datetime
    ) -> list[Notice]:
        """Record that one message is about to tell these; returns those that still are to be told."""
        rows = await tx.execute_fetchall(
            """
            SELECT id FROM notice
            WHERE id IN (SELECT value FROM json_each(?)) AND state IN ('pending', 'sending')
            """,
            (to_json(one.id for one in notices),),
        )
        ids = [row["id"] for row in rows]
        rows = await tx.execute_fetchall(
            """
            UPDATE notice SET
                state = 'sending', sending_at = :now, channel_id = :channel, bundle = :bundle
            WHERE id IN (SELECT value FROM json_each(:ids)) RETURNING *
            """,
            {
                "now": to_time(now),
                "channel": channel_id,
                "bundle": min(ids, default=None),
                "ids": to_json(ids),
            },
        )
        return sorted(map(notice_from, rows), key=lambda one: one.id)

    async def mark_told(self, tx: Tx, first_id: int, message_id: int, now: datetime) -> None:
        """Record the message of a bundle; what ended meanwhile is soon shown as such."""
        await tx.execute_fetchall(
            """
            UPDATE notice SET
                state = 'told', message_id = :message, error = NULL, attempts = 0,
                edit_at = iif(ended_at IS NOT NULL AND kind <> :back, :now, NULL)
            WHERE bundle = :bundle
            """,
            {"message": message_id, "back": Kind.BACK, "now": to_time(now), "bundle": first_id},
        )

    async def defer(
        self, tx: Tx, ids: Iterable[int], not_before: datetime, *, error: str, in_doubt: bool
    ) -> None:
        """Try again then; what is in doubt keeps the time of the try that is (D9).

        What ended meanwhile, and was surely not told, is dropped.
        """
        await tx.execute_fetchall(
            """
            UPDATE notice SET
                not_before = :not_before, attempts = attempts + 1, error = :error,
                state = CASE
                    WHEN :in_doubt THEN 'sending'
                    WHEN ended_at IS NOT NULL AND kind <> :back THEN 'dropped'
                    ELSE 'pending'
                END
            WHERE id IN (SELECT value FROM json_each(:ids)) AND state IN ('pending', 'sending')
            """,
            {
                "not_before": to_time(not_before),
                "error": error,
                "in_doubt": in_doubt,
                "back": Kind.BACK,
                "ids": to_json(ids),
            },
        )

    async def drop(self, tx: Tx, ids: Iterable[int], error: str) -> None:
        """Tell none of these."""
        await tx.execute_fetchall(
            """
            UPDATE notice SET state = 'dropped', error = ?
            WHERE id IN (SELECT value FROM json_each(?)) AND state IN ('pending', 'sending')
            """,
            (error, to_json(ids)),
        )

    async def join(self, tx: Tx, ids: Iterable[int], told: Notice, now: datetime) -> None:
        """Let a message that was sent before tell these too."""
        await tx.execute_fetchall(
            """
            UPDATE notice SET
                state = 'told', bundle = :bundle, channel_id = :channel, message_id = :message,
                edit_at = :now
            WHERE id IN (SELECT value FROM json_each(:ids)) AND state = 'pending'
            """,
            {
                "bundle": told.bundle,
                "channel": told.channel_id,
                "message": told.message_id,
                "now": to_time(now),
                "ids": to_json(ids),
            },
        )

    async def edited(self, tx: Tx, first_id: int, *, again_at: datetime | None = None) -> None:
        """Record that a message is up to date, or when to try that again."""
        await tx.execute_fetchall(
            "UPDATE notice SET edit_at = ? WHERE bundle = ? AND edit_at IS NOT NULL",
            (to_time(again_at), first_id),
        )
