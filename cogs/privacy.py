"""/privacy: see all that is kept of oneself, and have it deleted."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import NewsreelBot
from bot.language import marked, t, tn
from bot.services.privacy import Kept, Privacy
from cogs._ui.button import LastingButton, note
from cogs._ui.reply import show
from cogs._ui.words import collections, stories

_WHOLE = marked(
    "Here is everything that I keep about you, as JSON: your votes, your collections and what you "
    "follow. The file explains itself at its beginning."
)
_IN_PARTS = marked(
    "Here is everything that I keep about you, as JSON, in {number} files, as it is too large for one. "
    "Each explains itself at its beginning."
)
_NOTHING = marked("I keep nothing about you, so there is nothing to delete.")
_KEPT = marked("Nothing was deleted.")
_DELETED = marked(
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
        sentence = t(_WHOLE) if len(files) == 1 else t(_IN_PARTS, number=len(files))
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
        return note(t(_NOTHING))
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=discord.Colour.red())
    head = t("### Delete everything that I keep about you?\nIn all servers, for good:")
    box.add_item(ui.TextDisplay("\n".join([head, *(f"- {line}" for line in lines)])))
    box.add_item(ui.ActionRow(DeleteAll(), KeepAll()))
    box.add_item(ui.TextDisplay(t("-# To keep a copy, use `/privacy export` first.")))
    return ui.LayoutView(timeout=None).add_item(box)


def _lines(kept: Kept) -> list[str]:
    things = (
        (
            kept.votes,
            tn(
                "{n} vote; the points are counted anew",
                "{n} votes; the points are counted anew",
                kept.votes,
            ),
        ),
        (kept.collections, _collections(kept)),
        (kept.names, tn("{n} name that you follow", "{n} names that you follow", kept.names)),
        (kept.traces, t("smaller traces, such as which stories I wrote to you about")),
        (
            kept.feeds,
            tn(
                "your name on {n} feed of servers; the feeds stay",
                "your name on {n} feeds of servers; the feeds stay",
                kept.feeds,
            ),
        ),
    )
    return [line for number, line in things if number]


def _collections(kept: Kept) -> str:
    named = collections(kept.collections)
    if not kept.stories:
        return t("{collections}, public ones too", collections=named)
    return t(
        "{collections} with {stories}, public ones too",
        collections=named,
        stories=stories(kept.stories),
    )


class PrivacyButton(LastingButton, template=r"nr:privacy"):
    """An answer to the question; whose data is meant is who clicks."""

    choice: str
    label: str
    style = discord.ButtonStyle.secondary

    def __init__(self) -> None:
        super().__init__(
            ui.Button(label=t(self.label), style=self.style, custom_id=f"nr:privacy:{self.choice}")
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Build the button."""
        return cls()


class DeleteAll(PrivacyButton, template=r"nr:privacy:delete"):
    """Delete it."""

    choice, label, style = "delete", marked("Delete everything"), discord.ButtonStyle.danger

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Delete all that is kept of who clicks."""
        await interaction.response.defer()
        await interaction.client.services.privacy.delete(interaction.user.id)
        await interaction.edit_original_response(view=note(t(_DELETED)))


class KeepAll(PrivacyButton, template=r"nr:privacy:keep"):
    """Keep it."""

    choice, label = "keep", marked("Keep it")

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """Say that nothing happened."""
        await interaction.response.edit_message(view=note(t(_KEPT)))


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and the buttons below the question."""
    bot.add_dynamic_items(DeleteAll, KeepAll)
    await bot.add_cog(PrivacyCog(bot.services.privacy))
