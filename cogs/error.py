"""The border for errors of commands."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from cogs._ui.reply import explain


async def on_command_error(
    interaction: discord.Interaction, error: app_commands.AppCommandError
) -> None:
    """Tell the person; an autocompletion that fails simply offers nothing."""
    if interaction.type is discord.InteractionType.autocomplete:
        return
    await explain(interaction, error)


async def setup(bot: commands.Bot) -> None:
    """Take the errors of all commands."""
    bot.tree.error(on_command_error)
