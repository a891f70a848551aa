"""What is still to be done for posts whose messages are there: columns of the post, by errand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from bot.domain.errand import Errand
from bot.storage.database import Database, Tx
from bot.storage.post import LONGEST_WAIT
from bot.storage.value import from_time, to_json, to_time


class OpenErrand(NamedTuple):
    """A post for which an errand is to be run; ``tries`` failed in a row."""

    post_id: int
    channel_id: int
    tries: int
    sent_at: datetime


class ErrandTable:
    """Keep which errands are open; the names of columns come from the kinds of errands alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, tx: Tx, post_id: int, errands: Collection[Errand], now: datetime) -> None:
        """Open the errands of a post that was just sent."""
        await tx.execute_fetchall(
            "UPDATE post SET talk_at = ?, publish_at = ? WHERE id = ?",
            (
                to_time(now) if Errand.TALK in errands else None,
                to_time(now) if Errand.PUBLISH in errands else None,
                post_id,
            ),
        )

    async def due(
        self, errand: Errand, now: datetime, limit: int, *, exclude: Collection[int] = ()
    ) -> list[OpenErrand]:
        """Return posts whose errand may be run now, the newest first: it is news that counts.

        Those in ``exclude`` are left out. One that waits longer than any does was stored by a clock
        that ran ahead (V64).
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                f"""
                SELECT id, channel_id, {errand}_tries AS tries, sent_at FROM post
                WHERE {errand}_at IS NOT NULL AND ({errand}_at <= :now OR {errand}_at > :far)
                    AND id NOT IN (SELECT value FROM json_each(:exclude))
                ORDER BY id DESC LIMIT :limit
                """,  # noqa: S608 - one of two kinds
                {
                    "now": to_time(now),
                    "far": to_time(now + LONGEST_WAIT),
                    "exclude": to_json(exclude),
                    "limit": limit,
                },
            )
        return [
            OpenErrand(row["id"], row["channel_id"], row["tries"], from_time(int(row["sent_at"])))
            for row in rows
        ]

    async def next_due_at(self, errand: Errand) -> datetime | None:
        """Return when ``due`` has something to say next, maybe a time that is past."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                f"SELECT min({errand}_at) AS at FROM post WHERE {errand}_at IS NOT NULL"  # noqa: S608
            )
        found: int | None = next(iter(rows))["at"]
        return from_time(found)

    async def done(self, tx: Tx, errand: Errand, post_id: int, *, published: bool = False) -> None:
        """Close an errand; what was ``published`` to other servers is edited more rarely (M52)."""
        await tx.execute_fetchall(
            f"""
            UPDATE post SET {errand}_at = NULL, crossposted = max(crossposted, ?) WHERE id = ?
            """,  # noqa: S608 - one of two kinds
            (int(published), post_id),
        )

    async def defer(self, tx: Tx, errand: Errand, post_id: int, until: datetime) -> None:
        """Run an errand again then, after a try that failed."""
        await tx.execute_fetchall(
            f"""
            UPDATE post SET {errand}_at = ?, {errand}_tries = {errand}_tries + 1 WHERE id = ?
            """,  # noqa: S608 - one of two kinds
            (to_time(until), post_id),
        )

    async def defer_channel(self, tx: Tx, errand: Errand, channel_id: int, until: datetime) -> None:
        """Run none of a channel's errands before then: Discord has had enough of them."""
        await tx.execute_fetchall(
            f"""
            UPDATE post SET {errand}_at = max({errand}_at, ?)
            WHERE {errand}_at IS NOT NULL AND channel_id = ?
            """,  # noqa: S608 - one of two kinds
            (to_time(until), channel_id),
        )

    async def set_problem(self, tx: Tx, post_id: int, problem: str | None, now: datetime) -> None:
        """Record what keeps threads from being started under the posts of a subscription, or None."""
        await tx.execute_fetchall(
            """
            UPDATE subscription SET
                side_problem = ?1,
                side_problem_since = iif(?1 IS NULL, NULL, coalesce(side_problem_since, ?2))
            WHERE id = (SELECT subscription_id FROM post WHERE id = ?3) AND side_problem IS NOT ?1
            """,
            (problem, to_time(now), post_id),
        )
