"""Where the stories of collections are told in a server, and what points they have there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import aiosqlite

from bot.storage.database import Database
from bot.storage.value import to_json


class SavedPlace(NamedTuple):
    """A card that tells a saved story; ``message_id`` is None once that message was deleted.

    ``thread_id`` is as in a Post.
    """

    saved_id: int
    channel_id: int
    message_id: int | None
    points: int
    thread_id: int | None


class SavedPlaceTable:
    """Find the cards of saved stories; where two cards became one, that one (D12)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def best(
        self, saved_ids: Iterable[int], *, guild_id: int, channels: Collection[int]
    ) -> dict[int, SavedPlace]:
        """Return the card to lead to, by saved story, among some channels of a server.

        One whose message is there comes first, then one of the very story, then the oldest. Whose
        the saved stories are is not asked: what is returned are posts of channels that the reader
        may see.
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                _PLACES,
                {
                    "saved": to_json(saved_ids),
                    "guild": guild_id,
                    "channels": to_json(channels),
                },
            )
        places: dict[int, SavedPlace] = {}
        for row in rows:
            places.setdefault(row["saved_id"], _place(row))
        return places


_PLACES = """
WITH RECURSIVE kept AS MATERIALIZED (
    SELECT saved.id AS saved_id, saved.story_id
    FROM json_each(:saved) AS wanted CROSS JOIN saved_story AS saved ON saved.id = wanted.value
    WHERE saved.story_id IS NOT NULL
),
card (saved_id, post_id, joined_to) AS (
    SELECT kept.saved_id, post.id, post.joined_to
    FROM kept CROSS JOIN post ON post.story_id = kept.story_id AND post.guild_id = :guild
    UNION
    SELECT kept.saved_id, post.id, post.joined_to
    FROM kept
    CROSS JOIN article ON article.story_id = kept.story_id
    CROSS JOIN telling ON telling.article_id = article.id
    CROSS JOIN post ON post.id = telling.post_id AND post.guild_id = :guild
    UNION
    SELECT card.saved_id, post.id, post.joined_to
    FROM card CROSS JOIN post ON post.id = card.joined_to
)
SELECT
    card.saved_id, post.channel_id,
    iif(post.deleted_at IS NULL, post.message_id, NULL) AS message_id,
    coalesce(score.points, 0) AS points, post.thread_id
FROM card
CROSS JOIN kept ON kept.saved_id = card.saved_id
CROSS JOIN post ON post.id = card.post_id
LEFT JOIN score ON score.story_id = post.story_id AND score.guild_id = post.guild_id
WHERE card.joined_to IS NULL AND post.state = 'sent'
    AND post.channel_id IN (SELECT value FROM json_each(:channels))
ORDER BY
    card.saved_id, post.deleted_at IS NOT NULL, post.story_id <> kept.story_id, post.id
"""


def _place(row: aiosqlite.Row) -> SavedPlace:
    return SavedPlace(
        saved_id=row["saved_id"],
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        points=row["points"],
        thread_id=row["thread_id"],
    )
