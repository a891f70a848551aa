"""/feed add: a feed or a site, into a channel."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.services.subscribing import Subscribing
from cogs._ui.feed_group import add_feed_cog, feed_command
from cogs._ui.feed_preview import FeedPreview, Target
from cogs._ui.permissions import require
from cogs._ui.reply import show


class FeedAddCog(commands.Cog):
    """Add feeds to channels."""

    def __init__(self, subscribing: Subscribing) -> None:
        self._subscribing = subscribing

    @feed_command("add", "Post the news of a feed or a site in a channel")
    @app_commands.describe(
        url="Address of a feed, or of a site that has one",
        channel="Where its stories go",
        newest="How many of its newest stories to post at once (1 if you leave it out)",
    )
    async def add(
        self,
        interaction: discord.Interaction,
        url: str,
        channel: discord.TextChannel | discord.Thread,
        newest: app_commands.Range[int, 0, 10] = 1,
    ) -> None:
        """Look for the feed, show what it will look like, and ask."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        target = Target(channel=channel, user_id=interaction.user.id, backlog=newest)
        require(channel, channel.guild.me, mention=channel.mention)
        found = await self._subscribing.find(url, channel_id=channel.id)
        await show(interaction, FeedPreview(interaction, self._subscribing, target, found))


async def setup(bot: NewsreelBot) -> None:
    """Add the command."""
    await add_feed_cog(bot, FeedAddCog(bot.services.subscribing))
