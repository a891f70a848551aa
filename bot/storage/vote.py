"""Votes: Discord's reactions, mirrored, and what follows from them.

``reaction`` has a row for each reaction with a vote emoji that is under a post's message; ``vote`` has
one for each person and story in a server, the newest of the counted reactions (D16, V60, V62).
Whatever writes reactions lets the votes follow in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain.vote import Reactor, VoteRules
from bot.storage.database import Database, Tx
from bot.storage.value import to_json, to_time
from bot.storage.vote_rule import rules_from


class Place(NamedTuple):
    """The post under whose message somebody votes; ``rules`` have the emoji that it was given."""

    post_id: int
    guild_id: int
    story_id: int
    rules: VoteRules


class Ballot(NamedTuple):
    """A story in a server, on which each person has one vote."""

    guild_id: int
    story_id: int


class ReactionRow(NamedTuple):
    """A reaction that is there; ``value`` is 1 or -1, ``counts`` tells whether it makes a vote."""

    post_id: int
    user_id: int
    emoji: str
    value: int
    counts: bool
    at: datetime


class ReactionKey(NamedTuple):
    """A reaction that is there no longer."""

    post_id: int
    user_id: int
    emoji: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be written at once: first ``cleared``, then ``gone``, then ``there``.

    ``cleared`` are pairs of a post and an emoji, of which an empty one means all. ``ballots`` are those of
    every post that is named.
    """

    ballots: dict[int, Ballot] = field(default_factory=dict)
    cleared: list[tuple[int, str]] = field(default_factory=list)
    gone: list[ReactionKey] = field(default_factory=list)
    there: list[ReactionRow] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.cleared or self.gone or self.there)


class VoteTable:
    """Keep the reactions under posts, and the votes that they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def places(self, message_ids: Collection[int]) -> dict[int, Place]:
        """Return the posts of messages, by message; messages that are no post's are left out."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT
                    post.message_id, post.id, post.story_id, post.guild_id,
                    post.up_emoji, post.down_emoji,
                    rule.min_account_age, rule.min_membership, rule.most_toggles
                FROM json_each(?) AS wanted
                JOIN post ON post.message_id = wanted.value
                LEFT JOIN vote_rule AS rule ON rule.guild_id = post.guild_id
                """,
                (to_json(message_ids),),
            )
        return {row["message_id"]: _place(row) for row in rows}

    async def write(self, tx: Tx, batch: Batch, now: datetime) -> set[Ballot]:
        """Write a batch, let the votes follow, and return the ballots whose votes may differ."""
        voters = await self._clear(tx, batch)
        await tx.executemany(
            "DELETE FROM reaction WHERE post_id = ? AND user_id = ? AND emoji = ?", batch.gone
        )
        await tx.executemany(
            """
            INSERT INTO reaction (post_id, user_id, emoji, value, counts, at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (post_id, user_id, emoji) DO UPDATE SET
                value = excluded.value, counts = excluded.counts, at = excluded.at
            """,
            [(*row[:-1], to_time(row.at)) for row in batch.there],
        )
        voters |= {(gone.post_id, gone.user_id) for gone in batch.gone}
        voters |= {(row.post_id, row.user_id) for row in batch.there}
        people = {(*batch.ballots[post_id], user_id) for post_id, user_id in voters}
        await _follow(tx, people, now)
        return {Ballot(guild_id, story_id) for guild_id, story_id, _ in people}

    async def _clear(self, tx: Tx, batch: Batch) -> set[tuple[int, int]]:
        """Delete what was cleared; return whose it was, by post."""
        voters = set()
        for post_id, emoji in batch.cleared:
            rows = await tx.execute_fetchall(
                """
                DELETE FROM reaction WHERE post_id = ?1 AND (?2 = '' OR emoji = ?2)
                RETURNING post_id, user_id
                """,
                (post_id, emoji),
            )
            voters |= {(row["post_id"], row["user_id"]) for row in rows}
        return voters

    async def under(self, post_id: int, *, tx: Tx | None = None) -> set[Reactor]:
        """Return the reactions under a post."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT user_id, emoji FROM reaction WHERE post_id = ?", (post_id,)
            )
        return {Reactor(*row) for row in rows}

    async def counts(self, post_ids: Collection[int]) -> dict[int, dict[str, int]]:
        """Return how many reactions are stored of each emoji, by post; those of bots too."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT post_id, emoji, count(*) AS number
                FROM json_each(?) AS wanted JOIN reaction ON post_id = wanted.value
                GROUP BY post_id, emoji
                """,
                (to_json(post_ids),),
            )
        found: dict[int, dict[str, int]] = {post_id: {} for post_id in post_ids}
        for row in rows:
            found[row["post_id"]][row["emoji"]] = row["number"]
        return found

    async def forget(self, tx: Tx, user_id: int) -> set[Ballot]:
        """Delete all of a person's reactions and votes; return the ballots that they were on."""
        await tx.execute_fetchall("DELETE FROM reaction WHERE user_id = ?", (user_id,))
        rows = await tx.execute_fetchall(
            "DELETE FROM vote WHERE user_id = ? RETURNING guild_id, story_id", (user_id,)
        )
        return {Ballot(*row) for row in rows}


def _place(row: aiosqlite.Row) -> Place:
    return Place(row["id"], row["guild_id"], row["story_id"], rules_from(row))


async def _follow(tx: Tx, people: Iterable[tuple[int, int, int]], now: datetime) -> None:
    """Let the votes of people on a story follow from their reactions under its posts."""
    rows: list[Mapping[str, int]] = [
        {"guild": guild_id, "story": story_id, "user": user_id, "now": to_time(now)}
        for guild_id, story_id, user_id in people
    ]
    for statement in (_LAPSE, _CAST, _UNWANTED):
        await tx.executemany(statement, rows)


_LAPSE = """
DELETE FROM vote
WHERE guild_id = :guild AND story_id = :story AND user_id = :user AND NOT EXISTS (
    SELECT 1 FROM post JOIN reaction ON reaction.post_id = post.id AND reaction.user_id = :user
    WHERE post.story_id = :story AND post.guild_id = :guild AND reaction.counts
)
"""
_CAST = """
INSERT INTO vote (guild_id, story_id, user_id, value, at)
SELECT :guild, :story, :user, reaction.value, reaction.at
FROM post JOIN reaction ON reaction.post_id = post.id AND reaction.user_id = :user
WHERE post.story_id = :story AND post.guild_id = :guild AND reaction.counts
ORDER BY reaction.at DESC, reaction.value DESC LIMIT 1
ON CONFLICT (story_id, guild_id, user_id) DO UPDATE SET value = excluded.value, at = excluded.at
"""
# What a person changed one's mind about goes; where the mind was changed back, it stays.
_UNWANTED = """
UPDATE reaction SET take_away_at = iif(take_away_at IS NULL, :now, NULL)
WHERE user_id = :user AND counts
    AND post_id IN (
        SELECT id FROM post WHERE story_id = :story AND guild_id = :guild AND deleted_at IS NULL
    )
    AND (take_away_at IS NULL) = (
        value <> (SELECT value FROM vote
            WHERE guild_id = :guild AND story_id = :story AND user_id = :user)
    )
"""
