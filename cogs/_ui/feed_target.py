"""The channel that a feed is to go to: the one that was chosen, or where the command was called."""

from __future__ import annotations

import discord

from bot.client import NewsreelBot
from bot.domain.error import UserError

Target = discord.TextChannel | discord.ForumChannel | discord.Thread
"""Where stories can go: text, announcement and forum channels, and threads."""


def target_of(interaction: discord.Interaction[NewsreelBot], chosen: Target | None) -> Target:
    """Return the chosen channel, else the one in which the command was called.

    Raises UserError where stories can't go there.
    """
    place = chosen or interaction.channel
    if not isinstance(place, Target):
        raise UserError(
            "Stories can’t be posted here. Please choose a channel with the option `channel`: a text, "
            "announcement or forum channel, or a thread."
        )
    return place
