"""The votes of each day, for a chart."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.storage.database import Database
from bot.storage.value import from_time, to_time

_DAY = 86_400_000_000  # microseconds


class VoteDay(NamedTuple):
    """The votes of one day in UTC that stand; ``start`` is its first moment."""

    start: datetime
    ups: int
    downs: int


class VoteDays(NamedTuple):
    """The days of a time that have votes, in order, and what there was before: votes and points."""

    days: list[VoteDay]
    votes_before: int
    points_before: int


class VoteDayTable:
    """Count a server's votes by the day on which they were cast."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, guild_id: int, start: datetime) -> VoteDays:
        """Return the votes since the start of a day.

        They are found story by story: an index by time would cost each vote more than a chart now
        and then is worth. What was before is read off the scores.
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                f"""
                SELECT at / {_DAY} AS day,
                    count(*) FILTER (WHERE value = 1) AS ups,
                    count(*) FILTER (WHERE value = -1) AS downs
                FROM score CROSS JOIN vote
                    ON vote.story_id = score.story_id AND vote.guild_id = score.guild_id
                WHERE score.guild_id = ? AND at >= ? GROUP BY day ORDER BY day
                """,  # noqa: S608 - a number of ours
                (guild_id, to_time(start)),
            )
            totals = await reader.execute_fetchall(
                """
                SELECT coalesce(sum(ups), 0) AS ups, coalesce(sum(downs), 0) AS downs
                FROM score WHERE guild_id = ?
                """,
                (guild_id,),
            )
        days = [VoteDay(from_time(row["day"] * _DAY), row["ups"], row["downs"]) for row in rows]
        total = next(iter(totals))
        ups = total["ups"] - sum(day.ups for day in days)
        downs = total["downs"] - sum(day.downs for day in days)
        return VoteDays(days, ups + downs, ups - downs)
