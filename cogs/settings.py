"""/settings: what holds for the whole server, and who changed what."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.moderator import MANAGERS_ONLY
from cogs._ui.form import answer_forms
from cogs._ui.reply import show
from cogs._ui.settings_change import SETTINGS_FORMS, SETTINGS_ITEMS
from cogs._ui.settings_log import LogTurn, log_page
from cogs._ui.settings_page import settings_page


@app_commands.guild_only()
class SettingsCog(
    commands.GroupCog,
    group_name="settings",
    group_description="What holds for this whole server",
    group_extras=MANAGERS_ONLY,
):
    """Show and change what holds for the server."""

    @app_commands.command(name="show", description="See and change what holds for this server")
    async def show_(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Show the page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show(interaction, await settings_page(interaction))

    @app_commands.command(description="See who changed what, and when")
    async def log(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Show the newest changes."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show(interaction, await log_page(interaction))


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and what can be clicked on their pages."""
    bot.add_dynamic_items(*SETTINGS_ITEMS, LogTurn)
    await answer_forms(bot, *SETTINGS_FORMS)
    await bot.add_cog(SettingsCog())
