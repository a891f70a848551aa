"""The option of a command that names one of the person's own collections."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client import NewsreelBot
from bot.domain.collection import name_key
from bot.domain.text import cut
from cogs._ui.collection_words import about

_MAX_CHOICES = 25
_MAX_CHOICE = 100  # characters


async def offer_own(
    interaction: discord.Interaction[NewsreelBot], typed: str
) -> list[app_commands.Choice[str]]:
    """Offer the person's collections that have what is typed in their names, newest used first.

    The value is the name, as if it had been typed: ``Collecting.by_name`` finds it.
    """
    shelf = await interaction.client.services.collecting.shelf(interaction.user.id)
    wanted = name_key(typed)
    return [
        app_commands.Choice(name=cut(f"{one.name} · {about(one)}", _MAX_CHOICE), value=one.name)
        for one in shelf
        if wanted in name_key(one.name)
    ][:_MAX_CHOICES]
