"""Posts that wait for their subscription: waiting → pending, or dropped as they are in a digest card.

``subscription.release_at`` is when to look at them, NULL for not before something else happens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.domain.intake import IN_A_DIGEST
from bot.domain.model import Post
from bot.domain.pacing import HOUR, Queue, Sent, Unsent
from bot.storage.database import Database, Tx
from bot.storage.post import LONGEST_WAIT, changed
from bot.storage.post_read import read_posts
from bot.storage.row import subscription_from
from bot.storage.value import from_time, to_json, to_time

SHORTEST_PAUSE: Final = timedelta(seconds=10)
"""So long a channel is left alone after a try, however often its permissions change."""


class WaitingTable:
    """Find what waits, and let it go."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def channels_due(
        self, now: datetime, limit: int, *, exclude: Collection[int]
    ) -> list[int]:
        """Return the channels to look at now, the longest due first.

        A time that is farther away than any is was stored by a clock that ran ahead (V64).
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT channel_id FROM subscription
                WHERE (release_at <= :now OR release_at > :far)
                    AND channel_id NOT IN (SELECT value FROM json_each(:busy))
                GROUP BY +channel_id ORDER BY min(release_at) LIMIT :most
                """,
                {
                    "now": to_time(now),
                    "far": to_time(now + LONGEST_WAIT),
                    "busy": to_json(exclude),
                    "most": limit,
                },
            )
        return [row["channel_id"] for row in rows]

    async def next_due_at(self) -> datetime | None:
        """Return when to look next, maybe a time that is past."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT min(release_at) FROM subscription WHERE release_at IS NOT NULL"
            )
        found: int | None = next(iter(rows))[0]
        return from_time(found)

    async def queues(self, tx: Tx, channel_id: int, now: datetime) -> list[Queue]:
        """Return what the subscriptions of a channel are about to post.

        Those of which nothing waits, nor is to be looked at, are left out, unless the bot may not
        post there: then all of them wait.
        """
        rows = await tx.execute_fetchall(
            "SELECT * FROM subscription WHERE channel_id = ? ORDER BY id", (channel_id,)
        )
        unsent, waiting, sending = await self._unsent(tx, channel_id)
        sent = await self._sent(tx, channel_id, now)
        blocked = any(row["problem"] is not None for row in rows)
        return [
            Queue(
                subscription=subscription_from(row),
                unsent=tuple(unsent[row["id"]]),
                sending=sending[row["id"]],
                sent=tuple(sent[row["id"]]),
            )
            for row in rows
            if blocked or row["id"] in waiting or row["release_at"] is not None
        ]

    async def _unsent(
        self, tx: Tx, channel_id: int
    ) -> tuple[dict[int, list[Unsent]], set[int], dict[int, int]]:
        """Return what is not sent, of whom anything waits, and how much is in doubt."""
        rows = await tx.execute_fetchall(
            """
            SELECT post.subscription_id, post.id, post.created_at, post.state
            FROM subscription CROSS JOIN post ON post.subscription_id = subscription.id
            WHERE subscription.channel_id = ? AND post.state IN ('waiting', 'pending', 'sending')
            ORDER BY post.id
            """,
            (channel_id,),
        )
        unsent: dict[int, list[Unsent]] = defaultdict(list)
        sending: dict[int, int] = defaultdict(int)
        for subscription_id, post_id, since, state in rows:
            if state == "sending":
                sending[subscription_id] += 1
            else:
                unsent[subscription_id].append(Unsent(post_id, from_time(int(since))))
        return unsent, {row[0] for row in rows if row[3] == "waiting"}, sending

    async def _sent(self, tx: Tx, channel_id: int, now: datetime) -> dict[int, list[Sent]]:
        """Return what was sent within the last hour; by a clock that ran far ahead counts no more."""
        rows = await tx.execute_fetchall(
            """
            SELECT post.subscription_id, post.sent_at, post.created_at
            FROM subscription CROSS JOIN post ON post.subscription_id = subscription.id
            WHERE subscription.channel_id = ? AND post.state = 'sent'
                AND post.sent_at > ? AND post.sent_at <= ?
            ORDER BY post.sent_at
            """,
            (channel_id, to_time(now - HOUR), to_time(now + HOUR)),
        )
        sent: dict[int, list[Sent]] = defaultdict(list)
        for subscription_id, at, since in rows:
            sent[subscription_id].append(Sent(from_time(int(at)), from_time(int(since))))
        return sent

    async def let_go(self, tx: Tx, post_ids: Iterable[int], now: datetime) -> int:
        """Make those of the posts pending that wait; returns how many."""
        return await changed(
            tx,
            """
            UPDATE post SET state = 'pending', not_before = ?
            WHERE id IN (SELECT value FROM json_each(?)) AND state = 'waiting' RETURNING 1
            """,
            (to_time(now), to_json(post_ids)),
        )

    async def keep(self, tx: Tx, post_ids: Iterable[int]) -> None:
        """Let posts wait that are pending."""
        await tx.execute_fetchall(
            """
            UPDATE post SET state = 'waiting'
            WHERE id IN (SELECT value FROM json_each(?)) AND state = 'pending'
            """,
            (to_json(post_ids),),
        )

    async def keep_channel(self, tx: Tx, channel_id: int, *, but: int, now: datetime) -> None:
        """Let all posts of a channel wait in which the bot may not post, but one (M50)."""
        await tx.execute_fetchall(
            """
            UPDATE post SET state = 'waiting'
            WHERE channel_id = ? AND state = 'pending' AND id <> ? AND subscription_id IS NOT NULL
            """,
            (channel_id, but),
        )
        await self.look_at_channel(tx, channel_id, now)

    async def posts(self, tx: Tx, post_ids: Iterable[int]) -> list[Post]:
        """Return posts with their articles and reports, oldest first."""
        return await read_posts(
            tx,
            """
            SELECT post.*, spoiler_words, settings
            FROM json_each(:ids) AS wanted CROSS JOIN post ON post.id = wanted.value
            LEFT JOIN subscription ON subscription.id = post.subscription_id
            ORDER BY post.id
            """,
            {"ids": to_json(post_ids)},
        )

    async def stories(self, tx: Tx, post_ids: Iterable[int]) -> int:
        """Return for how many stories posts stand: a digest card for all that it lists."""
        rows = await tx.execute_fetchall(
            """
            SELECT sum(max(article.digest, 1)) FROM json_each(?) AS wanted
            CROSS JOIN post ON post.id = wanted.value JOIN article ON article.id = post.article_id
            """,
            (to_json(post_ids),),
        )
        return int(next(iter(rows))[0] or 0)

    async def fold(
        self, tx: Tx, post_ids: Iterable[int], *, channel_id: int, story_id: int
    ) -> None:
        """End posts that the card of a story lists in their channel (L26)."""
        await tx.execute_fetchall(
            """
            UPDATE post SET state = 'dropped', error = :error, digest_id = (
                SELECT id FROM post WHERE channel_id = :channel AND story_id = :story
            )
            WHERE id IN (SELECT value FROM json_each(:ids)) AND state IN ('waiting', 'pending')
            """,
            {
                "error": IN_A_DIGEST,
                "channel": channel_id,
                "story": story_id,
                "ids": to_json(post_ids),
            },
        )

    async def look_at(self, tx: Tx, looks: Mapping[int, datetime | None]) -> None:
        """Store when to look at subscriptions again."""
        await tx.execute_fetchall(
            """
            UPDATE subscription SET release_at = look.value ->> 1
            FROM json_each(?) AS look WHERE subscription.id = look.value ->> 0
            """,
            (to_json([id_, to_time(at)] for id_, at in looks.items()),),
        )

    async def look_at_channel(self, tx: Tx, channel_id: int, now: datetime) -> None:
        """Look at a channel now: whether the bot may post in it has changed."""
        await tx.execute_fetchall(
            "UPDATE subscription SET release_at = ? WHERE channel_id = ? AND state = 'active'",
            (to_time(now), channel_id),
        )

    async def look_again(self, tx: Tx, guild_id: int, now: datetime) -> None:
        """Look at all that waits in a server now: what it set has changed."""
        await tx.execute_fetchall(
            """
            UPDATE subscription SET release_at = ?
            WHERE guild_id = ? AND state = 'active' AND (
                release_at IS NOT NULL
                OR EXISTS (
                    SELECT 1 FROM post
                    WHERE subscription_id = subscription.id AND post.state = 'waiting'
                )
            )
            """,
            (to_time(now), guild_id),
        )

    async def try_again(self, tx: Tx, guild_id: int, now: datetime) -> int:
        """Let a post be tried now where the bot might not post; returns in how many channels."""
        values = {
            "guild": guild_id,
            "now": to_time(now),
            "pause": SHORTEST_PAUSE // timedelta(microseconds=1),
        }
        await tx.execute_fetchall(
            """
            UPDATE post SET
                not_before = min(not_before, max(:now, coalesce(sending_at + :pause, 0)))
            WHERE state IN ('pending', 'sending') AND channel_id IN (
                SELECT channel_id FROM subscription
                WHERE guild_id = :guild AND problem IS NOT NULL AND state <> 'disabled'
            )
            """,
            values,
        )
        rows = await tx.execute_fetchall(
            """
            UPDATE subscription SET release_at = :now
            WHERE guild_id = :guild AND problem IS NOT NULL AND state = 'active'
            RETURNING channel_id
            """,
            values,
        )
        return len({row["channel_id"] for row in rows})
