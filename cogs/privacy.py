"""/privacy: see all that is kept of oneself, and have it deleted."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import NewsreelBot
from bot.services.privacy import Kept, Privacy
from cogs._ui.button import LastingButton, note
from cogs._ui.reply import show
from cogs._ui.words import counted

_WHOLE = (
    "Here is everything that I keep about you, as JSON: your votes, your collections and what you "
    "follow. The file explains itself at its beginning."
)
_IN_PARTS = (
    "Here is everything that I keep about you, as JSON, in {number} files, as it is too large for one. "
    "Each explains itself at its beginning."
)
_NOTHING = "I keep nothing about you, so there is nothing to delete."
_KEPT = "Nothing was deleted."
_DELETED = (
    "**Everything that I kept about you is deleted,** and the points of the stories that you voted on "
    "are counted anew.\n-# Your reactions below stories are Discord’s: they stay until you take them "
    "away, and I don’t count them again unless you vote again."
)


class PrivacyCog(
    commands.GroupCog,
    group_name="privacy",
    group_description="See what I keep about you, or have it deleted",
):
    """Answer for one's own data, in servers and in direct messages."""

    def __init__(self, privacy: Privacy) -> None:
        self._privacy = privacy

    @app_commands.command(description="Get everything that I keep about you, in a file")
    async def export(self, interaction: discord.Interaction) -> None:
        """Send the file, or several where it is too large for one."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        files = await self._privacy.export(interaction.user.id)
        sentence = _WHOLE if len(files) == 1 else _IN_PARTS.format(number=len(files))
        for file in files:
            attached = discord.File(BytesIO(file.content), file.name)
            await interaction.followup.send(sentence, file=attached, ephemeral=True)
            sentence = ""

    @app_commands.command(description="Delete everything that I keep about you")
    async def delete(self, interaction: discord.Interaction) -> None:
        """Ask once, with what will go."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        kept = await self._privacy.kept(interaction.user.id)
        await show(interaction, delete_view(kept))


def delete_view(kept: Kept) -> ui.LayoutView:
    """Build the question, with what there is."""
    if not (lines := _lines(kept)):
        return note(_NOTHING)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=discord.Colour.red())
    head = "### Delete everything that I keep about you?\nIn all servers, for good:\n"
    box.add_item(ui.TextDisplay(head + "\n".join(f"- {line}" for line in lines)))
    box.add_item(ui.ActionRow(DeleteAll(), KeepAll()))
    box.add_item(ui.TextDisplay("-# To keep a copy, use `/privacy export` first."))
    return ui.LayoutView(timeout=None).add_item(box)


def _lines(kept: Kept) -> list[str]:
    stories = f" with {counted(kept.stories, 'story', 'stories')}" if kept.stories else ""
    things = (
        (kept.votes, f"{counted(kept.votes, 'vote')}; the points are counted anew"),
        (kept.collections, f"{counted(kept.collections, 'collection')}{stories}, public ones too"),
        (kept.names, f"{counted(kept.names, 'name')} that you follow"),
        (kept.traces, "smaller traces, such as which stories I wrote to you about"),
        (kept.feeds, f"your name on {counted(kept.feeds, 'feed')} of servers; the feeds stay"),
    )
    return [line for number, line in things if number]


class PrivacyButton(LastingButton, template=r"nr:privacy"):
    """An answer to the question; whose data is meant is who clicks."""

    choice: str
    label: str
    style = discord.ButtonStyle.secondary

    def __init__(self) -> None:
        super().__init__(
            ui.Button(label=self.label, style=self.style, custom_id=f"nr:privacy:{self.choice}")
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Build the button."""
        return cls()


class DeleteAll(PrivacyButton, template=r"nr:privacy:delete"):
    """Delete it."""

    choice, label, style = "delete", "Delete everything", discord.ButtonStyle.danger

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Delete all that is kept of who clicks."""
        await interaction.response.defer()
        await interaction.client.services.privacy.delete(interaction.user.id)
        await interaction.edit_original_response(view=note(_DELETED))


class KeepAll(PrivacyButton, template=r"nr:privacy:keep"):
    """Keep it."""

    choice, label = "keep", "Keep it"

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Say that nothing happened."""
        await interaction.response.edit_message(view=note(_KEPT))


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and the buttons below the question."""
    bot.add_dynamic_items(DeleteAll, KeepAll)
    await bot.add_cog(PrivacyCog(bot.services.privacy))
