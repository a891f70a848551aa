"""Letters: of which stories followers are to be told, and were.

pending → sending → done. A row is there before Discord is called, one for each person and story (also
where several outlets' stories have one card), and *done* stays: so nobody is told twice. One that
nobody could see is gone, so that the person is told where the story comes next.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from bot.storage.database import Database, Tx
from bot.storage.kin import kin_of
from bot.storage.post import LONGEST_WAIT, changed
from bot.storage.value import from_time, to_json, to_time


class Addressee(NamedTuple):
    """Somebody to be told of a story that has a name which that one follows.

    ``sending_at`` is when a try began of which it is not known what became.
    """

    user_id: int
    name: str
    attempts: int
    sending_at: datetime | None


class ToldTable:
    """Keep who is to be told of what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(
        self, tx: Tx, post_id: int, keys: Collection[str], *, since: datetime, now: datetime
    ) -> int:
        """Have those who follow one of the keys told of a post's story; return how many.

        Left out are they who were told, or will be, of it or of what has the same card; they whose
        direct messages are closed; and stories that were first seen before ``since``.
        """
        rows = await tx.execute_fetchall(
            """
            SELECT story_id FROM post JOIN story ON story.id = story_id
            WHERE post.id = ? AND story.created_at >= ?
            """,
            (post_id, to_time(since)),
        )
        story_id = next((row[0] for row in rows), None)
        if story_id is None:
            return 0
        kin = to_json(await kin_of(tx, story_id))
        await tx.execute_fetchall(_NOTE, (to_json(keys), kin, story_id, post_id, to_time(now)))
        return int(next(iter(await tx.execute_fetchall("SELECT changes()")))[0])

    async def due(self, now: datetime, *, limit: int, exclude: Collection[int]) -> list[int]:
        """Return stories of which somebody is to be told now, of those that are not excluded.

        One that waits longer than any does was stored by a clock that ran ahead (V64).
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT DISTINCT story_id FROM told INDEXED BY told_due
                WHERE state <> 'done' AND (not_before <= ? OR not_before > ?)
                    AND story_id NOT IN (SELECT value FROM json_each(?))
                LIMIT ?
                """,
                (to_time(now), to_time(now + LONGEST_WAIT), to_json(exclude), limit),
            )
        return [row[0] for row in rows]

    async def next_due_at(self) -> datetime | None:
        """Return when ``due`` has something to say next, maybe a time that is past."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT min(not_before) FROM told WHERE state <> 'done'"
            )
        found: int | None = next(iter(rows))[0]
        return from_time(found)

    async def addressees(self, story_id: int, now: datetime, limit: int) -> list[Addressee]:
        """Return people to be told of a story now, in no order."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT user_id, name, attempts, iif(state = 'sending', sending_at, NULL)
                FROM told
                WHERE story_id = ? AND state <> 'done' AND (not_before <= ? OR not_before > ?)
                LIMIT ?
                """,
                (story_id, to_time(now), to_time(now + LONGEST_WAIT), limit),
            )
        return [Addressee(row[0], row[1], row[2], from_time(row[3])) for row in rows]

    async def mark_sending(self, tx: Tx, story_id: int, user_id: int, now: datetime) -> bool:
        """Record that somebody is about to be told; False if that is no longer wanted.

        ``sending_at`` stays the time of a try that is in doubt.
        """
        return bool(
            await changed(
                tx,
                """
                UPDATE told SET
                    sending_at = iif(state = 'sending', sending_at, ?), state = 'sending',
                    attempts = attempts + 1
                WHERE story_id = ? AND user_id = ? AND state <> 'done' RETURNING 1
                """,
                (to_time(now), story_id, user_id),
            )
        )

    async def done(self, tx: Tx, story_id: int, user_ids: Collection[int]) -> None:
        """Record that people were told, or are not to be told any more."""
        await tx.execute_fetchall(
            """
            UPDATE told SET state = 'done', sending_at = NULL
            WHERE story_id = ? AND user_id IN (SELECT value FROM json_each(?))
            """,
            (story_id, to_json(user_ids)),
        )

    async def drop(self, tx: Tx, story_id: int, user_ids: Collection[int]) -> None:
        """Let people be told where the story comes next: they see it nowhere now.

        Who may have been told already is not told again.
        """
        await tx.execute_fetchall(
            """
            DELETE FROM told
            WHERE story_id = ? AND user_id IN (SELECT value FROM json_each(?)) AND state = 'pending'
            """,
            (story_id, to_json(user_ids)),
        )
        await self.done(tx, story_id, user_ids)

    async def defer(
        self, tx: Tx, story_id: int, user_id: int, until: datetime, *, in_doubt: bool
    ) -> None:
        """Tell somebody then; one in doubt keeps the time of the try that is."""
        await tx.execute_fetchall(
            """
            UPDATE told SET
                not_before = :until, state = iif(:in_doubt, 'sending', 'pending'),
                sending_at = iif(:in_doubt, sending_at, NULL)
            WHERE story_id = :story AND user_id = :user AND state <> 'done'
            """,
            {
                "until": to_time(until),
                "in_doubt": in_doubt,
                "story": story_id,
                "user": user_id,
            },
        )

    async def rest(self, tx: Tx, until: datetime, *, in_doubt: datetime) -> None:
        """Tell nobody before then; of what is in doubt, not before ``in_doubt``."""
        for state, moment in (("pending", until), ("sending", in_doubt)):
            await tx.execute_fetchall(
                """
                UPDATE told SET not_before = ?1
                WHERE state <> 'done' AND state = ?2 AND not_before < ?1
                """,  # the first is what the index has; the second does not imply it for SQLite
                (to_time(moment), state),
            )

    async def close(self, tx: Tx, user_id: int) -> None:
        """Tell somebody nothing of what is known until now."""
        await tx.execute_fetchall(
            "UPDATE told SET state = 'done', sending_at = NULL WHERE user_id = ? AND state <> 'done'",
            (user_id,),
        )

    async def prune(self, tx: Tx, *, before: datetime) -> None:
        """Forget who was told of the oldest story, if it was first seen before then.

        Such a story is told to nobody any more. To be called once for each story that is noted.
        """
        await tx.execute_fetchall(
            """
            DELETE FROM told WHERE story_id = (
                SELECT id FROM story
                WHERE id = (SELECT min(story_id) FROM told) AND created_at < ?
            )
            """,
            (to_time(before),),
        )


_NOTE = """
INSERT INTO told (user_id, story_id, post_id, name, state, not_before)
SELECT follow.user_id, ?3, ?4, follow.name, 'pending', ?5
FROM json_each(?1) AS wanted
CROSS JOIN follow ON follow.name_key = wanted.value
JOIN follower ON follower.user_id = follow.user_id AND follower.closed_at IS NULL
WHERE NOT EXISTS (
    SELECT 1 FROM json_each(?2) AS kin
    CROSS JOIN told AS known ON known.story_id = kin.value AND known.user_id = follow.user_id
)
ON CONFLICT (story_id, user_id) DO NOTHING
"""
