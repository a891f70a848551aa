"""Delete a collection: asked once, and for a minute it can be taken back."""

from __future__ import annotations

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.collection import Collection
from cogs._ui.button import note
from cogs._ui.collection_page import show_collection
from cogs._ui.collection_parts import COLLECTION, CollectionButton, box, row
from cogs._ui.collection_words import bold
from cogs._ui.words import counted

_Click = discord.Interaction[NewsreelBot]


def delete_view(collection: Collection) -> ui.LayoutView:
    """Ask whether it is meant."""
    stories = counted(collection.stories, "story", "stories")
    what = f"It has {stories}. Your other collections stay as they are."
    return box(
        ui.TextDisplay(f"### Delete {bold(collection)}?\n{what}"),
        row(DeleteCollection(collection.id), KeepCollection(collection.id)),
    )


class DeleteCollection(CollectionButton, template=rf"nr:colldelete:{COLLECTION}"):
    """Delete it."""

    action = "colldelete"
    label = "Delete"
    style = discord.ButtonStyle.danger

    async def act(self, interaction: _Click) -> None:
        """Delete it, and offer the way back."""
        await interaction.response.defer()
        deleted = await interaction.client.services.collecting.delete(
            interaction.user.id, self.collection_id
        )
        said = f"{bold(deleted)} is deleted. For a minute you can take that back."
        view = box(ui.TextDisplay(said), row(RestoreCollection(self.collection_id)))
        await interaction.edit_original_response(view=view)


class KeepCollection(CollectionButton, template=rf"nr:collkeep:{COLLECTION}"):
    """Leave it as it is."""

    action = "collkeep"
    label = "Keep it"

    async def act(self, interaction: _Click) -> None:
        """Say that nothing was done."""
        await interaction.response.edit_message(view=note("Nothing was deleted."))


class RestoreCollection(CollectionButton, template=rf"nr:collrestore:{COLLECTION}"):
    """Take a deletion back."""

    action = "collrestore"
    label = "Undo"

    async def act(self, interaction: _Click) -> None:
        """Take it back, and show the collection."""
        await interaction.response.defer()
        restored = await interaction.client.services.collecting.restore(
            interaction.user.id, self.collection_id
        )
        await show_collection(interaction, restored.id, said=f"{bold(restored)} is back.")
