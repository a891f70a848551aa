"""/feed add: a feed or a site, into a channel."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.services.subscribing import Subscribing
from cogs._ui.feed_draft import CONTROLS, draft_view
from cogs._ui.feed_group import add_feed_cog, feed_command
from cogs._ui.feed_place import Place
from cogs._ui.feed_preview import Draft
from cogs._ui.feed_target import target_of
from cogs._ui.reply import show


class FeedAddCog(commands.Cog):
    """Add feeds to channels."""

    def __init__(self, subscribing: Subscribing) -> None:
        self._subscribing = subscribing

    @feed_command("add", "Post the news of a feed or a site in a channel")
    @app_commands.describe(
        url="A feed, a site, a YouTube channel, a subreddit, a Letterboxd member, …",
        channel="Where its stories go (here if you leave it out)",
        newest="How many of its newest stories to post at once (1 if you leave it out)",
    )
    async def add(
        self,
        interaction: discord.Interaction[NewsreelBot],
        url: str,
        channel: Place | None = None,
        newest: app_commands.Range[int, 0, 10] = 1,
    ) -> None:
        """Look for the feed, show what it will look like, and ask."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        place = target_of(interaction, channel)
        found = await self._subscribing.find(url, channel_id=place.id)
        draft = Draft(channel_id=place.id, backlog=newest, address=found.address)
        await show(interaction, draft_view(found, place, draft))


async def setup(bot: NewsreelBot) -> None:
    """Add the command, and what answers its preview."""
    bot.add_dynamic_items(*CONTROLS)
    await add_feed_cog(bot, FeedAddCog(bot.services.subscribing))
