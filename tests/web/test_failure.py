"""Failures are sentences."""

from __future__ import annotations

import pytest

from bot.domain.error import FetchError
from tests.web.loopback import (
    Names,
    a_fetcher,
    reply,
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
