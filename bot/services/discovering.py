"""Discovering: the feed behind an address that a person typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2s
from urllib.parse import urljoin

from bot.domain.address import Place, locate, nothing_at
from bot.domain.article import from_entry
from bot.domain.error import FetchError, ParseError, Refused, UserError
from bot.domain.intake import newest_entry
from bot.domain.link import feed_key, host_of
from bot.domain.model import AnnouncedFeed, Article, FeedDocument
from bot.services.completing import Completing
from bot.services.ports import Clock, Fetched, Fetcher, Reader

# Where most publishing systems keep their feed, for sites that don't announce it.
_USUAL_PLACES = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml")
_MOST_OTHERS = 24
_MOST_TRIED = 10
_FRESH = timedelta(minutes=10)
_MOST_KEPT = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed found behind an address, before anything is saved.

    ``newest`` is the article that a preview shows; None for a feed that is empty just now.
    ``address`` is what was looked at, ``site_feeds`` all feeds that it announces, this one among
    them; none where the address is a feed itself. ``taken`` is set where the channel that was asked
    for gets the feed already.
    """

    url: str
    title: str
    site: str | None
    stories: int
    newest: Article | None
    address: str = ""
    site_feeds: tuple[AnnouncedFeed, ...] = ()
    taken: bool = False


def feed_mark(url: str) -> str:
    """Return a short name of a feed's address, the same for all its spellings, for a button's id."""
    return blake2s(feed_key(url).encode("utf-8", "replace"), digest_size=4).hexdigest()


class Discovering:
    """Find the feed behind an address: the address itself, or one that the site announces."""

    def __init__(
        self, *, fetcher: Fetcher, reader: Reader, completing: Completing, clock: Clock
    ) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._completing = completing
        self._clock = clock
        self._lately: dict[tuple[str, str], tuple[datetime, FoundFeed]] = {}

    async def find(self, address: str, *, chosen: str = "", lately: bool = False) -> FoundFeed:
        """Return the feed behind an address.

        ``address`` is what the person typed: see ``locate``. ``chosen`` is the mark of one of the
        site's feeds, where it shall not be the first that can be read. With ``lately``, what was
        found in the last minutes is good enough. Nothing is saved. Raises UserError, with what to
        do, for an address that has no feed, can't be reached, is refused by the address guard, or
        is no address at all.
        """
        place = locate(address)
        if lately and (known := self._known(place.url, chosen)):
            return known
        found = await self._first(place)
        if chosen and chosen != feed_mark(found.url):
            found = await self._other(found, chosen)
        self._remember(found, chosen)
        return found

    async def _first(self, place: Place) -> FoundFeed:
        if place.feed and (found := await self._try(place.feed, place)):
            return found
        answer = await self._fetch(place.url)
        if found := await self._as_feed(answer, asked=place.url, place=place):
            return found
        announced = await self._announced(answer)
        guessed = [urljoin(answer.url, usual) for usual in _USUAL_PLACES]
        for candidate in [one.url for one in announced][:_MOST_TRIED] or guessed:
            if found := await self._try(candidate, place, announced):
                return found
        raise nothing_at(place)

    async def _other(self, found: FoundFeed, chosen: str) -> FoundFeed:
        """Return another feed of the same site."""
        url = next((one.url for one in found.site_feeds if feed_mark(one.url) == chosen), None)
        if url is None:
            raise UserError(
                "This site has other feeds now than a moment ago. Please run `/feed add` again."
            )
        answer = await self._fetch(url)
        place = Place(url=found.address)
        other = await self._as_feed(answer, asked=url, place=place, announced=found.site_feeds)
        if other is None:
            raise UserError(
                "That one can’t be read as a feed, though the site announces it. Please choose "
                "another."
            )
        return other

    async def _fetch(self, url: str) -> Fetched:
        try:
            return await self._fetcher.fetch(url)
        except Refused as error:
            raise UserError(
                "That address can't be used: {reason} Give one that anyone on the internet can open.",
                reason=error,
            ) from None
        except FetchError as error:
            raise UserError(
                "That address can't be read: {reason} Check it in a browser and try again.",
                reason=error,
            ) from None

    async def _announced(self, answer: Fetched) -> tuple[AnnouncedFeed, ...]:
        try:
            page = await self._reader.page(
                answer.body, url=answer.url, content_type=answer.content_type
            )
        except ParseError:
            return ()
        first = {feed_key(one.url): one for one in reversed(page.feeds)}
        return tuple(one for one in page.feeds if first[feed_key(one.url)] is one)[:_MOST_OTHERS]

    async def _try(
        self, url: str, place: Place, announced: Sequence[AnnouncedFeed] = ()
    ) -> FoundFeed | None:
        try:
            answer = await self._fetcher.fetch(url)
        except FetchError:
            return None
        return await self._as_feed(answer, asked=url, place=place, announced=announced)

    async def _as_feed(
        self,
        answer: Fetched,
        *,
        asked: str,
        place: Place,
        announced: Sequence[AnnouncedFeed] = (),
    ) -> FoundFeed | None:
        """Return the answer as a feed; a temporary redirect does not become its address (D13)."""
        try:
            document = await self._reader.feed(
                answer.body, url=answer.url, content_type=answer.content_type
            )
        except ParseError:
            return None
        url = answer.moved_to or asked
        return FoundFeed(
            url=url,
            title=document.head.title or host_of(answer.url),
            site=document.head.link,
            stories=len(document.fingerprints),
            newest=await self._newest(document, answer.url),
            address=place.url,
            site_feeds=tuple(replace(o, url=url) if o.url == asked else o for o in announced),
        )

    async def _newest(self, document: FeedDocument, url: str) -> Article | None:
        entry = newest_entry(document.entries, now=self._clock.now())
        if entry is None:
            return None
        outlet = document.head.title or host_of(url)
        return await self._completing.complete(
            from_entry(entry, outlet=outlet, language=document.head.language)
        )

    def _known(self, address: str, chosen: str) -> FoundFeed | None:
        at, found = self._lately.get((address, chosen), (None, None))
        return found if at and self._clock.now() - at <= _FRESH else None

    def _remember(self, found: FoundFeed, chosen: str) -> None:
        """Keep what was found, by what was asked and by its own mark; the oldest makes room."""
        for key in ((found.address, chosen), (found.address, feed_mark(found.url))):
            self._lately.pop(key, None)
            self._lately[key] = self._clock.now(), found
        while len(self._lately) > _MOST_KEPT:
            del self._lately[next(iter(self._lately))]
