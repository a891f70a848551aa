"""Scores: the points of stories in servers, ready to be ranked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain import ranking
from bot.domain.period import Period
from bot.storage.database import Database, Tx
from bot.storage.value import from_time, to_json, to_time
from bot.storage.vote import Ballot


class Score(NamedTuple):
    """What the votes on a story of a server come to; ``posted_at`` is when it first was there."""

    story_id: int
    ups: int
    downs: int
    posted_at: datetime


class ScoreTable:
    """Keep what the votes on each story come to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recount(self, tx: Tx, ballots: Iterable[Ballot]) -> None:
        """Count the votes of stories anew; one that no post tells any more has no score."""
        rows = await tx.execute_fetchall(
            """
            SELECT
                ballot.guild_id, ballot.story_id,
                (
                    SELECT min(sent_at) FROM post
                    WHERE post.story_id = ballot.story_id AND post.guild_id = ballot.guild_id
                ) AS posted_at,
                count(*) FILTER (WHERE value = 1) AS ups,
                count(*) FILTER (WHERE value = -1) AS downs
            FROM (
                SELECT json_extract(value, '$[0]') AS guild_id,
                    json_extract(value, '$[1]') AS story_id
                FROM json_each(?)
            ) AS ballot
            LEFT JOIN vote
                ON vote.guild_id = ballot.guild_id AND vote.story_id = ballot.story_id
            GROUP BY ballot.guild_id, ballot.story_id
            """,
            (to_json(ballots),),
        )
        counted = [
            (
                *(row["guild_id"], row["story_id"], row["ups"], row["downs"], row["posted_at"]),
                *_ranks(row["ups"], row["downs"], from_time(int(row["posted_at"]))),
            )
            for row in rows
            if row["posted_at"] is not None
        ]
        gone = [(row["guild_id"], row["story_id"]) for row in rows if row["posted_at"] is None]
        if gone:
            await tx.executemany("DELETE FROM score WHERE guild_id = ? AND story_id = ?", gone)
        await tx.executemany(
            """
            INSERT OR REPLACE INTO score (
                guild_id, story_id, ups, downs, posted_at, best, hot
            ) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            counted,
        )

    async def of_stories(self, story_ids: Collection[int], *, guild_id: int) -> dict[int, Score]:
        """Return the scores of stories that were posted in a server, also of those without votes."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT
                    post.story_id, coalesce(score.ups, 0) AS ups, coalesce(score.downs, 0) AS downs,
                    coalesce(score.posted_at, min(post.sent_at)) AS posted_at
                FROM json_each(:stories) AS wanted
                CROSS JOIN post ON post.story_id = wanted.value AND post.guild_id = :guild
                LEFT JOIN score
                    ON score.story_id = post.story_id AND score.guild_id = post.guild_id
                WHERE post.state = 'sent'
                GROUP BY post.story_id
                """,
                {"stories": to_json(story_ids), "guild": guild_id},
            )
        return {row["story_id"]: score_from(row) for row in rows}

    async def ranked(
        self,
        period: Period,
        now: datetime,
        *,
        guild_id: int,
        channels: Collection[int],
        feed_id: int | None = None,
        limit: int,
    ) -> list[Score]:
        """Return the best, or hottest, stories of a server that have points, best first.

        Only those that were posted in one of ``channels``, and from that feed if one is named.
        """
        since = period.since(now)
        index, rank = _BY.get(period, ("score_posted", "best"))
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                _RANKED.format(index=index, rank=rank),
                {
                    "guild": guild_id,
                    "since": to_time(since) if since else 0,
                    "channels": to_json(channels),
                    "feed": feed_id,
                    "limit": limit,
                },
            )
        return [score_from(row) for row in rows]


def score_from(row: aiosqlite.Row) -> Score:
    """Return the score of a row of all its columns."""
    return Score(row["story_id"], row["ups"], row["downs"], from_time(int(row["posted_at"])))


# Short periods are small, and sorted; of long ones the index gives the best without a look at the rest.
_BY = {
    Period.YEAR: ("score_best", "best"),
    Period.ALL: ("score_best", "best"),
    Period.HOT: ("score_hot", "hot"),
}
_RANKED = """
SELECT story_id, ups, downs, posted_at FROM score INDEXED BY {index}
WHERE guild_id = :guild AND points > 0 AND posted_at >= :since
    AND EXISTS (
        SELECT 1 FROM post JOIN article ON article.id = post.article_id
        WHERE post.story_id = score.story_id AND post.guild_id = score.guild_id
            AND post.state = 'sent' AND (:feed IS NULL OR article.feed_id = :feed)
            AND post.channel_id IN (SELECT value FROM json_each(:channels))
    )
ORDER BY {rank} DESC, points DESC, posted_at DESC, story_id DESC LIMIT :limit
"""


def _ranks(ups: int, downs: int, posted_at: datetime) -> tuple[float, float]:
    return ranking.best(ups, downs), ranking.hot(ups - downs, posted_at)
