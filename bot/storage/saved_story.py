"""Saved stories: what collections hold, each with the snapshot that keeps it readable.

Every statement asks whose the collection is, or whether it may be read (V63).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.domain.collection import UNDO, SavedStory
from bot.domain.model import Article
from bot.storage.database import Database, Tx
from bot.storage.saved_article import article_column, article_of
from bot.storage.value import from_time, to_json, to_time


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSaved:
    """A story that is to go into a collection."""

    key: str
    story_id: int | None
    guild_id: int | None
    article: Article
    saved_at: datetime
    note: str = ""


class SavedStoryTable:
    """Keep the stories of collections."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, tx: Tx, user_id: int, collection_id: int, stories: Sequence[NewSaved]
    ) -> int:
        """Put stories into a person's collection, behind the others in its own order.

        Those that are there already, by key or id, are left out. Returns how many came in. Of one
        call no two may have the same id.
        """
        rows = await tx.execute_fetchall(
            _ADD,
            {
                "user": user_id,
                "collection": collection_id,
                "stories": to_json(map(_columns, stories)),
            },
        )
        return len(list(rows))

    async def take_out(
        self,
        tx: Tx,
        user_id: int,
        collection_ids: Iterable[int],
        *,
        story_id: int,
        keys: Iterable[str],
    ) -> set[int]:
        """Take a story out of a person's collections for good; return those that held it."""
        rows = await tx.execute_fetchall(
            _TAKE_OUT.format(holding=_HOLDING),
            {
                "user": user_id,
                "collections": to_json(collection_ids),
                "story": story_id,
                "keys": to_json(keys),
            },
        )
        return {row["collection_id"] for row in rows}

    async def holding(
        self, user_id: int, *, story_id: int, keys: Iterable[str], tx: Tx | None = None
    ) -> frozenset[int]:
        """Return which of a person's collections hold a story, by its id or one of its keys."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                f"SELECT DISTINCT saved.collection_id {_HOLDING}",
                {"user": user_id, "story": story_id, "keys": to_json(keys)},
            )
        return frozenset(row["collection_id"] for row in rows)

    async def known(
        self, tx: Tx, user_id: int, collection_id: int, stories: Iterable[NewSaved]
    ) -> frozenset[str]:
        """Return the keys of those stories that a person's collection holds, by key or id."""
        rows = await tx.execute_fetchall(
            """
            SELECT new.value ->> 0 AS story_key
            FROM collection CROSS JOIN json_each(:stories) AS new
            WHERE collection.id = :collection AND user_id = :user AND EXISTS (
                SELECT 1 FROM saved_story AS held
                WHERE held.collection_id = collection.id
                    AND (held.story_key = new.value ->> 0 OR held.story_id = new.value ->> 1)
            )
            """,
            {
                "user": user_id,
                "collection": collection_id,
                "stories": to_json((one.key, one.story_id) for one in stories),
            },
        )
        return frozenset(row["story_key"] for row in rows)

    async def own(self, user_id: int, saved_id: int, *, tx: Tx | None = None) -> SavedStory | None:
        """Return a saved story if it is in a collection of this person's."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                """
                SELECT saved.* FROM saved_story AS saved JOIN collection ON collection.id = collection_id
                WHERE saved.id = ? AND user_id = ? AND deleted_at IS NULL
                """,
                (saved_id, user_id),
            )
        return next(map(saved_from, rows), None)

    async def removed(
        self, tx: Tx, user_id: int, saved_id: int, now: datetime
    ) -> SavedStory | None:
        """Return a story that this person removed less than UNDO ago."""
        rows = await tx.execute_fetchall(
            """
            SELECT saved.* FROM saved_story AS saved JOIN collection ON collection.id = collection_id
            WHERE saved.id = ? AND user_id = ? AND name_key = '' AND deleted_at > ?
            """,
            (saved_id, user_id, to_time(now - UNDO)),
        )
        return next(map(saved_from, rows), None)

    async def holds(self, tx: Tx, user_id: int, collection_id: int, saved: SavedStory) -> bool:
        """Tell whether a person's collection holds the story that a saved one is of."""
        rows = await tx.execute_fetchall(
            """
            SELECT EXISTS (
                SELECT 1 FROM collection
                JOIN saved_story AS moved ON moved.id = :saved
                JOIN saved_story AS held ON held.collection_id = collection.id
                WHERE collection.id = :collection AND collection.user_id = :user
                    AND (held.story_key = moved.story_key OR held.story_id = moved.story_id)
            ) AS held
            """,
            {"user": user_id, "collection": collection_id, "saved": saved.id},
        )
        return bool(next(iter(rows))["held"])

    async def move(
        self, tx: Tx, user_id: int, saved_id: int, *, to: int, keep_place: bool = False
    ) -> None:
        """Move a story to another collection of the same person, which must not hold it.

        It comes behind the others in the own order there, unless it keeps the place it had.
        """
        await tx.execute_fetchall(
            """
            UPDATE saved_story SET
                collection_id = :to,
                place = iif(:keep, place, (
                    SELECT coalesce(max(place), 0) + 1 FROM saved_story WHERE collection_id = :to
                ))
            WHERE id = :saved
                AND EXISTS (SELECT 1 FROM collection WHERE id = collection_id AND user_id = :user)
                AND EXISTS (SELECT 1 FROM collection WHERE id = :to AND user_id = :user)
            """,
            {"user": user_id, "saved": saved_id, "to": to, "keep": keep_place},
        )

    async def note(self, tx: Tx, user_id: int, saved_id: int, note: str) -> None:
        """Change the note of a person's saved story."""
        await tx.execute_fetchall(
            """
            UPDATE saved_story SET note = ?
            WHERE id = ?
                AND EXISTS (SELECT 1 FROM collection WHERE id = collection_id AND user_id = ?)
            """,
            (note, saved_id, user_id),
        )


