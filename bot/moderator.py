"""Who may configure the bot in a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from discord import app_commands

from bot.domain.error import UserError

if TYPE_CHECKING:
    import discord

    from bot.client import NewsreelBot

MANAGERS_ONLY: Final = {"managers only": True}
"""``extras`` of the commands, or groups, that only those may use who may configure."""


def is_for_managers(
    command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | None,
) -> bool:
    """Tell whether a command, or the group that it belongs to, is marked with MANAGERS_ONLY."""
    marked = command is not None and "managers only" in command.extras
    root = command.root_parent if isinstance(command, app_commands.Command) else None
    return marked or (root is not None and "managers only" in root.extras)


async def require_manager(interaction: discord.Interaction[NewsreelBot]) -> None:
    """Raise UserError unless the person may configure the bot now, whatever was shown before.

    Those may who have Manage Server, or one of the roles that the server chose for it. Commands with
    MANAGERS_ONLY ask this by themselves.
    """
    if interaction.guild_id is None:
        raise UserError("This works in a server only.")
    if interaction.permissions.manage_guild:
        return
    settings = await interaction.client.services.server_setting.get(interaction.guild_id)
    chosen = set(settings.manager_roles)
    if any(role.id in chosen for role in getattr(interaction.user, "roles", ())):
        return
    if not chosen:
        raise UserError("You need the **Manage Server** permission for this.")
    raise UserError(
        "You need the **Manage Server** permission for this, or one of these roles: {roles}.",
        roles=", ".join(f"<@&{role}>" for role in settings.manager_roles),
    )
