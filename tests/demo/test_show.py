"""The whole demo, without a browser: the bot posts the site's stories, and pages show them live."""

from __future__ import annotations

import asyncio
import io
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from rich.console import Console

from bot.demo.content import Content, load_content
from bot.demo.letters import announce_letters
from bot.demo.show import Demo, open_demo, run
from bot.domain.error import UserError
from bot.settings import Settings
from tests.demo.browser import Browser

PATIENCE = 10.0


@pytest.fixture
def content() -> Content:
    return load_content()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(database=tmp_path / "never.db")


async def test_a_visitor_sees_the_first_cards_and_then_each_new_one(
    settings: Settings, content: Content
) -> None:
    async with open_demo(settings) as demo, asyncio.timeout(PATIENCE):
        await demo.follow_outlets()
        for channel in ("film-news", "trailers"):
            async with Browser(demo.stage.pages[channel].url) as browser:
                state = await browser.state()
                assert len(state["timeline"]) == len(expected(content, channel))
                assert all(
                    asset["available"] for asset in state["assets"].values() if is_jpeg(asset)
                )
        await sees_a_new_story(demo, content)
        assert not demo.stage.env.errors


async def sees_a_new_story(demo: Demo, content: Content) -> None:
    story = next(item for item in content.later if item.outlet == "harbor")
    async with Browser(demo.stage.pages["film-news"].url) as browser:
        before = await browser.state()
        await demo.publish(story)
        while len((after := await browser.state())["timeline"]) == len(before["timeline"]):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        assert story.title in str(after["messages"][after["timeline"][-1]])


def expected(content: Content, channel: str) -> list[str]:
    outlets = {outlet.id for outlet in content.outlets if outlet.channel == channel}
    return [story.title for story in content.first if story.outlet in outlets]


def is_jpeg(asset: dict[str, Any]) -> bool:
    return asset["contentType"] == "image/jpeg"


async def test_clicks_on_both_pages_at_once_are_both_answered(settings: Settings) -> None:
    async with open_demo(settings) as demo, asyncio.timeout(PATIENCE):
        await demo.follow_outlets()
        one, other, *_ = demo.stage.pages.values()
        async with Browser(one.url) as first, Browser(other.url) as second:
            receipts = await asyncio.gather(first.react("👍"), second.react("👎"))
        assert [receipt["settlement"] for receipt in receipts] == ["settled", "settled"]


async def test_a_click_made_while_news_arrives_counts(settings: Settings, content: Content) -> None:
    async with open_demo(settings) as demo, asyncio.timeout(PATIENCE):
        await demo.follow_outlets()
        async with Browser(demo.stage.pages["trailers"].url) as browser:
            seen = await browser.votable()
            await demo.publish(next(item for item in content.later if item.outlet == "twominute"))
            while (await browser.state())["publishedRevision"] == seen["publishedRevision"]:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            receipt = await browser.react("👍", state=seen)
        assert receipt["settlement"] == "settled"


async def test_the_moderator_adds_an_outlet(settings: Settings) -> None:
    async with open_demo(settings) as demo, asyncio.timeout(PATIENCE):
        mina, news = demo.stage.moderator, demo.stage.channels["film-news"]
        answer = await mina.slash(news, "feed add", url=f"{demo.site.url}/butaca", channel=news)
        assert answer.response is not None
        await mina.click(answer.response, label="Add to #film-news")
        while not demo.stage.stories("film-news"):  # noqa: ASYNC110 - Discord tells nobody here
            await asyncio.sleep(0.02)
        assert not demo.stage.env.errors


async def test_a_refusal_to_a_click_is_no_failure_of_the_demo(settings: Settings) -> None:
    async with open_demo(settings) as demo, asyncio.timeout(PATIENCE):
        mina, news = demo.stage.moderator, demo.stage.channels["film-news"]
        answer = await mina.slash(news, "feed add", url=f"{demo.site.url}/butaca", channel=news)
        assert answer.response is not None
        await demo.follow(f"{demo.site.url}/butaca")  # meanwhile, so that the click is refused
        await mina.click(answer.response, label="Add to #film-news")
        assert not demo.stage.env.errors


async def test_pages_link_to_each_other_without_telling_the_secret(settings: Settings) -> None:
    async with open_demo(settings) as demo, aiohttp.ClientSession() as session:
        news, trailers = demo.stage.pages["film-news"], demo.stage.pages["trailers"]
        async with session.get(news.url) as answer:
            page = await answer.text()
        assert trailers.url.split("#")[0] in page
        assert news.capability not in page


async def test_a_port_that_is_taken_is_a_sentence(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UserError, match=rf"Port {port} .*--port"):
            async with open_demo(settings, port=port):
                pytest.fail("the demo has started")


async def test_a_feed_that_can_t_be_reached_does_not_stop_the_demo(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    demo = asyncio.create_task(run(settings, feed="http://feed.invalid/", browser=False))
    told = await until_told(capsys, "Ctrl-C")
    demo.cancel()
    await asyncio.gather(demo, return_exceptions=True)
    assert "Your feed can't be shown" in told
    assert "#film-news" in told


async def test_the_demo_ends_soon_and_says_so(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    every = timedelta(milliseconds=200)
    demo = asyncio.create_task(run(settings, browser=False, every=every))
    await until_told(capsys, "Reel & Harbor")
    async with asyncio.timeout(2):
        demo.cancel()
        await asyncio.gather(demo, return_exceptions=True)
    assert "ended" in capsys.readouterr().out


async def until_told(capsys: pytest.CaptureFixture[str], words: str) -> str:
    told = ""
    async with asyncio.timeout(PATIENCE):
        while words not in told:
            await asyncio.sleep(0.02)
            told += capsys.readouterr().out
    return told


async def test_direct_messages_of_a_follow_are_told_of(
    settings: Settings, content: Content
) -> None:
    console = Console(file=io.StringIO(), width=200)
    async with open_demo(settings) as demo, asyncio.timeout(PATIENCE):
        await demo.follow_outlets()
        news = demo.stage.channels["film-news"]
        await demo.stage.fan.slash(news, "follow add", name="Odalys Ferrant")
        telling = asyncio.create_task(announce_letters(console, demo.stage))
        wrap = next(one for one in content.later if one.slug == "salt-meridian-wrap")
        await demo.publish(wrap)
        while wrap.title not in console.file.getvalue():  # type: ignore[attr-defined]  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        telling.cancel()
    assert "direct message to theo" in console.file.getvalue()  # type: ignore[attr-defined]
