"""Starting: the curated list of film-news feeds, and adding several of them at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.domain.error import ParseError, UserError
from bot.domain.link import feed_key
from bot.domain.opml import FiledFeed
from bot.services.discovering import feed_mark
from bot.services.ports import Reader
from bot.services.subscribing import Subscribing
from bot.storage.database import Database
from bot.storage.filed_feed import FiledFeedTable

MOST_AT_ONCE = 25
_READ_AT_ONCE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterFeed:
    """A feed of the list; ``mark`` is its short name, ``taken`` is set where a channel has it."""

    feed: FiledFeed
    mark: str
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What became of feeds that were chosen: by their titles, and why some could not be added."""

    added: tuple[str, ...]
    known: tuple[str, ...]
    failed: tuple[tuple[str, UserError], ...]


class Starting:
    """Show the list, and add feeds of it through the same way as ``/feed add`` does.

    ``load`` returns the file, which is read once.
    """

    def __init__(
        self, *, db: Database, reader: Reader, subscribing: Subscribing, load: Callable[[], bytes]
    ) -> None:
        self._table = FiledFeedTable(db)
        self._reader = reader
        self._subscribing = subscribing
        self._load = load
        self._read: tuple[FiledFeed, ...] | None = None

    async def feeds(self, guild_id: int, channel_id: int) -> list[StarterFeed]:
        """Return the list in its order, with what a channel has of it.

        Raises UserError where the list is missing.
        """
        known = {feed_key(one.url) for one in await self._table.of_guild(guild_id, channel_id)}
        return [
            StarterFeed(feed=one, mark=feed_mark(one.url), taken=feed_key(one.url) in known)
            for one in await self._list()
        ]

    async def _list(self) -> tuple[FiledFeed, ...]:
        if self._read is None:
            try:
                body = await asyncio.to_thread(self._load)
                self._read = (await self._reader.opml(body)).feeds
            except (OSError, ParseError):
                raise UserError(
                    "The list of feeds is missing here. `/feed add` adds a feed by its address."
                ) from None
        return self._read

    async def add(
        self, marks: Iterable[str], *, guild_id: int, channel_id: int, by: int, backlog: int
    ) -> Started:
        """Add the feeds with these marks to a channel, each as ``Subscribing.add`` does."""
        wanted = set(marks)
        feeds = [one for one in await self.feeds(guild_id, channel_id) if one.mark in wanted]
        turns = asyncio.Semaphore(_READ_AT_ONCE)

        async def one_of(feed: FiledFeed) -> UserError | None:
            async with turns:
                return await self._add(feed, guild_id, channel_id, by, backlog)

        new = [one.feed for one in feeds if not one.taken][:MOST_AT_ONCE]
        answers = await asyncio.gather(*map(one_of, new))
        told = list(zip(new, answers, strict=True))
        return Started(
            added=tuple(feed.title for feed, error in told if error is None),
            known=tuple(one.feed.title for one in feeds if one.taken),
            failed=tuple((feed.title, error) for feed, error in told if error),
        )

    async def _add(
        self, feed: FiledFeed, guild_id: int, channel_id: int, by: int, backlog: int
    ) -> UserError | None:
        """Add a feed; return why that can't be, so that the others are not held up."""
        try:
            found = await self._subscribing.find(feed.url, channel_id=channel_id)
            await self._subscribing.add(
                found, guild_id=guild_id, channel_id=channel_id, user_id=by, backlog=backlog
            )
        except UserError as error:
            return error
        return None
