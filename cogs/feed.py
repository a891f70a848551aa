"""/feed: which feeds go to which channels of this server."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.text import escape
from bot.services.feed_desk import FeedDesk
from bot.services.feed_stopping import FeedStopping
from cogs._ui.feed_group import add_feed_cog, feed_command
from cogs._ui.feed_list import FeedListPage, feed_list
from cogs._ui.feed_option import chosen_feed, offer_feeds
from cogs._ui.feed_spoilers import SpoilerForm
from cogs._ui.reply import say, show
from cogs._ui.server import server_id

_Call = discord.Interaction[NewsreelBot]


class FeedCog(commands.Cog):
    """List and remove feeds, and say what of them to hide."""

    def __init__(self, desk: FeedDesk, stopping: FeedStopping) -> None:
        self._desk = desk
        self._stopping = stopping

    @feed_command("list", "See the feeds of this server")
    async def overview(self, interaction: _Call) -> None:
        """Show the first page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        feeds = await self._desk.of_guild(server_id(interaction))
        await show(interaction, feed_list(feeds))

    @feed_command("remove", "Stop posting a feed in a channel")
    @app_commands.describe(feed="Which one")
    @app_commands.autocomplete(feed=offer_feeds)
    async def remove(self, interaction: _Call, feed: str) -> None:
        """End a subscription."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await chosen_feed(interaction, feed)
        gone = await self._stopping.remove(
            chosen.subscription.id, guild_id=server_id(interaction), by=interaction.user.id
        )
        await say(
            interaction,
            f"**{escape(gone.feed.title or gone.feed.url)}** no longer goes to "
            f"<#{gone.subscription.channel_id}>. What was posted stays.",
        )

    @feed_command("spoilers", "Hide photos of a feed’s stories that tell too much")
    @app_commands.describe(feed="Which one")
    @app_commands.autocomplete(feed=offer_feeds)
    async def spoilers(self, interaction: _Call, feed: str) -> None:
        """Open the form with the words that hide photos; a form can't be deferred."""
        await interaction.response.send_modal(
            SpoilerForm(self._desk, await chosen_feed(interaction, feed))
        )


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and the pages of the list."""
    bot.add_dynamic_items(FeedListPage)
    await add_feed_cog(bot, FeedCog(bot.services.feed_desk, bot.services.feed_stopping))
