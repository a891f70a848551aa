"""Reactions through simcord, which knows permissions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NamedTuple

import discord
import pytest
import simcord

from bot.domain.error import Forbidden
from cogs._ui.pace import Pace
from cogs._ui.publisher import DiscordPublisher
from cogs._ui.reactions import DiscordReactions
from tests.cogs.articles import post

VOTE = ("👍", "👎")


class World(NamedTuple):
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    publisher: DiscordPublisher
    reactions: DiscordReactions

    def post(self, **changes: object):
        here = {"channel_id": self.channel.id, "guild_id": self.guild.id}
        return post(**{**here, **changes})


@pytest.fixture
async def world() -> AsyncIterator[World]:
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)
    env = simcord.Env(client)
    await env.start()
    guild = env.create_guild()
    channel = guild.create_text_channel("film-news")
    pace = Pace(10_000)
    yield World(
        guild,
        channel,
        DiscordPublisher(client, pace=pace),
        DiscordReactions(client, pace=pace),
    )
    await env.shutdown()
    await client.close()


async def test_put_puts_both_votes_in_order(world: World):
    message_id = (await world.publisher.send(world.post())).message_id
    await world.reactions.put(world.channel.id, message_id, VOTE)
    assert [str(r.emoji) for r in world.channel.last_message.reactions] == ["👍", "👎"]


async def test_put_twice_does_no_harm(world: World):
    message_id = (await world.publisher.send(world.post())).message_id
    await world.reactions.put(world.channel.id, message_id, VOTE)
    await world.reactions.put(world.channel.id, message_id, VOTE)
    assert [r.count for r in world.channel.last_message.reactions] == [1, 1]


async def test_put_without_permission_is_forbidden(world: World):
    """M50."""
    me = world.guild.me
    closed = world.guild.create_text_channel(
        "no-votes", overwrites={me: discord.PermissionOverwrite(add_reactions=False)}
    )
    message_id = (await world.publisher.send(world.post(channel_id=closed.id))).message_id
    with pytest.raises(Forbidden):
        await world.reactions.put(closed.id, message_id, VOTE)


async def test_put_to_a_deleted_message_is_no_error(world: World):
    """M53."""
    await world.reactions.put(world.channel.id, 123456789012345678, VOTE)
