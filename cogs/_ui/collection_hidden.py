"""What moderators hide of public collections in their server, and how they take it back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.collection import Collection
from bot.language import marked, t, tn
from bot.moderator import require_manager
from cogs._ui.button import LastingButton
from cogs._ui.collection_parts import COLLECTION, CollectionButton, box, row
from cogs._ui.collection_reader import HIDE, UNHIDE
from cogs._ui.collection_words import bold
from cogs._ui.server import server_id
from cogs._ui.words import page_of, stories

PAGE = 8
_NOTHING = marked(
    "**No collection is hidden in this server.** To hide a public one, open it, by `/collection "
    "browse` or below a shared one, and press **Hide in this server**."
)

_Click = discord.Interaction[NewsreelBot]


def hidden_view(hidden: Sequence[Collection], *, page: int = 0, said: str = "") -> ui.LayoutView:
    """Build a page of the collections that are hidden; one past the end is the last."""
    if not hidden:
        return box(ui.TextDisplay("\n".join(part for part in (said, t(_NOTHING)) if part)))
    pages = -(-len(hidden) // PAGE)
    page = max(0, min(page, pages - 1))
    return box(
        ui.TextDisplay(_head(len(hidden), said)),
        *(_entry(one) for one in hidden[page * PAGE : (page + 1) * PAGE]),
        row(
            _turn(page - 1, t("← Back")) if page else None,
            _turn(page + 1, t("More →")) if page + 1 < pages else None,
        ),
        ui.TextDisplay(f"-# {page_of(page, pages)}") if pages > 1 else None,
    )


def _head(number: int, said: str) -> str:
    small = tn(
        "{n} collection · only its owner sees it here",
        "{n} collections · only their owners see them here",
        number,
    )
    head = f"### {t('Hidden in this server')}\n-# {small}"
    return f"{head}\n{said}" if said else head


def _entry(collection: Collection) -> ui.Item[Any]:
    owner = t("by {author}", author=f"<@{collection.user_id}>")
    text = f"{bold(collection)}\n-# {owner} · {stories(collection.stories)}"
    return ui.Section(ui.TextDisplay(text), accessory=UnhideCollection(collection.id).item)


def _turn(page: int, label: str) -> ui.Button[Any]:
    return ui.Button(label=label, custom_id=f"nr:hidden:p{page}")


async def show_hidden(interaction: _Click, *, page: int = 0, said: str = "") -> None:
    """Show what is hidden in place of what was clicked or deferred."""
    await require_manager(interaction)
    hidden = await interaction.client.services.collecting.hidden(server_id(interaction))
    await interaction.edit_original_response(view=hidden_view(hidden, page=page, said=said))


class HiddenTurn(LastingButton, template=r"nr:hidden:p(?P<page>\d{1,4})"):
    """Turn to a page of what is hidden."""

    def __init__(self, page: int) -> None:
        super().__init__(_turn(page, t("More →")))
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
        await show_hidden(interaction, page=self.page)


class HideCollection(CollectionButton, template=rf"nr:{HIDE}:{COLLECTION}"):
    """Hide a public collection in a server."""

    action = HIDE
    label = marked("Hide in this server")
    style = discord.ButtonStyle.danger

    async def act(self, interaction: _Click) -> None:
        """Hide it, and offer the way back."""
        await require_manager(interaction)
        await interaction.response.defer()
        hidden = await interaction.client.services.collecting.hide(
            server_id(interaction), self.collection_id, interaction.user.id
        )
        said = t(
            "{collection} is hidden in this server: nobody but its owner finds, opens or copies it "
            "here. Where it was shared its message stays, until you delete that.\n"
            "-# `/collection hidden` lists all that are hidden here.",
            collection=bold(hidden),
        )
        view = box(ui.TextDisplay(said), row(UnhideCollection(self.collection_id)))
        await interaction.edit_original_response(view=view)


class UnhideCollection(CollectionButton, template=rf"nr:{UNHIDE}:{COLLECTION}"):
    """Show a collection in a server again."""

    action = UNHIDE
    label = marked("Show it again")

    async def act(self, interaction: _Click) -> None:
        """Show it again, and what else is hidden."""
        await require_manager(interaction)
        await interaction.response.defer()
        found = await interaction.client.services.collecting.unhide(
            server_id(interaction), self.collection_id, interaction.user.id
        )
        said = t("{collection} is no longer hidden.", collection=bold(found))
        await show_hidden(interaction, said=said)


HIDDEN_ITEMS = (HiddenTurn, HideCollection, UnhideCollection)
"""All that moderators can click."""
