"""As little of a discord.py bot as there can be, inside the test's own process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.loopback import BOT_TOKEN, LoopbackDiscord
from tests.loopback.channel import Channel


class PlainBot(discord.AutoShardedClient):
    """As little of a bot as there can be; with ``messages`` it is told of those too."""

    def __init__(self, *, messages: bool = False) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_reactions = True
        intents.guild_messages = messages
        super().__init__(
            intents=intents,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.05,
        )
        self.tree = discord.app_commands.CommandTree(self)
        self.seen: asyncio.Queue[str] = asyncio.Queue()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do without discord.py's five seconds between two sessions."""

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self.seen.put_nowait(f"reaction {event.emoji}")

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        self.seen.put_nowait(f"gone {event.emoji}")

    async def on_raw_reaction_clear(self, _: discord.RawReactionClearEvent) -> None:
        self.seen.put_nowait("cleared")

    async def on_raw_reaction_clear_emoji(self, event: discord.RawReactionClearEmojiEvent) -> None:
        self.seen.put_nowait(f"cleared {event.emoji}")

    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        self.seen.put_nowait(f"deleted {sorted(event.message_ids)}")

    async def on_guild_channel_update(self, _: object, after: discord.TextChannel) -> None:
        self.seen.put_nowait(f"send {after.permissions_for(after.guild.me).send_messages}")

    async def on_guild_channel_delete(self, channel: discord.TextChannel) -> None:
        self.seen.put_nowait(f"deleted {channel.name}")

    async def on_resumed(self) -> None:
        self.seen.put_nowait("resumed")

    async def on_connect(self) -> None:
        self.seen.put_nowait("connected")

    async def until(self, what: str) -> list[str]:
        """Wait until this was seen; return all that was seen before."""
        before = []
        async with asyncio.timeout(5):
            while (seen := await self.seen.get()) != what:
                before.append(seen)
        return before

    def place(self, channel: Channel) -> discord.TextChannel:
        """Return discord.py's idea of a channel of the world."""
        found = self.get_channel(channel.id)
        assert isinstance(found, discord.TextChannel)
        return found


def card(text: str = "A title", *, photos: int = 1, url: str = "https://img.example.com/1.jpg"):
    """Return a card as the bot's own are made."""
    view = discord.ui.LayoutView(timeout=None)
    items = [discord.MediaGalleryItem(url, description=f"Still {n}") for n in range(photos)]
    row = discord.ui.ActionRow(
        discord.ui.Button(label="Related", custom_id="related:1"),
        discord.ui.Button(label="Read", url="https://news.example.com/1"),
    )
    gallery = discord.ui.MediaGallery(*items)
    view.add_item(discord.ui.Container(discord.ui.TextDisplay(text), gallery, row))
    return view


@contextlib.asynccontextmanager
async def connected(fake: LoopbackDiscord, bot: PlainBot | None = None) -> AsyncIterator[PlainBot]:
    """Run a bot inside this process until the end of the block."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = fake.api_url
    # A new session after a refused resume goes to this address, not to the one of /gateway/bot.
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(fake.gateway_url)
    try:
        async with bot or PlainBot() as running:
            task = asyncio.create_task(running.start(BOT_TOKEN))
            async with asyncio.timeout(5):
                await running.wait_until_ready()
            yield running
            await running.close()
            await task
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway
