"""The fields of forms about collections, and how such forms are answered."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.domain.collection import MAX_DESCRIPTION, MAX_NAME, MAX_NOTE
from bot.language import t

_ROOM = 2  # typed text may have blanks to trim, and letters in parts: the rules count them later


def name_field(description: str, *, default: str = "") -> ui.Label[Any]:
    """Return the field "name"."""
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id="name",
        placeholder=t("Favourites"),
        default=default,
        max_length=MAX_NAME * _ROOM,
    )
    return ui.Label(text=t("Name"), description=description, component=field)


def description_field(*, default: str = "") -> ui.Label[Any]:
    """Return the field "description"."""
    return _long(
        "description",
        t("Description"),
        t("Shown above the stories. Leave it empty for none."),
        default=default,
        most=MAX_DESCRIPTION,
    )


def note_field(*, default: str = "") -> ui.Label[Any]:
    """Return the field "note"."""
    return _long(
        "note",
        t("Note"),
        t("Only you see it. Leave it empty for none."),
        default=default,
        most=MAX_NOTE,
    )


def _long(name: str, label: str, description: str, *, default: str, most: int) -> ui.Label[Any]:
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph,
        default=default,
        required=False,
        max_length=most * _ROOM,
    )
    return ui.Label(text=label, description=description, component=field)


async def defer_in_place(interaction: discord.Interaction[Any]) -> None:
    """Take some time to answer a form: in the private screen that it came from, else in a new one.

    A card, and whatever else everybody sees, is not touched. ``edit_original_response`` shows the
    answer either way.
    """
    if interaction.message and interaction.message.flags.ephemeral:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
