"""The loopback Discord is enough of a Discord for discord.py."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.loopback import BOT_TOKEN, LoopbackDiscord, Lost
from tests.loopback.faults import SEND


class PlainBot(discord.AutoShardedClient):
    """As little of a bot as there can be, with the intents of ours."""

    def __init__(self) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_reactions = True
        super().__init__(
            intents=intents,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.05,
        )
        self.reactions: asyncio.Queue[str] = asyncio.Queue()

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self.reactions.put_nowait(str(event.emoji))


def card(text: str = "A title") -> discord.ui.LayoutView:
    view = discord.ui.LayoutView(timeout=None)
    gallery = discord.ui.MediaGallery(
        discord.MediaGalleryItem("https://img.example.com/1.jpg", description="A still. © Someone")
    )
    row = discord.ui.ActionRow(
        discord.ui.Button(label="Related", custom_id="related:1"),
        discord.ui.Button(label="Read", url="https://news.example.com/1"),
    )
    view.add_item(discord.ui.Container(discord.ui.TextDisplay(text), gallery, row))
    return view


@contextlib.asynccontextmanager
async def connected(fake: LoopbackDiscord) -> AsyncIterator[PlainBot]:
    """Run a bot inside this process until the end of the block."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = fake.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(fake.gateway_url)
    try:
        async with PlainBot() as bot:
            running = asyncio.create_task(bot.start(BOT_TOKEN))
            async with asyncio.timeout(5):
                await bot.wait_until_ready()
            yield bot
            await bot.close()
            await running
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as running:
        yield running


async def test_a_bot_logs_in_and_its_message_is_in_the_history(fake: LoopbackDiscord) -> None:
    channel = fake.world.add_guild("Cinema Club").add_channel("film-news")
    async with connected(fake) as bot:
        sent = await bot.get_channel(channel.id).send(view=card(), nonce="p1")
        history = [message.id async for message in bot.get_channel(channel.id).history()]
    assert history == [sent.id] == [message.id for message in channel.messages]


async def test_a_message_whose_answer_was_lost_is_sent_again_but_is_there_once(
    fake: LoopbackDiscord,
) -> None:
    """D9."""
    channel = fake.world.add_guild("Cinema Club").add_channel("film-news")
    fake.faults.next(SEND, Lost())
    async with connected(fake) as bot:
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await bot.get_channel(channel.id).send(view=card(), nonce="p1")
        again = await bot.get_channel(channel.id).send(view=card(), nonce="p1")
    assert [message.id for message in channel.messages] == [again.id]
