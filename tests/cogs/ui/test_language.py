"""Words for all to read come in the language that moderators chose, or that of the server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, NamedTuple

import discord
import pytest
import simcord

from bot.domain.article import digest
from bot.domain.model import Report
from bot.domain.setting import ServerSettings, Settings
from bot.language import LANGUAGES, t, using
from bot.services.ports import CardNews
from cogs._ui.card_text import head, title_of
from cogs._ui.language import PublicLanguage
from cogs._ui.pace import Pace
from cogs._ui.points import points_line
from cogs._ui.publisher import DiscordPublisher
from cogs._ui.reports import is_reports_line, reports_line
from tests.cogs.articles import article, post
from tests.cogs.fakes import FakeServerSetting
from tests.cogs.looks import labels_of, text_of

VARIETY = Report(article_id=9, outlet="Variety", link="https://variety.example/1")


class World(NamedTuple):
    env: simcord.Env
    setting: FakeServerSetting
    language: PublicLanguage
    publisher: DiscordPublisher

    def server(self, locale: str, chosen: str | None = None) -> simcord.GuildHandle:
        guild = self.env.create_guild(preferred_locale=locale)
        self.setting.settings[guild.id] = ServerSettings(guild_id=guild.id, language=chosen)
        return guild

    def card(self) -> Any:
        """Return the components that were sent last."""
        return [r.json for r in self.env.http_requests if r.method in ("POST", "PATCH")][-1][
            "components"
        ]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)
    env, setting = simcord.Env(client), FakeServerSetting()
    language = PublicLanguage(client, setting)
    await env.start()
    publisher = DiscordPublisher(client, pace=Pace(10_000), language=language)
    yield World(env, setting, language, publisher)
    await env.shutdown()
    await client.close()


async def test_the_one_that_was_chosen_comes_before_that_of_the_server(world: World):
    guild = world.server("fr", chosen="ja")
    assert await world.language.of(guild.id) == "ja"
    assert await world.language.of(guild.id, "de") == "de"


async def test_without_a_choice_it_is_the_one_that_the_server_has_in_discord(world: World):
    korean, turkish = world.server("ko"), world.server("tr")
    assert await world.language.of(korean.id) == "ko"
    assert await world.language.of(turkish.id) == "en"
    assert await world.language.of(1) == "en"  # nothing is known of it


async def test_a_card_keeps_its_language_through_edits(world: World):
    guild = world.server("en-US", chosen="ja")
    channel = guild.create_text_channel("film-news")
    sent = await world.publisher.send(post(channel_id=channel.id, guild_id=guild.id))
    with using("ja"):
        assert t("Add to Collection") in labels_of(world.card())
        line, named = points_line(5), reports_line([VARIETY])
    world.setting.settings[guild.id] = ServerSettings(guild_id=guild.id, language="ko")
    shown = await world.publisher.shown(channel.id, sent.message_id)
    news = CardNews(story_id=42, points=5, reports=(VARIETY,))
    assert shown is not None
    assert not shown.shows(news)
    await world.publisher.update(shown, news)
    assert text_of(world.card()).splitlines()[-2:] == [named, line]
    shown = await world.publisher.shown(channel.id, sent.message_id)
    assert shown is not None
    assert shown.shows(news)
    await world.publisher.update(shown, CardNews(story_id=42, points=-1204))
    with using("ja"):
        assert text_of(world.card()).splitlines()[-1] == points_line(-1204)


async def test_a_feed_may_have_a_language_of_its_own(world: World):
    guild = world.server("en-US", chosen="ja")
    channel = guild.create_text_channel("film-news")
    made = post(channel_id=channel.id, guild_id=guild.id, settings=Settings(language="ko"))
    await world.publisher.send(made)
    with using("ko"):
        assert t("Add to Collection") in labels_of(world.card())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_of_reports_is_known_in_each_language(language: str):
    with using(language):
        line = reports_line([VARIETY])
    assert is_reports_line(line)
    assert not is_reports_line("-# 📷 Netflix")
    assert not is_reports_line("-# **Soompi** · 2 hours ago")


def test_a_digest_says_in_english_what_it_was_stored_with():
    """Its title and its last line are the bot's own words, so they are said anew in each language."""
    many = [
        article(title=f"Story {n}", link=f"https://reel.example/{'x' * 90}{n}") for n in range(60)
    ]
    whole = digest(many, outlet="The Reel", site=None)
    shown = head(whole, room=4_000, summary=350)
    assert title_of(whole) == whole.title
    assert shown.splitlines()[-1] == whole.summary.splitlines()[-1]
    assert shown.splitlines()[-1].startswith("- … and ")
