"""/search: find a story that was posted."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.query import MAX_QUERY
from bot.domain.text import cut, plain
from bot.services.finding import MOST_CHOICES, Finding
from bot.services.searching import Searching
from cogs._ui.audience import scope_of
from cogs._ui.reply import show
from cogs._ui.search_page import SearchTurn, search_view

_MAX_CHOICE = 100


class SearchCog(commands.Cog):
    """Find stories by their words."""

    def __init__(self, searching: Searching, finding: Finding) -> None:
        self._searching = searching
        self._finding = finding

    @app_commands.command(description="Find a story that was posted in this server")
    @app_commands.describe(
        query="Words, “phrases”, -without, feed:name, by:author, since:3d; or pick a recent story"
    )
    @app_commands.guild_only()
    async def search(
        self,
        interaction: discord.Interaction,
        query: app_commands.Range[str, 1, MAX_QUERY],
    ) -> None:
        """Show the first page, to the person alone."""
        scope = scope_of(interaction, shared=False)
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._searching.search(query, scope)
        await show(interaction, search_view(found, guild_id=scope.guild_id))

    @search.autocomplete("query")
    async def recent(
        self, interaction: discord.Interaction, so_far: str
    ) -> list[app_commands.Choice[str]]:
        """Offer to look for what is typed, and the newest stories with it in their titles.

        A story that is picked is shown at once. What is typed stands first, since Discord takes the
        first choice where somebody presses the Tab key.
        """
        scope = scope_of(interaction, shared=False)
        itself = [(f"🔎 {so_far}", so_far)] if plain(so_far) and len(so_far) <= _MAX_CHOICE else []
        room = MOST_CHOICES - len(itself)
        choices = itself + await self._finding.recent(scope, so_far, limit=room)
        return [
            app_commands.Choice(name=cut(plain(name), _MAX_CHOICE), value=value)
            for name, value in choices
        ]


async def setup(bot: NewsreelBot) -> None:
    """Add the command, and its pages, whenever they were shown (M54)."""
    bot.add_dynamic_items(SearchTurn)
    await bot.add_cog(SearchCog(bot.services.searching, bot.services.finding))
