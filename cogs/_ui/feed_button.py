"""What screens about a feed in a channel are made of."""

from __future__ import annotations

import re
import secrets
from typing import Any, Self

import discord
from discord import ui

from bot.domain.error import UserError
from cogs._ui.button import LastingButton

FEED = r"s(?P<feed>\d{1,18})"
"""The pattern of a subscription in a ``custom_id``."""

AFRESH = r":[0-9a-f]{4}"
"""The end of the pattern of a menu's ``custom_id``: see ``afresh``."""

_IDS = 1_000_000


class OfFeed:
    """What can be clicked or chosen and belongs to one subscription."""

    subscription_id: int
    match: re.Match[str]

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Take the item as it stands in its message, and read which subscription."""
        made = cls(item)  # type: ignore[call-arg]  # a DynamicItem's
        made.match, made.subscription_id = match, int(match["feed"])
        return made


class FeedButton(OfFeed, LastingButton, template=r"nr:feed-"):
    """A button that belongs to one subscription."""


def feed_button(
    action: str,
    subscription_id: int,
    label: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> ui.Button[Any]:
    """Return the button of an action on a subscription."""
    return ui.Button(label=label, style=style, custom_id=f"nr:{action}:s{subscription_id}")


def afresh(custom_id: str) -> dict[str, Any]:
    """Return what makes a menu show what it is sent with.

    Clients keep what was chosen last in a menu of the same id, through edits of its message and also
    where the choice was refused: so each has ids of its own.
    """
    return {
        "custom_id": f"{custom_id}:{secrets.token_hex(2)}",
        "id": secrets.randbelow(_IDS) + _IDS,
    }


def guild_of(interaction: discord.Interaction[Any]) -> discord.Guild:
    """Return the server as the bot knows it; raise UserError where it is none."""
    if interaction.guild is None:
        raise UserError("This works in a server only.")
    return interaction.guild


def framed(box: ui.Container[ui.LayoutView]) -> ui.LayoutView:
    """Return a message of one frame, which listens to nothing: its items have their ids (M54)."""
    view = ui.LayoutView(timeout=None).add_item(box)
    view.stop()  # or discord.py would keep it
    return view
