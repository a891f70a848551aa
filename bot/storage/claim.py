"""Claims: whose post tells a story in a channel, and whether it may go out at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from bot.domain.pacing import HOUR, UNASKED_PER_HOUR
from bot.storage.database import Database, Tx
from bot.storage.report import Joined
from bot.storage.value import to_json, to_time


class Claim(NamedTuple):
    """A subscription has an article for a post, which may go out at once unless it ``waits``."""

    post_id: int
    subscription_id: int
    article_id: int
    waits: bool


class ClaimTable:
    """Let no story wait for one feed that another brings too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def crowded(self, tx: Tx, wanted: Mapping[int, int], now: datetime) -> set[int]:
        """Return the subscriptions that can't have so many posts more at once, of those without limit.

        That is where some wait already, too.
        """
        rows = await tx.execute_fetchall(
            """
            SELECT wanted.value ->> 0 FROM json_each(:wanted) AS wanted
            WHERE (wanted.value ->> 1) + (
                SELECT count(*) FROM post
                WHERE subscription_id = wanted.value ->> 0 AND state IN ('pending', 'sending')
            ) + (
                SELECT count(*) FROM post
                WHERE subscription_id = wanted.value ->> 0 AND state = 'sent'
                    AND sent_at > :since AND sent_at <= :until
            ) > :most OR EXISTS (
                SELECT 1 FROM post
                WHERE subscription_id = wanted.value ->> 0 AND state = 'waiting'
            )
            """,
            {
                "wanted": to_json(wanted.items()),
                "since": to_time(now - HOUR),
                "until": to_time(now + HOUR),
                "most": UNASKED_PER_HOUR,
            },
        )
        return {row[0] for row in rows}

    async def claim(self, tx: Tx, claims: Iterable[Claim], now: datetime) -> list[Joined]:
        """Give waiting posts to subscriptions that can post them sooner.

        Of several claims on a post the first counts. Returns which articles the posts were of: their
        cards name these now.
        """
        first = {claim.post_id: claim for claim in reversed(list(claims))}
        rows = await tx.execute_fetchall(
            """
            SELECT post.id, post.article_id
            FROM json_each(?) AS claim CROSS JOIN post ON post.id = claim.value ->> 0
            LEFT JOIN subscription AS owner ON owner.id = post.subscription_id
            WHERE post.state = 'waiting' AND post.subscription_id IS NOT claim.value ->> 1
                AND (
                    NOT (claim.value ->> 3) OR owner.id IS NULL
                    OR owner.state <> 'active' OR owner.removed_at IS NOT NULL
                )
            """,
            (to_json(first.values()),),
        )
        if rows:
            await self._give(tx, [first[row["id"]] for row in rows], now)
        return [Joined(row["id"], row["article_id"]) for row in rows]

    async def _give(self, tx: Tx, claims: Iterable[Claim], now: datetime) -> None:
        values = {"claims": to_json(claims), "now": to_time(now)}
        await tx.execute_fetchall(
            """
            UPDATE post SET
                subscription_id = claim.value ->> 1, article_id = claim.value ->> 2,
                state = iif(claim.value ->> 3, 'waiting', 'pending'), not_before = :now
            FROM json_each(:claims) AS claim WHERE post.id = claim.value ->> 0
            """,
            values,
        )
        await tx.execute_fetchall(
            """
            UPDATE subscription SET release_at = :now
            FROM json_each(:claims) AS claim
            WHERE subscription.id = claim.value ->> 1 AND claim.value ->> 3
            """,
            values,
        )
