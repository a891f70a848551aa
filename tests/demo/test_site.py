"""The demo's news site speaks HTTP as good sites do, and the bot reads all of its feeds."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from PIL import Image

from bot.demo.content import STILLS, Content, Outlet, load_content
from bot.demo.feeds import Published
from bot.demo.site import NewsSite, serve_site
from bot.domain.model import FeedDocument
from bot.web.feed.document import read_feed
from bot.web.page.document import read_page

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
CONTENT = load_content()
OUTLETS = pytest.mark.parametrize("outlet", CONTENT.outlets, ids=lambda outlet: outlet.id)


@pytest.fixture
def content() -> Content:
    return CONTENT


@pytest.fixture
async def site(content: Content) -> AsyncIterator[NewsSite]:
    async with serve_site(NewsSite(content, stills=STILLS, now=NOW)) as served:
        yield served


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def read(client: aiohttp.ClientSession, url: str) -> FeedDocument:
    async with client.get(url) as answer:
        body = await answer.read()
        return read_feed(body, url=url, content_type=answer.headers["Content-Type"])


@OUTLETS
async def test_the_bot_reads_every_story_of_the_feed(
    site: NewsSite, client: aiohttp.ClientSession, outlet: Outlet
) -> None:
    document = await read(client, site.feed_url(outlet))
    stories = [item.story for item in site.newest(outlet)]
    assert [entry.title for entry in document.entries] == [story.title for story in stories]
    assert document.head.title == outlet.name
    assert not document.skipped


@OUTLETS
async def test_entries_carry_as_many_photos_as_the_feed_is_to_hold(
    site: NewsSite, client: aiohttp.ClientSession, outlet: Outlet
) -> None:
    document = await read(client, site.feed_url(outlet))
    most = {"all": 10, "first": 1, "none": 0}[outlet.in_feed]
    for entry, item in zip(document.entries, site.newest(outlet), strict=True):
        names = [photo.url.rpartition("/")[2].partition("?")[0] for photo in entry.photos]
        assert names == [f"{still.name}.jpg" for still in item.story.photos[:most]]


async def test_a_photo_is_rated_by_its_feed(site: NewsSite, client: aiohttp.ClientSession) -> None:
    outlet = next(outlet for outlet in CONTENT.outlets if outlet.id == "naru")
    document = await read(client, site.feed_url(outlet))
    rated = [photo for entry in document.entries for photo in entry.photos if photo.sensitive]
    assert [photo.url.rpartition("/")[2] for photo in rated] == ["winter-crossing.jpg"]


@OUTLETS
async def test_pages_tell_their_story(
    site: NewsSite, client: aiohttp.ClientSession, outlet: Outlet
) -> None:
    for item in site.newest(outlet):
        url = site.base(outlet) + item.path
        async with client.get(url) as answer:
            page = read_page(await answer.read(), url=url, content_type="text/html; charset=utf-8")
        assert page.title == item.story.title
        assert page.link == url
        assert page.published == item.at


async def test_an_unchanged_feed_costs_no_body(
    site: NewsSite, client: aiohttp.ClientSession, content: Content
) -> None:
    url = site.feed_url(content.outlets[0])
    async with client.get(url) as first:
        etag = first.headers["ETag"]
        assert first.headers["Last-Modified"]
    async with client.get(url, headers={"If-None-Match": etag}) as second:
        assert second.status == 304
        assert await second.read() == b""


async def test_a_story_that_is_published_changes_the_feed(
    site: NewsSite, client: aiohttp.ClientSession, content: Content
) -> None:
    story = content.later[0]
    outlet = next(outlet for outlet in content.outlets if outlet.id == story.outlet)
    url = site.feed_url(outlet)
    async with client.get(url) as first:
        etag = first.headers["ETag"]
    site.publish(story, NOW + timedelta(minutes=1))
    async with client.get(url, headers={"If-None-Match": etag}) as second:
        assert second.status == 200
    document = await read(client, url)
    assert document.entries[0].title == story.title


async def test_a_new_edition_has_an_address_of_its_own(content: Content) -> None:
    story = content.later[0]
    assert Published(story=story, at=NOW).path != Published(story=story, at=NOW, edition=2).path


@OUTLETS
async def test_the_front_page_announces_the_feed(
    site: NewsSite, client: aiohttp.ClientSession, outlet: Outlet
) -> None:
    url = f"{site.base(outlet)}/{outlet.id}"
    async with client.get(url) as answer:
        page = read_page(await answer.read(), url=url, content_type="text/html; charset=utf-8")
    assert [one.url for one in page.feeds] == [site.feed_url(outlet)]


@pytest.mark.parametrize(
    "path",
    [
        "/nobody",
        "/nobody/feed",
        "/harbor/no-such-story",
        "/stills/no.jpg",
        "/stills/silence-room.jpg",
        "/press/nobody",
    ],
)
async def test_what_is_not_there_is_404(
    site: NewsSite, client: aiohttp.ClientSession, path: str
) -> None:
    async with client.get(site.url + path) as answer:
        assert answer.status == 404


async def test_a_source_s_press_office_lists_the_stories(
    site: NewsSite, client: aiohttp.ClientSession
) -> None:
    async with client.get(f"{site.url}/press/moth-hour") as answer:
        assert "One corridor, nine hundred metres" in await answer.text()


async def test_a_blank_picture_is_served_as_a_good_one_is(
    site: NewsSite, client: aiohttp.ClientSession
) -> None:
    async with client.get(f"{site.url}/stills/ferry-fog.jpg") as answer:
        assert answer.content_type == "image/jpeg"
        with Image.open(io.BytesIO(await answer.read())) as picture:
            assert picture.getcolors(1) is not None
