"""/feed: which feeds go to which channels of this server."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.domain.text import cut, escape
from bot.moderator import MANAGERS_ONLY
from bot.services.standing import FeedInChannel
from bot.services.subscribing import Subscribing
from cogs._ui.feed_list import FeedListPage, feed_list
from cogs._ui.feed_preview import FeedPreview, Target
from cogs._ui.feed_spoilers import SpoilerForm
from cogs._ui.permissions import require
from cogs._ui.reply import say, show
from cogs._ui.server import server_id

_MAX_CHOICES = 25
_MAX_CHOICE = 100


@app_commands.guild_only()
class FeedCog(
    commands.GroupCog,
    group_name="feed",
    group_description="Feeds of this server",
    group_extras=MANAGERS_ONLY,
):
    """Add, list and remove feeds, and say what of them to hide."""

    def __init__(self, subscribing: Subscribing) -> None:
        self._subscribing = subscribing

    @app_commands.command(description="Post the news of a feed or a site in a channel")
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

    @app_commands.command(name="list", description="See the feeds of this server")
    async def list_(self, interaction: discord.Interaction) -> None:
        """Show the first page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        feeds = await self._subscribing.of_guild(server_id(interaction))
        await show(interaction, feed_list(feeds))

    @app_commands.command(description="Stop posting a feed in a channel")
    @app_commands.describe(feed="Which one")
    async def remove(self, interaction: discord.Interaction, feed: str) -> None:
        """End a subscription."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        gone = await self._subscribing.remove(_picked(feed), guild_id=server_id(interaction))
        await say(
            interaction,
            f"**{escape(gone.feed.title or gone.feed.url)}** no longer goes to "
            f"<#{gone.subscription.channel_id}>. What was posted stays.",
        )

    @app_commands.command(description="Hide photos of a feed’s stories that tell too much")
    @app_commands.describe(feed="Which one")
    async def spoilers(self, interaction: discord.Interaction, feed: str) -> None:
        """Open the form with the words that hide photos; a form can't be deferred."""
        row = await self._subscribing.get(_picked(feed), guild_id=server_id(interaction))
        await interaction.response.send_modal(SpoilerForm(self._subscribing, row))

    @remove.autocomplete("feed")
    @spoilers.autocomplete("feed")
    async def feeds(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the server's feeds whose name, address or channel contains what was typed."""
        feeds = await self._subscribing.of_guild(server_id(interaction))
        named = [(_choice_name(one, interaction.guild), one) for one in feeds]
        wanted = typed.casefold()
        return [
            app_commands.Choice(name=name, value=str(one.subscription.id))
            for name, one in named
            if wanted in name.casefold() or wanted in one.feed.url.casefold()
        ][:_MAX_CHOICES]


def _picked(feed: str) -> int:
    if not feed.isdecimal():
        raise UserError("Please pick a feed from the list that appears while you type.")
    return int(feed)


def _choice_name(one: FeedInChannel, guild: discord.Guild | None) -> str:
    channel = guild and guild.get_channel_or_thread(one.subscription.channel_id)
    place = f"#{channel.name}" if channel else "a deleted channel"
    name = one.feed.title or one.feed.url
    return f"{cut(name, _MAX_CHOICE - min(len(place), 40) - 3)} → {cut(place, 40)}"


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and the pages of the list."""
    bot.add_dynamic_items(FeedListPage)
    await bot.add_cog(FeedCog(bot.services.subscribing))
