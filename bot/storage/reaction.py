"""Reactions that the bot has to put or to take away: its own vote emoji, and changed minds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from bot.domain.emoji import DOWN, UP
from bot.storage.database import Database, Tx
from bot.storage.post import LONGEST_WAIT, REST_LAG
from bot.storage.value import from_time, to_json, to_time

MOST_TRIES = 12
"""Tries to put the vote reactions on a message: with doubling pauses, about a day and a half."""


class Unreacted(NamedTuple):
    """A message that lacks the vote reactions; ``attempts`` counts the tries to put them on.

    ``channel_id`` is where the message is, a thread of its own in a forum; ``up`` and ``down`` are
    the emoji of its post.
    """

    post_id: int
    channel_id: int
    message_id: int
    attempts: int
    up: str
    down: str


class Unwanted(NamedTuple):
    """A reaction of a person who has voted otherwise since (V60); ``post_id`` is where it is.

    ``channel_id`` is as in Unreacted.
    """

    post_id: int
    guild_id: int
    channel_id: int
    message_id: int
    user_id: int
    emoji: str
    up: str
    down: str


class ReactionTable:
    """Keep which posts have their vote reactions, and which reactions are to go."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now: datetime, limit: int) -> list[Unreacted]:
        """Return messages that lack the vote reactions and may be tried now, oldest first.

        One that waits longer than any does was stored by a clock that ran ahead (V64).
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT id, place_id, message_id, reaction_attempts,
                    coalesce(up_emoji, ?) AS up, coalesce(down_emoji, ?) AS down
                FROM post
                WHERE state = 'sent' AND reacted_at IS NULL
                    AND (reaction_not_before <= ? OR reaction_not_before > ?)
                ORDER BY reaction_not_before, id LIMIT ?
                """,
                (UP, DOWN, to_time(now), to_time(now + LONGEST_WAIT), limit),
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

    async def mark_done(self, tx: Tx, post_id: int, now: datetime, *, attempts: int = 0) -> None:
        """Record that a message has its reactions, or will never have them.

        ``attempts`` are those that were known when the try began: where the reactions were taken
        away since, there are more, and they stay owed (V57).
        """
        await tx.execute_fetchall(
            "UPDATE post SET reacted_at = ? WHERE id = ? AND reaction_attempts = ?",
            (to_time(now), post_id, attempts),
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

    async def owe(self, tx: Tx, post_ids: Iterable[int], not_before: datetime) -> None:
        """Have the vote reactions put on messages again that lost them (V57).

        The tries of a message are counted on, so that a fight with somebody ends after
        MOST_TRIES.
        """
        await tx.execute_fetchall(
            """
            UPDATE post SET reacted_at = NULL, reaction_not_before = ?,
                reaction_attempts = reaction_attempts + 1
            WHERE id IN (SELECT value FROM json_each(?)) AND state = 'sent'
                AND deleted_at IS NULL AND reaction_attempts < ?
            """,
            (to_time(not_before), to_json(post_ids), MOST_TRIES),
        )

    async def set_emoji(self, tx: Tx, post_id: int, *, up: str, down: str, now: datetime) -> None:
        """Give a post other vote emoji than those of its server.

        Reactions with those that it had still count (V59). It is compared with Discord: others'
        reactions are votes now.
        """
        await tx.execute_fetchall(
            """
            UPDATE post SET
                former_up = iif(coalesce(up_emoji, :usual_up) = :up, former_up, up_emoji),
                former_down = iif(coalesce(down_emoji, :usual_down) = :down, former_down, down_emoji),
                up_emoji = :up, down_emoji = :down, recount_state = 'compare', recount_tries = 0,
                doubted_at = :now, recount_at = :at
            WHERE id = :id AND deleted_at IS NULL
            """,
            {
                "up": up,
                "down": down,
                "usual_up": UP,
                "usual_down": DOWN,
                "now": to_time(now),
                "at": to_time(now + REST_LAG),
                "id": post_id,
            },
        )

    async def posts_with_unwanted(self, now: datetime) -> list[int]:
        """Return the posts with reactions to take away now, the one that waited longest first."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT post_id FROM reaction INDEXED BY reaction_unwanted
                WHERE take_away_at IS NOT NULL AND (take_away_at <= ? OR take_away_at > ?)
                GROUP BY post_id ORDER BY min(take_away_at), post_id
                """,
                (to_time(now), to_time(now + LONGEST_WAIT)),
            )
        return [row["post_id"] for row in rows]

    async def unwanted(self, post_id: int, now: datetime) -> Unwanted | None:
        """Return the reaction under a post to take away next, the one that waited longest."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT post_id, guild_id, place_id, message_id, user_id, emoji,
                    coalesce(up_emoji, :up), coalesce(down_emoji, :down)
                FROM post JOIN reaction ON reaction.post_id = post.id
                WHERE post.id = :id AND (take_away_at <= :now OR take_away_at > :far)
                ORDER BY take_away_at, user_id LIMIT 1
                """,
                {
                    "id": post_id,
                    "up": UP,
                    "down": DOWN,
                    "now": to_time(now),
                    "far": to_time(now + LONGEST_WAIT),
                },
            )
        return next((Unwanted(*row) for row in rows), None)

    async def next_unwanted_at(self, *, tx: Tx | None = None) -> datetime | None:
        """Return when ``unwanted`` has something to say next, maybe a time that is past."""
        async with self._database.reading(tx) as reader:
            rows = await reader.execute_fetchall(
                "SELECT min(take_away_at) AS at FROM reaction WHERE take_away_at IS NOT NULL"
            )
        found: int | None = next(iter(rows))["at"]
        return from_time(found)

    async def doubt_kept(self, tx: Tx, post_id: int, now: datetime) -> None:
        """Plan to take away, once more, what is under a post and is not its person's vote.

        It may have been taken away and put back while nobody told us, or the bot may do so now.
        """
        await tx.execute_fetchall(
            """
            UPDATE reaction SET take_away_at = :now
            WHERE post_id = :post AND counts AND take_away_at IS NULL AND value <> (
                SELECT vote.value FROM post JOIN vote
                    ON vote.story_id = post.story_id AND vote.guild_id = post.guild_id
                WHERE post.id = :post AND vote.user_id = reaction.user_id
            )
            """,
            {"post": post_id, "now": to_time(now)},
        )

    async def plan_taking_away(self, tx: Tx, one: Unwanted, at: datetime | None) -> None:
        """Take a reaction away then; None to leave it, since Discord does not let us."""
        await tx.execute_fetchall(
            """
            UPDATE reaction SET take_away_at = ?
            WHERE post_id = ? AND user_id = ? AND emoji = ? AND take_away_at IS NOT NULL
            """,
            (to_time(at), one.post_id, one.user_id, one.emoji),
        )
