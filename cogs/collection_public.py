"""/collection: what others see of it, and files: share, browse, hidden, export, import."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.collection import MAX_NAME
from bot.moderator import require_manager
from bot.services.collecting import Collecting
from cogs._ui.button import note
from cogs._ui.collection_browse import BROWSE_ITEMS, show_browse
from cogs._ui.collection_files import KINDS, as_attachment, exported, import_view, read_attachment
from cogs._ui.collection_group import add_collection_cog, collection_command
from cogs._ui.collection_hidden import HIDDEN_ITEMS, show_hidden
from cogs._ui.collection_option import offer_own
from cogs._ui.collection_share import SHARE_ITEMS, ask_view, require_shareable_here, share_here
from cogs._ui.reply import show
from cogs._ui.server import server_id

_WHICH = "One of your collections"
_LONGEST_NAME = 2 * MAX_NAME  # as typed: blanks and letters in parts are not counted in the end

_Call = discord.Interaction[NewsreelBot]


class PublicCollectionCog(commands.Cog):
    """Share collections, look at those of others, and carry them in files."""

    def __init__(self, collecting: Collecting) -> None:
        self._collecting = collecting

    @collection_command("share", "Show one of your collections to everybody in this channel")
    @app_commands.describe(collection=_WHICH)
    @app_commands.autocomplete(collection=offer_own)
    async def share(self, interaction: _Call, collection: str) -> None:
        """Post it, or ask first where it is private."""
        server_id(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._collecting.by_name(interaction.user.id, collection)
        require_shareable_here(interaction, found)
        if found.public:
            await show(interaction, note(await share_here(interaction, found)))
        else:
            await show(interaction, ask_view(found))

    @collection_command("browse", "See the collections that others share")
    @app_commands.describe(person="Only those of one person")
    async def browse(self, interaction: _Call, person: discord.User | None = None) -> None:
        """Show the first page of them."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show_browse(interaction, owner_id=person.id if person else None)

    @collection_command("hidden", "For moderators: see the collections that are hidden here")
    async def hidden(self, interaction: _Call) -> None:
        """Show the first page of them."""
        server_id(interaction)
        await require_manager(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show_hidden(interaction)

    @collection_command("export", "Get one of your collections as a file")
    @app_commands.describe(
        collection=_WHICH, format="What kind of file (JSON if you leave it out; it has everything)"
    )
    @app_commands.choices(
        format=[app_commands.Choice(name=name, value=kind) for kind, name in KINDS.items()]
    )
    @app_commands.autocomplete(collection=offer_own)
    async def export(
        self,
        interaction: _Call,
        collection: str,
        format: str = "json",  # noqa: A002 - the option's name
    ) -> None:
        """Send it to the person alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._collecting.by_name(interaction.user.id, collection)
        file = await self._collecting.export(interaction.user.id, found.id, format)
        await interaction.followup.send(
            exported(found, file), file=as_attachment(file), ephemeral=True
        )

    @collection_command("import", "Make a collection of a file, or add one to a collection")
    @app_commands.describe(
        file="A JSON, CSV or Markdown file, such as `/collection export` makes",
        collection="What the collection is called (the file says it if you leave this out)",
    )
    @app_commands.autocomplete(collection=offer_own)
    async def take_in(
        self,
        interaction: _Call,
        file: discord.Attachment,
        collection: app_commands.Range[str, 1, _LONGEST_NAME] | None = None,
    ) -> None:
        """Read it, and say what came of it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        content = await read_attachment(file)
        result = await self._collecting.import_file(
            interaction.user.id, file.filename, content, collection
        )
        await show(interaction, import_view(result))


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and all that is clicked, whenever it was shown (M54)."""
    bot.add_dynamic_items(*SHARE_ITEMS, *BROWSE_ITEMS, *HIDDEN_ITEMS)
    await add_collection_cog(bot, PublicCollectionCog(bot.services.collecting))
