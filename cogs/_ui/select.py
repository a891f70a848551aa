"""Bases for menus that work for ever."""

from __future__ import annotations

import re
from typing import Any, Generic, Self, TypeVar

import discord
from discord import ui

from cogs._ui.language import speak_to
from cogs._ui.reply import explain

_Menu = TypeVar("_Menu", bound=ui.Item[Any])


class LastingMenu(ui.DynamicItem[_Menu], Generic[_Menu], template=r"nr:nomenu"):
    """A menu whose state is its ``custom_id``, as a LastingButton is a button (M54)."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Take the menu as it stands in its message, where its id holds no state."""
        return cls(item)  # type: ignore[arg-type]

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Act, and explain what goes wrong, in the person's language; discord.py would only log it."""
        speak_to(interaction)
        try:
            await self.act(interaction)
        except Exception as error:  # noqa: BLE001 - the border
            await explain(interaction, error)

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Do what was chosen."""
        raise NotImplementedError


class LastingSelect(LastingMenu[ui.Select[Any]], template=r"nr:noselect"):
    """A menu of words."""


class LastingChannelSelect(LastingMenu[ui.ChannelSelect[Any]], template=r"nr:nochannel"):
    """A menu of channels."""


class LastingRoleSelect(LastingMenu[ui.RoleSelect[Any]], template=r"nr:norole"):
    """A menu of roles."""
