"""The controls of a feed's preview: which feed, how many stories, add it or not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.language import t
from bot.moderator import require_manager
from bot.services.discovering import FoundFeed
from cogs._ui.button import LastingButton, note
from cogs._ui.feed_preview import (
    ID,
    Controls,
    Draft,
    add_label,
    backlog_options,
    draft_of,
    feed_options,
    may_add,
    preview,
    saved,
    with_mark,
)
from cogs._ui.permissions import Place
from cogs._ui.select import LastingSelect

_Click = discord.Interaction[NewsreelBot]


def draft_view(found: FoundFeed, place: Place, draft: Draft) -> ui.LayoutView:
    """Build the preview of a feed with its controls."""
    draft = with_mark(draft, found)
    may = may_add(found, place)
    first = AddFeed(draft, add_label(place)) if may else CheckFeed(draft)
    controls = Controls(
        feeds=ChooseFeed(draft, feed_options(found)) if len(found.site_feeds) > 1 else None,
        backlog=ChooseBacklog(draft) if found.newest else None,
        buttons=(first, CancelFeed()),
    )
    return preview(found, place, controls)


async def _draw(interaction: _Click, draft: Draft) -> None:
    """Show the preview of a draft in place of the one before."""
    place = _place(interaction, draft)
    found = await _found(interaction, draft)
    await interaction.edit_original_response(view=draft_view(found, place, draft))


async def _found(interaction: _Click, draft: Draft) -> FoundFeed:
    return await interaction.client.services.subscribing.find(
        draft.address, channel_id=draft.channel_id, chosen=draft.mark, lately=True
    )


def _place(interaction: _Click, draft: Draft) -> Place:
    """Return the channel of this server that a draft is for."""
    guild = interaction.guild
    place = guild.get_channel_or_thread(draft.channel_id) if guild else None
    if place is None:
        raise UserError("That channel is gone. Please run `/feed add` for another one.")
    return place


class AddFeed(LastingButton, template=rf"nr:fadd:{ID}"):
    """Save what is shown, if the bot still may post there (M50)."""

    def __init__(self, draft: Draft, label: str) -> None:
        super().__init__(
            ui.Button(
                label=label, style=discord.ButtonStyle.success, custom_id=f"nr:fadd:{draft.id}"
            )
        )
        self.draft = draft

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read what it is about."""
        return cls(draft_of(match, interaction.message), "+")

    async def act(self, interaction: _Click) -> None:
        """Subscribe the channel; where a permission was lost meanwhile, say which."""
        await require_manager(interaction)
        await interaction.response.defer()
        draft, place = self.draft, _place(interaction, self.draft)
        found = await _found(interaction, draft)
        if not may_add(found, place):
            view = draft_view(found, place, draft)
        else:
            await interaction.client.services.subscribing.add(
                found,
                guild_id=place.guild.id,
                channel_id=place.id,
                user_id=interaction.user.id,
                backlog=draft.backlog,
            )
            view = note(saved(found, place, draft.backlog))
        await interaction.edit_original_response(view=view)


class CheckFeed(LastingButton, template=rf"nr:fcheck:{ID}"):
    """Look again whether anything is missing (M50)."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            ui.Button(
                label=t("Check again"),
                style=discord.ButtonStyle.primary,
                custom_id=f"nr:fcheck:{draft.id}",
            )
        )
        self.draft = draft

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read what it is about."""
        return cls(draft_of(match, interaction.message))

    async def act(self, interaction: _Click) -> None:
        """Show the preview as it is now."""
        await require_manager(interaction)
        await interaction.response.defer()
        await _draw(interaction, self.draft)


class ChooseFeed(LastingSelect, template=rf"nr:ffeed:{ID}"):
    """Show another feed of the same site."""

    def __init__(self, draft: Draft, options: list[discord.SelectOption]) -> None:
        super().__init__(
            ui.Select(
                placeholder=t("This site has more feeds"),
                custom_id=f"nr:ffeed:{draft.id}",
                options=options,
            )
        )
        self.draft = draft

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read what it is about, and take the menu as it stands."""
        assert isinstance(item, ui.Select)  # noqa: S101 - it has the id of one
        return cls(draft_of(match, interaction.message), item.options)

    async def act(self, interaction: _Click) -> None:
        """Look at the chosen feed."""
        await require_manager(interaction)
        await interaction.response.defer()
        [mark] = self.item.values
        await _draw(interaction, replace(self.draft, mark=mark))


class ChooseBacklog(LastingSelect, template=rf"nr:fnewest:{ID}"):
    """Choose how many stories to post at once (F31)."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            ui.Select(
                custom_id=f"nr:fnewest:{draft.id}",
                options=backlog_options(draft.backlog),
            )
        )
        self.draft = draft

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read what it is about."""
        return cls(draft_of(match, interaction.message))

    async def act(self, interaction: _Click) -> None:
        """Take the number."""
        await require_manager(interaction)
        await interaction.response.defer()
        [number] = self.item.values
        await _draw(interaction, replace(self.draft, backlog=int(number)))


class CancelFeed(LastingButton, template=r"nr:fcancel"):
    """Leave it."""

    def __init__(self, _item: object = None) -> None:
        super().__init__(ui.Button(label=t("Cancel"), custom_id="nr:fcancel"))

    async def act(self, interaction: _Click) -> None:
        """Say that nothing happened."""
        await interaction.response.edit_message(view=note(t("All right, nothing was saved.")))


CONTROLS = (AddFeed, CheckFeed, ChooseFeed, ChooseBacklog, CancelFeed)
