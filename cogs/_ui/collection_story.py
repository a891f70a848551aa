"""A story of one's collection, opened by itself: its note, its place, out of it, into another."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.collection import TOP, Collection, Order
from bot.services.browsing import SavedEntry
from cogs._ui.address import MAX_BUTTON_URL, safe_url
from cogs._ui.button import LastingButton
from cogs._ui.collection_entry import jump_url, saved_card
from cogs._ui.collection_field import defer_in_place, note_field
from cogs._ui.collection_move import MoveChoice, MoveTurn, ask_whither
from cogs._ui.collection_page import collection_page, show_collection
from cogs._ui.collection_parts import AFRESH, collection_button, framed, row, story_menu
from cogs._ui.collection_place import PAGE_OF, SAVED, SavedPlace, place_of
from cogs._ui.collection_words import bold, title_link
from cogs._ui.form import LastingForm
from cogs._ui.select import LastingSelect
from cogs._ui.words import ago

_Click = discord.Interaction[NewsreelBot]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStory:
    """A story that is open by itself; ``number`` counts from 1, None where it could not be found."""

    entry: SavedEntry
    collection: Collection
    place: SavedPlace
    number: int | None = None


async def show_saved(interaction: _Click, place: SavedPlace, *, said: str = "") -> None:
    """Show a story by itself in place of what was clicked or deferred."""
    story = await _opened(interaction, place)
    view = saved_view(story, guild_id=interaction.guild_id, said=said)
    await interaction.edit_original_response(view=view)


async def _opened(interaction: _Click, place: SavedPlace) -> OpenStory:
    """Return the story as the collection shows it: on the page where it was, or the next ones."""
    for page in (place.page, place.page + 1, max(0, place.page - 1)):
        found = await collection_page(interaction, place.collection_id, page=page)
        for number, entry in enumerate(found.entries, start=found.first + 1):
            if found.mine and entry.saved.id == place.saved_id:
                here = replace(place, page=found.page)
                return OpenStory(
                    entry=entry, collection=found.collection, place=here, number=number
                )
    collecting, user_id = interaction.client.services.collecting, interaction.user.id
    saved = await collecting.saved(user_id, place.saved_id)
    return OpenStory(
        entry=SavedEntry(saved=saved),
        collection=await collecting.get(user_id, saved.collection_id),
        place=replace(place, collection_id=saved.collection_id, page=0),
    )


def saved_view(story: OpenStory, *, guild_id: int | None, said: str = "") -> ui.LayoutView:
    """Build the story's card with what can be done with it."""
    entry, collection, place = story.entry, story.collection, story.place
    card = saved_card(entry)
    card.add_item(ui.TextDisplay("\n".join(part for part in (_where(story), said) if part)))
    read = safe_url(entry.saved.article.link, limit=MAX_BUTTON_URL)
    post = jump_url(entry, guild_id)
    rows = [
        row(
            ui.Button(label="Read", url=read) if read else None,
            ui.Button(label="See the post", url=post) if post else None,
            NoteSaved(place),
            MoveSaved(place),
            RemoveSaved(place),
        ),
        row(FirstSaved(place), UpSaved(place), DownSaved(place))
        if collection.order is Order.OWN
        else None,
        row(collection_button(collection.id, place.page, f"← {collection.name}")),
    ]
    for one in rows:
        if one is not None:
            card.add_item(one)
    return framed(card)


def _where(story: OpenStory) -> str:
    sorted_by_hand = story.number and story.collection.order is Order.OWN
    number = f"Number {story.number:,} of {story.collection.stories:,}" if sorted_by_hand else ""
    parts = (number, bold(story.collection), ago(story.entry.saved.saved_at, "saved "))
    return f"-# {' · '.join(part for part in parts if part)}"


