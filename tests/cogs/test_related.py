"""The Related button of a card, as fans use it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import simcord

from bot.domain.model import Article, Photo
from cogs._ui.card import build_card
from tests.cogs.looks import DEFERRED, first_answer, walk
from tests.cogs.stories import DAY, HOUR, Hall, open_hall, seen

STILL = Photo(url="https://img.example/1.jpg", credit="Lantern Pictures")
TITLE = "‘The Salt Lighthouse’: Mara Quill plays the keeper"
EARLIER = "‘The Salt Lighthouse’ casts Mara Quill"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with open_hall(tmp_path) as opened:
        await fill(opened)
        yield opened


async def fill(hall: Hall) -> None:
    """Post what belongs to nothing, so that words have a weight."""
    for number, title in enumerate(
        ["Ferry strike ends", "Festival opens in rain", "A studio is sold", "Awards set a date"]
    ):
        await hall.story(title, ago=(40 + number) * DAY)


async def card(hall: Hall, title: str = TITLE, channel: simcord.ChannelHandle | None = None):
    """Post a story with its card, just now."""
    place = channel or hall.news
    story = await hall.story(title, place, ago=HOUR)
    what = Article(title=title, link=None, outlet="Reel Gazette")
    sent = await hall.bot.get_partial_messageable(place.id).send(
        view=build_card(what, story_id=story)
    )
    await hall.change(
        "UPDATE post SET message_id = ? WHERE story_id = ? AND channel_id = ?",
        sent.id,
        story,
        place.id,
    )
    return place.last_message


async def related(hall: Hall, who: simcord.MemberActor | None = None):
    return await (who or hall.fan).click(await card(hall), label="Related")


async def test_the_answer_is_private_and_deferred(hall: Hall):
    message = await card(hall)
    hall.env.http_requests.clear()
    result = await hall.fan.click(message, label="Related")
    assert first_answer(hall.env)["type"] == DEFERRED
    assert result.ephemeral


async def test_an_earlier_story_is_shown_with_all_that_leads_to_it(hall: Hall):
    story = await hall.story(EARLIER, ups=2, ago=9 * DAY, photos=(STILL,))
    result = await related(hall)
    text = seen(result)
    assert "### Related" in text
    assert f"**[{EARLIER}](https://gazette.example/" in text
    assert "**2 points**" in text
    assert ":D>" in text
    assert hall.link_to(hall.news, await hall.message_of(story, hall.news)) in text
    assert "-# 📷 Lantern Pictures" in text
    [thumbnail] = [c["accessory"] for c in walk(result.response.components) if "accessory" in c]
    assert thumbnail["media"]["url"] == STILL.url


async def test_where_nothing_belongs_to_it_that_is_said(hall: Hall):
    text = seen(await related(hall))
    assert "Nothing related yet" in text
    assert "see the post" not in text


async def test_no_more_than_five_are_shown(hall: Hall):
    for number in range(8):
        await hall.story(f"{EARLIER} {number}", ago=(9 + number) * DAY)
    assert seen(await related(hall)).count("[see the post]") == 5


async def test_stories_of_hidden_channels_are_hidden(hall: Hall):
    await hall.story(EARLIER, hall.secret_channel(), ago=9 * DAY)
    assert EARLIER not in seen(await related(hall))
    assert EARLIER in seen(await hall.moderator.click(hall.news.last_message, label="Related"))


async def test_a_deleted_post_is_not_led_to(hall: Hall):
    """M53."""
    story = await hall.story(EARLIER, ago=9 * DAY)
    await hall.delete_message(story, hall.news)
    assert "see the post" not in seen(await related(hall))


async def test_a_sensitive_photo_is_a_spoiler(hall: Hall):
    await hall.story(EARLIER, ago=9 * DAY, photos=(replace(STILL, sensitive=True),))
    result = await related(hall)
    [thumbnail] = [c["accessory"] for c in walk(result.response.components) if "accessory" in c]
    assert thumbnail["spoiler"]


async def test_it_works_after_a_restart(hall: Hall):
    """M54."""
    await hall.story(EARLIER, ago=9 * DAY)
    message = await card(hall)
    await hall.restart()
    assert EARLIER in seen(await hall.fan.click(message, label="Related"))


async def test_a_story_that_is_gone_is_told_so(hall: Hall):
    message = await card(hall)
    await hall.change("DELETE FROM post")
    assert "isn’t there any more" in seen(await hall.fan.click(message, label="Related"))


async def test_the_button_of_a_card_whose_story_joined_another_is_of_that_one(hall: Hall):
    """D12."""
    await hall.story(EARLIER, ago=9 * DAY)
    await card(hall)
    other = await card(hall, "Awards night: who wore what")
    await hall.change(
        """
        UPDATE post SET joined_to = (SELECT id FROM post WHERE story_id = (
            SELECT story_id FROM article WHERE title = ?))
        WHERE message_id = ?
        """,
        TITLE,
        other.id,
    )
    assert EARLIER in seen(await hall.fan.click(other, label="Related"))


async def test_the_longest_titles_and_links_fit(hall: Hall):
    """M48."""
    for number in range(6):
        story = await hall.story(f"{EARLIER} {number}" + "*" * 400, ago=9 * DAY, feed="_" * 200)
        link = "https://gazette.example/" + "a" * 1_800
        await hall.change("UPDATE article SET link = ? WHERE story_id = ?", link, story)
    text = seen(await related(hall))
    assert len(text) <= 4_000
