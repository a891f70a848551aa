"""/votes: what one voted on, and how a server votes."""

from __future__ import annotations

from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.language import t
from bot.moderator import require_manager
from bot.services.charting import Charting
from bot.services.ranking import Ranking
from bot.services.ruling import Changed, Ruling
from cogs._ui.reply import say, show
from cogs._ui.server import server_id
from cogs._ui.vote_chart import NO_VOTES, chart_file, chart_view
from cogs._ui.vote_rules import rules_view, show_emoji, usable_emoji
from cogs._ui.votes_page import VotesTurn, votes_page

_SPANS = [app_commands.Choice(name=f"{days} days", value=days) for days in (30, 90, 365)]


@app_commands.guild_only()
class VoteCog(commands.GroupCog, group_name="votes", group_description="Votes of this server"):
    """Show a person's votes; the commands of moderators ask for the permission themselves."""

    def __init__(self, ranking: Ranking, ruling: Ruling, charting: Charting) -> None:
        self._ranking = ranking
        self._ruling = ruling
        self._charting = charting

    @app_commands.command(description="See what you voted on in this server")
    async def mine(self, interaction: discord.Interaction) -> None:
        """Show the person's newest votes, to the person alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show(interaction, await votes_page(interaction, self._ranking))

    @app_commands.command(description="Draw this server’s votes and points over time")
    @app_commands.describe(days="How far back (30 days if you leave it out)")
    @app_commands.choices(days=_SPANS)
    async def chart(self, interaction: discord.Interaction[NewsreelBot], days: int = 30) -> None:
        """Show the chart to the moderator."""
        await require_manager(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        drawn = await self._charting.chart(server_id(interaction), days=days)
        if drawn is None:
            await say(interaction, t(NO_VOTES))
        else:
            await show(interaction, chart_view(drawn), chart_file(drawn))

    @app_commands.command(description="Choose the emoji that fans vote with")
    @app_commands.describe(
        up="Worth a point up, 👍 at first", down="Worth a point down, 👎 at first"
    )
    async def emoji(
        self,
        interaction: discord.Interaction[NewsreelBot],
        up: str | None = None,
        down: str | None = None,
    ) -> None:
        """Choose the emoji of the posts to come; without any, say which they are."""
        await require_manager(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id, changes = server_id(interaction), Changed()
        if up:
            changes["up"] = await usable_emoji(interaction, up)
        if down:
            changes["down"] = await usable_emoji(interaction, down)
        rules = await self._ruling.planned(guild_id, **changes)
        await show_emoji(interaction, rules, changed=bool(changes))
        if changes:
            await self._ruling.set(guild_id, rules, by=interaction.user.id)

    @app_commands.command(description="Say whose votes count")
    @app_commands.describe(
        min_account_days="Leave out accounts that are younger (0 for none)",
        min_member_hours="Leave out who joined this server later (0 for none)",
        most_toggles="Who changes a vote more often in a minute is counted once that settles",
    )
    async def rules(
        self,
        interaction: discord.Interaction[NewsreelBot],
        min_account_days: app_commands.Range[int, 0, 365] | None = None,
        min_member_hours: app_commands.Range[int, 0, 720] | None = None,
        most_toggles: app_commands.Range[int, 3, 60] | None = None,
    ) -> None:
        """Change who counts; without any option, say who does."""
        await require_manager(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id, changes = server_id(interaction), Changed()
        if min_account_days is not None:
            changes["min_account_age"] = timedelta(days=min_account_days)
        if min_member_hours is not None:
            changes["min_membership"] = timedelta(hours=min_member_hours)
        if most_toggles is not None:
            changes["most_toggles"] = most_toggles
        rules = await self._ruling.planned(guild_id, **changes)
        if changes:
            await self._ruling.set(guild_id, rules, by=interaction.user.id)
        may_tidy = interaction.app_permissions.manage_messages
        await show(interaction, rules_view(rules, changed=bool(changes), may_tidy=may_tidy))


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and the pages of the list."""
    bot.add_dynamic_items(VotesTurn)
    await bot.add_cog(VoteCog(bot.services.ranking, bot.services.ruling, bot.services.charting))
