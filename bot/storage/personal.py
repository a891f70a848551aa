"""What is stored of one person, in whichever table: to be shown to that one, and to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import aiosqlite

from bot.storage.database import Database, Tx
from bot.storage.value import from_time

NOBODY: Final = 0
"""Stands for a person whose acts for a server remain."""


class PersonalTable:
    """Read what is stored of a person, and take the name from what remains."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, user_id: int) -> dict[str, list[dict[str, Any]]]:
        """Return votes, reactions, letters and feeds of a person, all of one moment.

        By section, in rows of plain values; times are text in UTC.
        """
        async with self._database.read() as reader:
            return {
                name: [_plain(row) for row in await reader.execute_fetchall(sql, (user_id,))]
                for name, sql in _SECTIONS.items()
            }

    async def counts(self, user_id: int) -> Mapping[str, int]:
        """Return how much of everything a person has, as Privacy's Kept names it."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(_COUNTS, (user_id,))
        return dict(next(iter(rows)))

    async def let_go(self, tx: Tx, user_id: int) -> None:
        """Take a person's name from what remains: what the one added and changed for servers."""
        await tx.execute_fetchall(
            "UPDATE subscription SET created_by = ? WHERE created_by = ?", (NOBODY, user_id)
        )
        await tx.execute_fetchall(
            "UPDATE audit SET user_id = ? WHERE user_id = ?", (NOBODY, user_id)
        )


def _plain(row: aiosqlite.Row) -> dict[str, Any]:
    return {
        key: from_time(int(row[key])).isoformat() if key.endswith("_at") else row[key]
        for key in row.keys()  # noqa: SIM118 - a row's values are what it yields
    }


# Ids of Discord's are text: they are more than many a reader of JSON takes for a number.
_SECTIONS: Final = {
    "votes": """
        SELECT DISTINCT
            CAST(vote.guild_id AS TEXT) AS server, story.title AS story,
            (SELECT link FROM article WHERE article.story_id = story.id ORDER BY id LIMIT 1) AS link,
            iif(vote.value > 0, 'up', 'down') AS vote, vote.at AS voted_at
        FROM reaction
        CROSS JOIN post ON post.id = reaction.post_id
        CROSS JOIN vote ON vote.story_id = post.story_id AND vote.guild_id = post.guild_id
            AND vote.user_id = reaction.user_id
        CROSS JOIN story ON story.id = vote.story_id
        WHERE reaction.user_id = ? ORDER BY voted_at
    """,
    "reactions": """
        SELECT
            CAST(post.guild_id AS TEXT) AS server, CAST(post.channel_id AS TEXT) AS channel,
            CAST(post.message_id AS TEXT) AS message, emoji,
            CASE counts WHEN 0 THEN 'no' ELSE 'yes' END AS counts, at AS seen_at
        FROM reaction CROSS JOIN post ON post.id = reaction.post_id
        WHERE reaction.user_id = ? ORDER BY seen_at
    """,
    "messages": """
        SELECT story.title AS story, told.name,
            CASE told.state WHEN 'done' THEN 'done' ELSE 'waiting' END AS state
        FROM told CROSS JOIN story ON story.id = told.story_id
        WHERE told.user_id = ? ORDER BY told.story_id
    """,
    "feeds_added": """
        SELECT
            CAST(guild_id AS TEXT) AS server, CAST(channel_id AS TEXT) AS channel, feed.url AS feed,
            subscription.created_at AS added_at
        FROM subscription JOIN feed ON feed.id = subscription.feed_id
        WHERE subscription.created_by = ? ORDER BY subscription.id
    """,
    "settings_changed": """
        SELECT CAST(guild_id AS TEXT) AS server, action, subject, at AS changed_at
        FROM audit WHERE user_id = ? ORDER BY id
    """,
}
_COUNTS = """
SELECT
    (
        SELECT count(*) FROM (
            SELECT DISTINCT vote.story_id, vote.guild_id FROM reaction
            CROSS JOIN post ON post.id = reaction.post_id
            CROSS JOIN vote ON vote.story_id = post.story_id AND vote.guild_id = post.guild_id
                AND vote.user_id = reaction.user_id
            WHERE reaction.user_id = ?1
        )
    ) AS votes,
    (SELECT count(*) FROM collection WHERE user_id = ?1 AND deleted_at IS NULL) AS collections,
    (
        SELECT count(*) FROM collection JOIN saved_story ON collection_id = collection.id
        WHERE user_id = ?1 AND deleted_at IS NULL
    ) AS stories,
    (SELECT count(DISTINCT name) FROM follow WHERE user_id = ?1) AS names,
    (SELECT count(*) FROM subscription WHERE created_by = ?1) AS feeds,
    (SELECT count(*) FROM told WHERE user_id = ?1)
        + (SELECT count(*) FROM follower WHERE user_id = ?1)
        + (SELECT count(*) FROM reaction WHERE user_id = ?1)
        + (SELECT count(*) FROM collection WHERE user_id = ?1 AND deleted_at IS NOT NULL)
        + (SELECT count(*) FROM collection_copy WHERE user_id = ?1)
        + (SELECT count(*) FROM hidden_collection WHERE hidden_by = ?1)
        + (SELECT count(*) FROM audit WHERE user_id = ?1) AS traces
"""
