"""The mention of a role before a card, and leave to ping that role and nobody else."""

from __future__ import annotations

import discord

MAX_MENTION = 30  # characters: an id has twenty digits at most


def mention_of(role_id: int) -> str:
    """Return how a message names a role."""
    return f"<@&{role_id}>"


def pinging(role_id: int | None) -> discord.AllowedMentions:
    """Return leave to ping this role alone; nobody where it is None (S46)."""
    allowed = discord.AllowedMentions.none()
    if role_id is not None:
        allowed.roles = [discord.Object(role_id)]
    return allowed
