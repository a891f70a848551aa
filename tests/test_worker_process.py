"""The pool of worker processes: when they are there, and when not. Its limits: tests/web/test_reader.py."""

import asyncio
import multiprocessing
import os

import pytest

from bot.worker_process import WorkerPool

MEGABYTE = 1024 * 1024


def pool(idle=None):
    return WorkerPool(workers=1, time_limit=5, memory_limit=256 * MEGABYTE, idle=idle)


def children():
    return {child.pid for child in multiprocessing.active_children()}


async def gone(pid):
    async with asyncio.timeout(10):
        while pid in children():  # noqa: ASYNC110 - a process tells nobody that it ends
            await asyncio.sleep(0.02)


async def test_pool_that_does_nothing_has_no_process():
    before = children()
    async with pool():
        assert children() == before


async def test_idle_pool_ends_its_process_and_finds_another():
    async with pool(idle=0.1) as workers:
        first = await workers.run(os.getpid)
        await gone(first)

        assert await workers.run(os.getpid) != first


async def test_pool_that_is_used_again_in_time_keeps_its_process():
    async with pool(idle=30) as workers:
        assert await workers.run(os.getpid) == await workers.run(os.getpid)


async def test_process_ends_with_the_pool():
    async with pool() as workers:
        pid = await workers.run(os.getpid)
        assert pid in children()

    await gone(pid)


async def test_closed_pool_ends_what_rests():
    async with pool(idle=30) as workers:
        pid = await workers.run(os.getpid)

    await gone(pid)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
