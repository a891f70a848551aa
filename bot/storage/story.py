"""Stories as the people of a server meet them: where each was posted, and who voted what.

All of it is asked for some channels only: those that a person may see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from bot.domain.model import Article
from bot.storage.article_read import articles_by_id
from bot.storage.database import Database
from bot.storage.score import Score, score_from
from bot.storage.value import from_json, from_time, to_json
from bot.storage.vote_rule import rules_from


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPost:
    """A story in a channel, as it was posted there; ``message_id`` is None once that was deleted.

    ``up`` and ``down`` are its vote emoji; the others are those of a Post.
    """

    story_id: int
    channel_id: int
    message_id: int | None
    feed_id: int | None
    article: Article
    thread_id: int | None
    up: str
    down: str
    spoiler_words: tuple[str, ...] = ()
    plainness: int = 0
    files: Mapping[str, str | None] = field(default_factory=dict, hash=False)


class VotedStory(NamedTuple):
    """What a person voted on a story, 1 or -1, and when; and what its votes come to."""

    score: Score
    value: int
    at: datetime


class FeedName(NamedTuple):
    """A feed, as people pick it from a list."""

    id: int
    title: str


class StoryTable:
    """Read where stories were posted, and what somebody voted on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def posts(
        self, story_ids: Collection[int], *, guild_id: int, channels: Collection[int]
    ) -> list[StoryPost]:
        """Return where stories were posted among some channels of a server, oldest post first.

        A card that gave way to another one's, which tells its story too, is none of them.
        """
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT
                    post.story_id, post.channel_id, post.thread_id, post.article_id, post.plainness,
                    post.files,
                    iif(post.deleted_at IS NULL, post.message_id, NULL) AS message_id,
                    article.feed_id, subscription.spoiler_words,
                    coalesce(post.up_emoji, rule.up_emoji) AS up_emoji,
                    coalesce(post.down_emoji, rule.down_emoji) AS down_emoji,
                    rule.min_account_age, rule.min_membership, rule.most_toggles
                FROM json_each(:stories) AS wanted
                CROSS JOIN post ON post.story_id = wanted.value AND post.guild_id = :guild
                JOIN article ON article.id = post.article_id
                LEFT JOIN subscription ON subscription.id = post.subscription_id
                LEFT JOIN vote_rule AS rule ON rule.guild_id = post.guild_id
                WHERE post.state = 'sent' AND post.joined_to IS NULL
                    AND post.channel_id IN (SELECT value FROM json_each(:channels))
                ORDER BY post.id
                """,
                {"stories": to_json(story_ids), "guild": guild_id, "channels": to_json(channels)},
            )
            articles = await articles_by_id(reader, {row["article_id"] for row in rows})
        return [_post(row, articles[row["article_id"]]) for row in rows]

    async def count_voted(self, user_id: int, *, guild_id: int, channels: Collection[int]) -> int:
        """Return on how many stories of these channels a person voted."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                f"SELECT count(*) {_VOTED}",
                {"user": user_id, "guild": guild_id, "channels": to_json(channels)},
            )
        return int(next(iter(rows))[0])

    async def voted(
        self,
        user_id: int,
        *,
        guild_id: int,
        channels: Collection[int],
        limit: int,
        skip: int = 0,
    ) -> list[VotedStory]:
        """Return the stories of these channels that a person voted on, the newest vote first."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                f"""
                SELECT vote.value, vote.at, score.* {_VOTED}
                ORDER BY vote.at DESC, vote.story_id DESC LIMIT :limit OFFSET :skip
                """,
                {
                    "user": user_id,
                    "guild": guild_id,
                    "channels": to_json(channels),
                    "limit": limit,
                    "skip": skip,
                },
            )
        return [
            VotedStory(score_from(row), row["value"], from_time(int(row["at"]))) for row in rows
        ]

    async def feeds(self, *, guild_id: int, channels: Collection[int]) -> list[FeedName]:
        """Return the feeds that some channels of a server get, by name."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT DISTINCT feed.id, iif(feed.title = '', feed.url, feed.title) AS title
                FROM subscription JOIN feed ON feed.id = subscription.feed_id
                WHERE guild_id = ? AND channel_id IN (SELECT value FROM json_each(?))
                """,
                (guild_id, to_json(channels)),
            )
        return sorted((FeedName(*row) for row in rows), key=lambda feed: feed.title.casefold())


# A vote is there for as long as a reaction is: those of a person have an index, the votes have none.
_VOTED = """
FROM (
    SELECT DISTINCT post.story_id
    FROM reaction JOIN post ON post.id = reaction.post_id
    WHERE reaction.user_id = :user AND post.guild_id = :guild
) AS reacted
CROSS JOIN vote ON vote.story_id = reacted.story_id AND vote.guild_id = :guild
    AND vote.user_id = :user
CROSS JOIN score ON score.story_id = vote.story_id AND score.guild_id = vote.guild_id
WHERE EXISTS (
    SELECT 1 FROM post
    WHERE post.story_id = vote.story_id AND post.guild_id = vote.guild_id
        AND post.state = 'sent' AND post.channel_id IN (SELECT value FROM json_each(:channels))
)
"""


def _post(row: aiosqlite.Row, article: Article) -> StoryPost:
    rules = rules_from(row)
    return StoryPost(
        story_id=row["story_id"],
        channel_id=row["channel_id"],
        message_id=row["message_id"],
        thread_id=row["thread_id"],
        feed_id=row["feed_id"],
        article=article,
        up=rules.up,
        down=rules.down,
        spoiler_words=tuple(from_json(row["spoiler_words"] or "[]")),
        plainness=row["plainness"],
        files=from_json(row["files"]),
    )
