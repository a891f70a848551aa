"""What the fetcher cuts: in time, in size, in number."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from bot.domain.error import FetchError, TooLarge
from tests.web.loopback import (
    FEED,
    Names,
    a_fetcher,
    redirect,
    reply,
    seconds,
    site,
)


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.02)


async def silent(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(5)


async def endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"<" * 65536)
        await writer.drain()


@pytest.mark.parametrize("answer", [drip, silent])
async def test_an_answer_that_does_not_end_is_cut_in_time(answer: object) -> None:
    """S40"""
    async with site() as here, a_fetcher(timeout=seconds(0.2)) as fetcher:
        here.answers["/"] = answer  # type: ignore[assignment]
        with pytest.raises(FetchError, match=r"did not answer within 0\.2 seconds"):
            await fetcher.fetch(here.url)


async def test_the_time_is_for_all_redirects_together() -> None:
    """S40"""

    async def late(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(redirect(f"/{len(here.requests)}"))

    async with site() as here, a_fetcher(timeout=seconds(0.4)) as fetcher:
        here.answers.update({f"/{number}": late for number in range(9)})
        with pytest.raises(FetchError, match="did not answer within"):
            await fetcher.fetch(f"{here.url}/0")


async def test_an_endless_body_is_cut_at_the_cap() -> None:
    """S40"""
    async with site() as here, a_fetcher(max_bytes=200_000) as fetcher:
        here.answers["/"] = endless
        with pytest.raises(TooLarge):
            await fetcher.fetch(here.url)


async def test_a_body_that_announces_to_be_too_large_is_not_read() -> None:
    """S40"""

    async def announce(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
        await asyncio.sleep(5)

    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = announce
        with pytest.raises(TooLarge, match="larger than 10 MB"):
            await fetcher.fetch(here.url)


async def test_a_bomb_is_cut_at_the_cap() -> None:
    """S40"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(gzip.compress(bytes(50 * 2**20)), Content_Encoding="gzip")
        with pytest.raises(TooLarge):
            await fetcher.fetch(here.url)


async def test_one_fetch_may_have_a_cap_and_a_wish_of_its_own() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(bytes(11))
        with pytest.raises(TooLarge):
            await fetcher.fetch(here.url, max_bytes=10, accept="image/png")
    assert here.headers()[b"accept"] == b"image/png"


async def test_redirects_and_errors_are_not_read() -> None:
    """S40"""
    async with site() as here, a_fetcher(timeout=seconds(2)) as fetcher:
        here.answers["/"] = endless_redirect
        here.answers["/new"] = reply(FEED)
        assert (await fetcher.fetch(here.url)).body == FEED


async def endless_redirect(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: /new\r\n\r\n")
    while True:
        writer.write(b"<" * 65536)
        await writer.drain()


async def test_time_in_the_queue_is_not_time_on_the_network() -> None:
    async with site() as here, a_fetcher(pause=seconds(0.2), timeout=seconds(0.3)) as fetcher:
        here.answers["/"] = reply(FEED)
        answers = await asyncio.gather(*(fetcher.fetch(here.url) for _ in range(4)))
    assert len(answers) == 4


async def test_there_are_no_more_requests_at_a_time_than_wanted() -> None:
    running = most = 0

    async def count(writer: asyncio.StreamWriter) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02)
        running -= 1
        writer.write(reply(FEED))

    names = Names(**{f"n{number}": [["127.0.0.1"]] for number in range(6)})
    async with site() as here, a_fetcher(resolver=names, concurrency=2) as fetcher:
        here.answers["/"] = count
        urls = [f"http://n{number}.test:{here.port}/" for number in range(6)]
        await asyncio.gather(*map(fetcher.fetch, urls))
    assert most == 2
