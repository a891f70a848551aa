"""Posts: the outbox. A row is there before Discord is called, and tells what became of it.

pending → sending → sent; back to pending when Discord certainly did not take it. A post stays in
*sending*, in doubt, as long as that is not known. held → pending or dropped, as a person decides
(see held.py).
Posts of a channel go out by id, and none before it is known what became of one in *sending*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.edit_pace import MERGED
from bot.domain.model import Post, Subscription
from bot.storage.database import Database, Tx
from bot.storage.post_read import read_posts
from bot.storage.value import from_time, to_json, to_time

LONGEST_WAIT = timedelta(days=2)

REST_LAG = timedelta(seconds=2)
"""How far an answer of Discord's REST API may be behind what its gateway has told (V61)."""


class Intention(NamedTuple):
    """A story that is to go into a channel, told by an article.

    ``state`` is "pending", "held", or "dropped" for one that must not follow later.
    """

    story_id: int
    article_id: int
    state: str = "pending"


class Attempt(NamedTuple):
    """What is stored of a try that failed: when to try again, why, and how plain to make it."""

    not_before: datetime
    error: str
    plainness: int

    def columns(self, post_id: int) -> dict[str, object]:
        """Return it as the parameters of a statement."""
        return self._asdict() | {"id": post_id, "not_before": to_time(self.not_before)}


