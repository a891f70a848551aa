"""The controls of the list of feeds to start with."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.language import t, tn
from bot.moderator import require_manager
from bot.services.starting import StarterFeed
from cogs._ui.button import LastingButton
from cogs._ui.feed_starter import (
    CHOSEN_ID,
    SCOPE,
    Ask,
    Shelf,
    ask_of,
    chosen_marks,
    feed_options,
    introduction,
    kind_options,
    language_options,
    newest_options,
    shelf,
    summary,
    trouble,
)
from cogs._ui.permissions import Place
from cogs._ui.reply import say
from cogs._ui.select import LastingSelect
from cogs._ui.server import server_id
from cogs._ui.turns import BACK, MORE

_Click = discord.Interaction[NewsreelBot]

# Clients keep what was chosen last in a menu of the same id: so each has one of its own.
_AFRESH = r":[0-9a-f]{4}"


def starter_view(
    feeds: Sequence[StarterFeed], place: Place, ask: Ask, chosen: Sequence[str] = ()
) -> ui.LayoutView:
    """Build the page: language, kind, feeds, how many stories, and the button that adds."""
    shown = shelf(feeds, ask)
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(introduction(shown, place)))
    view.add_item(ui.ActionRow(StarterLanguage(shown.ask, language_options(shown))))
    view.add_item(ui.ActionRow(StarterKind(shown.ask, kind_options(shown))))
    if shown.shown:
        view.add_item(ui.ActionRow(StarterFeeds(shown.ask, feed_options(shown, chosen))))
        view.add_item(ui.ActionRow(StarterNewest(shown.ask, newest_options(ask.newest))))
    if lacking := trouble(place):
        view.add_item(ui.TextDisplay(lacking))
    view.add_item(ui.ActionRow(*_buttons(shown, chosen, may_add=not lacking)))
    view.stop()  # or discord.py would keep it: its items have their ids (M54)
    return view


def _buttons(shown: Shelf, chosen: Sequence[str], *, may_add: bool) -> list[ui.Item[Any]]:
    ask = shown.ask
    here = sum(one.mark in chosen for one in shown.shown)
    buttons: list[ui.Item[Any]] = [
        AddStarter(ask, here) if may_add else StarterTurn(ask, t("Check again"))
    ]
    if ask.page:
        buttons.append(StarterTurn(replace(ask, page=ask.page - 1), t(BACK)))
    if ask.page + 1 < shown.pages:
        buttons.append(StarterTurn(replace(ask, page=ask.page + 1), t(MORE)))
    return buttons


async def _draw(interaction: _Click, ask: Ask, chosen: Sequence[str] = ()) -> None:
    """Show the list as it is now in place of what was there."""
    await require_manager(interaction)
    await interaction.response.defer()
    place = _place(interaction, ask)
    feeds = await interaction.client.services.starting.feeds(server_id(interaction), place.id)
    await interaction.edit_original_response(view=starter_view(feeds, place, ask, chosen))


def _place(interaction: _Click, ask: Ask) -> Place:
    guild = interaction.guild
    place = guild.get_channel_or_thread(ask.channel_id) if guild else None
    if place is None:
        raise UserError("That channel is gone. Please run `/feed starter` for another one.")
    return place


class _StarterSelect(LastingSelect, template=r"nr:snone"):
    """A menu of the page; its id says what is shown."""

    prefix: ClassVar[str] = "nr:snone:"

    def __init__(
        self, ask: Ask, options: list[discord.SelectOption], *, most: int = 1, least: int = 1
    ) -> None:
        super().__init__(
            ui.Select(
                custom_id=f"{self.prefix}{ask.id}:{secrets.token_hex(2)}",
                options=options,
                max_values=most,
                min_values=least,
            )
        )
        self.ask = ask

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read what is shown, and take the menu as it stands."""
        assert isinstance(item, ui.Select)  # noqa: S101 - it has the id of one
        return cls(ask_of(match), item.options)


class StarterLanguage(_StarterSelect, template=rf"nr:slang:{SCOPE}{_AFRESH}"):
    """Show the feeds of a language."""

    prefix = "nr:slang:"

    async def act(self, interaction: _Click) -> None:
        """Show its first page."""
        await _draw(interaction, replace(self.ask, language=self.item.values[0], page=0))


class StarterKind(_StarterSelect, template=rf"nr:skind:{SCOPE}{_AFRESH}"):
    """Show the feeds of a kind."""

    prefix = "nr:skind:"

    async def act(self, interaction: _Click) -> None:
        """Show its first page."""
        await _draw(interaction, replace(self.ask, kind=self.item.values[0], page=0))


class StarterNewest(_StarterSelect, template=rf"nr:snewest:{SCOPE}{_AFRESH}"):
    """Choose how many stories of each feed are posted at once (F31)."""

    prefix = "nr:snewest:"

    async def act(self, interaction: _Click) -> None:
        """Take the number; what is chosen stays."""
        ask = replace(self.ask, newest=int(self.item.values[0]))
        await _draw(interaction, ask, chosen_marks(interaction.message))


class StarterFeeds(_StarterSelect, template=rf"{CHOSEN_ID}{SCOPE}{_AFRESH}"):
    """Choose feeds."""

    prefix = CHOSEN_ID

    def __init__(self, ask: Ask, options: list[discord.SelectOption]) -> None:
        super().__init__(ask, options, most=max(len(options), 1), least=0)
        self.item.placeholder = t("Choose feeds")

    async def act(self, interaction: _Click) -> None:
        """Keep what was chosen in the menu."""
        await _draw(interaction, self.ask, self.item.values)


class StarterTurn(LastingButton, template=rf"nr:sturn:{SCOPE}"):
    """Turn to a page, or look at this one again."""

    def __init__(self, ask: Ask, label: str) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"nr:sturn:{ask.id}"))
        self.ask = ask

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which page it is."""
        return cls(ask_of(match), MORE)

    async def act(self, interaction: _Click) -> None:
        """Show the page; what is chosen on it stays."""
        await _draw(interaction, self.ask, chosen_marks(interaction.message))


class AddStarter(LastingButton, template=rf"nr:sadd:{SCOPE}"):
    """Add what is chosen."""

    def __init__(self, ask: Ask, number: int) -> None:
        super().__init__(
            ui.Button(
                label=tn("Add {n} feed", "Add {n} feeds", number) if number else t("Add"),
                style=discord.ButtonStyle.success,
                custom_id=f"nr:sadd:{ask.id}",
                disabled=not number,
            )
        )
        self.ask = ask

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read where they go."""
        return cls(ask_of(match), 1)

    async def act(self, interaction: _Click) -> None:
        """Look at each, add those that can be read, and say what became of all of them."""
        await require_manager(interaction)
        await interaction.response.defer()
        ask, place = self.ask, _place(interaction, self.ask)
        starting, guild_id = interaction.client.services.starting, server_id(interaction)
        if lacking := trouble(place):
            said = lacking
        else:
            started = await starting.add(
                chosen_marks(interaction.message),
                guild_id=guild_id,
                channel_id=place.id,
                by=interaction.user.id,
                backlog=ask.newest,
            )
            said = summary(started, place)
        feeds = await starting.feeds(guild_id, place.id)
        await interaction.edit_original_response(view=starter_view(feeds, place, ask))
        if said:
            await say(interaction, said)


CONTROLS = (StarterLanguage, StarterKind, StarterNewest, StarterFeeds, StarterTurn, AddStarter)
