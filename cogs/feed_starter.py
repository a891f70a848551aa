"""/feed starter: film news to begin with."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.services.starting import Starting
from cogs._ui.feed_group import add_feed_cog, feed_command
from cogs._ui.feed_place import Place
from cogs._ui.feed_starter import ALL, LANGUAGES, Ask
from cogs._ui.feed_starting import CONTROLS, starter_view
from cogs._ui.feed_target import target_of
from cogs._ui.reply import show


class FeedStarterCog(commands.Cog):
    """Offer the curated list of feeds."""

    def __init__(self, starting: Starting) -> None:
        self._starting = starting

    @feed_command("starter", "Choose from a list of film-news feeds, by language and kind")
    @app_commands.describe(channel="Where their stories go (here if you leave it out)")
    async def starter(
        self, interaction: discord.Interaction[NewsreelBot], channel: Place | None = None
    ) -> None:
        """Show the list, in the person's language where there is something in it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        place = target_of(interaction, channel)
        language = interaction.locale.value[:2]
        ask = Ask(channel_id=place.id, language=language if language in LANGUAGES else ALL)
        feeds = await self._starting.feeds(place.guild.id, place.id)
        await show(interaction, starter_view(feeds, place, ask))


async def setup(bot: NewsreelBot) -> None:
    """Add the command, and what answers its menus."""
    bot.add_dynamic_items(*CONTROLS)
    await add_feed_cog(bot, FeedStarterCog(bot.services.starting))
