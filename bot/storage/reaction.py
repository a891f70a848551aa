"""Reactions that the bot owes: the messages that lack the vote."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.storage.database import Database, Tx
from bot.storage.post import LONGEST_WAIT
from bot.storage.value import from_time, to_time


class Unreacted(NamedTuple):
    """A message that lacks the vote reactions; ``attempts`` counts the tries to put them on."""

    post_id: int
    channel_id: int
    message_id: int
    attempts: int


class ReactionTable:
    """Keep which posts have their vote reactions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime, limit: int) -> list[Unreacted]:
        """Return messages that lack the vote reactions and may be tried now, oldest first.

        One that waits longer than any does was stored by a clock that ran ahead (V64).
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT id, channel_id, message_id, reaction_attempts FROM post
                WHERE state = 'sent' AND reacted_at IS NULL
                    AND (reaction_not_before <= ? OR reaction_not_before > ?)
                ORDER BY reaction_not_before, id LIMIT ?
                """,
                (to_time(now), to_time(now + LONGEST_WAIT), limit),
            )
        return [Unreacted(*row) for row in rows]

    async def next_due_at(self) -> datetime | None:
        """Return when ``due`` has something to say next, maybe a time that is past."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT min(reaction_not_before) AS due_at FROM post
                WHERE state = 'sent' AND reacted_at IS NULL
                """
            )
        due_at: int | None = next(iter(rows))["due_at"]
        return from_time(due_at)

    async def mark_done(self, tx: Tx, post_id: int, now: datetime) -> None:
        """Record that a message has its reactions, or will never have them."""
        await tx.execute_fetchall(
            "UPDATE post SET reacted_at = ? WHERE id = ?", (to_time(now), post_id)
        )

    async def defer(self, tx: Tx, post_id: int, not_before: datetime) -> None:
        """Try the reactions of a message again then, and count the try."""
        await tx.execute_fetchall(
            """
            UPDATE post SET
                reaction_not_before = ?, reaction_attempts = reaction_attempts + 1
            WHERE id = ?
            """,
            (to_time(not_before), post_id),
        )
