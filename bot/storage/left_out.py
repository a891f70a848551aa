"""What filters kept out of channels, and which rule of theirs did, for those who ask why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from bot.storage.database import Tx
from bot.storage.value import to_json, to_time


class LeftOut(NamedTuple):
    """An article that a subscription's filter kept out.

    ``reason`` is the rule that must not hold and did; empty where none of those did that must.
    """

    subscription_id: int
    article_id: int
    reason: str


async def note_left_out(tx: Tx, rows: Iterable[LeftOut], now: datetime) -> None:
    """Note what was kept out; what is noted already stays as it is. Thousands are fine (L29)."""
    await tx.execute_fetchall(
        """
        INSERT INTO left_out (subscription_id, article_id, reason, at)
        SELECT value ->> 0, value ->> 1, value ->> 2, ? FROM json_each(?) WHERE true
        ON CONFLICT DO NOTHING
        """,
        (to_time(now), to_json(rows)),
    )


async def prune_left_out(tx: Tx, *, before: datetime) -> None:
    """Forget what was kept out before then."""
    await tx.execute_fetchall("DELETE FROM left_out WHERE at < ?", (to_time(before),))
