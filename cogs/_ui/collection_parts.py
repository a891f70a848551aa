"""What screens about collections are made of."""

from __future__ import annotations

import re
import secrets
from typing import Any, Self

import discord
from discord import ui

from bot.domain.collection import Collection
from bot.domain.text import cut
from bot.language import t
from cogs._ui.button import LastingButton
from cogs._ui.collection_words import about

OPTIONS = 25
"""How many options a menu holds, for Discord."""

AFRESH = r":[0-9a-f]{4}"
"""The end of the pattern of a menu's ``custom_id``."""

COLLECTION = r"c(?P<collection>\d{1,18})"
"""The pattern of a collection in the ``custom_id`` of a CollectionButton."""

CHANGE = "collchange"
"""The action of the button that leads to what can be changed about a collection."""

_MAX_LABEL = 100  # of an option, for Discord
_MAX_BUTTON = 80  # of its label
_IDS = 1_000_000
_MAX_ID = 18  # digits; a longer number is no row of SQLite's


class CollectionButton(LastingButton, template=r"nr:coll-"):
    """A button that belongs to one collection."""

    action: str
    label: str
    style = discord.ButtonStyle.secondary

    def __init__(self, collection_id: int) -> None:
        super().__init__(
            ui.Button(
                label=t(self.label),
                style=self.style,
                custom_id=f"nr:{self.action}:c{collection_id}",
            )
        )
        self.collection_id = collection_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which collection."""
        return cls(int(match["collection"]))


def option(collection: Collection, *, ticked: bool = False) -> discord.SelectOption:
    """Return a collection as a choice in a menu."""
    return discord.SelectOption(
        label=cut(collection.name, _MAX_LABEL),
        value=str(collection.id),
        description=about(collection),
        default=ticked,
    )


def box(*items: ui.Item[Any] | None) -> ui.LayoutView:
    """Return a framed message of these items, without those that are None."""
    frame: ui.Container[ui.LayoutView] = ui.Container()
    for item in items:
        if item is not None:
            frame.add_item(item)
    return framed(frame)


def framed(frame: ui.Container[ui.LayoutView]) -> ui.LayoutView:
    """Return a message of one frame.

    It listens to nothing: what can be clicked in it is answered by its ``custom_id`` (M54).
    """
    view = ui.LayoutView(timeout=None).add_item(frame)
    view.stop()  # or discord.py would keep it
    return view


def menu(
    custom_id: str,
    placeholder: str,
    options: list[discord.SelectOption],
    *,
    least: int = 1,
    most: int = 1,
) -> ui.Select[Any]:
    """Return a menu that shows what it is sent with; its ``custom_id`` ends as AFRESH says.

    Clients keep what was chosen last in a menu of the same id, through edits of its message and
    also where the choice was refused: so each has ids of its own.
    """
    return ui.Select(
        custom_id=f"{custom_id}:{secrets.token_hex(2)}",
        id=secrets.randbelow(_IDS) + _IDS,
        placeholder=placeholder,
        min_values=least,
        max_values=most,
        options=options,
    )


def chosen_id(one: ui.Select[Any]) -> int:
    """Return the id that was chosen in a menu; 0, which nothing has, for what is none."""
    value = next(iter(one.values), "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= _MAX_ID else 0


def row(*buttons: ui.Item[Any] | None) -> ui.ActionRow[ui.LayoutView] | None:
    """Return a row of those buttons that are not None; None where all are."""
    shown_ones = [button for button in buttons if button is not None]
    return ui.ActionRow(*shown_ones) if shown_ones else None


def shelf_button(page: int, label: str) -> ui.Button[Any]:
    """Return the button that leads to a page of one's collections."""
    return ui.Button(label=label, custom_id=f"nr:shelf:p{page}")


def collection_button(collection_id: int, page: int, label: str) -> ui.Button[Any]:
    """Return the button that leads to a page of a collection."""
    return ui.Button(label=cut(label, _MAX_BUTTON), custom_id=f"nr:coll:{collection_id}:{page}")


def change_button(collection_id: int) -> ui.Button[Any]:
    """Return the button that leads to what the owner can change."""
    return ui.Button(label=t("Change…"), custom_id=f"nr:{CHANGE}:c{collection_id}")


def story_menu(
    collection_id: int, page: int, options: list[discord.SelectOption]
) -> ui.Select[Any]:
    """Return the menu that opens one of a page's stories."""
    return menu(
        f"nr:collstory:{collection_id}:{page}",
        t("Open a story: its note, move it, remove it…"),
        options,
    )
