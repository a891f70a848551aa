"""The feeds of a server, in pages that turn for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.text import cut, escape
from bot.language import marked, t, tn, told
from bot.moderator import require_manager
from bot.services.standing import FeedInChannel
from cogs._ui.address import safe_url
from cogs._ui.button import LastingButton, note
from cogs._ui.feed_button import AFRESH, afresh, framed, guild_of
from cogs._ui.feed_edit import show_page
from cogs._ui.feed_words import channel_of, standing
from cogs._ui.select import LastingSelect
from cogs._ui.server import server_id
from cogs._ui.turns import MORE, add_turns
from cogs._ui.words import when

_PAGE = 8
_MAX_TITLE, _MAX_URL, _MAX_ENTRY = 45, 100, 450
_MAX_OPTION = 100
_A_FEW = 10  # stories a day; of more the tenths say nothing

_NO_FEEDS = marked("**No feeds yet.** Add the first with `/feed add`: a site’s address is enough.")
_NONE_THERE = marked("**No feed goes to {channel}.** `/feed list` shows all of this server.")

_Call = discord.Interaction[NewsreelBot]


async def list_page(
    interaction: _Call, *, page: int = 0, channel_id: int | None = None
) -> ui.LayoutView:
    """Return a page of the feeds, of the whole server or of a channel, as they are now."""
    desk = interaction.client.services.feed_desk
    feeds = await desk.of_guild(server_id(interaction), channel_id=channel_id)
    if not feeds:
        return note(
            t(_NONE_THERE, channel=f"<#{channel_id}>") if channel_id is not None else t(_NO_FEEDS)
        )
    pages = -(-len(feeds) // _PAGE)
    page = min(page, pages - 1)
    shown = feeds[page * _PAGE : (page + 1) * _PAGE]
    paces = await desk.stories_a_day(shown)
    box: ui.Container[ui.LayoutView] = ui.Container()
    box.add_item(ui.TextDisplay(_head(len(feeds), channel_id)))
    for one in shown:
        box.add_item(ui.TextDisplay(_entry(one, paces)))
    box.add_item(ui.ActionRow(_menu(shown, guild_of(interaction))))
    add_turns(box, page, pages, lambda to, label: FeedListPage(to, label, channel_id=channel_id))
    return framed(box)


def _head(number: int, channel_id: int | None) -> str:
    if channel_id is None:
        return f"### {tn('{n} feed', '{n} feeds', number)}"
    channel = f"<#{channel_id}>"
    return f"### {tn('{n} feed in {channel}', '{n} feeds in {channel}', number, channel=channel)}"


def _entry(one: FeedInChannel, paces: Mapping[int, float]) -> str:
    """Return what is told of a feed: three lines, and what is wrong with it in as much as there is room."""
    title, url = escape(cut(one.name, _MAX_TITLE)), safe_url(one.feed.url, limit=_MAX_URL)
    times = [
        when(one.newest_at, marked("last story {when}")) or t("no story so far"),
        when(one.next_check_at, marked("next look {when}")),
        _pace(paces.get(one.feed.id, 0.0)),
    ]
    counts = [
        tn("{n} to come", "{n} to come", one.waiting) if one.waiting else "",
        tn("{n} held back", "{n} held back", one.held) if one.held else "",
        f"<{url}>" if url else "",
    ]
    lines = [
        f"**{title}** → {channel_of(one)}",
        f"-# {' · '.join(part for part in (standing(one), *times, *counts) if part)}",
    ]
    if one.problem:
        room = _MAX_ENTRY - sum(map(len, lines))
        lines.append(f"-# ⚠️ {cut(told(one.problem), room)}")
    return "\n".join(lines)


def _pace(stories: float) -> str:
    """Return how many stories a day there are."""
    if not stories:
        return ""
    number = f"{stories:.1f}" if stories < _A_FEW else f"{stories:.0f}"
    return t("{number} a day", number=number.removesuffix(".0"))


def _menu(feeds: Sequence[FeedInChannel], guild: discord.Guild) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(**afresh("nr:feedpick"), placeholder=t("Change a feed…"))
    for one in feeds:
        channel = guild.get_channel_or_thread(one.subscription.channel_id)
        menu.add_option(
            label=cut(one.name, _MAX_OPTION),
            value=str(one.subscription.id),
            description=f"#{cut(channel.name, _MAX_OPTION - 1)}" if channel else None,
        )
    return menu


class FeedPick(LastingSelect, template=rf"nr:feedpick{AFRESH}"):
    """Go to the page of a feed."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Take the menu as it stands in its message."""
        return cls(item)  # type: ignore[arg-type]

    async def act(self, interaction: _Call) -> None:
        """Show it in place of the list."""
        await require_manager(interaction)
        await interaction.response.defer()
        [chosen] = self.item.values
        await show_page(interaction, int(chosen))


class FeedListPage(
    LastingButton, template=r"nr:feeds:(?P<page>\d{1,4})(?::c(?P<channel>\d{1,20}))?"
):
    """Turn to a page of the list, as it is now."""

    def __init__(self, page: int, label: str = MORE, *, channel_id: int | None = None) -> None:
        of_channel = "" if channel_id is None else f":c{channel_id}"
        super().__init__(ui.Button(label=label, custom_id=f"nr:feeds:{page}{of_channel}"))
        self.page, self.channel_id = page, channel_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the page's number, and the channel."""
        channel = match["channel"]
        return cls(int(match["page"]), channel_id=int(channel) if channel else None)

    async def act(self, interaction: _Call) -> None:
        """Show the page in place of the one before."""
        await require_manager(interaction)
        await interaction.response.defer()
        view = await list_page(interaction, page=self.page, channel_id=self.channel_id)
        await interaction.edit_original_response(view=view)
