"""What whoever reads somebody else's collection can do with it."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.language import marked, t

COPY, HIDE, UNHIDE = "collcopy", "collhide", "collunhide"
"""Actions in a ``custom_id``. None is of a story's form: a shared collection is no story's card."""

COPY_LABEL = marked("Copy")


def copy_button(collection_id: int) -> ui.Button[Any]:
    """Return the button that copies a collection into one's own."""
    return ui.Button(label=t(COPY_LABEL), custom_id=f"nr:{COPY}:c{collection_id}")


def browse_button(page: int, label: str, *, owner_id: int | None = None) -> ui.Button[Any]:
    """Return the button that leads to a page of public collections, of one owner or of all."""
    return ui.Button(label=label, custom_id=f"nr:browse:{owner_id or 0}:{page}")


def reader_buttons(collection_id: int, *, may_hide: bool) -> list[ui.Button[Any]]:
    """Return the buttons below somebody else's collection; to hide it is for moderators."""
    buttons = [copy_button(collection_id), browse_button(0, t("Browse others"))]
    if may_hide:
        buttons.append(
            ui.Button(
                label=t("Hide in this server"),
                style=discord.ButtonStyle.danger,
                custom_id=f"nr:{HIDE}:c{collection_id}",
            )
        )
    return buttons
