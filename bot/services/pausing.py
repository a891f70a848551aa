"""Pausing: what a host asked for by Retry-After outlives a restart."""

from __future__ import annotations

from bot.domain.error import RateLimited
from bot.services.ports import Clock, Fetched, Fetcher
from bot.storage.database import Database
from bot.storage.feed import FeedTable


class PausingFetcher:
    """Fetch, and write down each pause that a host asks for, a page's as well as a feed's (S34)."""

    def __init__(self, fetcher: Fetcher, *, db: Database, feeds: FeedTable, clock: Clock) -> None:
        self._fetcher = fetcher
        self._db = db
        self._feeds = feeds
        self._clock = clock

    async def fetch(
        self, url: str, *, etag: bytes | None = None, last_modified: bytes | None = None
    ) -> Fetched:
        """Return the answer; as ``Fetcher.fetch``."""
        try:
            return await self._fetcher.fetch(url, etag=etag, last_modified=last_modified)
        except RateLimited as error:
            if error.host and error.retry_after:
                until = self._clock.now() + error.retry_after
                async with self._db.write() as tx:
                    await self._feeds.pause_host(tx, error.host, until)
            raise
