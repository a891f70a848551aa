"""Photos that Discord can't load, from the feed to the channel, with the real process."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.e2e.crash import Crasher
from tests.loopback import LoopbackDiscord
from tests.loopback.bot_process import ForkedBot
from tests.loopback.component import NOT_FOUND
from tests.loopback.limits import GALLERY, walk
from tests.loopback.news_entry import NewsEntry
from tests.loopback.news_site import NewsSite, Scripted

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX systems do")

EDIT = "PATCH /channels/{}/messages/{}"
DUE = "SELECT count(*) FROM post WHERE mend_at IS NOT NULL"


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Crasher]:
    """A bot that has seen its feed once; it does not run. Discord loads no photo of the site."""
    async with (
        LoopbackDiscord() as fake,
        NewsSite() as site,
        ForkedBot(fake, tmp_path, env={"NEWSREEL_HOST_PAUSE": "0"}) as bot,
    ):
        channel = fake.world.add_guild("Cinema Club").add_channel("film-news")
        life = Crasher(fake, site.feed("/feed.xml"), bot, [channel], seed=1)
        await life.subscribe()
        fake.world.photo_state = lambda url: NOT_FOUND
        yield life


async def until(true: Callable[[], object]) -> None:
    ends = time.monotonic() + 20
    while not true():
        assert time.monotonic() < ends, "it did not happen"
        await asyncio.sleep(0.02)


def publish(life: Crasher, number: int, *extra: str) -> NewsEntry:
    entry = life.feed.publish(title=f"A story reel{number}x", slug=f"reel-{number}x", photos=2)
    entry.photos += [(url, "Studio") for url in extra]
    return entry


async def posted(life: Crasher, number: int) -> None:
    """Let the bot post and then, in a second life, look at what it posted."""
    life.pass_time()
    await life.bot.start()
    await until(lambda: len(life.channels[0].messages) == number)
    await until(lambda: life.ask("SELECT count(*) FROM post WHERE state = 'sent'") == number)
    await life.bot.kill()


async def mended(life: Crasher) -> None:
    life.pass_time()
    await life.bot.start()
    await until(lambda: not life.ask(DUE))


def places(life: Crasher, number: int) -> list[str]:
    parts = walk(life.channels[0].messages[number - 1].components)
    return [
        item["media"]["url"]
        for _, part in parts
        if part["type"] == GALLERY
        for item in part["items"]
    ]


async def test_photos_are_uploaded_once_and_those_of_the_next_post_at_once(life: Crasher) -> None:
    entry = publish(life, 1)
    await posted(life, 1)
    assert places(life, 1) == [url for url, _ in entry.photos]
    await mended(life)
    files = ["attachment://photo-1.png", "attachment://photo-2.png"]
    assert places(life, 1) == files
    await life.bot.kill()
    publish(life, 2)
    await posted(life, 2)
    assert places(life, 2) == files
    await mended(life)
    assert life.fake.requests.count(EDIT) == 1


async def test_photo_that_died_after_the_post_is_taken_out(life: Crasher) -> None:
    """M49."""
    entry = publish(life, 1)
    await posted(life, 1)
    first, _ = entry.photos[0]
    life.feed.site.always(first.removeprefix(life.feed.site.url), Scripted(status=404))
    await mended(life)
    assert places(life, 1) == ["attachment://photo-2.png"]


async def test_bot_that_dies_while_it_mends_mends_once(life: Crasher) -> None:
    """D8."""
    publish(life, 1)
    await posted(life, 1)

    def kill(moment: str, route: str) -> None:
        if (moment, route) == ("accepted", EDIT):
            life.bot.kill_now()

    life.fake.watch = kill
    life.pass_time()
    await life.bot.start()
    await life.bot.wait()
    assert life.ask(DUE) == 1
    await mended(life)
    assert places(life, 1) == ["attachment://photo-1.png", "attachment://photo-2.png"]
    assert life.fake.requests.count(EDIT) == 1


async def test_photos_that_will_not_show_are_not_posted(life: Crasher) -> None:
    """M49, S44: a photo inside is not asked for, and so can't be known to show."""
    site = life.feed.site
    site.always("/photo/reel-1x-0.png", Scripted(body=b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    entry = publish(life, 1, "http://169.254.169.254/photo/secret.png")
    await posted(life, 1)
    assert places(life, 1) == [entry.photos[1][0]]
