"""Reading in worker processes, which are killed when they run too long or grow too large."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.domain.error import ParseError
from bot.domain.model import FeedDocument, Page
from bot.web.feed.document import read_feed
from bot.web.page.document import read_page
from bot.web.photo_pixels import shows_nothing

log = logging.getLogger(__name__)

T = TypeVar("T")
ReadFeed = Callable[..., FeedDocument]
ReadPage = Callable[..., Page]

TIME_LIMIT = 10.0  # seconds for one document; an ordinary one takes a hundredth of that
MEMORY_LIMIT = 512 * 1024 * 1024  # bytes of one worker
JOBS_PER_WORKER = 1000  # after which a worker is replaced, whatever it has leaked
_STOP_PATIENCE = 5.0  # seconds
_OUT_OF_MEMORY = 77  # a worker's exit code


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
        self._new_pool = partial(
            ProcessPool,
            max_workers=workers,
            max_tasks=JOBS_PER_WORKER,
            initializer=_limit_memory,
            initargs=(memory_limit,),
            context=multiprocessing.get_context(
                "spawn"
            ),  # forking a process with threads is unsafe
        )
        self._time_limit = time_limit
        self._read_feed = read_feed
        self._read_page = read_page
        self._pool: ProcessPool | None = None
        self._starting = asyncio.Lock()
        self._jobs: set[Future[Any]] = set()

    async def __aenter__(self) -> Self:
        await self._live_pool()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for job in tuple(self._jobs):
            job.cancel()
        pool, self._pool = self._pool, None
        if pool is not None:
            await _stopped(pool)

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

    async def shows_nothing(self, body: bytes) -> bool:
        """Look at the pixels of a picture; as ``Reader.shows_nothing``."""
        return await self._run(partial(shows_nothing, body), "a picture")

    async def _run(self, job: Callable[[], T], url: str) -> T:
        for _ in range(2):
            try:
                return await self._attempt(job)
            except ParseError:
                raise
            except BrokenProcessPool:  # an idle worker was killed from outside
                log.warning("The parse workers broke down; new ones are started.")
            except Exception as error:  # S41: whatever a document does, it does to itself
                log.exception("Reading %s failed.", url)
                raise ParseError(f"It could not be read ({type(error).__name__}).") from error
        raise ParseError("The parse workers can't be kept running.")

    async def _attempt(self, job: Callable[[], T]) -> T:
        """Run a job once; a cancelled caller cancels it, which ends its worker."""
        future = self._scheduled(await self._live_pool(), job)
        self._jobs.add(future)
        future.add_done_callback(self._jobs.discard)
        try:
            return await asyncio.wrap_future(future)
        except TimeoutError:
            raise ParseError(f"It took longer than {self._time_limit:g} seconds to read.") from None
        except ProcessExpired as expired:
            raise ParseError(_why(expired)) from None

    def _scheduled(self, pool: ProcessPool, job: Callable[[], T]) -> Future[T]:
        try:
            return pool.schedule(_run_job, args=(job,), timeout=self._time_limit)
        except RuntimeError as error:  # pebble's word for a pool that just broke
            raise BrokenProcessPool from error

    async def _live_pool(self) -> ProcessPool:
        async with self._starting:
            if self._pool is None or not self._pool.active:
                broken, self._pool = self._pool, await asyncio.to_thread(_start, self._new_pool)
                if broken is not None:
                    await _stopped(broken)
            return self._pool


def _start(new_pool: Callable[[], ProcessPool]) -> ProcessPool:
    """Start the workers with Ctrl-C blocked, which they and their successors inherit.

    Ctrl-C goes to all processes of a terminal; pebble's workers ignore it, but not yet while
    their interpreter starts.
    """
    if not hasattr(signal, "pthread_sigmask"):
        pool = new_pool()
        pool.schedule(_ready)
        return pool
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pool = new_pool()
        pool.schedule(_ready)  # pebble starts its processes and threads with the first job
        return pool
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


async def _stopped(pool: ProcessPool) -> None:
    """Stop a pool, in a thread that can't hold up the end of the process if that hangs."""
    done = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(done.set)

    threading.Thread(target=stop, name="stop parse workers", daemon=True).start()
    try:
        async with asyncio.timeout(_STOP_PATIENCE):
            await done.wait()
    except TimeoutError:
        log.warning("The parse workers did not stop in time and are left behind.")


def _ready() -> None:
    """Do nothing: the first job of a pool."""


def _limit_memory(limit: int) -> None:
    """Limit what this process may allocate, where the system knows such a limit."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not on Windows

    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    try:
        resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))
    except (OSError, ValueError):  # macOS refuses some; the time limit remains
        log.debug("No limit on memory here.", exc_info=True)


def _run_job(job: Callable[[], T]) -> T:
    """Run a job in a worker, which does not outlive a lack of memory."""
    try:
        return job()
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)


def _why(expired: ProcessExpired) -> str:
    if expired.exitcode == _OUT_OF_MEMORY:
        return "It took too much memory to read."
    return f"Reading it ended the worker process (code {expired.exitcode})."
