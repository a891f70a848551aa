"""/feed export and /feed import: all feeds of a server as one file, and back."""

from __future__ import annotations

from io import BytesIO

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.language import t, tn
from bot.services.importing import Importing
from cogs._ui.feed_files import (
    UndoImport,
    channel_names,
    destination,
    import_view,
    read_attachment,
    require_all,
)
from cogs._ui.feed_group import add_feed_cog, feed_command
from cogs._ui.feed_place import Place
from cogs._ui.feed_target import target_of
from cogs._ui.reply import show

_Call = discord.Interaction[NewsreelBot]


class FeedFilesCog(commands.Cog):
    """Give a server's feeds away, and take them from a file."""

    def __init__(self, importing: Importing) -> None:
        self._importing = importing

    @feed_command("export", "Get the feeds of this server as a file (OPML)")
    @app_commands.describe(channel="Only those of one channel")
    async def export(self, interaction: _Call, channel: Place | None = None) -> None:
        """Send the file."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild = interaction.guild
        assert guild is not None  # noqa: S101 - the group is for servers only
        file = await self._importing.export(
            guild.id,
            channel_names(guild),
            title=t("Feeds of {server}", server=guild.name),
            channel_id=channel.id if channel else None,
        )
        sentence = tn(
            "{n} feed, with its settings. `/feed import` reads it again, and so do other feed readers.",
            "{n} feeds, with their settings. `/feed import` reads them again, and so do other feed "
            "readers.",
            file.feeds,
        )
        attached = discord.File(BytesIO(file.content), "feeds.opml")
        await interaction.followup.send(sentence, file=attached, ephemeral=True)

    @feed_command("import", "Add the feeds of a file (OPML), as other feed readers write it")
    @app_commands.describe(
        file="The file",
        channel="Where those go that name no channel of this server (here if you leave it out)",
    )
    async def import_(
        self, interaction: _Call, file: discord.Attachment, channel: Place | None = None
    ) -> None:
        """Read the file, see whether the bot may post where its feeds go, and add them."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        place = target_of(interaction, channel)
        body = await read_attachment(file)
        plan = await self._importing.plan(body, destination(place.guild, place))
        require_all(place.guild, plan)
        await show(
            interaction, import_view(await self._importing.save(plan, by=interaction.user.id))
        )


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and the button that takes an import back."""
    bot.add_dynamic_items(UndoImport)
    await add_feed_cog(bot, FeedFilesCog(bot.services.importing))
