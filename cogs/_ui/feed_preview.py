"""What a feed will look like in a channel, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.domain.text import cut, escape
from bot.services.discovering import FoundFeed
from bot.services.subscribing import Subscribing
from cogs._ui.button import Screen
from cogs._ui.card import build_container
from cogs._ui.permissions import advice, require
from cogs._ui.words import counted

_MAX_NAME = 80
_MAX_OPTIONS = 25
_MAX_OPTION = 100
_MAX_LABEL = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a feed is to go, and on whose wish."""

    channel: discord.TextChannel | discord.Thread
    user_id: int
    backlog: int


class FeedPreview(Screen):
    """The newest story as it will look, and the question."""

    timeout_sentence = (
        "This preview is too old now; nothing was saved. Please run `/feed add` again."
    )

    def __init__(
        self,
        interaction: discord.Interaction,
        subscribing: Subscribing,
        target: Target,
        found: FoundFeed,
    ) -> None:
        super().__init__(interaction)
        self._subscribing = subscribing
        self._target = target
        self._choices = (found.url, *(url for url in found.others if url != found.url))
        self._found = found
        self._draw()

    def _draw(self) -> None:
        self.clear_items()
        self.add_item(ui.TextDisplay(_introduction(self._found, self._target)))
        if self._found.newest:
            self.add_item(build_container(self._found.newest))
        if len(self._choices) > 1:
            self.add_item(ui.ActionRow(_FeedChoice(self._choices, chosen=self._found.url)))
        self.add_item(ui.ActionRow(_Add(self._target.channel.name), _Cancel()))

    async def turn_to(self, interaction: discord.Interaction[Any], choice: int) -> None:
        """Show another feed of the same site."""
        await interaction.response.defer()
        self._found = await self._subscribing.find(self._choices[choice])
        self._draw()
        await interaction.edit_original_response(view=self)

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        """Subscribe the channel, if the bot still may post there (M50)."""
        await interaction.response.defer()
        target = self._target
        require(target.channel, target.channel.guild.me, mention=target.channel.mention)
        await self._subscribing.add(
            self._found,
            guild_id=target.channel.guild.id,
            channel_id=target.channel.id,
            user_id=target.user_id,
            backlog=target.backlog,
        )
        await self.finish(interaction, _saved(self._found, target))


class _Add(ui.Button[FeedPreview]):
    def __init__(self, channel_name: str) -> None:
        label = cut(f"Add to #{channel_name}", _MAX_LABEL)
        super().__init__(label=label, style=discord.ButtonStyle.success)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        assert self.view is not None  # noqa: S101 - it was clicked in its view
        await self.view.save(interaction)


class _Cancel(ui.Button[FeedPreview]):
    def __init__(self) -> None:
        super().__init__(label="Cancel")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        assert self.view is not None  # noqa: S101 - it was clicked in its view
        await self.view.finish(interaction, "All right, nothing was saved.")


class _FeedChoice(ui.Select[FeedPreview]):
    """The feeds of a site; their number stands for the address, which may be too long."""

    def __init__(self, urls: tuple[str, ...], *, chosen: str) -> None:
        super().__init__(placeholder="This site has more feeds")
        for number, url in enumerate(urls[:_MAX_OPTIONS]):
            label = url.removeprefix("https://").removeprefix("http://")
            self.add_option(label=cut(label, _MAX_OPTION), value=str(number), default=url == chosen)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        assert self.view is not None  # noqa: S101 - it was clicked in its view
        await self.view.turn_to(interaction, int(self.values[0]))


def _name(found: FoundFeed) -> str:
    return escape(cut(found.title, _MAX_NAME)) or "This feed"


def _introduction(found: FoundFeed, target: Target) -> str:
    if found.newest is None:
        return (
            f"**{_name(found)}** is a feed, but it is empty just now. "
            f"Shall its first story go to {target.channel.mention} when it comes?"
        )
    return (
        f"**{_name(found)}** has {counted(found.stories, 'story', 'stories')} now. "
        f"This is how they will look in {target.channel.mention}:"
    )


def _saved(found: FoundFeed, target: Target) -> str:
    first = "New stories follow as they appear."
    if found.newest and target.backlog:
        newest = "The newest story is" if target.backlog == 1 else "The newest stories are"
        first = f"{newest} on the way."
    saved = f"✅ **{_name(found)}** now goes to {target.channel.mention}. {first}"
    hint = advice(target.channel, target.channel.guild.me)
    return f"{saved}\n-# {hint}" if hint else saved
