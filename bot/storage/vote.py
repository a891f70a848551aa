"""Votes: Discord's reactions, mirrored, and what follows from them.

``reaction`` has a row for each reaction with a vote emoji that is under a post's message; ``vote`` has
one for each person and story in a server, the newest of the counted reactions (D16, V60, V62).
Whatever writes reactions lets the votes follow in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain.vote import Reactor, VoteRules
from bot.storage.database import Database, Tx
from bot.storage.value import to_json
from bot.storage.vote_follow import follow, follow_stories
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
    """A reaction that is there, as its row is.

    ``value`` is 1 or -1, ``counts`` tells whether it makes a vote, ``at`` is a column's time.
    """

    post_id: int
    user_id: int
    emoji: str
    value: int
    counts: bool
    at: int


class ReactionKey(NamedTuple):
    """A reaction that is there no longer."""

    post_id: int
    user_id: int
    emoji: str


class StoredCounts(NamedTuple):
    """How many reactions of each emoji are stored, and how many of all are of people who count."""

    numbers: Mapping[str, int]
    of_people: int


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
                    post.up_emoji, post.down_emoji, post.former_up, post.former_down,
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
        cleared = to_json(await self._clear(tx, batch))
        gone, there = to_json(batch.gone), to_json(sorted(batch.there))
        await tx.execute_fetchall(_DELETE, (gone,))
        await tx.execute_fetchall(_INSERT, (there,))
        may_lapse = bool(batch.cleared or batch.gone) or not all(row.counts for row in batch.there)
        await follow(tx, (cleared, gone, there), now, may_lapse=may_lapse)
        return set(batch.ballots.values())

    async def follow_stories(self, tx: Tx, ballots: Collection[Ballot], now: datetime) -> None:
        """Let the votes on stories follow anew, as posts of theirs became another one's."""
        await follow_stories(tx, ballots, now)

    async def _clear(self, tx: Tx, batch: Batch) -> list[tuple[int, int]]:
        """Delete what was cleared; return whose it was, by post."""
        voters: list[tuple[int, int]] = []
        for post_id, emoji in batch.cleared:
            rows = await tx.execute_fetchall(
                """
                DELETE FROM reaction WHERE post_id = ?1 AND (?2 = '' OR emoji = ?2)
                RETURNING post_id, user_id
                """,
                (post_id, emoji),
            )
            voters += [(row["post_id"], row["user_id"]) for row in rows]
        return voters

    async def under(self, post_id: int, *, tx: Tx | None = None) -> set[Reactor]:
        """Return the reactions under a post."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT user_id, emoji FROM reaction WHERE post_id = ?", (post_id,)
            )
        return {Reactor(*row) for row in rows}

    async def counts(self, post_ids: Collection[int]) -> dict[int, StoredCounts]:
        """Return how many reactions are stored, by post."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT post_id, emoji, count(*) AS number, sum(counts) AS of_people
                FROM json_each(?) AS wanted JOIN reaction ON post_id = wanted.value
                GROUP BY post_id, emoji
                """,
                (to_json(post_ids),),
            )
        found: dict[int, dict[str, int]] = {post_id: {} for post_id in post_ids}
        people = dict.fromkeys(post_ids, 0)
        for row in rows:
            found[row["post_id"]][row["emoji"]] = row["number"]
            people[row["post_id"]] += row["of_people"]
        return {post_id: StoredCounts(found[post_id], people[post_id]) for post_id in post_ids}

    async def forget(self, tx: Tx, user_id: int) -> set[Ballot]:
        """Delete all of a person's reactions and votes; return the ballots that they were on."""
        rows = list(
            await tx.execute_fetchall(
                """
                DELETE FROM vote WHERE user_id = ?1 AND (story_id, guild_id) IN (
                    SELECT story_id, guild_id
                    FROM reaction JOIN post ON post.id = post_id WHERE reaction.user_id = ?1
                )
                RETURNING guild_id, story_id
                """,
                (user_id,),
            )
        )
        await tx.execute_fetchall("DELETE FROM reaction WHERE user_id = ?", (user_id,))
        return {Ballot(*row) for row in rows}


def _place(row: aiosqlite.Row) -> Place:
    rules = replace(rules_from(row), former_up=row["former_up"], former_down=row["former_down"])
    return Place(row["id"], row["guild_id"], row["story_id"], rules)


# One statement for all rows: with one for each row, Python's lock would pass to and fro between the
# thread that writes and the one that listens to Discord.
_DELETE = """
DELETE FROM reaction
WHERE (post_id, user_id, emoji) IN (
    SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)
)
"""
_INSERT = """
INSERT INTO reaction (post_id, user_id, emoji, value, counts, at)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
FROM json_each(?) WHERE true
ON CONFLICT (post_id, user_id, emoji) DO UPDATE SET
    value = excluded.value, counts = excluded.counts, at = excluded.at,
    take_away_at = iif(excluded.counts, take_away_at, NULL)
"""
