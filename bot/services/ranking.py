"""Ranking: the best stories of a server, and what one person voted on there.

What is shown of the stories of a list, and to whom, is in listing.py.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.domain.period import Period
from bot.services.listing import ListedStory, Listing, Scope, clamped
from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.score import ScoreTable
from bot.storage.story import FeedName, StoryTable

__all__ = ["MOST", "PAGE", "VOTES_PAGE", "ListedStory", "Ranking", "Scope", "StoryPage"]

PAGE = 5
MOST = 100
"""How many stories a list of the best has; what comes after them is not the best."""

VOTES_PAGE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """A page of a list: ``page`` counts from 0, ``pages`` is 0 for an empty list.

    ``feed`` is the name of the feed that was asked for, None where the server has no such one.
    """

    stories: tuple[ListedStory, ...]
    page: int
    pages: int
    total: int
    feed: str | None = None


class Ranking:
    """Tell which stories are on top, and what somebody voted."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._scores = ScoreTable(db)
        self._stories = StoryTable(db)
        self._listing = Listing(db=db, clock=clock)
        self._clock = clock

    async def top(self, period: Period, scope: Scope, *, page: int = 0) -> StoryPage:
        """Return a page of the best stories; one past the end is the last."""
        ranked = await self._scores.ranked(
            period,
            self._clock.now(),
            guild_id=scope.guild_id,
            channels=_asked(scope),
            feed_id=scope.feed_id,
            limit=MOST,
        )
        page, pages = clamped(page, len(ranked), PAGE)
        first = page * PAGE
        stories = await self._listing.listed(ranked[first : first + PAGE], scope, before=first)
        return StoryPage(
            stories=tuple(stories),
            page=page,
            pages=pages,
            total=len(ranked),
            feed=await self._feed_name(scope),
        )

    async def mine(self, user_id: int, scope: Scope, *, page: int = 0) -> StoryPage:
        """Return a page of what a person voted on, newest vote first; one past the end is the last."""
        total = await self._stories.count_voted(
            user_id, guild_id=scope.guild_id, channels=scope.channels
        )
        page, pages = clamped(page, total, VOTES_PAGE)
        first = page * VOTES_PAGE
        voted = await self._stories.voted(
            user_id,
            guild_id=scope.guild_id,
            channels=scope.channels,
            limit=VOTES_PAGE,
            skip=first,
        )
        votes = {one.score.story_id: one for one in voted}
        listed = await self._listing.listed([one.score for one in voted], scope, before=first)
        stories = (
            replace(one, vote=votes[one.story_id].value, voted_at=votes[one.story_id].at)
            for one in listed
        )
        return StoryPage(stories=tuple(stories), page=page, pages=pages, total=total)

    async def feeds(self, scope: Scope) -> list[FeedName]:
        """Return the feeds of the channels that somebody may see, by name."""
        return await self._stories.feeds(guild_id=scope.guild_id, channels=scope.channels)

    async def _feed_name(self, scope: Scope) -> str | None:
        if scope.feed_id is None:
            return None
        return next((name for id_, name in await self.feeds(scope) if id_ == scope.feed_id), None)


def _asked(scope: Scope) -> Collection[int]:
    if scope.channel_id is None:
        return scope.channels
    return [scope.channel_id] if scope.channel_id in scope.channels else []
