"""/feed: which feeds go to which channels of this server, and how."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.services.feed_stopping import FeedStopping
from cogs._ui.feed_button import guild_of
from cogs._ui.feed_change import CHANGE_ITEMS
from cogs._ui.feed_edit import show_page
from cogs._ui.feed_edit_forms import ASK_ITEMS, FEED_FORMS, SpoilerForm
from cogs._ui.feed_group import add_feed_cog, feed_command
from cogs._ui.feed_list import FeedListPage, FeedPick, list_page
from cogs._ui.feed_option import chosen_feed, offer_feeds, offer_paused, offer_running
from cogs._ui.feed_place import Place
from cogs._ui.feed_sample import SAMPLE_ITEMS, check_feed, show_newest
from cogs._ui.feed_stop import STOP_ITEMS, paused, removed_view, resumed
from cogs._ui.form import answer_forms
from cogs._ui.reply import say, show

_WHICH = "Which one"

_Call = discord.Interaction[NewsreelBot]


class FeedCog(commands.Cog):
    """List feeds, set how they are posted, look at them, and stop them."""

    def __init__(self, stopping: FeedStopping) -> None:
        self._stopping = stopping

    @feed_command("list", "See the feeds of this server, and how they do")
    @app_commands.describe(channel="Only those that go to this channel")
    async def overview(self, interaction: _Call, channel: Place | None = None) -> None:
        """Show the first page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show(
            interaction, await list_page(interaction, channel_id=channel.id if channel else None)
        )

    @feed_command("edit", "Set how a feed is posted: look, filter, pace, role, channel and more")
    @app_commands.describe(feed=_WHICH)
    @app_commands.autocomplete(feed=offer_feeds)
    async def edit(self, interaction: _Call, feed: str) -> None:
        """Show its page."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await chosen_feed(interaction, feed)
        await show_page(interaction, chosen.subscription.id)

    @feed_command("preview", "See how the newest story of a feed looks with its settings")
    @app_commands.describe(feed=_WHICH)
    @app_commands.autocomplete(feed=offer_feeds)
    async def preview(self, interaction: _Call, feed: str) -> None:
        """Show it to the moderator alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await chosen_feed(interaction, feed)
        await show_newest(interaction, chosen.subscription.id)

    @feed_command("pause", "Let the stories of a feed wait for a while")
    @app_commands.describe(feed=_WHICH)
    @app_commands.autocomplete(feed=offer_running)
    async def pause(self, interaction: _Call, feed: str) -> None:
        """Pause it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await chosen_feed(interaction, feed)
        done = await self._stopping.pause(
            chosen.subscription.id, guild_id=guild_of(interaction).id, by=interaction.user.id
        )
        await say(interaction, paused(done))

    @feed_command("resume", "Let a paused feed go on")
    @app_commands.describe(feed=_WHICH)
    @app_commands.autocomplete(feed=offer_paused)
    async def resume(self, interaction: _Call, feed: str) -> None:
        """Resume it, and say what comes (F32)."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await chosen_feed(interaction, feed)
        done = await self._stopping.resume(
            chosen.subscription.id, guild_id=guild_of(interaction).id, by=interaction.user.id
        )
        await say(interaction, resumed(done))

    @feed_command("remove", "Stop posting a feed in a channel")
    @app_commands.describe(feed=_WHICH)
    @app_commands.autocomplete(feed=offer_feeds)
    async def remove(self, interaction: _Call, feed: str) -> None:
        """End a subscription; for a minute it can be taken back."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await chosen_feed(interaction, feed)
        gone = await self._stopping.remove(
            chosen.subscription.id, guild_id=guild_of(interaction).id, by=interaction.user.id
        )
        await show(interaction, removed_view(gone))

    @feed_command("check", "Look for new stories of a feed now, and say what is there")
    @app_commands.describe(feed=_WHICH)
    @app_commands.autocomplete(feed=offer_feeds)
    async def check(self, interaction: _Call, feed: str) -> None:
        """Poll it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        chosen = await chosen_feed(interaction, feed)
        await check_feed(interaction, chosen.subscription.id)

    @feed_command("spoilers", "Hide photos of a feed’s stories that tell too much")
    @app_commands.describe(feed=_WHICH)
    @app_commands.autocomplete(feed=offer_feeds)
    async def spoilers(self, interaction: _Call, feed: str) -> None:
        """Open the form with the words that hide photos; a form can't be deferred."""
        await interaction.response.send_modal(SpoilerForm.of(await chosen_feed(interaction, feed)))


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and all that is clicked and filled in, whenever it was shown (M54)."""
    bot.add_dynamic_items(FeedListPage, FeedPick)
    bot.add_dynamic_items(*CHANGE_ITEMS, *ASK_ITEMS, *STOP_ITEMS, *SAMPLE_ITEMS)
    await answer_forms(bot, *FEED_FORMS)
    await add_feed_cog(bot, FeedCog(bot.services.feed_stopping))
