"""/follow: get a direct message when a new story names somebody."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.text import cut, escape
from bot.language import t
from bot.services.following import Following
from cogs._ui.follow_list import CLOSED, follow_list
from cogs._ui.letter import StopFollowing
from cogs._ui.reply import say, show

_MAX_CHOICES = 25
_MAX_CHOICE = 100


class FollowCog(
    commands.GroupCog,
    group_name="follow",
    group_description="Get a direct message when a new story names somebody",
):
    """Follow names, in servers and in direct messages."""

    def __init__(self, following: Following) -> None:
        self._following = following

    @app_commands.command(description="Follow a person or a film")
    @app_commands.describe(name="As stories write it, such as Song Joong Ki")
    async def add(self, interaction: discord.Interaction, name: str) -> None:
        """Follow a name, and say what comes of it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        kept = await self._following.add(interaction.user.id, name)
        await self._say(
            interaction,
            t(
                "You follow “{name}” now. When a new story names it in a channel that you can see, I "
                "send it to you in a direct message: each story once.",
                name=escape(kept),
            ),
        )

    @app_commands.command(name="list", description="See which names you follow")
    async def list_(self, interaction: discord.Interaction) -> None:
        """Show the names, and how to open direct messages that were closed to us."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show(interaction, follow_list(await self._following.list(interaction.user.id)))

    @app_commands.command(description="Stop following a name")
    @app_commands.describe(name="One that you follow")
    async def remove(self, interaction: discord.Interaction, name: str) -> None:
        """Stop following a name."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        gone = await self._following.remove(interaction.user.id, name)
        await self._say(interaction, t("You no longer follow “{name}”.", name=escape(gone)))

    @remove.autocomplete("name")
    async def names(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the names that the person follows."""
        found = await self._following.names(interaction.user.id, typed)
        return [
            app_commands.Choice(name=cut(name, _MAX_CHOICE), value=name)
            for name in found[:_MAX_CHOICES]
        ]

    async def _say(self, interaction: discord.Interaction, sentence: str) -> None:
        """Say it; and once, that direct messages were closed to us."""
        if await self._following.found_closed(interaction.user.id):
            sentence = f"{sentence}\n\n{t(CLOSED)}"
        await say(interaction, sentence)


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and the button below letters, whenever they were sent."""
    bot.add_dynamic_items(StopFollowing)
    await bot.add_cog(FollowCog(bot.services.following))
