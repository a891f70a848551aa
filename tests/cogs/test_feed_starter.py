"""/feed starter, as a moderator uses it; and the list itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.app_files import starter_list
from bot.domain.address import locate
from bot.domain.link import feed_key
from bot.services.discovering import feed_mark
from bot.web.guard import Guard
from bot.web.opml import read_opml
from cogs._ui.feed_starter import KINDS, LANGUAGES
from tests.cogs.looks import labels_of, walk
from tests.cogs.newsstand import Newsstand, open_newsstand
from tests.cogs.stories import seen

SELECT = 3
VARIETY = "https://variety.com/v/film/feed/"
NATALIE = "https://natalie.mu/eiga/feed/news"
LIST = read_opml(starter_list()).feeds


def test_there_is_much_to_choose_from():
    assert len(LIST) >= 40


def test_no_feed_of_the_list_comes_twice():
    """D14."""
    assert len({feed_key(one.url) for one in LIST}) == len(LIST)
    assert len({one.title for one in LIST}) == len(LIST)


@pytest.mark.parametrize("feed", LIST, ids=lambda feed: feed.url)
def test_each_feed_of_the_list_can_be_offered(feed: Any):
    assert feed.url.startswith("https://")
    assert Guard().may_ask(feed.url)
    assert locate(feed.url).url == feed.url
    assert feed.site
    assert feed.kind in KINDS
    assert feed.language in LANGUAGES


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Newsstand]:
    async with open_newsstand(tmp_path) as opened:
        yield opened


async def open_list(stand: Newsstand, **options: Any) -> Any:
    return await stand.moderator.slash(stand.news, "feed starter", **options)


def menus(result: Any) -> list[dict[str, Any]]:
    return [one for one in walk(result.response.components) if one["type"] == SELECT]


async def choose(stand: Newsstand, result: Any, menu: int, *values: str) -> None:
    custom_id = menus(result)[menu]["custom_id"]
    await stand.moderator.select(result.response, list(values), custom_id=custom_id)


async def test_the_list_opens_in_the_language_of_the_person(stand: Newsstand):
    result = await open_list(stand)
    language, kind, feeds, newest = menus(result)
    assert [one["label"] for one in language["options"] if one.get("default")] == ["English (47)"]
    assert "News (17)" in [one["label"] for one in kind["options"]]
    assert len(feeds["options"]) == 25
    assert [one["value"] for one in newest["options"]] == ["0", "1"]
    assert "Page 1 of 2" in seen(result)


async def test_feeds_are_chosen_by_language_and_added_together_after_a_restart(stand: Newsstand):
    """M54; F31: with as many stories as were chosen."""
    result = await open_list(stand)
    await choose(stand, result, 0, "ja")
    await stand.restart()
    await choose(stand, result, 3, "0")
    marks = [one["value"] for one in menus(result)[2]["options"]]
    assert feed_mark(NATALIE) in marks
    await choose(stand, result, 2, *marks[:2])
    await stand.moderator.click(result.response, label="Add 2 feeds")
    added = [one.subscription for one in stand.site.feeds]
    assert [(one.channel_id, one.backlog) for one in added] == [(stand.news.id, 0)] * 2


async def test_what_could_not_be_read_is_told_with_why(stand: Newsstand):
    result = await open_list(stand)
    other = menus(result)[2]["options"][1]["value"]
    await choose(stand, result, 2, feed_mark(VARIETY), other)
    click = await stand.moderator.click(result.response, label="Add 2 feeds")
    told = "\n".join(one.content for one in click.followups)
    assert "✅ 1 feed now goes to" in told
    assert "**Variety: Film** could not be added: That address can't be read: it is asleep." in told


async def test_what_is_missing_is_named_before_anything_is_saved(stand: Newsstand):
    """M50."""
    denied = discord.PermissionOverwrite(embed_links=False)
    place = stand.guild.create_text_channel("closed", overwrites={stand.guild.me: denied})
    result = await open_list(stand, channel=place)
    assert "- **Embed Links**, to show photos and links" in seen(result)
    assert labels_of(result.response.components)[0] == "Check again"


async def test_a_fan_is_not_shown_the_list(stand: Newsstand):
    result = await stand.fan.slash(stand.news, "feed starter")
    assert "**Manage Server**" in seen(result)
