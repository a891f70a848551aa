"""A base for menus that work for ever."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from cogs._ui.reply import explain


class LastingSelect(ui.DynamicItem[ui.Select[Any]], template=r"nr:noselect"):
    """A menu whose state is its ``custom_id``, as a LastingButton is a button (M54)."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Act, and explain what goes wrong; discord.py would only log it."""
        try:
            await self.act(interaction)
        except Exception as error:  # noqa: BLE001 - the border
            await explain(interaction, error)

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Do what was chosen."""
        raise NotImplementedError
