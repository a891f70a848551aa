"""/feed import and /feed export, as a moderator uses them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.domain.opml import MAX_FILE, FiledFeed, write_opml
from bot.domain.setting import Settings
from bot.web.opml import read_opml
from tests.cogs.looks import DEFERRED, first_answer, labels_of
from tests.cogs.newsstand import Newsstand, open_newsstand
from tests.cogs.stories import NOW, seen


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Newsstand]:
    async with open_newsstand(tmp_path) as opened:
        yield opened


def opml(*feeds: FiledFeed) -> tuple[str, bytes]:
    return "feeds.opml", write_opml("Feeds", feeds, at=NOW)


def feed(number: int, *folders: str, **changes: Any) -> FiledFeed:
    return FiledFeed(url=f"https://reel.example/{number}", folders=folders, **changes)


async def take(stand: Newsstand, file: tuple[str, bytes], **options: Any) -> Any:
    return await stand.moderator.slash(stand.news, "feed import", file=file, **options)


async def test_feeds_of_a_file_go_to_the_channels_that_it_names(stand: Newsstand):
    """M55: and the wait is deferred."""
    result = await take(
        stand, opml(feed(1), feed(2, "Trailers"), FiledFeed(url="file:///etc/passwd"))
    )
    assert first_answer(stand.env)["type"] == DEFERRED
    assert result.response.ephemeral
    assert "**2 feeds were added**, to 2 channels." in seen(result)
    assert "1 address can’t be asked and was left out: file" in seen(result)
    places = {url: one.channel_id for url, one in (await stand.feeds()).items()}
    assert places == {
        "https://reel.example/1": stand.news.id,
        "https://reel.example/2": stand.trailers.id,
    }


async def test_an_import_can_be_undone_after_a_restart(stand: Newsstand):
    """M54."""
    result = await take(stand, opml(feed(1), feed(2)))
    await stand.restart()
    await stand.moderator.click(result.response, label="Undo")
    assert "2 feeds were removed" in seen(result)
    assert await stand.feeds() == {}


async def test_what_is_missing_in_a_channel_is_named_before_anything_is_saved(stand: Newsstand):
    """M50: in each channel that is to get feeds."""
    denied = discord.PermissionOverwrite(send_messages=False, create_public_threads=False)
    stand.guild.create_text_channel("closed", overwrites={stand.guild.me: denied})
    threads = feed(3, "closed", settings=Settings(thread=True))
    result = await take(stand, opml(feed(1), feed(2, "closed"), threads))
    assert "nothing was saved" in seen(result)
    assert "- **Send Messages**, to post stories" in seen(result)
    assert "- **Create Public Threads**, to start a thread" in seen(result)
    assert await stand.feeds() == {}


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("cat.png", b"\x89PNG\r\n\x1a\n"), "That file is no OPML."),
        (("big.opml", b" " * (MAX_FILE + 1)), "5 MB is the most that I read."),
        (("x.opml", b"<!DOCTYPE o [<!ENTITY a 'b'>]><opml/>"), "declares XML entities"),
    ],
    ids=["picture", "large", "entities"],
)
async def test_a_hostile_file_is_refused_with_a_sentence(
    stand: Newsstand, file: tuple[str, bytes], sentence: str
):
    """S45."""
    result = await take(stand, file)
    assert sentence in seen(result)
    assert labels_of(result.response.components) == []
    assert await stand.feeds() == {}


async def test_feeds_are_given_as_a_file_that_holds_their_settings(stand: Newsstand):
    await take(stand, opml(feed(1, spoiler_words=("dies",)), feed(2, "trailers")))
    result = await stand.moderator.slash(stand.news, "feed export")
    [file] = result.response.attachments
    assert (file.filename, result.response.ephemeral) == ("feeds.opml", True)
    given = {one.url: one for one in read_opml(await file.read()).feeds}
    assert given["https://reel.example/1"].spoiler_words == ("dies",)
    assert given["https://reel.example/2"].folders == ("trailers",)


async def test_a_server_without_feeds_is_told_how_to_begin(stand: Newsstand):
    result = await stand.moderator.slash(stand.news, "feed export")
    assert "`/feed add` adds the first" in seen(result)


async def test_a_fan_can_neither_take_nor_give(stand: Newsstand):
    for command, options in (("feed export", {}), ("feed import", {"file": opml(feed(1))})):
        result = await stand.fan.slash(stand.news, command, **options)
        assert "**Manage Server**" in seen(result)
    assert await stand.feeds() == {}
