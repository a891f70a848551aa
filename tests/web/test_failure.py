"""Failures are sentences."""

from __future__ import annotations

import gzip
import random
from contextlib import suppress

import pytest

from bot.domain.error import FetchError
from tests.web.loopback import (
    FEED,
    Names,
    a_fetcher,
    redirect,
    reply,
    seconds,
    server_tls,
    site,
)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"", "broke off its answer"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "did not answer in proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss", "broke off its answer"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "answer"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 99_999 + b"\r\n\r\n", "did not answer in proper HTTP"),
    ],
)
async def test_what_is_no_answer_is_a_failure_with_a_sentence(answer: bytes, says: str) -> None:
    """S41"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = answer
        with pytest.raises(FetchError, match=says) as caught:
            await fetcher.fetch(here.url)
    assert str(caught.value).startswith(f"127.0.0.1:{here.port} ")


async def test_a_port_where_nobody_listens_is_a_failure_with_a_sentence() -> None:
    async with site() as here:
        pass
    async with a_fetcher() as fetcher:
        with pytest.raises(FetchError, match=r"can't be reached\.$"):
            await fetcher.fetch(here.url)


async def test_https_where_there_is_none_is_a_failure_with_a_sentence() -> None:
    async with site() as here, a_fetcher() as fetcher:
        with pytest.raises(FetchError, match=r"offers no secure connection\.$"):
            await fetcher.fetch(here.url.replace("http:", "https:"))


async def test_a_certificate_that_nobody_vouches_for_is_a_failure_with_a_sentence() -> None:
    async with site(tls=server_tls()) as here, a_fetcher() as fetcher:
        with pytest.raises(FetchError, match=r"has a certificate that is not valid\.$"):
            await fetcher.fetch(here.url)
    assert here.requests == []


@pytest.mark.parametrize(
    "name", ["missing.test", f"{'a' * 64}.test", f"{'a.' * 200}test", "a..test"]
)
async def test_a_name_that_is_not_known_is_a_failure_with_a_sentence(name: str) -> None:
    """S41"""
    async with a_fetcher(resolver=Names()) as fetcher:
        with pytest.raises(FetchError, match=r"was not found|no valid"):
            await fetcher.fetch(f"http://{name}/")


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (400, "400 Bad Request"),
        (404, "404 Not Found"),
        (418, "418"),
        (500, "500"),
        (599, "599"),
        (300, "300"),
        (302, "302 Found"),
    ],
)
async def test_any_other_status_is_a_failure_that_names_it(status: int, says: str) -> None:
    """S33, S35"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(status=status)
        with pytest.raises(
            FetchError, match=f"^127.0.0.1:{here.port} answered with {says}"
        ) as caught:
            await fetcher.fetch(here.url)
    assert type(caught.value) is FetchError
    assert caught.value.status == status


def spoiled(answer: bytes, chance: random.Random) -> bytes:
    """Return the answer with a few bytes changed, doubled or cut off."""
    spoiled = bytearray(answer)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(spoiled))
        spoiled[place : place + chance.randint(0, 3)] = chance.choice(
            [chance.randbytes(1), b"", b"\r\n", b"\0", bytes(spoiled[place : place + 9])]
        )
    return bytes(spoiled)


async def test_no_answer_breaks_the_fetcher() -> None:
    """S39, S41: an answer is brought, or there is a FetchError; nothing else ever comes out."""
    chance = random.Random(7)
    packed = gzip.compress(FEED)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
    good = [
        reply(FEED, ETag='"1"', Retry_After="7"),
        reply(packed, Content_Encoding="gzip"),
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunked,
        redirect("/new?a=1"),
    ]
    async with site() as here, a_fetcher(timeout=seconds(1), resolver=Names()) as fetcher:
        here.answers["/new?a=1"] = reply(FEED)
        for _ in range(300):
            here.answers["/"] = spoiled(chance.choice(good), chance)
            with suppress(FetchError):
                assert (await fetcher.fetch(here.url)).status < 300
