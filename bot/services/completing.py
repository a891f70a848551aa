"""Complete an article from its page, fetched once, with the photos that will show.

What fails there never holds up a post.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict

from bot.domain import article as articles
from bot.domain.error import FetchError, ParseError
from bot.domain.model import Article, Page
from bot.services.checking import Checking
from bot.services.ports import Fetcher, Reader

log = logging.getLogger(__name__)

REMEMBERED = 200  # pages, as what was read of them: some kilobytes each
PATIENCE = 20.0  # seconds for the page of one article, fetching and reading together


class Completing:
    """Add to an article what its page says."""

    def __init__(self, *, fetcher: Fetcher, reader: Reader, checking: Checking) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._checking = checking
        # A page is fetched once also when a preview, or another feed, asks for it before.
        self._recent: OrderedDict[str, tuple[Page, str]] = OrderedDict()

    async def complete(self, article: Article) -> Article:
        """Return the article, completed where its page could be had, and its photos checked."""
        return await self.with_checked_photos(await self.with_page(article))

    async def with_checked_photos(self, article: Article) -> Article:
        """Return the article with the photos that will show; see ``Checking.check``."""
        return await self._checking.check(article)

    async def with_page(self, article: Article) -> Article:
        """Return the article, completed where its page could be had."""
        if not article.link:
            return article
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._from_page(article, article.link)
        except (FetchError, ParseError, TimeoutError) as error:
            log.info(
                "an article's page could not be used", extra={"link": article.link, "why": error}
            )
            return article

    async def _from_page(self, article: Article, link: str) -> Article:
        if link not in self._recent:
            answer = await self._fetcher.fetch(link)
            page = await self._reader.page(
                answer.body, url=answer.url, content_type=answer.content_type
            )
            self._recent[link] = (page, answer.url)
            while len(self._recent) > REMEMBERED:
                self._recent.popitem(last=False)
        page, url = self._recent[link]
        return articles.completed(article, page, final_url=url)
