"""A person's collections, in pages that turn for ever."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.collection import Collection
from bot.domain.text import cut_markdown
from bot.language import marked, t
from cogs._ui.button import LastingButton
from cogs._ui.collection_field import defer_in_place, name_field
from cogs._ui.collection_parts import box, collection_button, row, shelf_button
from cogs._ui.collection_words import NEW, NO_COLLECTIONS, about, bold, shown
from cogs._ui.form import LastingForm
from cogs._ui.words import collections, page_of, when

PAGE = 8
_USED = marked("last used {when}")
_MAX_LINE = 160  # UTF-16 units of what is described

_Click = discord.Interaction[NewsreelBot]


def list_view(shelf: Sequence[Collection], *, page: int = 0, said: str = "") -> ui.LayoutView:
    """Build a page of a person's collections, newest used first; one past the end is the last."""
    if not shelf:
        return box(
            ui.TextDisplay("\n".join(filter(None, (said, t(NO_COLLECTIONS))))), row(ShelfNew())
        )
    pages = -(-len(shelf) // PAGE)
    page = max(0, min(page, pages - 1))
    here = shelf[page * PAGE : (page + 1) * PAGE]
    return box(
        ui.TextDisplay(_head(len(shelf), said)),
        *(_line(one) for one in here),
        row(
            ShelfNew(),
            shelf_button(page - 1, t("← Back")) if page else None,
            shelf_button(page + 1, t("More →")) if page + 1 < pages else None,
        ),
        ui.TextDisplay(f"-# {page_of(page, pages)}") if pages > 1 else None,
    )


def _head(number: int, said: str) -> str:
    head = f"### {t('Your collections')}\n-# {collections(number)} · {t('last used first')}"
    return f"{head}\n{said}" if said else head


def _line(collection: Collection) -> ui.Section[Any]:
    below = f"-# {about(collection)} · {when(collection.used_at, _USED)}"
    described = cut_markdown(shown(collection.description), _MAX_LINE)
    text = "\n".join(part for part in (bold(collection), described, below) if part)
    return ui.Section(
        ui.TextDisplay(text), accessory=collection_button(collection.id, 0, t("Open"))
    )


async def show_list(interaction: _Click, *, page: int = 0, said: str = "") -> None:
    """Show the list in place of what was clicked or deferred."""
    shelf = await interaction.client.services.collecting.shelf(interaction.user.id)
    await interaction.edit_original_response(view=list_view(shelf, page=page, said=said))


class ShelfTurn(LastingButton, template=r"nr:shelf:p(?P<page>\d{1,3})"):
    """Turn to a page of one's collections."""

    def __init__(self, page: int) -> None:
        super().__init__(shelf_button(page, t("More →")))
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the page's number."""
        return cls(int(match["page"]))

    async def act(self, interaction: _Click) -> None:
        """Show the page in place of the one before."""
        await interaction.response.defer()
        await show_list(interaction, page=self.page)


class ShelfNew(LastingButton, template=r"nr:shelfnew"):
    """Make a collection."""

    def __init__(self) -> None:
        super().__init__(ui.Button(label=t(NEW), custom_id="nr:shelfnew"))

    @classmethod
    async def from_custom_id(cls, *_: object) -> Self:
        """Build it."""
        return cls()

    async def act(self, interaction: _Click) -> None:
        """Ask for its name."""
        await interaction.response.send_modal(ShelfForm())


class ShelfForm(LastingForm, template=r"nr:shelfform"):
    """Name a collection that is made without a story."""

    def __init__(self) -> None:
        super().__init__(title=t("A new collection"), custom_id="nr:shelfform")
        self.add_item(name_field(t("Only you see it, unless you make it public.")))

    @classmethod
    def from_custom_id(cls, _match: re.Match[str], /) -> Self:
        """Build it."""
        return cls()

    async def act(self, interaction: _Click) -> None:
        """Make it, and show the list with it."""
        await defer_in_place(interaction)
        made = await interaction.client.services.collecting.create(
            interaction.user.id, self.typed("name")
        )
        await show_list(interaction, said=t(MADE, collection=bold(made)))


MADE = marked("Made {collection}. **Add to Collection** under any story fills it.")
