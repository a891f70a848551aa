"""Explaining: where a story was posted and when; or why not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.error import UserError
from bot.domain.identity import link_keys
from bot.domain.link import canonical_link, host_of
from bot.domain.model import Article, Feed
from bot.domain.pacing import Wait, wait_of
from bot.domain.term import words
from bot.domain.text import plain
from bot.domain.why import Answer, answers, carries
from bot.services.finding import MOST_CHOICES, begins
from bot.services.ports import Clock
from bot.storage.article import ArticleTable
from bot.storage.database import Database
from bot.storage.server import ServerTable
from bot.storage.waiting import WaitingTable
from bot.storage.why import OwnFeed, WhyTable

_MAX_TYPED = 2_000
_OF_EACH_FEED = 50
_NEWEST = 2_000  # articles whose titles are looked at while somebody types
_LARGEST = 2**63 - 1  # of SQLite's integers
_CHOICE = re.compile(r"article:(\d{1,18})")
_MESSAGE = re.compile(
    r"<?https?://(?:(?:www|ptb|canary)\.)?discord(?:app)?\.com/channels"
    r"/\d{1,20}/\d{1,20}/(\d{1,19})/?(?:\?\S*)?>?",
    re.IGNORECASE,
)
_LINK = re.compile(r"<?(https?://\S+?)>?", re.IGNORECASE)
_SHORT_LINK = re.compile(r"<?((?:[\w-]+\.)+[a-z]{2,}(?::\d{1,5})?/\S+?)>?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFeed:
    """A feed of the site of a link, and when it was and will be read; ``next_at`` None for never."""

    feed: Feed
    channels: tuple[int, ...]
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What is known of an address: a story and what became of it, or no story.

    ``article`` (by its id, ``article_id``) is None where no feed of the server brought it; then
    ``feeds`` are those of its site.
    """

    link: str
    host: str
    article_id: int = 0
    article: Article | None = None
    answers: tuple[Answer, ...] = ()
    feeds: tuple[SiteFeed, ...] = ()


class Explaining:
    """Answer why for one server; what other servers have is never told."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._table = WhyTable(db)
        self._articles = ArticleTable(db)
        self._waiting = WaitingTable(db)
        self._servers = ServerTable(db)

    async def why(self, typed: str, *, guild_id: int) -> Explanation:
        """Return what became of a story.

        ``typed`` is its address in any spelling, the link of its message, a choice of ``recent``, or
        words of a title that only one of the newest has. Raises UserError with what to do where it
        names no story.
        """
        typed = typed.strip()[:_MAX_TYPED]
        if choice := _CHOICE.fullmatch(typed):
            return await self.of_article(int(choice[1]), guild_id=guild_id)
        if message := _MESSAGE.fullmatch(typed):
            return await self._of_message(int(message[1]), guild_id)
        if link := _LINK.fullmatch(typed):
            return await self._of_link(link[1], guild_id)
        if link := _SHORT_LINK.fullmatch(typed):
            return await self._of_link(f"https://{link[1]}", guild_id)
        return await self.of_article(await self._titled(typed, guild_id), guild_id=guild_id)

    async def of_article(self, article_id: int, *, guild_id: int) -> Explanation:
        """Return what became of an article; raise UserError where the server has no such one."""
        found = await self._table.here([article_id], guild_id=guild_id)
        if article_id not in found:
            raise UserError("That story isn’t there any more. Please give the link of the article.")
        if link := found[article_id].link:
            found |= await self._by_link(link, guild_id)
        return await self._explained(found, article_id, guild_id)

    async def recent(self, typed: str, *, guild_id: int) -> list[tuple[str, str]]:
        """Return the newest stories of the server's feeds, posted or not, that have all words typed.

        Each as its title and the value that ``why`` understands.
        """
        wanted = words(typed[:_MAX_TYPED])
        newest = await self._table.newest(guild_id, of_each=_OF_EACH_FEED, limit=_NEWEST)
        fitting = (
            (f"{title} · {plain(one.outlet)}", f"article:{one.article_id}")
            for one in newest
            if (title := plain(one.title)) and begins(wanted, title)
        )
        return list(islice(fitting, MOST_CHOICES))

    async def _titled(self, typed: str, guild_id: int) -> int:
        found = await self.recent(typed, guild_id=guild_id) if words(typed) else []
        if len(found) == 1:
            return int(found[0][1].removeprefix("article:"))
        if found:
            raise UserError(
                "Several stories have these words in their titles. Please pick one from the list that "
                "appears while you type, or give the link of the article."
            )
        raise UserError(
            "Which story? Please give the link of the article or of its post, or pick one from the "
            "list that appears while you type."
        )

    async def _of_message(self, message_id: int, guild_id: int) -> Explanation:
        number = min(message_id, _LARGEST)
        article_id = await self._table.of_message(number, guild_id=guild_id)
        if article_id is None:
            raise UserError(
                "That message is no story’s post in this server. Copy the link of a story’s post, or "
                "give the link of the article."
            )
        return await self.of_article(article_id, guild_id=guild_id)

    async def _of_link(self, link: str, guild_id: int) -> Explanation:
        found = await self._by_link(link, guild_id)
        if found:
            return await self._explained(found, next(iter(found)), guild_id)
        return Explanation(
            link=canonical_link(link),
            host=host_of(link),
            feeds=tuple(await self._feeds_of(link, guild_id)),
        )

    async def _by_link(self, link: str, guild_id: int) -> dict[int, Article]:
        known = await self._articles.known(link_keys(link))
        ids = {one.article_id for found in known.values() for one in found}
        return await self._table.here(ids, guild_id=guild_id)

    async def _explained(
        self, found: Mapping[int, Article], first: int, guild_id: int
    ) -> Explanation:
        article = found[first]
        posts = await self._table.posts(list(found), guild_id=guild_id)
        carriers = await self._table.carriers(list(found), guild_id=guild_id)
        waits = await self._waits(
            {one.channel_id for one in posts if one.state == "waiting"}, guild_id
        )
        carriers = [replace(one, wait=waits.get(one.subscription_id)) for one in carriers]
        return Explanation(
            link=article.link or "",
            host=host_of(article.link or ""),
            article_id=first,
            article=article,
            answers=answers(posts, carriers),
        )

    async def _waits(self, channels: Iterable[int], guild_id: int) -> dict[int, Wait | None]:
        """Return why the posts of subscriptions wait in some channels."""
        zone = ZoneInfo((await self._servers.get(guild_id)).time_zone)
        now = self._clock.now()
        waits: dict[int, Wait | None] = {}
        for channel_id in channels:
            async with self._db.write() as tx:
                queues = await self._waiting.queues(tx, channel_id, now)
            for queue in queues:
                waits[queue.subscription.id] = wait_of(queue, zone=zone, now=now)
        return waits

    async def _feeds_of(self, link: str, guild_id: int) -> list[SiteFeed]:
        return [
            SiteFeed(feed=own.feed, channels=own.channels, next_at=_next_at(own))
            for own in await self._table.feeds(guild_id)
            if carries(own.feed, link, own.newest)
        ]


def _next_at(own: OwnFeed) -> datetime | None:
    """Return when a feed is read next; a pause that its host asked for holds (S34)."""
    if own.feed.state != "active":
        return None
    return max(own.feed.next_check_at, own.not_before or own.feed.next_check_at)
