"""How votes follow from reactions: the newest that counts, of each person and story in a server.

What a person has changed their mind about is to be taken away at Discord; where the mind was changed
back, it stays (V60, V62).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.storage.database import Tx
from bot.storage.value import to_json, to_time


async def follow(tx: Tx, changes: Iterable[str], now: datetime, *, may_lapse: bool = True) -> None:
    """Let the votes of people follow from their reactions under all posts of the story.

    ``changes`` are JSON arrays of rows that begin with a post's id and a person's, whose reactions to
    it have changed. ``may_lapse`` is False where only such came as count: then no vote can be gone.
    """
    await tx.execute_fetchall(_VOTERS)
    for rows in changes:
        await tx.execute_fetchall(_NAME, (rows,))
    await tx.execute_fetchall(_CAST)
    if may_lapse:
        await tx.execute_fetchall(_LAPSE)
    await tx.execute_fetchall(_TAKE_AWAY, {"now": to_time(now)})
    await tx.execute_fetchall("DELETE FROM voter")


async def follow_stories(tx: Tx, ballots: Iterable[tuple[int, int]], now: datetime) -> None:
    """Do so for all votes on stories whose posts are other ones now; pairs of server and story."""
    await tx.execute_fetchall(_VOTERS)
    await tx.execute_fetchall(_NAME_ALL, (to_json(ballots),))
    await tx.execute_fetchall(_CAST)
    await tx.execute_fetchall(_LAPSE)
    await tx.execute_fetchall(_TAKE_AWAY, {"now": to_time(now)})
    await tx.execute_fetchall("DELETE FROM voter")


# It belongs to the writer's connection alone, and is empty between two transactions.
_VOTERS = """
CREATE TEMP TABLE IF NOT EXISTS voter (
    guild_id INTEGER NOT NULL,
    story_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    PRIMARY KEY (story_id, guild_id, user_id)
) STRICT, WITHOUT ROWID
"""
_NAME = """
INSERT OR IGNORE INTO voter (guild_id, story_id, user_id)
SELECT post.guild_id, post.story_id, changed.value ->> 1
FROM json_each(?) AS changed JOIN post ON post.id = changed.value ->> 0
"""
_NAME_ALL = """
INSERT OR IGNORE INTO voter (guild_id, story_id, user_id)
SELECT post.guild_id, post.story_id, reaction.user_id
FROM json_each(?1) AS ballot
JOIN post ON post.guild_id = ballot.value ->> 0 AND post.story_id = ballot.value ->> 1
JOIN reaction ON reaction.post_id = post.id
UNION
SELECT vote.guild_id, vote.story_id, vote.user_id
FROM json_each(?1) AS ballot
JOIN vote ON vote.guild_id = ballot.value ->> 0 AND vote.story_id = ballot.value ->> 1
"""
# The columns beside max() are those of the row that has it (SQLite, "Bare columns in an aggregate").
_CAST = """
INSERT INTO vote (guild_id, story_id, user_id, at, value)
SELECT voter.guild_id, voter.story_id, voter.user_id, max(reaction.at), reaction.value
FROM voter
CROSS JOIN post ON post.story_id = voter.story_id AND post.guild_id = voter.guild_id
CROSS JOIN reaction ON reaction.post_id = post.id AND reaction.user_id = voter.user_id
WHERE reaction.counts
GROUP BY voter.story_id, voter.guild_id, voter.user_id
ON CONFLICT (story_id, guild_id, user_id) DO UPDATE SET value = excluded.value, at = excluded.at
"""
_LAPSE = """
DELETE FROM vote
WHERE (story_id, guild_id, user_id) IN (
    SELECT story_id, guild_id, user_id FROM voter
    WHERE NOT EXISTS (
        SELECT 1 FROM post
        JOIN reaction ON reaction.post_id = post.id AND reaction.user_id = voter.user_id
        WHERE post.story_id = voter.story_id AND post.guild_id = voter.guild_id
            AND reaction.counts
    )
)
"""
_TAKE_AWAY = """
UPDATE reaction SET take_away_at = iif(take_away_at IS NULL, :now, NULL)
WHERE (post_id, user_id, emoji) IN (
    SELECT reaction.post_id, reaction.user_id, reaction.emoji
    FROM voter
    CROSS JOIN vote ON vote.story_id = voter.story_id AND vote.guild_id = voter.guild_id
        AND vote.user_id = voter.user_id
    CROSS JOIN post ON post.story_id = voter.story_id AND post.guild_id = voter.guild_id
    CROSS JOIN reaction ON reaction.post_id = post.id AND reaction.user_id = voter.user_id
    WHERE reaction.counts AND post.deleted_at IS NULL
        AND (reaction.value <> vote.value) = (reaction.take_away_at IS NULL)
)
"""
