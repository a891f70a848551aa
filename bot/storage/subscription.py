"""Subscriptions: which feed goes to which channel, and how that stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain.model import Subscription
from bot.domain.setting import Settings, to_plain
from bot.storage.database import Database, Tx
from bot.storage.row import subscription_from
from bot.storage.subscription_read import SubscriptionRow, rows_by_id
from bot.storage.value import to_json, to_object, to_time


class SubscriptionTable:
    """Keep who wants which feed where."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        tx: Tx,
        *,
        feed_id: int,
        guild_id: int,
        channel_id: int,
        created_by: int,
        backlog: int,
        now: datetime,
    ) -> Subscription | None:
        """Add a subscription and return it; None if the channel has the feed already (D14).

        One that was disabled, or removed just now, starts anew; what waits for it goes out soon.
        """
        rows = await tx.execute_fetchall(
            """
            INSERT INTO subscription (
                feed_id, guild_id, channel_id, created_by, created_at, backlog
            ) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (feed_id, channel_id) DO UPDATE SET
                created_by = excluded.created_by, created_at = excluded.created_at,
                backlog = excluded.backlog, state = 'active', state_at = NULL, removed_at = NULL,
                release_at = excluded.created_at, problem = NULL, problem_since = NULL
            WHERE state = 'disabled' OR removed_at IS NOT NULL
            RETURNING *
            """,
            (feed_id, guild_id, channel_id, created_by, to_time(now), backlog),
        )
        return next(map(subscription_from, rows), None)

    async def set_settings(self, tx: Tx, subscription_id: int, settings: Settings) -> None:
        """Store how a feed is posted in a channel, for all posts that are not sent yet."""
        await tx.execute_fetchall(
            "UPDATE subscription SET settings = ? WHERE id = ?",
            (to_object(to_plain(settings)), subscription_id),
        )

    async def keep_former(self, tx: Tx, subscription_id: int) -> None:
        """Remember settings and spoiler words as they are, so that a change can be undone."""
        await tx.execute_fetchall(
            """
            UPDATE subscription SET former = json_object(
                'settings', json(settings), 'spoiler_words', json(spoiler_words)
            )
            WHERE id = ?
            """,
            (subscription_id,),
        )

    async def swap_former(self, tx: Tx, subscription_id: int) -> None:
        """Undo the last change of settings and spoiler words; a second time does it again."""
        await tx.execute_fetchall(
            """
            UPDATE subscription SET
                settings = json_extract(former, '$.settings'),
                spoiler_words = json_extract(former, '$.spoiler_words'),
                former = json_object(
                    'settings', json(settings), 'spoiler_words', json(spoiler_words)
                )
            WHERE id = ? AND former IS NOT NULL
            """,
            (subscription_id,),
        )

    async def set_spoiler_words(self, tx: Tx, subscription_id: int, words: Iterable[str]) -> None:
        """Store the words that hide photos, for all posts that are not sent yet."""
        await tx.execute_fetchall(
            "UPDATE subscription SET spoiler_words = ? WHERE id = ?",
            (to_json(words), subscription_id),
        )

    async def remove(self, tx: Tx, subscription_id: int) -> None:
        """End a subscription; its posts stay. ``PostTable.leave`` ends what waits."""
        await tx.execute_fetchall("DELETE FROM subscription WHERE id = ?", (subscription_id,))

    async def has(self, channel_id: int, key: str) -> bool:
        """Tell whether a channel gets the feed with this key."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT 1 FROM feed JOIN subscription ON subscription.feed_id = feed.id
                WHERE feed.key = ? AND subscription.channel_id = ? AND subscription.state <> 'disabled'
                    AND subscription.removed_at IS NULL
                """,
                (key, channel_id),
            )
        return bool(list(rows))

    async def of_feed(self, feed_id: int, *, tx: Tx | None = None) -> list[Subscription]:
        """Return the subscriptions of a feed, oldest first, without those whose channel is gone.

        What comes for one that is paused, or was removed just now, waits.
        """
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT * FROM subscription WHERE feed_id = ? AND state <> 'disabled' ORDER BY id",
                (feed_id,),
            )
        return [subscription_from(row) for row in rows]

    async def of_guild(self, guild_id: int) -> list[SubscriptionRow]:
        """Return all subscriptions of a server, by channel, then by the feed's title."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT id FROM subscription WHERE guild_id = ? AND removed_at IS NULL", (guild_id,)
            )
            found = await rows_by_id(reader, [row["id"] for row in rows])
        return sorted(found, key=_place)

    async def row(self, subscription_id: int, *, tx: Tx | None = None) -> SubscriptionRow | None:
        """Return one subscription with its feed and counts, None where there is none."""
        async with self._database.reading(tx) as connection:
            rows = await rows_by_id(connection, [subscription_id])
        return next((row for row in rows if row.subscription.state != "removed"), None)

    async def removed(self, tx: Tx, subscription_id: int) -> SubscriptionRow | None:
        """Return a subscription whose removal can be taken back, None where there is none."""
        rows = await rows_by_id(tx, [subscription_id])
        return next((row for row in rows if row.subscription.state == "removed"), None)

    async def at(self, tx: Tx, feed_id: int, channel_id: int) -> Subscription | None:
        """Return the subscription of a channel to a feed, in whatever state it is."""
        rows = await tx.execute_fetchall(
            "SELECT * FROM subscription WHERE feed_id = ? AND channel_id = ?", (feed_id, channel_id)
        )
        return next(map(subscription_from, rows), None)

    async def pause(self, tx: Tx, subscription_id: int, now: datetime) -> None:
        """Let all that comes wait, and what is about to be posted."""
        await tx.execute_fetchall(
            """
            UPDATE subscription SET state = 'paused', state_at = ?, release_at = NULL
            WHERE id = ? AND state = 'active'
            """,
            (to_time(now), subscription_id),
        )
        await _stop(tx, subscription_id)

    async def resume(self, tx: Tx, subscription_id: int, now: datetime) -> None:
        """Let it post again; soon it is seen which of those that wait may go (F32)."""
        await tx.execute_fetchall(
            """
            UPDATE subscription SET state = 'active', state_at = :now, release_at = :now
            WHERE id = :id AND state = 'paused'
            """,
            {"now": to_time(now), "id": subscription_id},
        )

    async def pace_anew(self, tx: Tx, subscription_id: int, now: datetime) -> None:
        """See again which of its posts may go, for its settings have changed."""
        await tx.execute_fetchall(
            """
            UPDATE subscription SET release_at = ?
            WHERE id = ? AND state = 'active' AND removed_at IS NULL
            """,
            (to_time(now), subscription_id),
        )

    async def mark_removed(self, tx: Tx, subscription_id: int, now: datetime) -> None:
        """Remove a subscription so that it can be taken back; its posts wait meanwhile."""
        await tx.execute_fetchall(
            "UPDATE subscription SET removed_at = ?, release_at = NULL WHERE id = ?",
            (to_time(now), subscription_id),
        )
        await _stop(tx, subscription_id)

    async def restore(self, tx: Tx, subscription_id: int, now: datetime) -> None:
        """Take a removal back; what came meanwhile is posted soon, unless it is paused."""
        await tx.execute_fetchall(
            """
            UPDATE subscription SET
                removed_at = NULL, release_at = iif(state = 'active', :now, NULL)
            WHERE id = :id
            """,
            {"now": to_time(now), "id": subscription_id},
        )

    async def move(self, tx: Tx, subscription_id: int, channel_id: int) -> None:
        """Give a subscription another channel, which must not have its feed; its posts stay."""
        await tx.execute_fetchall(
            """
            UPDATE subscription SET
                channel_id = ?, problem = NULL, problem_since = NULL,
                state_at = iif(state = 'disabled', NULL, state_at),
                state = iif(state = 'disabled', 'active', state)
            WHERE id = ?
            """,
            (channel_id, subscription_id),
        )

    async def set_problem(
        self, tx: Tx, channel_id: int, problem: str | None, now: datetime
    ) -> bool:
        """Store what keeps a channel from being posted to, and return whether that is news."""
        rows = await tx.execute_fetchall(
            """
            UPDATE subscription SET
                problem = :problem,
                problem_since = iif(:problem IS NULL, NULL, coalesce(problem_since, :now))
            WHERE channel_id = :channel AND problem IS NOT :problem
            RETURNING 1
            """,
            {"channel": channel_id, "problem": problem, "now": to_time(now)},
        )
        return bool(list(rows))

    async def disable_channel(self, tx: Tx, channel_id: int, problem: str, now: datetime) -> None:
        """Disable the subscriptions of a channel that is gone (M51)."""
        await self.set_problem(tx, channel_id, problem, now)
        await tx.execute_fetchall(
            """
            UPDATE subscription SET state = 'disabled', state_at = ?
            WHERE channel_id = ? AND state <> 'disabled'
            """,
            (to_time(now), channel_id),
        )


async def _stop(tx: Tx, subscription_id: int) -> None:
    """Let what a subscription is about to post wait."""
    await tx.execute_fetchall(
        "UPDATE post SET state = 'waiting' WHERE subscription_id = ? AND state = 'pending'",
        (subscription_id,),
    )


def _place(row: SubscriptionRow) -> tuple[int, str, int]:
    return row.subscription.channel_id, row.feed.title.casefold(), row.subscription.id
