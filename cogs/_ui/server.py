"""The server in which something was clicked or called."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.error import UserError


def server_id(interaction: discord.Interaction[Any]) -> int:
    """Return the server's id; raise UserError in a private chat."""
    if interaction.guild_id is None:
        raise UserError("This works in a server only.")
    return interaction.guild_id
