"""/collection: a person's own sets of stories; and Add to Collection as a message's menu."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.collection import MAX_DESCRIPTION, MAX_NAME, Order
from bot.domain.text import cut
from bot.language import marked, t
from bot.services.collecting import Collecting
from bot.services.finding import Finding
from cogs._ui.audience import scope_of
from cogs._ui.clicked_story import for_adults, story_of_message
from cogs._ui.collection_delete import delete_view
from cogs._ui.collection_group import add_collection_cog, collection_command
from cogs._ui.collection_list import (
    MADE,
    ShelfForm,
    ShelfNew,
    ShelfTurn,
    list_view,
    show_list,
)
from cogs._ui.collection_menu import KeepChoice, KeepForm, KeepNew, KeepTurn, ask_where
from cogs._ui.collection_option import offer_own
from cogs._ui.collection_page import CollectionTurn, show_collection
from cogs._ui.collection_settings import SETTINGS_ITEMS, EditForm
from cogs._ui.collection_story import SAVED_ITEMS, NoteForm
from cogs._ui.collection_words import ORDERS, PRIVATE, PUBLIC, bold
from cogs._ui.form import answer_forms
from cogs._ui.reply import show

_MAX_CHOICE = 100
_WHICH = "One of your collections"
_ORDERS = [
    app_commands.Choice(name=name[0].upper() + name[1:], value=order.value)
    for order, name in ORDERS.items()
]

_LONGEST_NAME = 2 * MAX_NAME  # as typed: blanks and letters in parts are not counted in the end
_OWN_ORDER = marked("Open a story to move it up or down.")

_Call = discord.Interaction[NewsreelBot]


class CollectionCog(commands.Cog):
    """Make collections, look at them, and put stories into them."""

    def __init__(self, collecting: Collecting, finding: Finding) -> None:
        self._collecting = collecting
        self._finding = finding

    async def stories(self, interaction: _Call, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the newest stories that the person can see."""
        if interaction.guild_id is None:
            return []
        newest = await self._finding.recent(scope_of(interaction, shared=False), typed)
        return [
            app_commands.Choice(name=cut(title, _MAX_CHOICE), value=value)
            for title, value in newest
        ]

    @collection_command("list", "See your collections")
    async def overview(self, interaction: _Call) -> None:
        """Show the first page of them."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show(interaction, list_view(await self._collecting.shelf(interaction.user.id)))

    @collection_command("show", "See the stories in one of your collections")
    @app_commands.describe(collection=_WHICH)
    @app_commands.autocomplete(collection=offer_own)
    async def open(self, interaction: _Call, collection: str) -> None:
        """Show its first page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._collecting.by_name(interaction.user.id, collection)
        await show_collection(interaction, found.id)

    @collection_command("add", "Add a story to one of your collections")
    @app_commands.describe(
        story="Words of its title, or the link of its post or article",
        collection="Which collection (a menu asks if you leave it out)",
    )
    @app_commands.autocomplete(story=stories, collection=offer_own)
    async def add(self, interaction: _Call, story: str, collection: str | None = None) -> None:
        """Add it, and show in which collections it is."""
        found = await self._finding.by_text(story, scope_of(interaction, shared=False))
        if collection is None:
            await ask_where(interaction, found)
            return
        user_id = interaction.user.id
        chosen = await self._collecting.by_name(user_id, collection)
        is_new = await self._collecting.add(
            user_id, chosen.id, found, sensitive=for_adults(interaction, found)
        )
        said = (
            t("Added to {collections}.", collections=bold(chosen))
            if is_new
            else t("It was in {collection} already.", collection=bold(chosen))
        )
        await ask_where(interaction, found, said=said)

    @collection_command("create", "Make a collection")
    @app_commands.describe(name="What it is called", description="What it is about")
    async def create(
        self,
        interaction: _Call,
        name: app_commands.Range[str, 1, _LONGEST_NAME],
        description: app_commands.Range[str, 1, MAX_DESCRIPTION] | None = None,
    ) -> None:
        """Make it, and show the list with it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        made = await self._collecting.create(
            interaction.user.id, name, description=description or ""
        )
        await show_list(interaction, said=t(MADE, collection=bold(made)))

    @collection_command("rename", "Give one of your collections another name")
    @app_commands.describe(collection=_WHICH, name="What it is called from now on")
    @app_commands.autocomplete(collection=offer_own)
    async def rename(
        self,
        interaction: _Call,
        collection: str,
        name: app_commands.Range[str, 1, _LONGEST_NAME],
    ) -> None:
        """Rename it, and show it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        old = await self._collecting.by_name(interaction.user.id, collection)
        await self._collecting.rename(interaction.user.id, old.id, name)
        said = t("It was called {collection} before.", collection=bold(old))
        await show_collection(interaction, old.id, said=said)

    @collection_command("describe", "Say what one of your collections is about")
    @app_commands.describe(
        collection=_WHICH, description="What it is about (a form asks if you leave it out)"
    )
    @app_commands.autocomplete(collection=offer_own)
    async def describe(
        self,
        interaction: _Call,
        collection: str,
        description: app_commands.Range[str, 1, MAX_DESCRIPTION] | None = None,
    ) -> None:
        """Describe it, and show it; without a description, ask for one."""
        user_id = interaction.user.id
        found = await self._collecting.by_name(user_id, collection)
        if description is None:
            await interaction.response.send_modal(EditForm.of(found))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._collecting.describe(user_id, found.id, description)
        await show_collection(interaction, found.id)

    @collection_command("public", "Let others see one of your collections and copy it")
    @app_commands.describe(collection=_WHICH)
    @app_commands.autocomplete(collection=offer_own)
    async def publish(self, interaction: _Call, collection: str) -> None:
        """Make it public, and say what that means."""
        await self._set_public(interaction, collection, is_public=True)

    @collection_command("private", "Keep one of your collections to yourself")
    @app_commands.describe(collection=_WHICH)
    @app_commands.autocomplete(collection=offer_own)
    async def withdraw(self, interaction: _Call, collection: str) -> None:
        """Make it private, and say what that means."""
        await self._set_public(interaction, collection, is_public=False)

    async def _set_public(self, interaction: _Call, name: str, *, is_public: bool) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._collecting.by_name(interaction.user.id, name)
        await self._collecting.set_public(interaction.user.id, found.id, is_public)
        await show_collection(interaction, found.id, said=t(PUBLIC if is_public else PRIVATE))

    @collection_command("order", "Choose in which order one of your collections is shown")
    @app_commands.describe(collection=_WHICH, order="What comes first")
    @app_commands.choices(order=_ORDERS)
    @app_commands.autocomplete(collection=offer_own)
    async def order(self, interaction: _Call, collection: str, order: str) -> None:
        """Sort it, and show it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._collecting.by_name(interaction.user.id, collection)
        await self._collecting.set_order(interaction.user.id, found.id, Order(order))
        said = t(_OWN_ORDER) if order == Order.OWN else ""
        await show_collection(interaction, found.id, said=said)

    @collection_command("delete", "Delete one of your collections")
    @app_commands.describe(collection=_WHICH)
    @app_commands.autocomplete(collection=offer_own)
    async def delete(self, interaction: _Call, collection: str) -> None:
        """Ask whether it is meant."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._collecting.by_name(interaction.user.id, collection)
        await show(interaction, delete_view(found))


async def add_message(interaction: _Call, message: discord.Message) -> None:
    """Ask into which collection the story of a message goes."""
    await ask_where(interaction, await story_of_message(interaction, message))


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and all that is clicked and filled in, whenever it was shown (M54)."""
    bot.add_dynamic_items(KeepChoice, KeepNew, KeepTurn)
    bot.add_dynamic_items(ShelfNew, ShelfTurn, CollectionTurn, *SAVED_ITEMS)
    bot.add_dynamic_items(*SETTINGS_ITEMS)
    await answer_forms(bot, KeepForm, ShelfForm, NoteForm, EditForm)
    bot.tree.add_command(app_commands.ContextMenu(name="Add to Collection", callback=add_message))
    services = bot.services
    await add_collection_cog(bot, CollectionCog(services.collecting, services.finding))
