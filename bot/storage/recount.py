"""Posts whose reactions may differ from what is stored, since nobody told us for a while (V56).

A post goes through *compare* (its counts are looked at) to *differs* (they differ, its people are
asked for first) or *unsure* (equal counts may hide one who left and one who came), and is then
settled. A gap that begins anew sends it back to *compare*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.storage.database import Database, Tx
from bot.storage.post import LONGEST_WAIT, REST_LAG
from bot.storage.value import from_time, to_json, to_time


class Uncounted(NamedTuple):
    """A post that is to be compared or recounted; ``tries`` failed in a row.

    ``channel_id`` is where its message is: a thread of its own in a forum.

    Since ``doubted_at`` we were told of all that happens; what is new to us happened before.
    """

    post_id: int
    guild_id: int
    channel_id: int
    message_id: int
    tries: int
    doubted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountProgress:
    """How far a server's votes were checked since the last gap: posts by their state.

    ``recent`` are all posts that are checked after a gap.
    """

    recent: int = 0
    compare: int = 0
    differs: int = 0
    unsure: int = 0

    @property
    def left(self) -> int:
        """Return how many posts are still to be checked."""
        return self.compare + self.differs + self.unsure


class RecountTable:
    """Keep which posts' reactions are in doubt."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def doubt(
        self, tx: Tx, *, since: datetime, at: datetime, shard: tuple[int, int] = (0, 1)
    ) -> int:
        """Doubt all posts sent since then, of the servers of a shard; ask from ``at`` on.

        That is REST_LAG after the gap's end.
        ``shard`` is the shard's number and the number of shards. Returns how many posts.
        """
        rows = await tx.execute_fetchall(
            """
            UPDATE post SET
                recount_state = 'compare', recount_at = :at, recount_tries = 0, doubted_at = :gap
            WHERE state = 'sent' AND sent_at >= :since AND deleted_at IS NULL
                AND (guild_id >> 22) % :shards = :shard
            RETURNING 1
            """,
            {
                "at": to_time(at),
                "gap": to_time(at - REST_LAG),
                "since": to_time(since),
                "shard": shard[0],
                "shards": shard[1],
            },
        )
        return len(list(rows))

    async def doubt_guild(self, tx: Tx, guild_id: int, *, since: datetime, at: datetime) -> int:
        """Doubt the posts of one server that were sent since then; returns how many."""
        rows = await tx.execute_fetchall(
            """
            UPDATE post SET
                recount_state = 'compare', recount_at = ?, recount_tries = 0, doubted_at = ?
            WHERE guild_id = ? AND state = 'sent' AND sent_at >= ? AND deleted_at IS NULL
            RETURNING 1
            """,
            (to_time(at), to_time(at - REST_LAG), guild_id, to_time(since)),
        )
        return len(list(rows))

    async def doubt_posts(self, tx: Tx, post_ids: Collection[int], at: datetime) -> None:
        """Doubt some posts, and ask from then on."""
        await tx.execute_fetchall(
            """
            UPDATE post SET
                recount_state = 'compare', recount_at = ?, recount_tries = 0, doubted_at = ?
            WHERE id IN (SELECT value FROM json_each(?)) AND state = 'sent' AND deleted_at IS NULL
            """,
            (to_time(at), to_time(at - REST_LAG), to_json(post_ids)),
        )

    async def channels_to_compare(self, now: datetime) -> list[int]:
        """Return the channels with posts to compare now, the newest post's first."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT place_id FROM post
                WHERE recount_state = 'compare' AND (recount_at <= ? OR recount_at > ?)
                GROUP BY place_id ORDER BY max(message_id) DESC
                """,
                (to_time(now), to_time(now + LONGEST_WAIT)),
            )
        return [row["place_id"] for row in rows]

    async def to_compare(self, channel_id: int, now: datetime) -> list[Uncounted]:
        """Return the posts of a channel to compare now, newest first."""
        return await self._uncounted(
            """
            SELECT id, guild_id, place_id, message_id, recount_tries, doubted_at FROM post
            WHERE recount_state = 'compare' AND place_id = :channel
                AND (recount_at <= :now OR recount_at > :far)
            ORDER BY message_id DESC
            """,
            {"channel": channel_id, "now": to_time(now), "far": to_time(now + LONGEST_WAIT)},
        )

    async def to_recount(
        self, state: str, now: datetime, limit: int, *, exclude: Collection[int] = ()
    ) -> list[Uncounted]:
        """Return posts in "differs" or "unsure" whose people may be asked for now.

        Those in excluded channels are left out.

        First those that were not known for the longest time: so a restart goes on where the last
        run was.
        """
        return await self._uncounted(
            """
            SELECT id, guild_id, place_id, message_id, recount_tries, doubted_at FROM post
            WHERE recount_state = :state AND (recount_at <= :now OR recount_at > :far)
                AND place_id NOT IN (SELECT value FROM json_each(:exclude))
            ORDER BY recounted_at, message_id DESC LIMIT :limit
            """,
            {
                "state": state,
                "now": to_time(now),
                "far": to_time(now + LONGEST_WAIT),
                "exclude": to_json(exclude),
                "limit": limit,
            },
        )

    async def _uncounted(self, sql: str, values: dict[str, object]) -> list[Uncounted]:
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(sql, values)
        return [_uncounted_from(row) for row in rows]

    async def next_at(self, *states: str) -> datetime | None:
        """Return when a post in one of the states may be asked for next."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT min(recount_at) AS at FROM post
                WHERE recount_state IN (SELECT value FROM json_each(?))
                """,
                (to_json(states),),
            )
        found: int | None = next(iter(rows))["at"]
        return from_time(found)

    async def compared(
        self, tx: Tx, states: Iterable[tuple[int, str | None]], *, asked_at: datetime, now: datetime
    ) -> None:
        """Record what became of posts that were compared: "differs", "unsure", or None: settled.

        What was doubted again since the answer was asked for stays as it is.
        """
        await tx.executemany(
            """
            UPDATE post SET
                recount_state = :state, recount_at = iif(:state IS NULL, NULL, :now),
                recounted_at = iif(:state IS NULL, :now, recounted_at), recount_tries = 0
            WHERE id = :id AND recount_state = 'compare'
                AND (recount_at <= :asked OR recount_at > :far)
            """,
            [
                _asked(asked_at) | {"id": post_id, "state": state, "now": to_time(now)}
                for post_id, state in states
            ],
        )

    async def settle(self, tx: Tx, post_id: int, *, asked_at: datetime, now: datetime) -> bool:
        """Settle a post whose people were asked for; False if it was doubted again since."""
        rows = await tx.execute_fetchall(
            """
            UPDATE post SET
                recount_state = NULL, recount_at = NULL, recounted_at = :now, recount_tries = 0
            WHERE id = :id AND (recount_at <= :asked OR recount_at > :far) RETURNING 1
            """,
            _asked(asked_at) | {"id": post_id, "now": to_time(now)},
        )
        return bool(list(rows))

    async def defer(self, tx: Tx, post_ids: Collection[int], until: datetime) -> None:
        """Ask for posts again then, after a failure."""
        await tx.execute_fetchall(
            """
            UPDATE post SET recount_at = ?, recount_tries = recount_tries + 1
            WHERE id IN (SELECT value FROM json_each(?)) AND recount_state IS NOT NULL
            """,
            (to_time(until), to_json(post_ids)),
        )

    async def left(self) -> int:
        """Return how many posts of all servers are still to be checked."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT count(*) AS number FROM post WHERE recount_state IS NOT NULL"
            )
        return int(next(iter(rows))["number"])

    async def progress(self, guild_id: int, *, since: datetime, until: datetime) -> RecountProgress:
        """Return how far the check is of a server's posts that were sent in a span of time."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT coalesce(recount_state, '') AS state, count(*) AS number FROM post
                WHERE guild_id = ? AND state = 'sent' AND deleted_at IS NULL
                    AND sent_at BETWEEN ? AND ?
                GROUP BY 1
                """,
                (guild_id, to_time(since), to_time(until)),
            )
        counts = {row["state"]: row["number"] for row in rows}
        return RecountProgress(
            recent=sum(counts.values()),
            compare=counts.get("compare", 0),
            differs=counts.get("differs", 0),
            unsure=counts.get("unsure", 0),
        )


def _asked(at: datetime) -> dict[str, object]:
    """Return when an answer was asked for, and from when on a row has a clock's that ran ahead (V64)."""
    return {"asked": to_time(at), "far": to_time(at + LONGEST_WAIT)}


def _uncounted_from(row: aiosqlite.Row) -> Uncounted:
    return Uncounted(
        post_id=row["id"],
        guild_id=row["guild_id"],
        channel_id=row["place_id"],
        message_id=row["message_id"],
        tries=row["recount_tries"],
        doubted_at=from_time(int(row["doubted_at"])),
    )
