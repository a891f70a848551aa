"""The way out to the web, over real sockets."""

from __future__ import annotations

import gzip
from datetime import timedelta

import brotli
import pytest

from bot.domain.error import FetchError, Gone, RateLimited
from bot.services.ports import Fetcher
from tests.web.loopback import (
    FEED,
    SetClock,
    a_fetcher,
    reply,
    site,
)


async def test_an_answer_is_brought_with_all_that_matters() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/feed?a=1"] = reply(
            FEED,
            Content_Type="application/rss+xml; charset=utf-8",
            ETag='W/"7"',
            Last_Modified="Mon, 04 May 2026 12:00:00 GMT",
            X_Robots="none",
        )
        port: Fetcher = fetcher
        answer = await port.fetch(f"{here.url}/feed?a=1#top")
    assert answer.body == FEED
    assert answer.status == 200
    assert answer.url == f"{here.url}/feed?a=1#top"
    assert answer.moved_to is None
    assert answer.content_type == "application/rss+xml; charset=utf-8"
    assert answer.etag == b'W/"7"'
    assert answer.last_modified == b"Mon, 04 May 2026 12:00:00 GMT"
    assert answer.headers["x-robots"] == "none"
    assert not answer.not_modified


async def test_the_request_says_who_we_are_and_what_we_read() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED)
        await fetcher.fetch(here.url)
    headers = here.headers()
    assert headers[b"user-agent"] == b"Newsreel test"
    assert headers[b"accept-encoding"] == b"gzip, deflate, br, zstd"
    assert headers[b"accept"].startswith(b"application/rss+xml")
    assert b"if-none-match" not in headers
    assert b"if-modified-since" not in headers


async def test_304_brings_no_body() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(b"", status=304, ETag='"2"')
        answer = await fetcher.fetch(here.url, etag=b'"1"')
    assert answer.not_modified
    assert answer.body == b""
    assert answer.etag == b'"2"'


async def test_304_to_a_full_get_is_a_failure() -> None:
    """S42: nothing was asked, so that there is nothing that did not change."""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(b"", status=304)
        with pytest.raises(FetchError, match="304"):
            await fetcher.fetch(here.url)


@pytest.mark.parametrize(
    ("coding", "body"),
    [("gzip", gzip.compress(FEED, mtime=0)), ("br", brotli.compress(FEED)), ("gzip", FEED)],
)
async def test_a_compressed_body_is_read_also_if_it_only_claims_to_be(
    coding: str, body: bytes
) -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(body, Content_Encoding=coding)
        assert (await fetcher.fetch(here.url)).body == FEED


@pytest.mark.parametrize(
    ("coding", "broken"),
    [
        ("gzip", gzip.compress(FEED, mtime=0)[:-9]),
        ("br", brotli.compress(FEED)[:-3]),
        ("zstd", b"\x28\xb5\x2f\xfd?"),
    ],
)
async def test_after_a_broken_stream_the_next_try_works(coding: str, broken: bytes) -> None:
    """S39"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = [reply(broken, Content_Encoding=coding), reply(FEED)]
        with pytest.raises(FetchError, match="broken or cut off"):
            await fetcher.fetch(here.url)
        assert (await fetcher.fetch(here.url)).body == FEED


async def test_410_is_gone() -> None:
    """S33"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(status=410)
        with pytest.raises(Gone, match="410 Gone") as caught:
            await fetcher.fetch(here.url)
    assert caught.value.status == 410


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("value", ["600", "Mon, 04 May 2026 12:10:00 GMT"])
async def test_retry_after_is_told_and_kept(status: int, value: str) -> None:
    """S34: also for the other feeds of the host, without asking it."""
    clock = SetClock()
    async with site() as here, a_fetcher(clock) as fetcher:
        here.answers["/a"] = reply(status=status, Retry_After=value)
        here.answers["/b"] = reply(FEED)
        with pytest.raises(RateLimited) as first:
            await fetcher.fetch(f"{here.url}/a")
        with pytest.raises(RateLimited) as second:
            await fetcher.fetch(f"{here.url}/b")
        clock.go(timedelta(minutes=10))
        assert (await fetcher.fetch(f"{here.url}/b")).body == FEED
    assert first.value.status == status
    assert first.value.retry_after == second.value.retry_after == timedelta(minutes=10)
    assert here.paths == ["/a", "/b"]


async def test_503_without_retry_after_holds_nobody_up() -> None:
    """S34"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = [reply(status=503), reply(FEED)]
        with pytest.raises(RateLimited) as caught:
            await fetcher.fetch(here.url)
        assert caught.value.retry_after is None
        assert (await fetcher.fetch(here.url)).body == FEED


async def test_cookies_are_not_kept() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED, Set_Cookie="reader=1")
        await fetcher.fetch(here.url)
        await fetcher.fetch(here.url)
    assert b"cookie" not in here.headers()


async def test_a_fetcher_that_is_not_open_says_so() -> None:
    with pytest.raises(RuntimeError, match="async with"):
        await a_fetcher().fetch("http://127.0.0.1:8000/")
