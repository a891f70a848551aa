"""NewsreelBot: intents, cogs by name, one border for errors."""

from __future__ import annotations

from typing import Protocol

import discord
from discord.ext import commands

from bot.services import Services

COGS = ("cogs.feed", "cogs.status", "cogs.story", "cogs.error")


class HasServices(Protocol):
    """What a cog's ``setup`` and a DynamicItem's callback may ask of the bot."""

    services: Services


class NewsreelBot(commands.AutoShardedBot):
    """The Discord side of Newsreel."""

    def __init__(self, services: Services) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_reactions = True
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.services = services

    async def setup_hook(self) -> None:
        """Load the cogs."""
        for name in COGS:
            await self.load_extension(name)
