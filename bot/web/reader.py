"""Reading in worker processes, which are killed when they run too long or grow too large."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from bot.domain.error import ParseError
from bot.domain.model import FeedDocument, Page
from bot.domain.opml import FeedList
from bot.web.feed.document import read_feed
from bot.web.opml import read_opml
from bot.web.page.document import read_page
from bot.web.photo_pixels import shows_nothing
from bot.worker_process import JobEnded, WorkerPool

log = logging.getLogger(__name__)

T = TypeVar("T")
ReadFeed = Callable[..., FeedDocument]
ReadPage = Callable[..., Page]

TIME_LIMIT = 10.0  # seconds for one document; an ordinary one takes a hundredth of that
MEMORY_LIMIT = 512 * 1024 * 1024  # bytes of one worker


class InlineReader:
    """Read where you are called, without limits: for tests and the command line."""

    async def feed(
        self,
        body: bytes,
        *,
        url: str,
        content_type: str | None = None,
        known: frozenset[bytes] = frozenset(),
    ) -> FeedDocument:
        """Read a feed; as ``Reader.feed``."""
        return read_feed(body, url=url, content_type=content_type, known=known)

    async def page(self, body: bytes, *, url: str, content_type: str | None = None) -> Page:
        """Read a page; as ``Reader.page``."""
        return read_page(body, url=url, content_type=content_type)

    async def opml(self, body: bytes) -> FeedList:
        """Read a list of feeds; as ``Reader.opml``."""
        return read_opml(body)

    async def shows_nothing(self, body: bytes) -> bool:
        """Look at the pixels of a picture; as ``Reader.shows_nothing``."""
        return shows_nothing(body)


class WorkerReader:
    """Read in worker processes; an async context manager.

    ``time_limit`` is in seconds of wall time for one document; ``memory_limit`` in bytes for one
    worker, held where the system can (RLIMIT_DATA). A document that breaks one of them, or that
    crashes a worker, is a ParseError, and the next one finds a new worker.
    """

    def __init__(
        self,
        *,
        workers: int = 2,
        time_limit: float = TIME_LIMIT,
        memory_limit: int = MEMORY_LIMIT,
        read_feed: ReadFeed = read_feed,
        read_page: ReadPage = read_page,
    ) -> None:
        self._pool = WorkerPool(workers=workers, time_limit=time_limit, memory_limit=memory_limit)
        self._read_feed = read_feed
        self._read_page = read_page

    async def __aenter__(self) -> Self:
        await self._pool.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._pool.__aexit__(kind, error, traceback)

    async def feed(
        self,
        body: bytes,
        *,
        url: str,
        content_type: str | None = None,
        known: frozenset[bytes] = frozenset(),
    ) -> FeedDocument:
        """Read a feed; as ``Reader.feed``."""
        job = partial(self._read_feed, body, url=url, content_type=content_type, known=known)
        return await self._run(job, url)

    async def page(self, body: bytes, *, url: str, content_type: str | None = None) -> Page:
        """Read a page; as ``Reader.page``."""
        return await self._run(
            partial(self._read_page, body, url=url, content_type=content_type), url
        )

    async def opml(self, body: bytes) -> FeedList:
        """Read a list of feeds; as ``Reader.opml``."""
        return await self._run(partial(read_opml, body), "a list of feeds")

    async def shows_nothing(self, body: bytes) -> bool:
        """Look at the pixels of a picture; as ``Reader.shows_nothing``."""
        return await self._run(partial(shows_nothing, body), "a picture")

    async def _run(self, job: Callable[[], T], url: str) -> T:
        try:
            return await self._pool.run(job)
        except ParseError:
            raise
        except JobEnded as ended:
            raise ParseError(f"It could not be read: {ended}.") from None
        except Exception as error:  # S41: whatever a document does, it does to itself
            log.exception("Reading %s failed.", url)
            raise ParseError(f"It could not be read ({type(error).__name__}).") from error
