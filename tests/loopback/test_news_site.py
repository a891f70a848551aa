"""The loopback news site behaves as sites do, well and badly."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.loopback.news_site import NewsSite, Scripted, redirect


@pytest.fixture
async def site() -> AsyncIterator[NewsSite]:
    async with NewsSite() as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_an_unchanged_feed_is_answered_with_304_until_it_changes(
    site: NewsSite, http: aiohttp.ClientSession
) -> None:
    feed = site.feed("/feed.xml")
    feed.publish(title="One")
    async with http.get(feed.url) as first:
        headers = {"If-None-Match": first.headers["ETag"]}
    async with http.get(feed.url, headers=headers) as second:
        assert second.status == 304
    feed.publish(title="Two", photos=2)
    async with http.get(feed.url, headers=headers) as third:
        text = await third.text()
    assert (third.status, text.count("<item>"), text.count("<media:credit>")) == (200, 2, 2)
    assert (feed.requests, site.conditional["/feed.xml"]) == (3, 2)


async def test_an_article_has_a_page_with_its_figures(
    site: NewsSite, http: aiohttp.ClientSession
) -> None:
    entry = site.feed("/feed.xml").publish(title="A & B", photos=3)
    async with http.get(entry.link) as page:
        text = await page.text()
    assert (text.count("<figcaption>"), "A &amp; B" in text) == (3, True)


async def test_scripted_answers_come_once_and_in_order(
    site: NewsSite, http: aiohttp.ClientSession
) -> None:
    site.next("/feed.xml", Scripted(status=503, headers={"Retry-After": "7"}), redirect("/b"))
    async with http.get(f"{site.url}/feed.xml") as first:
        assert (first.status, first.headers["Retry-After"]) == (503, "7")
    async with http.get(f"{site.url}/feed.xml", allow_redirects=False) as second:
        assert (second.status, second.headers["Location"]) == (301, "/b")
    async with http.get(f"{site.url}/feed.xml") as third:
        assert third.status == 404


async def test_a_body_can_be_cut_off(site: NewsSite, http: aiohttp.ClientSession) -> None:
    site.next("/feed.xml", Scripted(body=b"<rss>" * 100, cut=20))
    async with http.get(f"{site.url}/feed.xml") as answer:
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()
