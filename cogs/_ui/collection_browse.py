"""Public collections of others, in pages that turn for ever; copying them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.text import cut, cut_markdown
from bot.language import marked, t, tn
from bot.services.browsing import BrowseEntry, BrowsePage
from cogs._ui.button import LastingButton
from cogs._ui.collection_field import defer_in_place
from cogs._ui.collection_page import show_collection
from cogs._ui.collection_parts import (
    AFRESH,
    COLLECTION,
    CollectionButton,
    box,
    chosen_id,
    collection_button,
    menu,
    row,
)
from cogs._ui.collection_reader import COPY, COPY_LABEL, browse_button
from cogs._ui.collection_words import bold, shown
from cogs._ui.select import LastingSelect
from cogs._ui.words import collections, page_of, stories

_MAX_LINE = 160  # UTF-16 units of what is described
_MAX_LABEL = 100  # of an option, for Discord
_LARGEST = 2**63 - 1  # of SQLite's integers
_NONE = marked(
    "**Nobody else shares a collection yet.** `/collection public` lets others find yours, and "
    "`/collection share` shows it in a channel."
)
_NONE_OF_ONE = marked(
    "**{owner} shares no collection.** Leave `person` out of `/collection browse` to see those of "
    "all."
)

_Click = discord.Interaction[NewsreelBot]


def browse_view(page: BrowsePage, *, owner_id: int | None) -> ui.LayoutView:
    """Build a page of public collections."""
    if not page.entries:
        nothing = t(_NONE) if owner_id is None else t(_NONE_OF_ONE, owner=f"<@{owner_id}>")
        return box(ui.TextDisplay(nothing))
    last = page.page + 1 >= page.pages
    return box(
        ui.TextDisplay(_head(page, owner_id)),
        *(_entry(one, by_owner=owner_id is None) for one in page.entries),
        row(BrowseCopy(page.entries)),
        row(
            browse_button(page.page - 1, t("← Back"), owner_id=owner_id) if page.page else None,
            None if last else browse_button(page.page + 1, t("More →"), owner_id=owner_id),
        ),
        ui.TextDisplay(f"-# {page_of(page.page, page.pages)}") if page.pages > 1 else None,
    )


def _head(page: BrowsePage, owner_id: int | None) -> str:
    title = (
        t("Collections that people share")
        if owner_id is None
        else t("Shared by {owner}", owner=f"<@{owner_id}>")
    )
    return f"### {title}\n-# {collections(page.total)} · {t('the most copied first')}"


def _entry(one: BrowseEntry, *, by_owner: bool) -> ui.Item[Any]:
    collection = one.collection
    described = cut_markdown(shown(collection.description), _MAX_LINE)
    owner = t("by {author}", author=f"<@{collection.user_id}>")
    below = f"-# {owner} · {_about(one)}" if by_owner else f"-# {_about(one)}"
    text = "\n".join(part for part in (bold(collection), described, below) if part)
    return ui.Section(
        ui.TextDisplay(text), accessory=collection_button(collection.id, 0, t("Open"))
    )


def _about(one: BrowseEntry) -> str:
    """Return "12 stories · copied by 3 people"."""
    held = stories(one.collection.stories)
    copied = tn("copied by {n} person", "copied by {n} people", one.copies)
    return f"{held} · {copied}" if one.copies else held


async def show_browse(interaction: _Click, *, owner_id: int | None, page: int = 0) -> None:
    """Show a page in place of what was clicked or deferred."""
    found = await interaction.client.services.collecting.browse(
        interaction.user.id, guild_id=interaction.guild_id, owner_id=owner_id, page=page
    )
    await interaction.edit_original_response(view=browse_view(found, owner_id=owner_id))


class BrowseTurn(LastingButton, template=r"nr:browse:(?P<owner>\d{1,19}):(?P<page>\d{1,4})"):
    """Turn to a page of public collections, as they are now."""

    def __init__(self, owner_id: int | None, page: int) -> None:
        super().__init__(browse_button(page, t("More →"), owner_id=owner_id))
        self.owner_id, self.page = owner_id, page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read whose, and which page."""
        return cls(min(int(match["owner"]), _LARGEST) or None, int(match["page"]))

    async def act(self, interaction: _Click) -> None:
        """Show the page in place of what was there."""
        await defer_in_place(interaction)
        await show_browse(interaction, owner_id=self.owner_id, page=self.page)


class BrowseCopy(LastingSelect, template=rf"nr:browsecopy{AFRESH}"):
    """Copy one of the collections on a page."""

    def __init__(
        self, entries: Sequence[BrowseEntry] = (), *, item: ui.Select[Any] | None = None
    ) -> None:
        options = [
            discord.SelectOption(
                label=cut(one.collection.name, _MAX_LABEL),
                value=str(one.collection.id),
                description=_about(one),
            )
            for one in entries
        ]
        super().__init__(item or menu("nr:browsecopy", t("Copy one into your own…"), options))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Take the menu as it was sent."""
        return cls(item=item if isinstance(item, ui.Select) else None)

    async def act(self, interaction: _Click) -> None:
        """Copy it, and show the copy."""
        await defer_in_place(interaction)
        await _copy(interaction, chosen_id(self.item))


class CopyCollection(CollectionButton, template=rf"nr:{COPY}:{COLLECTION}"):
    """Copy a collection of somebody else's into one's own."""

    action = COPY
    label = COPY_LABEL

    async def act(self, interaction: _Click) -> None:
        """Copy it, and show the copy to the person alone."""
        await defer_in_place(interaction)
        await _copy(interaction, self.collection_id)


async def _copy(interaction: _Click, collection_id: int) -> None:
    made = await interaction.client.services.collecting.copy(
        interaction.user.id, collection_id, guild_id=interaction.guild_id
    )
    said = t(
        "Copied: {collection} is yours now, and private. It stays as it is, whatever becomes of the "
        "other.",
        collection=bold(made),
    )
    await show_collection(interaction, made.id, said=said)


BROWSE_ITEMS = (BrowseTurn, BrowseCopy, CopyCollection)
"""All that can be clicked where public collections are."""
