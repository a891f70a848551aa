"""Headers byte for byte."""

from __future__ import annotations

import pytest

from bot.domain.error import FetchError
from tests.web.loopback import (
    FEED,
    a_fetcher,
    redirect,
    reply,
    site,
)


@pytest.mark.parametrize(
    "etag", [b'"abc"', b'W/"a b\\c"', b'abc-gzip"', 'W/"카드"'.encode(), b'"\t~!@#$%^&*()"']
)
async def test_validators_go_back_byte_for_byte(etag: bytes) -> None:
    modified = b"Mon, 4 May 2026 12:00:00 +0200 (local)"
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED, ETag=etag, Last_Modified=modified)
        first = await fetcher.fetch(here.url)
        await fetcher.fetch(here.url, etag=first.etag, last_modified=first.last_modified)
    assert here.headers()[b"if-none-match"] == etag
    assert here.headers()[b"if-modified-since"] == modified


@pytest.mark.parametrize("etag", [b'"caf\xe9"', b'"a\r\nX-Injected: 1"', b""])
async def test_a_validator_that_can_not_go_back_unchanged_is_left_out(etag: bytes) -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED)
        await fetcher.fetch(here.url, etag=etag)
    assert b"if-none-match" not in here.headers()
    assert b"x-injected" not in here.headers()


async def test_an_etag_in_latin_1_is_kept_as_it_came() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED, ETag=b'"caf\xe9"')
        assert (await fetcher.fetch(here.url)).etag == b'"caf\xe9"'


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("new", "/old/new"),
        ("/new#top", "/new"),
        ("?b=2", "/old/?b=2"),
        ("/카드", "/%EC%B9%B4%EB%93%9C"),
        (b"/caf\xe9?a=%20", "/caf%E9?a=%20"),
        ("/a b", "/a%20b"),
    ],
)
async def test_a_redirect_is_followed_however_it_is_written(
    location: str | bytes, path: str
) -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/old/"] = redirect(location)
        here.answers[path] = reply(FEED)
        assert (await fetcher.fetch(f"{here.url}/old/")).url == f"{here.url}{path}"


async def test_a_redirect_to_what_is_no_address_is_a_failure() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = redirect("http://[::1")
        with pytest.raises(FetchError, match="redirects to what is no web address"):
            await fetcher.fetch(here.url)


async def test_long_headers_are_read() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED, Content_Security_Policy="x" * 20_000)
        assert (await fetcher.fetch(here.url)).body == FEED


async def test_headers_in_any_bytes_are_text() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED, X_Name=b"caf\xe9", Content_Type=b"text/xml; x=\xff")
        answer = await fetcher.fetch(here.url)
    assert answer.headers["x-name"].encode()
    assert answer.content_type == "text/xml; x=\ufffd"
