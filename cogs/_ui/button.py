"""Bases for what can be clicked: buttons that work for ever, and screens that do not."""

from __future__ import annotations

import logging
import re
from typing import Any, Self

import discord
from discord import ui

from bot.language import marked, t
from cogs._ui.language import speak_to
from cogs._ui.reply import explain

_log = logging.getLogger(__name__)


class LastingButton(ui.DynamicItem[ui.Button[Any]], template=r"nr:none"):
    """A button whose state is its ``custom_id``: it works after any restart (M54).

    A subclass names its ``template``, builds itself in ``from_custom_id``, and acts in ``act``.
    """

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Take the button as it stands in its message, where its id holds no state."""
        return cls(item)  # type: ignore[arg-type]

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Act, and explain what goes wrong, in the person's language; discord.py would only log it."""
        speak_to(interaction)
        try:
            await self.act(interaction)
        except Exception as error:  # noqa: BLE001 - the border
            await explain(interaction, error)

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button says."""
        raise NotImplementedError


class Screen(ui.LayoutView):
    """A private message with controls, which says so when its time is over."""

    timeout_sentence = marked(
        "This took a while, so nothing was changed. Please run the command again."
    )

    def __init__(self, interaction: discord.Interaction, *, timeout: float = 600) -> None:
        super().__init__(timeout=timeout)
        self.interaction = interaction  # the newest one: its token is valid the longest

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Remember the newest interaction, and speak the person's language."""
        speak_to(interaction)
        self.interaction = interaction
        return True

    async def on_error(
        self, interaction: discord.Interaction[Any], error: Exception, _item: ui.Item[Any], /
    ) -> None:
        """Explain it to the person."""
        await explain(interaction, error)

    async def on_timeout(self) -> None:
        """Leave a sentence in place of controls that would be dead."""
        try:
            await self.interaction.edit_original_response(view=note(t(self.timeout_sentence)))
        except discord.HTTPException as lost:  # dismissed, or out of Discord's 15 minutes
            _log.debug("a screen could not be closed: %s", lost)

    async def finish(self, interaction: discord.Interaction[Any], sentence: str) -> None:
        """Replace the screen by a sentence."""
        self.stop()
        if interaction.response.is_done():
            await interaction.edit_original_response(view=note(sentence))
        else:
            await interaction.response.edit_message(view=note(sentence))


def note(text: str) -> ui.LayoutView:
    """Return a layout of one text."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(text))
    return view
