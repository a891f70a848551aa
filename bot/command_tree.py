"""The border through which all commands come, and what is typed for their options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.domain.error import UserError
from bot.language import language_of, speak, told
from bot.moderator import is_for_managers, require_manager

if TYPE_CHECKING:
    from bot.client import NewsreelBot


class NewsreelTree(app_commands.CommandTree["NewsreelBot"]):
    """Let managers' commands through for managers only, also while they type.

    Whatever a command says, it says in the language of the person who gave it.
    """

    async def interaction_check(self, interaction: discord.Interaction[NewsreelBot], /) -> bool:
        """Tell whether a command may run; somebody who may not use it is told why."""
        speak(language_of(interaction.locale))
        if is_for_managers(interaction.command):
            try:
                await require_manager(interaction)
            except UserError as error:
                if interaction.type is discord.InteractionType.autocomplete:
                    await interaction.response.autocomplete([])
                    return False
                refused = app_commands.CheckFailure(told(error))
                refused.__cause__ = error
                await self.on_error(interaction, refused)
                return False
        return True
