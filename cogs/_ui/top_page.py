"""The best stories, in pages that turn for ever."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.period import Period
from bot.domain.text import cut, escape, width
from bot.language import current, marked, t, using
from bot.services.ranking import PAGE, StoryPage
from cogs._ui.audience import scope_of
from cogs._ui.button import LastingButton
from cogs._ui.headline import SUREST_FIRST
from cogs._ui.language import public_language
from cogs._ui.select import LastingSelect
from cogs._ui.story_entry import top_entry
from cogs._ui.turns import MORE, add_turns
from cogs._ui.words import capitalised

_GOLD = 0xF5C542
_MAX_TEXT = 4_000
_MAX_FEED = 60
_FRAME = 150  # UTF-16 units of the foot, at most

TITLES = {
    Period.TODAY: marked("Best of today"),
    Period.WEEK: marked("Best of the week"),
    Period.MONTH: marked("Best of the month"),
    Period.YEAR: marked("Best of the year"),
    Period.ALL: marked("Best of all time"),
    Period.HOT: marked("Hot right now"),
}
_SPANS = {
    Period.TODAY: marked("the last 24 hours"),
    Period.WEEK: marked("the last 7 days"),
    Period.MONTH: marked("the last 30 days"),
    Period.YEAR: marked("the last 365 days"),
    Period.ALL: marked("since the first vote"),
    Period.HOT: marked("fresh stories with many points first"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TopAsk:
    """What a page shows; ``channel_id`` and ``feed_id`` are None for the whole server."""

    period: Period
    channel_id: int | None = None
    feed_id: int | None = None
    page: int = 0

    @property
    def scope_id(self) -> str:
        """Return the scope as a ``custom_id`` holds it."""
        return f"{self.channel_id or 0}:{self.feed_id or 0}"


async def top_page(
    interaction: discord.Interaction[NewsreelBot], ask: TopAsk, *, shared: bool
) -> ui.LayoutView:
    """Return a page as it is now, for whoever reads it."""
    scope = scope_of(interaction, shared=shared, channel_id=ask.channel_id, feed_id=ask.feed_id)
    page = await interaction.client.services.ranking.top(ask.period, scope, page=ask.page)
    return top_view(page, ask, guild_id=scope.guild_id)


def top_view(page: StoryPage, ask: TopAsk, *, guild_id: int) -> ui.LayoutView:
    """Build a page."""
    head = _head(page, ask)
    room = (_MAX_TEXT - width(head) - _FRAME) // PAGE
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_GOLD)
    box.add_item(ui.TextDisplay(head))
    for story in page.stories:
        box.add_item(top_entry(story, guild_id=guild_id, room=room))
    if not page.stories:
        box.add_item(ui.TextDisplay(_nothing(ask)))
    box.add_item(ui.ActionRow(TopPeriod(ask)))
    add_turns(box, page.page, page.pages, lambda to, label: TopTurn(replace(ask, page=to), label))
    return ui.LayoutView(timeout=None).add_item(box)


def _head(page: StoryPage, ask: TopAsk) -> str:
    where = [f"<#{ask.channel_id}>"] if ask.channel_id else []
    if ask.feed_id:
        where.append(escape(cut(page.feed or "", _MAX_FEED)) or t("a feed that is no longer here"))
    small = [*where, t(_SPANS[ask.period])]
    if ask.period is not Period.HOT:
        small.append(t(SUREST_FIRST))
    return f"### {t(TITLES[ask.period])}\n-# {' · '.join(small)}"


def _nothing(ask: TopAsk) -> str:
    if ask.period in (Period.ALL, Period.HOT):
        return t(
            "**Nothing here yet.** Find a story that you like, vote it up with the reaction below "
            "it, and it opens this list."
        )
    return t(
        "**A quiet time: no story has points yet.** Yours could be the first: react below a "
        "story that you like. Or choose a longer time here."
    )


def _asked(match: re.Match[str], period: Period, page: int = 0) -> TopAsk:
    channel_id, feed_id = int(match["channel"]), int(match["feed"])
    return TopAsk(period=period, channel_id=channel_id or None, feed_id=feed_id or None, page=page)


_SCOPE = r"(?P<channel>\d{1,20}):(?P<feed>\d{1,18})"
_PERIODS = "|".join(period.value for period in Period)


class TopTurn(
    LastingButton, template=rf"nr:top:(?P<period>{_PERIODS}):{_SCOPE}:(?P<page>\d{{1,4}})"
):
    """Turn to a page of the best, as they are now: for all who see the message."""

    def __init__(self, ask: TopAsk, label: str = MORE) -> None:
        custom_id = f"nr:top:{ask.period.value}:{ask.scope_id}:{ask.page}"
        super().__init__(ui.Button(label=label, custom_id=custom_id))
        self.ask = ask

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read what the page shows."""
        return cls(_asked(match, Period(match["period"]), int(match["page"])))

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Show the page in place of the one before."""
        await _show_instead(interaction, self.ask)


class TopPeriod(LastingSelect, template=rf"nr:topof:{_SCOPE}"):
    """Choose another time."""

    def __init__(self, ask: TopAsk) -> None:
        options = [
            discord.SelectOption(
                label=t(TITLES[period]),
                value=period.value,
                description=capitalised(t(_SPANS[period])),
                default=period is ask.period,
            )
            for period in Period
        ]
        super().__init__(ui.Select(custom_id=f"nr:topof:{ask.scope_id}", options=options))
        self.ask = ask

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read of what the best are shown."""
        return cls(_asked(match, Period.WEEK))

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Show the first page of that time."""
        [chosen] = self.item.values
        await _show_instead(interaction, replace(self.ask, period=Period(chosen)))


async def _show_instead(interaction: discord.Interaction[NewsreelBot], ask: TopAsk) -> None:
    """Show a page in place of the one on which somebody clicked."""
    await interaction.response.defer()
    shared = interaction.message is None or not interaction.message.flags.ephemeral
    with using(await public_language(interaction) if shared else current()):
        view = await top_page(interaction, ask, shared=shared)
    await interaction.edit_original_response(view=view)
