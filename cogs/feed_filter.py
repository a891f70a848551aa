"""/feed filter and /feed why: what passes, and why a story is in a channel or is not."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.text import cut
from bot.services.explaining import Explaining
from bot.services.filtering import Filtering
from cogs._ui.feed_button import guild_of
from cogs._ui.feed_filter import FILTER_ITEMS, FilterForm, filter_view
from cogs._ui.feed_group import add_feed_cog, feed_command
from cogs._ui.feed_option import chosen_feed, offer_feeds
from cogs._ui.feed_why import WhyPage, why_view
from cogs._ui.form import answer_forms
from cogs._ui.reply import show

_MAX_CHOICE = 100  # characters, for Discord

_Call = discord.Interaction[NewsreelBot]


async def _offer_stories(interaction: _Call, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the newest stories of the server's feeds, posted or not, with the words typed so far."""
    found = await interaction.client.services.explaining.recent(
        typed, guild_id=guild_of(interaction).id
    )
    return [
        app_commands.Choice(name=cut(title, _MAX_CHOICE), value=value) for title, value in found
    ]


class FeedFilterCog(commands.Cog):
    """Show what filters do, and tell why."""

    def __init__(self, filtering: Filtering, explaining: Explaining) -> None:
        self._filtering = filtering
        self._explaining = explaining

    @feed_command(
        "test",
        "See which of the last 50 stories of a feed its words let pass, and try others",
        within=("filter", "What the words of a feed let pass"),
    )
    @app_commands.describe(feed="Which one")
    @app_commands.autocomplete(feed=offer_feeds)
    async def test(self, interaction: _Call, feed: str) -> None:
        """Show the first page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await chosen_feed(interaction, feed)
        found = await self._filtering.test(
            chosen.subscription.id, guild_id=guild_of(interaction).id
        )
        await show(interaction, filter_view(found))

    @feed_command("why", "Find out where a story was posted, or why it was not")
    @app_commands.describe(link="The address of the article or of its post, or words of its title")
    @app_commands.autocomplete(link=_offer_stories)
    async def why(self, interaction: _Call, link: str) -> None:
        """Tell it for each channel."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id = guild_of(interaction).id
        found = await self._explaining.why(link, guild_id=guild_id)
        await show(interaction, why_view(found, guild_id))


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and what is clicked and filled in, whenever it was shown (M54)."""
    bot.add_dynamic_items(*FILTER_ITEMS, WhyPage)
    await answer_forms(bot, FilterForm)
    await add_feed_cog(bot, FeedFilterCog(bot.services.filtering, bot.services.explaining))
