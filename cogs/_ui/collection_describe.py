"""The form in which the owner of a collection describes it."""

from __future__ import annotations

import re
from typing import Self

import discord

from bot.client import NewsreelBot
from bot.domain.collection import Collection
from cogs._ui.collection_field import defer_in_place, description_field
from cogs._ui.collection_page import show_collection
from cogs._ui.form import LastingForm


class DescribeForm(LastingForm, template=r"nr:describeform:(?P<collection>\d{1,18})"):
    """One field with the description as it is."""

    def __init__(self, collection_id: int, *, name: str = "", description: str = "") -> None:
        title = f"About {name}" if name else "About a collection"
        super().__init__(title=title, custom_id=f"nr:describeform:{collection_id}")
        self.collection_id = collection_id
        self.add_item(description_field(default=description))

    @classmethod
    def of(cls, collection: Collection) -> Self:
        """Return the form of a collection."""
        return cls(collection.id, name=collection.name, description=collection.description)

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """Read which collection."""
        return cls(int(match["collection"]))

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Keep the description, and show the collection with it."""
        await defer_in_place(interaction)
        await interaction.client.services.collecting.describe(
            interaction.user.id, self.collection_id, self.typed("description")
        )
        await show_collection(interaction, self.collection_id)
