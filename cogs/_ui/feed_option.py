"""The option of a command that names one of the server's feeds."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.domain.text import cut
from bot.language import t
from bot.services.standing import FeedInChannel
from cogs._ui.server import server_id

_MAX_CHOICES = 25
_MAX_CHOICE = 100  # characters
_MAX_PLACE = 40

_Call = discord.Interaction[NewsreelBot]


async def offer_feeds(interaction: _Call, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the server's feeds whose name, address or channel contains what was typed.

    The value is the subscription's id: ``chosen_feed`` finds it.
    """
    return _offered(interaction, typed, await _feeds(interaction))


async def offer_running(interaction: _Call, typed: str) -> list[app_commands.Choice[str]]:
    """Do as ``offer_feeds`` with those that are not paused."""
    feeds = [one for one in await _feeds(interaction) if one.subscription.state != "paused"]
    return _offered(interaction, typed, feeds)


async def offer_paused(interaction: _Call, typed: str) -> list[app_commands.Choice[str]]:
    """Do as ``offer_feeds`` with those that are paused."""
    feeds = [one for one in await _feeds(interaction) if one.subscription.state == "paused"]
    return _offered(interaction, typed, feeds)


async def _feeds(interaction: _Call) -> list[FeedInChannel]:
    return await interaction.client.services.feed_desk.of_guild(server_id(interaction))


def _offered(
    interaction: _Call, typed: str, feeds: list[FeedInChannel]
) -> list[app_commands.Choice[str]]:
    named = [(_choice_name(one, interaction.guild), one) for one in feeds]
    wanted = typed.strip().casefold()
    return [
        app_commands.Choice(name=name, value=str(one.subscription.id))
        for name, one in named
        if wanted in name.casefold() or wanted in one.feed.url.casefold()
    ][:_MAX_CHOICES]


async def chosen_feed(interaction: _Call, typed: str) -> FeedInChannel:
    """Return the feed that was picked from the list, or whose name, or address, was typed.

    Raises UserError where the server has none of this name, or several.
    """
    feeds = await _feeds(interaction)
    for one in feeds:
        if typed == str(one.subscription.id):
            return one
    matching = _matching(feeds, typed.strip().casefold(), interaction.guild)
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise UserError(
            "Several feeds of this server are called that. Please pick one from the list that "
            "appears while you type."
        )
    raise UserError("This server has no such feed. `/feed list` shows those it has.")


def _matching(
    feeds: list[FeedInChannel], wanted: str, guild: discord.Guild | None
) -> list[FeedInChannel]:
    """Return the feeds of exactly this name; where there is none, those that have it in theirs."""
    exact = [
        one
        for one in feeds
        if wanted
        in (
            one.feed.title.casefold(),
            one.feed.url.casefold(),
            _choice_name(one, guild).casefold(),
        )
    ]
    return exact or [one for one in feeds if wanted and wanted in one.feed.title.casefold()]


def _choice_name(one: FeedInChannel, guild: discord.Guild | None) -> str:
    channel = guild and guild.get_channel_or_thread(one.subscription.channel_id)
    place = f"#{channel.name}" if channel else t("a deleted channel")
    room = _MAX_CHOICE - min(len(place), _MAX_PLACE) - len(" → ")
    return f"{cut(one.name, room)} → {cut(place, _MAX_PLACE)}"
