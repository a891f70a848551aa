"""/top: the best stories of a server."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.domain.period import Period
from bot.domain.text import cut
from bot.language import current, using
from bot.services.ranking import Ranking
from cogs._ui.audience import require_readable, require_shareable, scope_of
from cogs._ui.language import public_language
from cogs._ui.top_page import TITLES, TopAsk, TopPeriod, TopTurn, top_view

_MAX_CHOICES = 25
_MAX_CHOICE = 100
_MAX_ID = 18  # digits; longer numbers are no rows of SQLite's


class TopCog(commands.Cog):
    """Show which stories people voted for most."""

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking

    @app_commands.command(description="See the stories that people here like best")
    @app_commands.describe(
        period="Of which time (the week if you leave it out)",
        channel="Only what was posted there",
        feed="Only what came from it",
        share="Show it to everybody here (only you see it if you leave this out)",
    )
    @app_commands.choices(
        period=[app_commands.Choice(name=TITLES[one], value=one.value) for one in Period]
    )
    @app_commands.guild_only()
    async def top(
        self,
        interaction: discord.Interaction,
        period: str = Period.WEEK.value,
        channel: discord.TextChannel | discord.Thread | None = None,
        feed: str | None = None,
        *,
        share: bool = False,
    ) -> None:
        """Show the first page."""
        ask = TopAsk(
            period=Period(period),
            channel_id=channel.id if channel else None,
            feed_id=_picked(feed) if feed else None,
        )
        scope = scope_of(interaction, shared=share, channel_id=ask.channel_id, feed_id=ask.feed_id)
        if share:
            require_shareable(interaction)
        if channel:
            require_readable(scope, channel, shared=share)
        await interaction.response.defer(ephemeral=not share, thinking=True)
        page = await self._ranking.top(ask.period, scope)
        with using(await public_language(interaction) if share else current()):
            view = top_view(page, ask, guild_id=scope.guild_id)
        await interaction.followup.send(view=view, ephemeral=not share)

    @top.autocomplete("feed")
    async def feeds(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the feeds of the channels that the person may see."""
        wanted = typed.casefold()
        return [
            app_commands.Choice(name=cut(feed.title, _MAX_CHOICE), value=str(feed.id))
            for feed in await self._ranking.feeds(scope_of(interaction, shared=False))
            if wanted in feed.title.casefold()
        ][:_MAX_CHOICES]


def _picked(feed: str) -> int:
    if not feed.isdecimal() or len(feed) > _MAX_ID:
        raise UserError("Please pick a feed from the list that appears while you type.")
    return int(feed)


async def setup(bot: NewsreelBot) -> None:
    """Add the command, and its pages, whenever they were shown (M54)."""
    bot.add_dynamic_items(TopTurn, TopPeriod)
    await bot.add_cog(TopCog(bot.services.ranking))
