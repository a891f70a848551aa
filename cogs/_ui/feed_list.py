"""The feeds of a server, in pages that turn for ever."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.text import cut, escape
from bot.language import told
from bot.moderator import require_manager
from bot.services.standing import FeedInChannel
from cogs._ui.address import safe_url
from cogs._ui.button import LastingButton, note
from cogs._ui.server import server_id
from cogs._ui.turns import MORE, add_turns
from cogs._ui.words import ago, counted

_PAGE = 6
_MAX_TITLE, _MAX_URL, _MAX_PROBLEM = 60, 120, 200

NO_FEEDS = "**No feeds yet.** Add the first with `/feed add`: the address of a site is enough."


def feed_list(feeds: Sequence[FeedInChannel], *, page: int = 0) -> ui.LayoutView:
    """Build one page of the list; a page past the end is the last one."""
    if not feeds:
        return note(NO_FEEDS)
    pages = -(-len(feeds) // _PAGE)
    page = min(page, pages - 1)
    shown = feeds[page * _PAGE : (page + 1) * _PAGE]
    box: ui.Container[ui.LayoutView] = ui.Container()
    box.add_item(ui.TextDisplay(f"### {counted(len(feeds), 'feed')}"))
    for one in shown:
        box.add_item(ui.TextDisplay(_entry(one)))
    add_turns(box, page, pages, FeedListPage)
    return ui.LayoutView(timeout=None).add_item(box)


def _entry(one: FeedInChannel) -> str:
    feed, url = one.feed, safe_url(one.feed.url, limit=_MAX_URL)
    title = escape(cut(feed.title or feed.url, _MAX_TITLE))
    state = [f"{one.waiting:,} waiting" if one.waiting else ""]
    state += [f"{one.held:,} held back" if one.held else "", ago(one.last_posted_at, "last ")]
    if words := one.subscription.spoiler_words:
        state.append(counted(len(words), "spoiler word"))
    lines = [
        f"**{title}** → <#{one.subscription.channel_id}>",
        f"-# {' · '.join(part for part in state if part)}" + (f" · <{url}>" if url else ""),
    ]
    if one.problem:
        lines.append(f"-# ⚠️ {cut(told(one.problem), _MAX_PROBLEM)}")
    return "\n".join(lines)


class FeedListPage(LastingButton, template=r"nr:feeds:(?P<page>\d{1,4})"):
    """Turn to a page of the list, as it is now."""

    def __init__(self, page: int, label: str = MORE) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"nr:feeds:{page}"))
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the page's number."""
        return cls(int(match["page"]))

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Show the page in place of the one before."""
        await require_manager(interaction)
        await interaction.response.defer()
        subscribing = interaction.client.services.feed_desk
        feeds = await subscribing.of_guild(server_id(interaction))
        await interaction.edit_original_response(view=feed_list(feeds, page=self.page))
