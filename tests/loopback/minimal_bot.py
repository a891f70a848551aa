"""A discord.py bot of a few lines, run as a process: it says hello in every channel.

``python -m tests.loopback.minimal_bot`` with the environment of BotProcess.
"""

from __future__ import annotations

import asyncio
import os

import discord
from discord.http import Route


class MinimalBot(discord.AutoShardedClient):
    """Send one message to each text channel, with a nonce that is the same after a restart."""

    async def on_ready(self) -> None:
        for guild in self.guilds:
            for channel in guild.text_channels:
                await channel.send("Hello", nonce=f"hello {channel.id % 10**9}")


async def main() -> None:
    """Run until killed."""
    Route.BASE = os.environ["NEWSREEL_DISCORD_API"]
    quiet = discord.AllowedMentions.none()
    intents = discord.Intents(guilds=True)
    async with MinimalBot(intents=intents, guild_ready_timeout=0.05, allowed_mentions=quiet) as bot:
        await bot.start(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    asyncio.run(main())
