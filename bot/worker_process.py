"""Worker processes for what may hang, crash or grow: each is killed when it does."""

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

log = logging.getLogger(__name__)

T = TypeVar("T")

JOBS_PER_WORKER = 1000  # after which a worker is replaced, whatever it has leaked
_STOP_PATIENCE = 5.0  # seconds
_OUT_OF_MEMORY = 77  # a worker's exit code


class JobEnded(Exception):
    """A job was ended before it was done; the words say by what, as in "it took too much memory"."""


class WorkerPool:
    """Run jobs in worker processes; an async context manager.

    ``time_limit`` is in seconds of wall time for one job; ``memory_limit`` in bytes for one worker,
    held where the system can (RLIMIT_DATA). The processes start with ``start`` or the first job,
    and end after ``idle`` seconds without a job (None: never) until there is another.
    """

    def __init__(
        self, *, workers: int, time_limit: float, memory_limit: int, idle: float | None = None
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
        self._idle = idle
        self._pool: ProcessPool | None = None
        self._starting = asyncio.Lock()
        self._jobs: set[Future[Any]] = set()
        self._rest: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for job in tuple(self._jobs):
            job.cancel()
        self._stop_resting()
        self._retire()
        await asyncio.gather(*self._ending)

    async def start(self) -> None:
        """Start the processes now, so that the first job need not wait for them."""
        await self._live_pool()

    async def run(self, job: Callable[[], T]) -> T:
        """Run a job, which is pickled; a cancelled caller cancels it, which ends its worker.

        Raises JobEnded for a job that broke a limit or ended its worker, and what the job raises.
        """
        for _ in range(2):
            try:
                return await self._attempt(job)
            except BrokenProcessPool:  # an idle worker was killed from outside
                log.warning("The worker processes broke down; new ones are started.")
        raise JobEnded("the worker processes can't be kept running")

    async def _attempt(self, job: Callable[[], T]) -> T:
        future = self._scheduled(await self._live_pool(), job)
        self._stop_resting()
        self._jobs.add(future)
        try:
            return await asyncio.wrap_future(future)
        except TimeoutError:
            raise JobEnded(f"it took longer than {self._time_limit:g} seconds") from None
        except ProcessExpired as expired:
            raise JobEnded(_why(expired)) from None
        finally:
            self._jobs.discard(future)
            self._start_resting()

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

    def _start_resting(self) -> None:
        if self._idle is not None and not self._jobs and self._pool is not None:
            loop = asyncio.get_running_loop()
            self._rest = loop.call_later(self._idle, self._retire)

    def _stop_resting(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _retire(self) -> None:
        """Stop the processes in the background; the next job finds new ones."""
        pool, self._pool = self._pool, None
        if pool is not None:
            task = asyncio.get_running_loop().create_task(_stopped(pool))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)


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

    threading.Thread(target=stop, name="stop worker processes", daemon=True).start()
    try:
        async with asyncio.timeout(_STOP_PATIENCE):
            await done.wait()
    except TimeoutError:
        log.warning("The worker processes did not stop in time and are left behind.")


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
        return "it took too much memory"
    return f"it ended the worker process (code {expired.exitcode})"
