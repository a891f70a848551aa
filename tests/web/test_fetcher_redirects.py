"""Redirects, hop by hop."""

from __future__ import annotations

import asyncio
import ssl

import pytest

from bot.domain.error import FetchError, Refused
from bot.web.fetcher import HttpFetcher
from tests.web.loopback import (
    CERTIFICATE,
    FEED,
    a_fetcher,
    redirect,
    reply,
    seconds,
    server_tls,
    site,
)


def trusting() -> HttpFetcher:
    return a_fetcher(tls=ssl.create_default_context(cafile=CERTIFICATE))


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ([301], True),
        ([308], True),
        ([301, 308], True),
        ([302], False),
        ([303], False),
        ([307], False),
        ([301, 302], False),
        ([302, 301], False),
    ],
)
async def test_an_address_moved_only_if_each_redirect_is_permanent(
    statuses: list[int], moved: bool
) -> None:
    """D13"""
    async with site() as here, a_fetcher() as fetcher:
        for number, status in enumerate(statuses):
            here.answers[f"/{number}"] = redirect(f"/{number + 1}", status)
        last = f"/{len(statuses)}"
        here.answers[last] = reply(FEED)
        answer = await fetcher.fetch(f"{here.url}/0", etag=b'"1"')
    assert answer.url == f"{here.url}{last}"
    assert answer.moved_to == (answer.url if moved else None)
    assert here.headers()[b"if-none-match"] == b'"1"'


async def test_a_redirect_that_gives_up_tls_is_followed_but_never_stored() -> None:
    """D13"""
    async with site(tls=server_tls()) as secure, site() as here, trusting() as fetcher:
        secure.answers["/"] = redirect(f"{here.url}/new")
        here.answers["/new"] = reply(FEED)
        answer = await fetcher.fetch(secure.url)
    assert answer.body == FEED
    assert answer.moved_to is None


async def test_a_redirect_to_tls_is_stored_like_any_other() -> None:
    """D13"""
    async with site(tls=server_tls()) as secure, site() as here, trusting() as fetcher:
        here.answers["/"] = redirect(f"{secure.url}/new")
        secure.answers["/new"] = reply(FEED)
        answer = await fetcher.fetch(here.url)
    assert answer.moved_to == f"{secure.url}/new"


async def test_a_moved_feed_that_did_not_change_has_moved_all_the_same() -> None:
    """D13"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = redirect("/new")
        here.answers["/new"] = reply(b"", status=304)
        answer = await fetcher.fetch(here.url, etag=b'"1"')
    assert answer.not_modified
    assert answer.moved_to == f"{here.url}/new"


async def test_a_redirect_to_a_private_address_is_refused_and_not_asked() -> None:
    """D13, S44"""
    async with site() as here, site("127.0.0.2") as inner, a_fetcher() as fetcher:
        here.answers["/"] = redirect(inner.url)
        with pytest.raises(Refused):
            await fetcher.fetch(here.url)
    assert inner.connections == 0


async def test_redirects_in_a_circle_end() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/a"] = redirect("/b")
        here.answers["/b"] = redirect("/a")
        with pytest.raises(FetchError, match="in a circle"):
            await fetcher.fetch(f"{here.url}/a")
    assert here.paths == ["/a", "/b"]


@pytest.mark.parametrize(("hops", "arrives"), [(5, True), (6, False)])
async def test_five_redirects_are_the_most(hops: int, arrives: bool) -> None:
    async with site() as here, a_fetcher() as fetcher:
        for number in range(hops):
            here.answers[f"/{number}"] = redirect(f"/{number + 1}")
        here.answers[f"/{hops}"] = reply(FEED)
        if arrives:
            assert (await fetcher.fetch(f"{here.url}/0")).body == FEED
        else:
            with pytest.raises(FetchError, match="more than 5 times"):
                await fetcher.fetch(f"{here.url}/0")


async def test_each_hop_waits_for_its_turn_at_the_host() -> None:
    async with site() as here, a_fetcher(pause=seconds(0.05)) as fetcher:
        here.answers["/"] = redirect("/new")
        here.answers["/new"] = reply(FEED)
        began = asyncio.get_running_loop().time()
        await fetcher.fetch(here.url)
        assert asyncio.get_running_loop().time() - began >= 0.05
