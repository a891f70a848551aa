"""The worker processes: their limits, their deaths, and what comes out of them."""

import asyncio
import os
import signal
import sys
import time

import pytest

from bot.domain.error import ParseError
from bot.domain.model import FeedDocument, FeedHead, Page
from bot.web.reader import InlineReader, WorkerReader
from tests.web.pictures import picture

FEED = b"""<rss version="2.0"><channel><title>Lantern</title><item><title>One</title>
<link>https://a.example.com/1</link></item></channel></rss>"""
MEGABYTE = 1024 * 1024


def act(body, **_):
    """Stand in for read_feed in a worker: do what the body says."""
    match body:
        case b"loop":
            while True:
                pass
        case b"eat":
            return bytearray(8192 * MEGABYTE)
        case b"die":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"bug":
            raise ZeroDivisionError
        case b"sleep":
            time.sleep(60)
    return FeedDocument(
        head=FeedHead(format=body.decode()), fingerprints=(str(os.getpid()).encode(),)
    )


@pytest.fixture
async def reader():
    async with WorkerReader(
        workers=1, time_limit=1, memory_limit=256 * MEGABYTE, read_feed=act
    ) as reader:
        yield reader


async def works(reader):
    return (await reader.feed(b"fine", url="")).head.format == "fine"


async def test_reader_reads_in_another_process(reader):
    read = await reader.feed(b"rss20", url="")

    assert read.fingerprints != (str(os.getpid()).encode(),)


async def test_reader_kills_a_job_that_never_ends(reader):
    with pytest.raises(ParseError, match="longer than 1 second"):
        await reader.feed(b"loop", url="")

    assert await works(reader)


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_DATA counts all memory on Linux only")
async def test_reader_ends_a_worker_that_eats_memory(reader):
    before = (await reader.feed(b"x", url="")).fingerprints
    with pytest.raises(ParseError, match="too much memory"):
        await reader.feed(b"eat", url="")

    assert (await reader.feed(b"x", url="")).fingerprints != before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
async def test_reader_survives_a_worker_that_dies(reader):
    with pytest.raises(ParseError, match="ended the worker"):
        await reader.feed(b"die", url="")

    assert await works(reader)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
async def test_reader_survives_the_death_of_an_idle_worker(reader):
    read = await reader.feed(b"x", url="")
    os.kill(int(read.fingerprints[0]), signal.SIGKILL)
    await asyncio.sleep(0.3)  # until the pool has noticed

    assert await works(reader)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
async def test_worker_does_not_hear_ctrl_c(reader):
    """Ctrl-C goes to all processes of a terminal, and is the bot's to answer."""
    before = (await reader.feed(b"x", url="")).fingerprints
    os.kill(int(before[0]), signal.SIGINT)

    assert (await reader.feed(b"x", url="")).fingerprints == before


async def test_bug_in_parsing_is_that_documents_failure(reader):
    """S41: any exception in one feed fails that feed."""
    with pytest.raises(ParseError, match="ZeroDivisionError"):
        await reader.feed(b"bug", url="https://a.example.com/rss")


async def test_cancelled_caller_frees_its_worker(reader):
    await works(reader)
    waiting = asyncio.create_task(reader.feed(b"loop", url=""))
    await asyncio.sleep(0.2)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert await asyncio.wait_for(works(reader), 5)


async def test_reader_closes_fast_while_a_job_runs():
    start = time.perf_counter()
    async with WorkerReader(workers=1, time_limit=60, read_feed=act) as reader:
        await works(reader)
        waiting = asyncio.create_task(reader.feed(b"sleep", url=""))
        await asyncio.sleep(0.2)
        closing = time.perf_counter()

    assert time.perf_counter() - closing < 3
    assert time.perf_counter() - start < 10
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_real_documents_come_through_the_workers():
    async with WorkerReader(workers=1) as reader:
        read = await reader.feed(FEED, url="https://a.example.com/rss")
        page = await reader.page(b"<title>Hello</title>", url="https://a.example.com/")
        known = frozenset(read.fingerprints)
        again = await reader.feed(FEED, url="https://a.example.com/rss", known=known)
        with pytest.raises(ParseError, match="empty"):
            await reader.feed(b"", url="https://a.example.com/rss")

    assert [entry.title for entry in read.entries] == ["One"]
    assert again.entries == ()
    assert isinstance(page, Page)


async def test_inline_reader_reads_as_the_workers_do():
    read = await InlineReader().feed(FEED, url="https://a.example.com/rss")

    assert read.entries[0].link == "https://a.example.com/1"


async def test_pixels_are_looked_at_in_a_worker():
    async with WorkerReader(workers=1) as reader:
        assert await reader.shows_nothing(picture(flat="white"))
        assert not await reader.shows_nothing(picture())
