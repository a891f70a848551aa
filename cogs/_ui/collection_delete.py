"""Delete a collection: asked once, and for a minute it can be taken back."""

from __future__ import annotations

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.collection import Collection
from bot.language import marked, t
from cogs._ui.button import note
from cogs._ui.collection_page import show_collection
from cogs._ui.collection_parts import COLLECTION, CollectionButton, box, row
from cogs._ui.collection_words import bold
from cogs._ui.words import stories

_Click = discord.Interaction[NewsreelBot]


def delete_view(collection: Collection) -> ui.LayoutView:
    """Ask whether it is meant."""
    asked = t(
        "### Delete {collection}?\nIt has {stories}. Your other collections stay as they are.",
        collection=bold(collection),
        stories=stories(collection.stories),
    )
    return box(
        ui.TextDisplay(asked),
        row(DeleteCollection(collection.id), KeepCollection(collection.id)),
    )


class DeleteCollection(CollectionButton, template=rf"nr:colldelete:{COLLECTION}"):
    """Delete it."""

    action = "colldelete"
    label = marked("Delete")
    style = discord.ButtonStyle.danger

    async def act(self, interaction: _Click) -> None:
        """Delete it, and offer the way back."""
        await interaction.response.defer()
        deleted = await interaction.client.services.collecting.delete(
            interaction.user.id, self.collection_id
        )
        said = t(
            "{collection} is deleted. For a minute you can take that back.",
            collection=bold(deleted),
        )
        view = box(ui.TextDisplay(said), row(RestoreCollection(self.collection_id)))
        await interaction.edit_original_response(view=view)


class KeepCollection(CollectionButton, template=rf"nr:collkeep:{COLLECTION}"):
    """Leave it as it is."""

    action = "collkeep"
    label = marked("Keep it")

    async def act(self, interaction: _Click) -> None:
        """Say that nothing was done."""
        await interaction.response.edit_message(view=note(t("Nothing was deleted.")))


class RestoreCollection(CollectionButton, template=rf"nr:collrestore:{COLLECTION}"):
    """Take a deletion back."""

    action = "collrestore"
    label = marked("Undo")

    async def act(self, interaction: _Click) -> None:
        """Take it back, and show the collection."""
        await interaction.response.defer()
        restored = await interaction.client.services.collecting.restore(
            interaction.user.id, self.collection_id
        )
        said = t("{thing} is back.", thing=bold(restored))
        await show_collection(interaction, restored.id, said=said)
