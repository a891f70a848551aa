"""Feeds paused, resumed and removed, by buttons that work after any restart (M54)."""

from __future__ import annotations

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.language import t, tn
from bot.moderator import require_manager
from bot.services.standing import FeedInChannel
from cogs._ui.button import note
from cogs._ui.feed_button import FEED, FeedButton, feed_button, framed, guild_of
from cogs._ui.feed_edit import show_page
from cogs._ui.feed_words import bold, channel_of

_Call = discord.Interaction[NewsreelBot]


def paused(feed: FeedInChannel) -> str:
    """Say what a pause means."""
    said = t(
        "⏸️ {feed} is paused in {channel}. What comes waits until `/feed resume`.",
        feed=bold(feed),
        channel=channel_of(feed),
    )
    if not feed.waiting:
        return said
    waits = tn("{n} story waits already.", "{n} stories wait already.", feed.waiting)
    return f"{said} {waits}"


def resumed(feed: FeedInChannel) -> str:
    """Say what comes (F32)."""
    said = t("▶️ {feed} goes on in {channel}.", feed=bold(feed), channel=channel_of(feed))
    if not feed.waiting:
        return f"{said} {t('New stories follow as they appear.')}"
    coming = tn(
        "{n} story has waited and comes now.",
        "{n} stories have waited: the newest come as cards, and where they are many the others are "
        "listed on one card.",
        feed.waiting,
    )
    return f"{said} {coming}"


def removed_view(feed: FeedInChannel) -> ui.LayoutView:
    """Say what was removed, and offer the way back."""
    said = t(
        "{feed} no longer goes to {channel}. What was posted stays. For a minute you can take that "
        "back.",
        feed=bold(feed),
        channel=channel_of(feed),
    )
    box: ui.Container[ui.LayoutView] = ui.Container()
    box.add_item(ui.TextDisplay(said))
    box.add_item(ui.ActionRow(feed_button("feedrestore", feed.subscription.id, t("Undo"))))
    return framed(box)


class PauseFeed(FeedButton, template=rf"nr:feedpause:{FEED}"):
    """Pause a feed."""

    async def act(self, interaction: _Call) -> None:
        """Pause it, and show its page."""
        await require_manager(interaction)
        await interaction.response.defer()
        feed = await interaction.client.services.feed_stopping.pause(
            self.subscription_id, guild_id=guild_of(interaction).id, by=interaction.user.id
        )
        await show_page(interaction, self.subscription_id, said=paused(feed))


class ResumeFeed(FeedButton, template=rf"nr:feedresume:{FEED}"):
    """Let a feed go on."""

    async def act(self, interaction: _Call) -> None:
        """Resume it, and show its page."""
        await require_manager(interaction)
        await interaction.response.defer()
        feed = await interaction.client.services.feed_stopping.resume(
            self.subscription_id, guild_id=guild_of(interaction).id, by=interaction.user.id
        )
        await show_page(interaction, self.subscription_id, said=resumed(feed))


class RemoveFeed(FeedButton, template=rf"nr:feedremove:{FEED}"):
    """Remove a feed."""

    async def act(self, interaction: _Call) -> None:
        """Remove it, and offer the way back."""
        await require_manager(interaction)
        await interaction.response.defer()
        feed = await interaction.client.services.feed_stopping.remove(
            self.subscription_id, guild_id=guild_of(interaction).id, by=interaction.user.id
        )
        await interaction.edit_original_response(view=removed_view(feed))


class RestoreFeed(FeedButton, template=rf"nr:feedrestore:{FEED}"):
    """Take a removal back."""

    async def act(self, interaction: _Call) -> None:
        """Take it back; what came meanwhile is not lost."""
        await require_manager(interaction)
        await interaction.response.defer()
        feed = await interaction.client.services.feed_stopping.restore(
            self.subscription_id, guild_id=guild_of(interaction).id, by=interaction.user.id
        )
        said = t("{feed} goes to {channel} as before.", feed=bold(feed), channel=channel_of(feed))
        await interaction.edit_original_response(view=note(said))


STOP_ITEMS = (PauseFeed, ResumeFeed, RemoveFeed, RestoreFeed)
