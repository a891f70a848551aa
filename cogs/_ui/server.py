"""The server in which something was clicked or called, and who may decide there."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.error import UserError


def server_id(interaction: discord.Interaction[Any]) -> int:
    """Return the server's id; raise UserError in a private chat."""
    if interaction.guild_id is None:
        raise UserError("This works in a server only.")
    return interaction.guild_id


def require_manager(interaction: discord.Interaction[Any]) -> None:
    """Raise UserError unless the person may manage the server now, whatever was shown before."""
    if not interaction.permissions.manage_guild:
        raise UserError("You need the **Manage Server** permission for this.")
