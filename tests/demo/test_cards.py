"""The cards of the demo show what the file of stories says: photos, credits, sources, spoilers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo.content import DemoStory, load_content
from bot.demo.show import Demo, open_demo
from bot.settings import Settings
from tests.cogs.looks import text_of
from tests.demo.browser import Browser
from tests.demo.cards import Card, card_of, truth

PATIENCE = 20.0
CONTENT = load_content()
ROUND = str.maketrans("[]", "()")  # in the text of a link
FAULTY = {f"{still.name}.jpg" for story in CONTENT.stories for still in story.photos if still.fault}


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Demo]:
    async with open_demo(Settings(database=folder / "never.db")) as demo:
        async with asyncio.timeout(PATIENCE):
            await demo.follow_outlets()
        yield demo


def shown(demo: Demo) -> dict[str, Card]:
    """Return the cards by the title of their story."""
    messages = [
        message for channel in demo.stage.channels for message in demo.stage.stories(channel)
    ]
    wanted = {story.title: story for story in CONTENT.first}
    return {
        title: card_of(message)
        for message in messages
        for title in wanted
        if title.translate(ROUND) in message.components[0].children[0].content  # type: ignore[union-attr]
    }


async def test_cards_show_photos_credits_sources_and_spoilers_as_they_are(tmp_path: Path) -> None:
    outlets = {outlet.id: outlet for outlet in CONTENT.outlets}
    followed = {outlet.id for outlet in CONTENT.outlets if outlet.channel}
    expected: dict[str, DemoStory] = {
        story.title: story for story in CONTENT.first if story.outlet in followed
    }
    async with opened(tmp_path) as demo:
        assert shown(demo) == {
            title: truth(story, demo.site.base(outlets[story.outlet]))
            for title, story in expected.items()
        }


async def test_pictures_that_nobody_can_see_are_on_no_card(tmp_path: Path) -> None:
    async with opened(tmp_path) as demo:
        files = {photo.file for card in shown(demo).values() for photo in card.photos}
    assert not files & FAULTY


async def test_the_page_shows_spoilers_and_what_is_said_of_photos(tmp_path: Path) -> None:
    async with opened(tmp_path) as demo, Browser(demo.stage.pages["film-news"].url) as browser:
        state = str(await browser.state())
    assert "'spoiler': True" in state
    assert "Crane, camera and crew on day 61. — Photo: Hana Brightwater" in state


async def test_words_of_the_moderator_hide_the_next_story_s_photos(tmp_path: Path) -> None:
    story = next(one for one in CONTENT.later if one.slug == "salt-meridian-slate")
    async with opened(tmp_path) as demo, asyncio.timeout(PATIENCE):
        mina, news = demo.stage.moderator, demo.stage.channels["film-news"]
        (choice,) = await mina.autocomplete(news, "feed spoilers", "feed", "Reel & Harbor")
        form = await mina.slash(news, "feed spoilers", feed=choice["value"])
        await mina.submit_modal(form, {"words": "empty horizon"})
        before = len(demo.stage.stories("film-news"))
        await demo.publish(story)
        while len(posted := demo.stage.stories("film-news")) == before:  # noqa: ASYNC110 - Discord tells nobody here
            await asyncio.sleep(0.02)
    assert [photo.hidden for photo in card_of(posted[-1]).photos] == [True, True]


async def test_news_of_a_second_outlet_joins_the_first_ones_card(tmp_path: Path) -> None:
    """D12."""
    async with opened(tmp_path) as demo, asyncio.timeout(PATIENCE):
        wrap, again = (one for one in CONTENT.later if "wrap" in one.title)
        before = len(demo.stage.stories("film-news"))
        await demo.publish(wrap)
        while len(demo.stage.stories("film-news")) == before:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await demo.publish(again)
        while "Also reported by [The Slow Pan]" not in text(demo):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        assert len(demo.stage.stories("film-news")) == before + 1


def text(demo: Demo) -> str:
    """Return the words of the newest card."""
    newest = demo.stage.stories("film-news")[-1]
    return text_of([part.to_dict() for part in newest.components])
