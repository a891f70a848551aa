"""Cards: what each of them shows of points and reports, and when it is to be edited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain.edit_pace import OLD, next_edit
from bot.domain.model import Report
from bot.storage.database import Database, Tx
from bot.storage.post import LONGEST_WAIT
from bot.storage.report import reports_of
from bot.storage.value import from_time, to_json, to_time
from bot.storage.vote import Ballot

_AGE = {True: "<=", False: ">"}


class StaleCard(NamedTuple):
    """A card that shows other points or reports than it should; ``tries`` failed in a row.

    ``channel_id`` is where its message is: a thread of its own in a forum.

    One that was ``joined`` is told by another card, and to be taken down.
    """

    post_id: int
    guild_id: int
    story_id: int
    channel_id: int
    message_id: int
    points: int
    reports: tuple[Report, ...]
    revision: int
    joined: bool
    tries: int
    sent_at: datetime
    edited_at: datetime | None


class CardTable:
    """Keep which points are shown where."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(self, tx: Tx, ballots: Iterable[Ballot], now: datetime) -> bool:
        """Plan an edit of each card that is not up to date now, and none of the others.

        One that is due stays: it may be under way, and only who makes it knows what the card
        shows then. An old card waits where another of its channel has to (M52). Returns whether a
        plan has changed.
        """
        rows = await tx.execute_fetchall(
            """
            SELECT
                post.id, sent_at, edited_at, crossposted, edit_at IS NULL AS stale,
                (
                    SELECT max(failed.edit_at) FROM post AS failed INDEXED BY post_unshown
                    WHERE failed.edit_at > :now AND failed.edit_tries > 0
                        AND failed.place_id = post.place_id
                        AND failed.sent_at <= :old AND post.sent_at <= :old
                ) AS paused_until
            FROM json_each(:ballots) AS ballot
            JOIN post ON post.story_id = json_extract(ballot.value, '$[1]')
                AND post.guild_id = json_extract(ballot.value, '$[0]')
            LEFT JOIN score ON score.story_id = post.story_id AND score.guild_id = post.guild_id
            WHERE post.state = 'sent' AND post.deleted_at IS NULL
                AND (
                    coalesce(shown_points, 0) <> coalesce(points, 0)
                    OR revision <> shown_revision OR joined_to IS NOT NULL
                ) = (edit_at IS NULL)
                AND (edit_at IS NULL OR edit_at > :now)
            """,
            {"ballots": to_json(ballots), "now": to_time(now), "old": to_time(now - OLD)},
        )
        plans = [(_next_edit(row, now) if row["stale"] else None, row["id"]) for row in rows]
        await tx.executemany("UPDATE post SET edit_at = ?, edit_tries = 0 WHERE id = ?", plans)
        return bool(plans)

    async def revise(self, tx: Tx, post_ids: Iterable[int], now: datetime) -> bool:
        """Have cards edited of which more changed than points; returns whether a plan has changed."""
        rows = await tx.execute_fetchall(
            """
            UPDATE post SET revision = revision + 1
            WHERE id IN (SELECT value FROM json_each(?)) RETURNING guild_id, story_id
            """,
            (to_json(post_ids),),
        )
        return await self.follow(tx, {Ballot(*row) for row in rows}, now)

    async def due(
        self, now: datetime, limit: int, *, old: bool, exclude: Collection[int] = ()
    ) -> list[StaleCard]:
        """Return cards to edit now, those that waited longest first, of channels but the excluded.

        ``old`` tells whether to return those older than an hour, which have a lane of their own,
        or the younger ones. One that waits longer than any does was stored by a clock that ran
        ahead (V64).
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                f"""
                SELECT post.id, post.guild_id, post.story_id, place_id, message_id,
                    coalesce(points, 0) AS points, revision, joined_to, edit_tries, sent_at,
                    edited_at
                FROM post LEFT JOIN score
                    ON score.story_id = post.story_id AND score.guild_id = post.guild_id
                WHERE edit_at IS NOT NULL AND (edit_at <= :now OR edit_at > :far)
                    AND sent_at {_AGE[old]} :old
                    AND place_id NOT IN (SELECT value FROM json_each(:exclude))
                ORDER BY edit_at, post.id LIMIT :limit
                """,  # noqa: S608 - one of two operators
                {
                    "now": to_time(now),
                    "far": to_time(now + LONGEST_WAIT),
                    "old": to_time(now - OLD),
                    "exclude": to_json(exclude),
                    "limit": limit,
                },
            )
            reports = await reports_of(reader, {row["id"] for row in rows})
        return [_stale_from(row, reports.get(row["id"], ())) for row in rows]

    async def next_due_at(
        self, now: datetime, *, old: bool, rests: Mapping[int, datetime] | None = None
    ) -> datetime | None:
        """Return when ``due`` has something to say next, maybe a time that is past.

        ``rests`` tells until when channels are left out.
        """
        resting = [(channel, to_time(until)) for channel, until in (rests or {}).items()]
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                f"""
                SELECT min(max(edit_at, coalesce(rest.value ->> 1, edit_at))) AS due_at
                FROM post LEFT JOIN json_each(:rests) AS rest ON rest.value ->> 0 = place_id
                WHERE edit_at IS NOT NULL AND sent_at {_AGE[old]} :old
                """,  # noqa: S608 - one of two operators
                {"old": to_time(now - OLD), "rests": to_json(resting)},
            )
        due_at: int | None = next(iter(rows))["due_at"]
        return from_time(due_at)

    async def mark_shown(
        self, tx: Tx, card: StaleCard, *, crossposted: bool, edited: bool, now: datetime
    ) -> None:
        """Record what a card shows now, and plan the next edit if that has changed again.

        ``edited`` is False where the message showed them already.
        """
        rows = await tx.execute_fetchall(
            """
            UPDATE post SET
                shown_points = :points, shown_revision = :revision, crossposted = :crossposted,
                edit_at = NULL, edit_tries = 0,
                edited_at = iif(:edited, :now, edited_at)
            WHERE id = :id RETURNING guild_id, story_id
            """,
            {
                "points": card.points,
                "revision": card.revision,
                "crossposted": int(crossposted),
                "edited": int(edited),
                "now": to_time(now),
                "id": card.post_id,
            },
        )
        await self.follow(tx, [Ballot(*row) for row in rows], now)

    async def defer(self, tx: Tx, post_id: int, *, until: datetime, failed: bool) -> None:
        """Edit a card then; ``failed`` counts a try.

        What it shows is not known until then: a try whose answer was lost, or that a killed process
        made, may have come through. So it is looked at, also if points are back at what they were.
        """
        await tx.execute_fetchall(
            """
            UPDATE post SET edit_at = ?, edit_tries = edit_tries + ?, shown_revision = -1
            WHERE id = ? AND deleted_at IS NULL
            """,
            (to_time(until), int(failed), post_id),
        )

    async def defer_old(self, tx: Tx, channel_id: int, *, until: datetime, now: datetime) -> None:
        """Edit no old message of a channel before then: Discord has had enough of them (M52)."""
        await tx.execute_fetchall(
            """
            UPDATE post SET edit_at = max(edit_at, :until)
            WHERE place_id = :channel AND edit_at IS NOT NULL AND sent_at <= :old
            """,
            {"until": to_time(until), "channel": channel_id, "old": to_time(now - OLD)},
        )

    async def mark_deleted(self, tx: Tx, message_ids: Iterable[int], now: datetime) -> int:
        """Record that messages are gone: their votes stay, nothing is asked or edited (M53)."""
        return await self._deleted(tx, "message_id", message_ids, now)

    async def mark_channels_deleted(self, tx: Tx, channel_ids: Iterable[int], now: datetime) -> int:
        """Do so for all messages of channels, or of threads that began with them (M51)."""
        ids = tuple(channel_ids)
        gone = await self._deleted(tx, "channel_id", ids, now)
        return gone + await self._deleted(tx, "thread_id", ids, now)

    async def _deleted(self, tx: Tx, column: str, ids: Iterable[int], now: datetime) -> int:
        rows = await tx.execute_fetchall(
            f"""
            UPDATE post SET
                deleted_at = ?, edit_at = NULL, mend_at = NULL, talk_at = NULL, publish_at = NULL,
                recount_state = NULL,
                recount_at = NULL, reacted_at = coalesce(reacted_at, ?1)
            WHERE {column} IN (SELECT value FROM json_each(?2))
                AND state = 'sent' AND deleted_at IS NULL
            RETURNING id
            """,  # noqa: S608 - one of three
            (to_time(now), to_json(ids)),
        )
        posts = [row["id"] for row in rows]
        await tx.execute_fetchall(
            """
            UPDATE reaction SET take_away_at = NULL
            WHERE take_away_at IS NOT NULL AND post_id IN (SELECT value FROM json_each(?))
            """,
            (to_json(posts),),
        )
        return len(posts)


def _next_edit(row: aiosqlite.Row, now: datetime) -> int:
    moment = next_edit(
        now,
        sent_at=from_time(int(row["sent_at"])),
        edited_at=from_time(row["edited_at"]),
        crossposted=bool(row["crossposted"]),
    )
    return max(to_time(moment), row["paused_until"] or 0)


def _stale_from(row: aiosqlite.Row, reports: tuple[Report, ...]) -> StaleCard:
    return StaleCard(
        post_id=row["id"],
        guild_id=row["guild_id"],
        story_id=row["story_id"],
        channel_id=row["place_id"],
        message_id=row["message_id"],
        points=row["points"],
        reports=reports,
        revision=row["revision"],
        joined=row["joined_to"] is not None,
        tries=row["edit_tries"],
        sent_at=from_time(int(row["sent_at"])),
        edited_at=from_time(row["edited_at"]),
    )
