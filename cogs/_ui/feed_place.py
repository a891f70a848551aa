"""The option of a command that names the channel of a feed."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from cogs._ui.feed_target import Target

_KINDS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.news_thread,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
]


class _PlaceTransformer(app_commands.Transformer):
    """Let Discord offer the kinds of channels that stories can go to.

    discord.py would offer media channels where forums are meant, which Discord's description of
    command options does not know.
    """

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Return that it is a channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Return the kinds."""
        return _KINDS

    async def transform(self, _interaction: discord.Interaction[Any], value: Any, /) -> Target:  # noqa: ANN401 - as discord.py has it
        """Return the channel as the bot knows it; raise TransformerError for one it can't see."""
        found = value.resolve()
        if not isinstance(found, Target):
            raise app_commands.TransformerError(value, self.type, self)
        return found


Place = app_commands.Transform[Target, _PlaceTransformer]
"""A text, announcement or forum channel, or a thread."""
