"""A collection's stories, in pages that turn for ever."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.text import cut, width
from bot.language import marked, t
from bot.services.browsing import PAGE, CollectionPage, SavedEntry
from bot.services.ranking import Scope
from cogs._ui.audience import scope_of
from cogs._ui.button import LastingButton
from cogs._ui.collection_entry import saved_entry
from cogs._ui.collection_field import defer_in_place
from cogs._ui.collection_parts import (
    box,
    change_button,
    collection_button,
    row,
    shelf_button,
    story_menu,
)
from cogs._ui.collection_reader import reader_buttons
from cogs._ui.collection_words import ORDERS, OTHERS_ORDERS, about, shown
from cogs._ui.headline import headline
from cogs._ui.words import page_of, stories

_MAX_TEXT = 4_000
_FRAME = 50  # UTF-16 units of the foot, at most
_EMPTY = marked(
    "**Nothing in it yet.** Press **Add to Collection** under a story that you like, or use "
    "`/collection add`."
)
_EMPTY_FOR_OTHERS = marked("**Nothing in it yet.**")

_Click = discord.Interaction[NewsreelBot]


def scope_here(interaction: discord.Interaction[Any]) -> Scope | None:
    """Return what the person may be told of this server; None in a private chat."""
    return scope_of(interaction, shared=False) if interaction.guild_id else None


async def collection_page(
    interaction: _Click, collection_id: int, *, page: int = 0
) -> CollectionPage:
    """Return a page as it is now, for the person who asks; raises UserError if it isn't there."""
    return await interaction.client.services.collecting.page(
        interaction.user.id, collection_id, page=page, scope=scope_here(interaction)
    )


async def show_collection(
    interaction: _Click,
    collection_id: int,
    *,
    page: int = 0,
    said: str = "",
    undo: ui.Item[Any] | None = None,
) -> None:
    """Show a page in place of what was clicked or deferred."""
    found = await collection_page(interaction, collection_id, page=page)
    may_hide = interaction.guild_id is not None and interaction.permissions.manage_guild
    view = page_view(found, guild_id=interaction.guild_id, said=said, undo=undo, may_hide=may_hide)
    await interaction.edit_original_response(view=view)


def page_view(
    page: CollectionPage,
    *,
    guild_id: int | None,
    said: str = "",
    undo: ui.Item[Any] | None = None,
    may_hide: bool = False,
) -> ui.LayoutView:
    """Build a page: with the owner's controls for the owner, for others with what they can do.

    ``may_hide`` is set for a moderator.
    """
    head = _head(page, said)
    room = (_MAX_TEXT - width(head) - _FRAME) // PAGE
    return box(
        ui.TextDisplay(head),
        *(
            saved_entry(one, number, guild_id=guild_id, room=room)
            for number, one in enumerate(page.entries, start=page.first + 1)
        ),
        None if page.entries else ui.TextDisplay(t(_EMPTY if page.mine else _EMPTY_FOR_OTHERS)),
        row(_menu(page)) if page.mine and page.entries else None,
        row(undo, *_turns(page), *(_owner_buttons(page) if page.mine else ())),
        None if page.mine else row(*reader_buttons(page.collection.id, may_hide=may_hide)),
        ui.TextDisplay(f"-# {page_of(page.page, page.pages)}") if page.pages > 1 else None,
    )


def _head(page: CollectionPage, said: str) -> str:
    collection = page.collection
    of_it = about(collection) if page.mine else _of_others(page)
    order = ORDERS[collection.order] if page.mine else OTHERS_ORDERS[collection.order]
    lines = [
        f"### {shown(collection.name)}",
        shown(collection.description),
        f"-# {of_it} · {t(order)}",
        said,
    ]
    return "\n".join(line for line in lines if line)


def _of_others(page: CollectionPage) -> str:
    owner = t("by {author}", author=f"<@{page.collection.user_id}>")
    return f"{owner} · {stories(page.total)}"


def _owner_buttons(page: CollectionPage) -> list[ui.Button[Any]]:
    return [change_button(page.collection.id), shelf_button(0, t("My collections"))]


def _turns(page: CollectionPage) -> list[ui.Button[Any]]:
    id_ = page.collection.id
    turns = [collection_button(id_, page.page - 1, t("← Back"))] if page.page else []
    more = page.page + 1 < page.pages
    return turns + ([collection_button(id_, page.page + 1, t("More →"))] if more else [])


def _menu(page: CollectionPage) -> ui.Select[Any]:
    options = [
        discord.SelectOption(label=_label(one, number), value=str(one.saved.id))
        for number, one in enumerate(page.entries, start=page.first + 1)
    ]
    return story_menu(page.collection.id, page.page, options)


def _label(entry: SavedEntry, number: int) -> str:
    return cut(f"{number}. {headline(entry.saved.article)}", 100)


class CollectionTurn(LastingButton, template=r"nr:coll:(?P<collection>\d{1,18}):(?P<page>\d{1,4})"):
    """Turn to a page of a collection."""

    def __init__(self, collection_id: int, page: int) -> None:
        super().__init__(collection_button(collection_id, page, t("More →")))
        self.collection_id, self.page = collection_id, page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which page."""
        return cls(int(match["collection"]), int(match["page"]))

    async def act(self, interaction: _Click) -> None:
        """Show the page in place of the one before."""
        await defer_in_place(interaction)
        await show_collection(interaction, self.collection_id, page=self.page)
