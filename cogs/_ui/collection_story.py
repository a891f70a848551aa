"""What the owner does with a story of a collection: note, move, remove, put it higher or lower."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.collection import TOP
from bot.language import t
from cogs._ui.button import LastingButton
from cogs._ui.collection_field import defer_in_place, note_field
from cogs._ui.collection_move import MoveChoice, MoveTurn, ask_whither
from cogs._ui.collection_opened import show_saved
from cogs._ui.collection_page import show_collection
from cogs._ui.collection_parts import AFRESH, chosen_id, story_menu
from cogs._ui.collection_place import PAGE_OF, SAVED, SavedPlace, place_of, saved_button
from cogs._ui.collection_words import title_link
from cogs._ui.form import LastingForm
from cogs._ui.select import LastingSelect

_Click = discord.Interaction[NewsreelBot]


class SavedButton(LastingButton, template=r"nr:saved"):
    """A button that belongs to one story of a collection."""

    action: str

    def __init__(self, place: SavedPlace) -> None:
        super().__init__(saved_button(self.action, place))
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

    async def act(self, interaction: _Click) -> None:
        """Ask for the note, with what it says so far."""
        saved = await interaction.client.services.collecting.saved(
            interaction.user.id, self.place.saved_id
        )
        await interaction.response.send_modal(NoteForm(self.place, saved.note))


class NoteForm(LastingForm, template=rf"nr:noteform:{SAVED}"):
    """The note of a story."""

    def __init__(self, place: SavedPlace, note: str = "") -> None:
        super().__init__(title=t("Your note"), custom_id=f"nr:noteform:{place.id}")
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
        said = t("Your note is kept.") if note.strip() else t("It has no note now.")
        await show_saved(interaction, self.place, said=said)


class OpenSaved(SavedButton, template=rf"nr:savedopen:{SAVED}"):
    """Back to the story, with nothing changed."""

    action = "savedopen"

    async def act(self, interaction: _Click) -> None:
        """Show it."""
        await interaction.response.defer()
        await show_saved(interaction, self.place)


class MoveSaved(SavedButton, template=rf"nr:savedmove:{SAVED}"):
    """Move a story to another collection."""

    action = "savedmove"

    async def act(self, interaction: _Click) -> None:
        """Ask to which."""
        await interaction.response.defer()
        await ask_whither(interaction, self.place)


class RemoveSaved(SavedButton, template=rf"nr:savedremove:{SAVED}"):
    """Take a story out of its collection."""

    action = "savedremove"

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
            said=t(
                "Removed {story}. For a minute you can put it back.",
                story=title_link(saved.article),
            ),
            undo=PutBackSaved(self.place),
        )


class PutBackSaved(SavedButton, template=rf"nr:savedback:{SAVED}"):
    """Undo a removal."""

    action = "savedback"

    async def act(self, interaction: _Click) -> None:
        """Put the story back where it was."""
        await interaction.response.defer()
        place = self.place
        saved = await interaction.client.services.collecting.put_back(
            interaction.user.id, place.saved_id, collection_id=place.collection_id
        )
        said = t("{thing} is back.", thing=title_link(saved.article))
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
        said = "" if shifted else t("It can’t go further.")
        await show_saved(interaction, replace(self.place, page=page), said=said)


class FirstSaved(ShiftSaved, template=rf"nr:savedfirst:{SAVED}"):
    """Make it the first."""

    action, by = "savedfirst", TOP


class UpSaved(ShiftSaved, template=rf"nr:savedup:{SAVED}"):
    """One place up."""

    action, by = "savedup", -1


class DownSaved(ShiftSaved, template=rf"nr:saveddown:{SAVED}"):
    """One place down."""

    action, by = "saveddown", 1


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
        saved_id = chosen_id(self.item)
        place = SavedPlace(collection_id=self.collection_id, page=self.page, saved_id=saved_id)
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
