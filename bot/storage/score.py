"""Scores: the points of stories in servers, ready to be ranked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain import ranking
from bot.storage.database import Database, Tx
from bot.storage.value import from_time, to_json
from bot.storage.vote import Ballot


class ScoreTable:
    """Keep what the votes on each story come to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def recount(self, tx: Tx, ballots: Iterable[Ballot]) -> None:
        """Count the votes of stories anew."""
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
        ]
        await tx.executemany(
            """
            INSERT OR REPLACE INTO score (
                guild_id, story_id, ups, downs, posted_at, best, hot
            ) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            counted,
        )


def _ranks(ups: int, downs: int, posted_at: datetime) -> tuple[float, float]:
    return ranking.best(ups, downs), ranking.hot(ups - downs, posted_at)
