"""Discovering: the feed behind an address that a person typed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from bot.domain.article import from_entry
from bot.domain.error import FetchError, ParseError, Refused, UserError
from bot.domain.intake import newest_entry
from bot.domain.link import feed_key, host_of, resolve_address
from bot.domain.model import Article, FeedDocument
from bot.services.completing import Completing
from bot.services.ports import Clock, Fetched, Fetcher, Reader

# Where most publishing systems keep their feed, for sites that don't announce it.
_USUAL_PLACES = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml")
_MOST_OTHERS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed found behind an address, before anything is saved.

    ``newest`` is the article that a preview shows; None for a feed that is empty just now.
    ``others`` are the addresses of further feeds that the same site announces.
    """

    url: str
    title: str
    site: str | None
    stories: int
    newest: Article | None
    others: tuple[str, ...] = ()


class Discovering:
    """Find the feed behind an address: the address itself, or one that the site announces."""

    def __init__(
        self, *, fetcher: Fetcher, reader: Reader, completing: Completing, clock: Clock
    ) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._completing = completing
        self._clock = clock

    async def find(self, address: str) -> FoundFeed:
        """Return the feed behind an address.

        ``address`` is what the person typed: ``https://`` may be missing. Nothing is saved.
        Raises UserError, with what to do, for an address that has no feed, can't be reached, is
        refused by the address guard, or is no address at all.
        """
        url = resolve_address(address)
        answer = await self._fetch(url)
        if found := await self._as_feed(answer, asked=url):
            return found
        announced = await self._announced(answer)
        guessed = [urljoin(answer.url, place) for place in _USUAL_PLACES]
        for candidate in announced or guessed:
            if found := await self._try(candidate, others=announced):
                return found
        raise UserError(
            f"There is no feed at {host_of(url) or url}: neither at that address, nor announced by "
            "the page, nor at the usual places. Look for “RSS” on the site and give that link."
        )

    async def _fetch(self, url: str) -> Fetched:
        try:
            return await self._fetcher.fetch(url)
        except Refused as error:
            raise UserError(
                f"That address can't be used: {error} Give one that anyone on the internet can open."
            ) from None
        except FetchError as error:
            raise UserError(
                f"That address can't be read: {error} Check it in a browser and try again."
            ) from None

    async def _announced(self, answer: Fetched) -> tuple[str, ...]:
        try:
            page = await self._reader.page(
                answer.body, url=answer.url, content_type=answer.content_type
            )
        except ParseError:
            return ()
        return page.feeds[:_MOST_OTHERS]

    async def _try(self, url: str, *, others: tuple[str, ...]) -> FoundFeed | None:
        try:
            answer = await self._fetcher.fetch(url)
        except FetchError:
            return None
        more = tuple(other for other in others if feed_key(other) != feed_key(url))
        return await self._as_feed(answer, asked=url, others=more)

    async def _as_feed(
        self, answer: Fetched, *, asked: str, others: tuple[str, ...] = ()
    ) -> FoundFeed | None:
        """Return the answer as a feed; a temporary redirect does not become its address (D13)."""
        try:
            document = await self._reader.feed(
                answer.body, url=answer.url, content_type=answer.content_type
            )
        except ParseError:
            return None
        return FoundFeed(
            url=answer.moved_to or asked,
            title=document.head.title or host_of(answer.url),
            site=document.head.link,
            stories=len(document.fingerprints),
            newest=await self._newest(document, answer.url),
            others=others,
        )

    async def _newest(self, document: FeedDocument, url: str) -> Article | None:
        entry = newest_entry(document.entries, now=self._clock.now())
        if entry is None:
            return None
        outlet = document.head.title or host_of(url)
        return await self._completing.complete(
            from_entry(entry, outlet=outlet, language=document.head.language)
        )
