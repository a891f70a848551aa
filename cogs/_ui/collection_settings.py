"""What the owner of a collection can change about it, on one screen."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.collection import Collection, Order
from bot.language import marked, t
from cogs._ui.button import LastingButton
from cogs._ui.collection_delete import (
    DeleteCollection,
    KeepCollection,
    RestoreCollection,
    delete_view,
)
from cogs._ui.collection_field import defer_in_place, description_field, name_field
from cogs._ui.collection_page import show_collection
from cogs._ui.collection_parts import (
    AFRESH,
    CHANGE,
    COLLECTION,
    CollectionButton,
    box,
    collection_button,
    menu,
    row,
)
from cogs._ui.collection_words import ORDERS, PRIVATE, PUBLIC, about, shown
from cogs._ui.form import LastingForm
from cogs._ui.select import LastingSelect
from cogs._ui.words import capitalised

_Click = discord.Interaction[NewsreelBot]


def settings_view(collection: Collection, *, said: str = "") -> ui.LayoutView:
    """Build the screen."""
    lines = (
        f"### {shown(collection.name)}",
        shown(collection.description),
        f"-# {about(collection)}",
        said,
    )
    return box(
        ui.TextDisplay("\n".join(line for line in lines if line)),
        row(OrderMenu(collection.id, collection.order)),
        row(
            EditCollection(collection.id),
            PublicSwitch(collection.id, to_public=not collection.public),
            AskDelete(collection.id),
        ),
        row(collection_button(collection.id, 0, f"← {collection.name}")),
    )


async def show_settings(interaction: _Click, collection_id: int, *, said: str = "") -> None:
    """Show the screen in place of what was clicked or deferred."""
    found = await interaction.client.services.collecting.get(interaction.user.id, collection_id)
    await interaction.edit_original_response(view=settings_view(found, said=said))


class ChangeCollection(CollectionButton, template=rf"nr:{CHANGE}:{COLLECTION}"):
    """Go to the screen."""

    action = CHANGE
    label = marked("Change…")

    async def act(self, interaction: _Click) -> None:
        """Show it in place of the page."""
        await interaction.response.defer()
        await show_settings(interaction, self.collection_id)


class OrderMenu(LastingSelect, template=rf"nr:collorder:{COLLECTION}{AFRESH}"):
    """Choose what comes first."""

    def __init__(self, collection_id: int, order: Order | None = None) -> None:
        options = [
            discord.SelectOption(label=capitalised(t(words)), value=one.value, default=one is order)
            for one, words in ORDERS.items()
        ]
        super().__init__(menu(f"nr:collorder:c{collection_id}", t("What comes first…"), options))
        self.collection_id = collection_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which collection."""
        return cls(int(match["collection"]))

    async def act(self, interaction: _Click) -> None:
        """Sort it."""
        await interaction.response.defer()
        [chosen] = self.item.values
        order = Order(chosen)
        await interaction.client.services.collecting.set_order(
            interaction.user.id, self.collection_id, order
        )
        await show_settings(
            interaction, self.collection_id, said=t("Sorted: {order}.", order=t(ORDERS[order]))
        )


class EditCollection(CollectionButton, template=rf"nr:colledit:{COLLECTION}"):
    """Change its name and what it is about."""

    action = "colledit"
    label = marked("Rename or describe…")

    async def act(self, interaction: _Click) -> None:
        """Ask, with what they are."""
        found = await interaction.client.services.collecting.get(
            interaction.user.id, self.collection_id
        )
        await interaction.response.send_modal(EditForm.of(found))


class EditForm(LastingForm, template=rf"nr:colleditform:{COLLECTION}"):
    """Two fields: the name and the description."""

    def __init__(self, collection_id: int, *, name: str = "", description: str = "") -> None:
        super().__init__(title=t("Your collection"), custom_id=f"nr:colleditform:c{collection_id}")
        self.collection_id = collection_id
        self.add_item(name_field(t("Up to 60 characters."), default=name))
        self.add_item(description_field(default=description))

    @classmethod
    def of(cls, collection: Collection) -> Self:
        """Return the form of a collection."""
        return cls(collection.id, name=collection.name, description=collection.description)

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """Read which collection."""
        return cls(int(match["collection"]))

    async def act(self, interaction: _Click) -> None:
        """Keep both, and show the collection with them."""
        await defer_in_place(interaction)
        await interaction.client.services.collecting.rename(
            interaction.user.id,
            self.collection_id,
            self.typed("name"),
            description=self.typed("description"),
        )
        await show_collection(interaction, self.collection_id)


class PublicSwitch(LastingButton, template=rf"nr:collpublic:{COLLECTION}:(?P<public>[01])"):
    """Let others see a collection, or nobody."""

    def __init__(self, collection_id: int, *, to_public: bool) -> None:
        super().__init__(
            ui.Button(
                label=t("Make public") if to_public else t("Make private"),
                custom_id=f"nr:collpublic:c{collection_id}:{to_public:d}",
            )
        )
        self.collection_id, self.to_public = collection_id, to_public

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which collection, and what it is to be."""
        return cls(int(match["collection"]), to_public=match["public"] == "1")

    async def act(self, interaction: _Click) -> None:
        """Make it so, and say what that means."""
        await interaction.response.defer()
        await interaction.client.services.collecting.set_public(
            interaction.user.id, self.collection_id, self.to_public
        )
        said = t(PUBLIC if self.to_public else PRIVATE)
        await show_settings(interaction, self.collection_id, said=said)


class AskDelete(CollectionButton, template=rf"nr:collask:{COLLECTION}"):
    """Delete a collection, after a question."""

    action = "collask"
    label = marked("Delete…")
    style = discord.ButtonStyle.danger

    async def act(self, interaction: _Click) -> None:
        """Ask."""
        await interaction.response.defer()
        found = await interaction.client.services.collecting.get(
            interaction.user.id, self.collection_id
        )
        await interaction.edit_original_response(view=delete_view(found))


SETTINGS_ITEMS = (
    ChangeCollection,
    OrderMenu,
    EditCollection,
    PublicSwitch,
    AskDelete,
    DeleteCollection,
    KeepCollection,
    RestoreCollection,
)
"""All that can be clicked there, and in what follows from it."""
