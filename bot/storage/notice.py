"""Notices: which states moderators are told of, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import aiosqlite

from bot.domain.notice import OF_FEEDS, Act, Condition, Facts, Kind, Notice, Outcome
from bot.domain.notice_change import Ended, OpenNotice
from bot.storage.database import Database, Tx
from bot.storage.value import from_json, from_time, to_json, to_object, to_time


class NoticeTable:
    """Keep the notices of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, *, tx: Tx | None = None) -> list[OpenNotice]:
        """Return the states that were noticed and had no end so far, of all servers."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                """
                SELECT id, guild_id, kind, subject, since, state, EXISTS (
                    SELECT 1 FROM subscription
                    WHERE subscription.guild_id = notice.guild_id AND removed_at IS NULL
                        AND subscription.state = 'active' AND subject = iif(
                            kind IN (SELECT value FROM json_each(?)), feed_id, channel_id
                        )
                ) AS wanted
                FROM notice INDEXED BY notice_once WHERE ended_at IS NULL
                """,
                (to_json(OF_FEEDS),),
            )
        return [
            OpenNotice(
                id=row["id"],
                guild_id=row["guild_id"],
                kind=Kind(row["kind"]),
                subject=row["subject"],
                since=from_time(int(row["since"])),
                told=row["state"] in ("sending", "told"),
                wanted=bool(row["wanted"]),
            )
            for row in rows
        ]

    async def begin(self, tx: Tx, found: Iterable[Condition], now: datetime) -> None:
        """Note states that began; each is told once its patience is over."""
        await tx.executemany(
            """
            INSERT INTO notice (guild_id, kind, subject, since, detail, not_before)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                (
                    one.guild_id,
                    one.kind,
                    one.subject,
                    to_time(one.since),
                    to_object(one.facts.to_plain()),
                    to_time(now + one.patience),
                )
                for one in found
            ],
        )

    async def end(self, tx: Tx, ended: Iterable[Ended], now: datetime) -> None:
        """Note that states are over: what was told is soon shown as such, all else is dropped."""
        await tx.executemany(
            """
            UPDATE notice SET
                ended_at = :now, outcome = :outcome,
                state = iif(state = 'pending', 'dropped', state),
                edit_at = iif(message_id IS NULL, NULL, :now)
            WHERE id = :id AND ended_at IS NULL
            """,
            [{"id": one.notice.id, "outcome": one.outcome, "now": to_time(now)} for one in ended],
        )

    async def tell_back(self, tx: Tx, notice_ids: Iterable[int], now: datetime) -> None:
        """Add a notice of its own that tells that what these told of is over (F32)."""
        await tx.execute_fetchall(
            """
            INSERT INTO notice (guild_id, kind, subject, since, ended_at, detail, not_before)
            SELECT guild_id, :back, subject, since, :now, detail, :now
            FROM notice WHERE id IN (SELECT value FROM json_each(:ids))
            """,
            {"back": Kind.BACK, "now": to_time(now), "ids": to_json(notice_ids)},
        )

    async def set_act(self, tx: Tx, ids: Iterable[int], act: Act | None) -> None:
        """Record what a moderator did about notices, None for nothing."""
        await tx.execute_fetchall(
            "UPDATE notice SET act = ? WHERE id IN (SELECT value FROM json_each(?))",
            (act, to_json(ids)),
        )

    async def set_problem(
        self, tx: Tx, guild_id: int, problem: str | None, *, retry_at: datetime | None = None
    ) -> bool:
        """Store why nothing can be told in a server, and return whether that is news."""
        before = await tx.execute_fetchall(
            "SELECT notice_problem FROM server WHERE guild_id = ?", (guild_id,)
        )
        await tx.execute_fetchall(
            "UPDATE server SET notice_problem = ?, notice_retry_at = ? WHERE guild_id = ?",
            (problem, to_time(retry_at), guild_id),
        )
        return any(row["notice_problem"] != problem for row in before)

    async def problem(self, guild_id: int) -> str | None:
        """Return why nothing can be told in a server, None where all is well."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT notice_problem FROM server WHERE guild_id = ?", (guild_id,)
            )
        return next((row["notice_problem"] for row in rows), None)

    async def bundle(self, first_id: int) -> list[Notice]:
        """Return all that one message tells, by the first of them, oldest first."""
        return await self._notices("SELECT * FROM notice WHERE bundle = ? ORDER BY id", first_id)

    async def told(self, guild_id: int, kind: Kind) -> list[Notice]:
        """Return the states of a kind that a server was told of and that still last."""
        return await self._notices(
            """
            SELECT * FROM notice INDEXED BY notice_once
            WHERE guild_id = ? AND kind = ? AND ended_at IS NULL AND state = 'told' ORDER BY id
            """,
            guild_id,
            kind,
        )

    async def forget(self, tx: Tx, before: datetime) -> None:
        """Forget what ended before a moment, and what was never told of it."""
        await tx.execute_fetchall(
            """
            DELETE FROM notice INDEXED BY notice_ended
            WHERE ended_at < ? AND edit_at IS NULL
            """,
            (to_time(before),),
        )

    async def _notices(self, sql: str, *values: int | str) -> list[Notice]:
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(sql, values)
        return [notice_from(row) for row in rows]


def notice_from(row: aiosqlite.Row) -> Notice:
    """Return the notice of a row of all its columns."""
    return Notice(
        id=row["id"],
        guild_id=row["guild_id"],
        kind=Kind(row["kind"]),
        subject=row["subject"],
        since=from_time(int(row["since"])),
        facts=Facts.from_plain(from_json(row["detail"])),
        salt=row["salt"],
        state=row["state"],
        ended_at=from_time(row["ended_at"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        bundle=row["bundle"],
        not_before=from_time(int(row["not_before"])),
        attempts=row["attempts"],
        sending_at=from_time(row["sending_at"]),
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        act=Act(row["act"]) if row["act"] else None,
        error=row["error"],
    )