_TAKE_OUT = """
DELETE FROM saved_story
WHERE id IN (SELECT saved.id {holding})
    AND collection_id IN (SELECT value FROM json_each(:collections))
RETURNING collection_id
"""
_ADD = """
INSERT INTO saved_story (
    collection_id, story_key, story_id, guild_id, place, saved_at, note, title, article
)
SELECT
    collection.id, new.value ->> 0, new.value ->> 1, new.value ->> 2,
    new.key + 1 + (
        SELECT coalesce(max(place), 0) FROM saved_story WHERE collection_id = :collection
    ),
    new.value ->> 3, new.value ->> 4, new.value ->> 5, new.value ->> 6
FROM collection CROSS JOIN json_each(:stories) AS new
WHERE collection.id = :collection AND user_id = :user AND deleted_at IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM saved_story AS held
        WHERE held.collection_id = :collection AND held.story_id = new.value ->> 1
    )
ORDER BY new.key
ON CONFLICT (collection_id, story_key) DO NOTHING RETURNING id
"""
_HOLDING = """
FROM saved_story AS saved
WHERE saved.id IN (
    SELECT held.id
    FROM saved_story AS held CROSS JOIN collection ON collection.id = held.collection_id
    WHERE user_id = :user AND deleted_at IS NULL AND held.story_id = :story
    UNION
    SELECT held.id
    FROM collection CROSS JOIN json_each(:keys) AS wanted
    CROSS JOIN saved_story AS held
        ON held.collection_id = collection.id AND held.story_key = wanted.value
    WHERE user_id = :user AND deleted_at IS NULL
)
"""


def saved_from(row: aiosqlite.Row, *, own: bool = True) -> SavedStory:
    """Return the saved story of a row of all its columns; what its owner alone may know if own."""
    return SavedStory(
        id=row["id"],
        collection_id=row["collection_id"],
        story_id=row["story_id"],
        guild_id=row["guild_id"] if own else None,
        saved_at=from_time(int(row["saved_at"])),
        note=row["note"] if own else "",
        article=article_of(row["title"], row["article"]),
    )


def _columns(story: NewSaved) -> tuple[object, ...]:
    return (
        story.key,
        story.story_id,
        story.guild_id,
        to_time(story.saved_at),
        story.note,
        story.article.title,
        article_column(story.article),
    )
