"""Move a story to another of one's collections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.collection import Collection
from bot.domain.model import Article
from bot.language import marked, t
from cogs._ui.button import LastingButton
from cogs._ui.collection_page import show_collection
from cogs._ui.collection_parts import AFRESH, OPTIONS, box, chosen_id, menu, option, row
from cogs._ui.collection_place import SAVED, SavedPlace, place_of, saved_button
from cogs._ui.collection_words import bold, pages_of_yours, title_link
from cogs._ui.select import LastingSelect

_ALONE = marked("You have no other collection. `/collection create` makes one.")

_Click = discord.Interaction[NewsreelBot]


async def ask_whither(interaction: _Click, place: SavedPlace, *, page: int = 0) -> None:
    """Ask for the collection to which a story moves, in place of what was clicked."""
    collecting, user_id = interaction.client.services.collecting, interaction.user.id
    saved = await collecting.saved(user_id, place.saved_id)
    shelf = await collecting.shelf(user_id)
    others = [one for one in shelf if one.id != saved.collection_id]
    view = move_view(saved.article, others, place, page=page)
    await interaction.edit_original_response(view=view)


def move_view(
    article: Article, others: Sequence[Collection], place: SavedPlace, *, page: int = 0
) -> ui.LayoutView:
    """Build the menu of the other collections, newest used first."""
    pages = -(-len(others) // OPTIONS)
    page = max(0, min(page, pages - 1))
    offered = others[page * OPTIONS : (page + 1) * OPTIONS]
    return box(
        ui.TextDisplay(f"### {t('Move')}\n{title_link(article)}"),
        row(MoveChoice(place, offered)) if offered else ui.TextDisplay(t(_ALONE)),
        row(
            saved_button("savedopen", place),
            MoveTurn(place, page - 1, t("← Newer")) if page else None,
            MoveTurn(place, page + 1, t("Older →")) if page + 1 < pages else None,
        ),
        pages_of_yours(page, pages),
    )


class MoveChoice(LastingSelect, template=rf"nr:savedto:{SAVED}{AFRESH}"):
    """Choose the other collection."""

    def __init__(self, place: SavedPlace, offered: Sequence[Collection] = ()) -> None:
        options = [option(one) for one in offered]
        super().__init__(menu(f"nr:savedto:{place.id}", t("Move it to…"), options))
        self.place = place

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which story."""
        return cls(place_of(match))

    async def act(self, interaction: _Click) -> None:
        """Move the story, and show the page that it left."""
        await interaction.response.defer()
        collecting, user_id = interaction.client.services.collecting, interaction.user.id
        saved = await collecting.saved(user_id, self.place.saved_id)
        into = await collecting.move(user_id, saved.id, to_collection=chosen_id(self.item))
        said = t(
            "Moved {story} to {collection}.",
            story=title_link(saved.article),
            collection=bold(into),
        )
        await show_collection(
            interaction, self.place.collection_id, page=self.place.page, said=said
        )


class MoveTurn(LastingButton, template=rf"nr:savedmovep(?P<turn>\d{{1,2}}):{SAVED}"):
    """Turn to other collections."""

    def __init__(self, place: SavedPlace, page: int, label: str = "") -> None:
        super().__init__(
            ui.Button(label=label or t("Older →"), custom_id=f"nr:savedmovep{page}:{place.id}")
        )
        self.place, self.page = place, page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which story, and which page."""
        return cls(place_of(match), int(match["turn"]))

    async def act(self, interaction: _Click) -> None:
        """Show them."""
        await interaction.response.defer()
        await ask_whither(interaction, self.place, page=self.page)
