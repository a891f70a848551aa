"""Threads under posts, and what Discord says to those that are there already."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.domain.error import Forbidden
from bot.domain.model import Post
from cogs._ui.errands import DiscordErrands
from cogs._ui.pace import Pace
from cogs._ui.publisher import DiscordPublisher
from tests.cogs.articles import post


@pytest.fixture
async def client() -> AsyncIterator[discord.Client]:
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)
    yield client
    await client.close()


@pytest.fixture
async def env(client: discord.Client) -> AsyncIterator[simcord.Env]:
    env = simcord.Env(client)
    await env.start()
    yield env
    await env.shutdown()


@pytest.fixture
def guild(env: simcord.Env) -> simcord.GuildHandle:
    return env.create_guild()


@pytest.fixture
def errands(client: discord.Client) -> DiscordErrands:
    return DiscordErrands(client, pace=Pace(10_000))


async def sent(client: discord.Client, channel: simcord.ChannelHandle, guild_id: int) -> Post:
    made = post(channel_id=channel.id, guild_id=guild_id, created_at=discord.utils.utcnow())
    answer = await DiscordPublisher(client, pace=Pace(10_000)).send(made)
    return post(channel_id=channel.id, guild_id=guild_id, message_id=answer.message_id)


async def test_announcement_that_is_published_already_is_as_wanted(
    client: discord.Client, guild: simcord.GuildHandle, errands: DiscordErrands
):
    made = await sent(client, guild.create_news_channel("announcements"), guild.id)
    assert [await errands.publish(made), await errands.publish(made)] == [True, True]


async def test_message_that_was_deleted_needs_neither(
    env: simcord.Env, guild: simcord.GuildHandle, errands: DiscordErrands
):
    """M53."""
    news = guild.create_news_channel("announcements")
    gone = post(channel_id=news.id, guild_id=guild.id, message_id=404)
    await errands.start_talk(gone)
    assert await errands.publish(gone) is False
    assert news.threads == []


async def test_missing_permission_is_told_without_asking_discord(
    env: simcord.Env,
    client: discord.Client,
    guild: simcord.GuildHandle,
    errands: DiscordErrands,
):
    """M50: each refusal counts towards a ban of the bot's address."""
    channel = guild.create_text_channel("film-news")
    made = await sent(client, channel, guild.id)
    denied = discord.Permissions(create_public_threads=True)
    everybody = Overwrite(guild.id, type=OverwriteType.ROLE, deny=denied.value)
    env.backend.set_overwrite(channel.id, everybody)
    asked = len(env.http_requests)
    with pytest.raises(Forbidden):
        await errands.start_talk(made)
    assert len(env.http_requests) == asked
