"""Subscriptions that are gone for people, and soon for good."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.storage.database import Database, Tx
from bot.storage.value import from_time, to_time

UNDO = timedelta(minutes=1)
"""For so long a removal can be taken back."""

KEPT = timedelta(days=30)
"""For so long a feed is kept whose channel is gone (M51)."""


class RemovedFeedTable:
    """Find what is to be cleared away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def clearable(self, now: datetime, limit: int) -> list[int]:
        """Return subscriptions that were removed a minute ago, or without a channel for 30 days.

        A removal in the future was recorded by a clock that ran ahead (V64).
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT id FROM subscription WHERE removed_at <= :undo OR removed_at > :far
                UNION ALL
                SELECT id FROM subscription
                WHERE state = 'disabled' AND state_at <= :kept AND removed_at IS NULL
                LIMIT :most
                """,
                _times(now) | {"most": limit},
            )
        return [row["id"] for row in rows]

    async def is_clearable(self, tx: Tx, subscription_id: int, now: datetime) -> bool:
        """Tell whether one is still to be cleared away: nobody took it back meanwhile."""
        rows = await tx.execute_fetchall(
            """
            SELECT 1 FROM subscription WHERE id = :id AND (
                removed_at <= :undo OR removed_at > :far
                OR (state = 'disabled' AND state_at <= :kept AND removed_at IS NULL)
            )
            """,
            _times(now) | {"id": subscription_id},
        )
        return bool(list(rows))

    async def next_at(self) -> datetime | None:
        """Return when the next one can be cleared away, maybe a time that is past."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT
                    (SELECT min(removed_at) FROM subscription WHERE removed_at IS NOT NULL)
                        AS removed_at,
                    (SELECT min(state_at) FROM subscription WHERE state = 'disabled')
                        AS disabled_at
                """
            )
        first = next(iter(rows))
        removed, disabled = from_time(first["removed_at"]), from_time(first["disabled_at"])
        times = [removed and removed + UNDO, disabled and disabled + KEPT]
        return min((time for time in times if time), default=None)


def _times(now: datetime) -> dict[str, object]:
    return {
        "undo": to_time(now - UNDO),
        "far": to_time(now + UNDO),
        "kept": to_time(now - KEPT),
    }