class SavedButton(LastingButton, template=r"nr:saved"):
    """A button that belongs to one story of a collection."""

    action: str
    label: str

    def __init__(self, place: SavedPlace) -> None:
        super().__init__(ui.Button(label=self.label, custom_id=f"nr:{self.action}:{place.id}"))
        self.place = place

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which story."""
        return cls(place_of(match))


class NoteSaved(SavedButton, template=rf"nr:savednote:{SAVED}"):
    """Write down why one keeps it."""

    action = "savednote"
    label = "Note…"

    async def act(self, interaction: _Click) -> None:
        """Ask for the note, with what it says so far."""
        saved = await interaction.client.services.collecting.saved(
            interaction.user.id, self.place.saved_id
        )
        await interaction.response.send_modal(NoteForm(self.place, saved.note))


class NoteForm(LastingForm, template=rf"nr:noteform:{SAVED}"):
    """The note of a story."""

    def __init__(self, place: SavedPlace, note: str = "") -> None:
        super().__init__(title="Your note", custom_id=f"nr:noteform:{place.id}")
        self.place = place
        self.add_item(note_field(default=note))

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """Read which story."""
        return cls(place_of(match))

    async def act(self, interaction: _Click) -> None:
        """Keep the note, and show the story with it."""
        await defer_in_place(interaction)
        note = self.typed("note")
        await interaction.client.services.collecting.note(
            interaction.user.id, self.place.saved_id, note
        )
        said = "Your note is kept." if note.strip() else "It has no note now."
        await show_saved(interaction, self.place, said=said)


class OpenSaved(SavedButton, template=rf"nr:savedopen:{SAVED}"):
    """Back to the story, with nothing changed."""

    action = "savedopen"
    label = "Cancel"

    async def act(self, interaction: _Click) -> None:
        """Show it."""
        await interaction.response.defer()
        await show_saved(interaction, self.place)


class MoveSaved(SavedButton, template=rf"nr:savedmove:{SAVED}"):
    """Move a story to another collection."""

    action = "savedmove"
    label = "Move…"

    async def act(self, interaction: _Click) -> None:
        """Ask to which."""
        await interaction.response.defer()
        await ask_whither(interaction, self.place)


class RemoveSaved(SavedButton, template=rf"nr:savedremove:{SAVED}"):
    """Take a story out of its collection."""

    action = "savedremove"
    label = "Remove"

    async def act(self, interaction: _Click) -> None:
        """Take it out, and show the page without it and with a way back."""
        await interaction.response.defer()
        saved = await interaction.client.services.collecting.remove(
            interaction.user.id, self.place.saved_id
        )
        await show_collection(
            interaction,
            self.place.collection_id,
            page=self.place.page,
            said=f"Removed {title_link(saved.article)}. For a minute you can put it back.",
            undo=PutBackSaved(self.place),
        )


class PutBackSaved(SavedButton, template=rf"nr:savedback:{SAVED}"):
    """Undo a removal."""

    action = "savedback"
    label = "Put it back"

    async def act(self, interaction: _Click) -> None:
        """Put the story back where it was."""
        await interaction.response.defer()
        place = self.place
        saved = await interaction.client.services.collecting.put_back(
            interaction.user.id, place.saved_id, collection_id=place.collection_id
        )
        said = f"{title_link(saved.article)} is back."
        await show_collection(interaction, place.collection_id, page=place.page, said=said)


class ShiftSaved(SavedButton, template=r"nr:savedshift"):
    """Change the place of a story in one's own order."""

    by: int

    async def act(self, interaction: _Click) -> None:
        """Shift it, and say where it is now."""
        await interaction.response.defer()
        shifted = await interaction.client.services.collecting.shift(
            interaction.user.id, self.place.saved_id, self.by
        )
        page = 0 if self.by == TOP else self.place.page
        said = "" if shifted else "It can’t go further."
        await show_saved(interaction, replace(self.place, page=page), said=said)


class FirstSaved(ShiftSaved, template=rf"nr:savedfirst:{SAVED}"):
    """Make it the first."""

    action, label, by = "savedfirst", "To the top", TOP


class UpSaved(ShiftSaved, template=rf"nr:savedup:{SAVED}"):
    """One place up."""

    action, label, by = "savedup", "↑ Up", -1


class DownSaved(ShiftSaved, template=rf"nr:saveddown:{SAVED}"):
    """One place down."""

    action, label, by = "saveddown", "↓ Down", 1


class SavedMenu(LastingSelect, template=rf"nr:collstory:{PAGE_OF}{AFRESH}"):
    """Open one of a page's stories."""

    def __init__(self, collection_id: int, page: int) -> None:
        super().__init__(story_menu(collection_id, page, []))
        self.collection_id, self.page = collection_id, page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which page."""
        return cls(int(match["collection"]), int(match["page"]))

    async def act(self, interaction: _Click) -> None:
        """Show the story in place of the page."""
        await interaction.response.defer()
        [chosen] = self.item.values
        place = SavedPlace(collection_id=self.collection_id, page=self.page, saved_id=int(chosen))
        await show_saved(interaction, place)


SAVED_ITEMS = (
    SavedMenu,
    OpenSaved,
    NoteSaved,
    MoveSaved,
    MoveChoice,
    MoveTurn,
    RemoveSaved,
    PutBackSaved,
    FirstSaved,
    UpSaved,
    DownSaved,
)
"""All that can be clicked on a story that is open by itself."""