class PostTable:
    """Keep what goes, or went, into which channel."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def enqueue_many(
        self,
        tx: Tx,
        intentions: Iterable[Intention],
        *,
        subscription: Subscription,
        now: datetime,
        waits: bool | None = None,
    ) -> int:
        """Queue stories for a subscription's channel, in this order; thousands are fine (L29).

        Those that are, or were, in the channel are left out (D11). What is pending waits where the
        subscription's posts do, or as ``waits`` has it, and it is soon seen for how long. Returns how
        many are to come.
        """
        rows = await tx.execute_fetchall(
            """
            INSERT INTO post (
                guild_id, channel_id, story_id, article_id, subscription_id, state,
                not_before, created_at
            )
            SELECT
                :guild_id, :channel_id, json_extract(value, '$[0]'), json_extract(value, '$[1]'),
                :subscription_id,
                iif(:waits AND json_extract(value, '$[2]') = 'pending', 'waiting',
                    json_extract(value, '$[2]')),
                :now, :now
            FROM json_each(:intentions) WHERE true ORDER BY key
            ON CONFLICT (channel_id, story_id) WHERE joined_to IS NULL DO NOTHING
            RETURNING state
            """,
            {
                "guild_id": subscription.guild_id,
                "channel_id": subscription.channel_id,
                "subscription_id": subscription.id,
                "intentions": to_json(intentions),
                "waits": subscription.waits if waits is None else waits,
                "now": to_time(now),
            },
        )
        states = Counter(row["state"] for row in rows)
        if states["waiting"]:
            await tx.execute_fetchall(
                "UPDATE subscription SET release_at = :now WHERE id = :id AND state = 'active'",
                {"now": to_time(now), "id": subscription.id},
            )
        return states["pending"] + states["waiting"]

    async def channels_due(self, now: datetime, *, exclude: Collection[int]) -> list[int]:
        """Return the channels whose next post may be tried now, the oldest post first.

        That is the post in *sending* where there is one, else the first pending one. ``exclude``
        are the channels in which a send is under way: in all others *sending* means in doubt. A post
        that waits longer than any does was stored by a clock that ran ahead (V64).
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT channel_id FROM next_post
                WHERE (not_before <= ? OR not_before > ?)
                    AND channel_id NOT IN (SELECT value FROM json_each(?))
                ORDER BY post_id
                """,
                (to_time(now), to_time(now + LONGEST_WAIT), to_json(exclude)),
            )
        return [row["channel_id"] for row in rows]

    async def next_due_at(self) -> datetime | None:
        """Return when ``channels_due`` has something to say next, maybe a time that is past."""
        return await self._time("SELECT min(not_before) FROM next_post")

    async def first_due(self, channel_id: int, now: datetime) -> Post | None:
        """Return the post to try next in a channel in which no send is under way.

        One in state "sending" is in doubt: find out what became of it first. None if nothing may
        be tried now.
        """
        posts = await self._posts(
            """
            SELECT post.*, spoiler_words, settings FROM next_post JOIN post ON post.id = next_post.post_id
            LEFT JOIN subscription ON subscription.id = post.subscription_id
            WHERE next_post.channel_id = :channel
                AND (next_post.not_before <= :now OR next_post.not_before > :far)
            """,
            {"channel": channel_id, "now": to_time(now), "far": to_time(now + LONGEST_WAIT)},
        )
        return next(iter(posts), None)

    async def mark_sending(
        self, tx: Tx, post_id: int, now: datetime, *, revision: int | None = None
    ) -> bool:
        """Record that a post is about to be sent; False if it was sent or dropped meanwhile.

        So it is if it tells something else than at ``revision``, where that is given.
        A post in doubt only once its message was looked for and is not there: as long as that is
        open, ``sending_at`` stays the time of the doubtful try.
        """
        return bool(
            await changed(
                tx,
                """
                UPDATE post SET state = 'sending', sending_at = ?1, attempts = attempts + 1
                WHERE id = ?2 AND state IN ('pending', 'sending')
                    AND revision = coalesce(?3, revision)
                RETURNING 1
                """,
                (to_time(now), post_id, revision),
            )
        )

    async def mark_sent(
        self,
        tx: Tx,
        post_id: int,
        message_id: int,
        now: datetime,
        *,
        revision: int = 0,
        thread_id: int | None = None,
    ) -> None:
        """Record the message of a post, whatever state it was in: it is there.

        In a forum it began the thread ``thread_id``.

        Its vote emoji are those of its server from now on. What fans did under it before this was
        known is read soon (V61); points that the story has from other channels are shown soon (V62),
        and so is what joined it after ``revision``, of which the card was made.
        """
        await tx.execute_fetchall(
            """
            UPDATE post SET
                state = 'sent', message_id = :message, thread_id = :thread, sent_at = :now,
                reaction_not_before = :now,
                recount_state = 'compare', recount_at = :recount_at, doubted_at = :now,
                error = NULL, shown_revision = :revision,
                edit_at = iif(
                    revision <> :revision OR EXISTS (
                        SELECT 1 FROM score
                        WHERE score.story_id = post.story_id AND score.guild_id = post.guild_id
                            AND points <> 0
                    ),
                    :edit_at, NULL
                ),
                (up_emoji, down_emoji) = (
                    SELECT up_emoji, down_emoji FROM vote_rule
                    WHERE vote_rule.guild_id = post.guild_id
                )
            WHERE id = :id
            """,
            {
                "message": message_id,
                "thread": thread_id,
                "now": to_time(now),
                "recount_at": to_time(now + REST_LAG),
                "edit_at": to_time(now + MERGED),
                "revision": revision,
                "id": post_id,
            },
        )

    async def defer(self, tx: Tx, post_id: int, attempt: Attempt) -> None:
        """Make a post pending again that Discord certainly did not take (L23)."""
        await tx.execute_fetchall(
            """
            UPDATE post SET
                state = 'pending', not_before = :not_before, error = :error, plainness = :plainness
            WHERE id = :id AND state IN ('pending', 'sending')
            """,
            attempt.columns(post_id),
        )

    async def stay_in_doubt(self, tx: Tx, post_id: int, attempt: Attempt) -> None:
        """Leave a post in *sending* until then: it may or may not be in the channel (D9).

        ``sending_at`` stays the time of the try that is in doubt.
        """
        await tx.execute_fetchall(
            """
            UPDATE post SET
                not_before = :not_before, error = :error, plainness = :plainness,
                attempts = attempts + 1
            WHERE id = :id AND state = 'sending'
            """,
            attempt.columns(post_id),
        )

    async def hold(self, tx: Tx, post_id: int, reason: str) -> None:
        """Leave a post that Discord certainly did not take to a person; its channel goes on."""
        await tx.execute_fetchall(
            "UPDATE post SET state = 'held', error = ? WHERE id = ?", (reason, post_id)
        )

    async def drop_channel(self, tx: Tx, channel_id: int, reason: str) -> int:
        """End all posts of a channel that are not sent, those in doubt too (M51)."""
        return await changed(
            tx,
            """
            UPDATE post SET state = 'dropped', error = ?
            WHERE channel_id = ? AND state IN ('waiting', 'pending', 'sending', 'held') RETURNING 1
            """,
            (reason, channel_id),
        )

    async def get(self, post_id: int) -> Post | None:
        """Return a post as it stands now."""
        posts = await self._posts(
            """
            SELECT post.*, spoiler_words, settings
            FROM post LEFT JOIN subscription ON subscription.id = post.subscription_id
            WHERE post.id = :id
            """,
            {"id": post_id},
        )
        return next(iter(posts), None)

    async def has_message(self, message_id: int) -> bool:
        """Tell whether a message is known to be a post's."""
        async with self._database.read() as reader:
            return bool(
                list(
                    await reader.execute_fetchall(
                        "SELECT 1 FROM post WHERE message_id = ?", (message_id,)
                    )
                )
            )

    async def counts(self, guild_id: int) -> dict[str, int]:
        """Return how many posts of a server are in each state, 0 left out."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT state, count(*) AS number FROM post WHERE guild_id = ? GROUP BY state",
                (guild_id,),
            )
        return Counter({row["state"]: row["number"] for row in rows})

    async def last_sent_at(self, guild_id: int) -> datetime | None:
        """Return when a server got its last post, None if it never got one."""
        return await self._time(
            "SELECT max(sent_at) FROM post WHERE guild_id = ? AND state = 'sent'", guild_id
        )

    async def _posts(self, sql: str, values: dict[str, object]) -> list[Post]:
        async with self._database.read() as reader:
            return await read_posts(reader, sql, values)

    async def _time(self, sql: str, *values: int) -> datetime | None:
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(sql, values)
        found: int | None = next(iter(rows))[0]
        return from_time(found)


async def changed(tx: Tx, sql: str, values: tuple[object, ...]) -> int:
    """Run a statement that ends in RETURNING, and return how many rows it changed."""
    return len(list(await tx.execute_fetchall(sql, values)))
