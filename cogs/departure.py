"""Servers that the bot leaves and joins (M51)."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.client import NewsreelBot
from bot.services.leaving import Leaving


class DepartureCog(commands.Cog):
    """Note which servers the bot is in; that one is unavailable for a while is no departure."""

    def __init__(self, bot: NewsreelBot, leaving: Leaving) -> None:
        self._bot = bot
        self._leaving = leaving

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that the bot was thrown out, or the server is gone."""
        await self._leaving.left(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note that the bot is there."""
        await self._leaving.joined(guild.id)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Note what happened while the bot was offline."""
        await self._leaving.compare([guild.id for guild in self._bot.guilds])


async def setup(bot: NewsreelBot) -> None:
    """Listen."""
    await bot.add_cog(DepartureCog(bot, bot.services.leaving))
