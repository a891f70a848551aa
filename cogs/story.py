"""The buttons of a card."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui
from discord.ext import commands

from bot.client import NewsreelBot
from bot.language import marked, t
from cogs._ui.button import LastingButton
from cogs._ui.clicked_story import story_here
from cogs._ui.collection_menu import ask_where
from cogs._ui.related_page import related_page
from cogs._ui.reply import show
from cogs._ui.story_id import ADD, RELATED, custom_id, template


class StoryButton(LastingButton, template=r"nr:story"):
    """A button that belongs to one story."""

    action: str
    label: str

    def __init__(self, story_id: int) -> None:
        super().__init__(ui.Button(label=t(self.label), custom_id=custom_id(self.action, story_id)))
        self.story_id = story_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the story's id."""
        return cls(int(match["story"]))


class AddToCollection(StoryButton, template=template(ADD)):
    """Keep a story in a collection of one's own."""

    action = ADD
    label = marked("Add to Collection")

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Ask into which one."""
        await ask_where(interaction, await story_here(interaction, self.story_id))


class Related(StoryButton, template=template(RELATED)):
    """See what else was reported on a story."""

    action = RELATED
    label = marked("Related")

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Show what came before, to the person alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        story = await story_here(interaction, self.story_id)
        await show(interaction, await related_page(interaction, story))


async def setup(bot: commands.Bot) -> None:
    """Answer the buttons of all cards, whenever they were posted (M54)."""
    bot.add_dynamic_items(AddToCollection, Related)
