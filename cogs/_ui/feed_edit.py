"""All that is set for a feed in a channel, on one page; what changes it is in feed_change.py."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.setting import ServerSettings, Settings
from bot.language import LANGUAGES, t
from bot.services.standing import FeedInChannel
from cogs._ui.address import safe_url
from cogs._ui.feed_button import afresh, feed_button, framed, guild_of
from cogs._ui.feed_words import (
    LOOKS,
    SUMMARIES,
    hourly,
    in_channel,
    language,
    settings_lines,
    standing,
    summary,
)
from cogs._ui.permissions import Place, listed, missing
from cogs._ui.server import server_id
from cogs._ui.words import stories

SERVERS, AS_USUAL = "server", "usual"
HOURLY = (1, 2, 3, 5, 10, 20, 30, 60)

_CHANNELS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
]
_MAX_URL = 200

_Box = ui.Container[ui.LayoutView]


async def show_page(
    interaction: discord.Interaction[NewsreelBot], subscription_id: int, *, said: str = ""
) -> None:
    """Show the page in place of what was clicked or deferred; ``said`` is what was done just now."""
    services, guild = interaction.client.services, guild_of(interaction)
    feed = await services.feed_desk.get(subscription_id, guild_id=server_id(interaction))
    server = await services.server_setting.get(guild.id)
    place = await place_of(guild, feed.subscription.channel_id)
    page = edit_page(feed, server, guild, place, said=said)
    await interaction.edit_original_response(view=page)


async def place_of(guild: discord.Guild, channel_id: int) -> Place | None:
    """Return a channel of a server, None where there is none; a thread that sleeps is asked for."""
    if place := guild.get_channel_or_thread(channel_id):
        return place
    try:
        found = await guild.fetch_channel(channel_id)
    except (discord.Forbidden, discord.NotFound, discord.InvalidData):
        return None
    return found


def edit_page(
    feed: FeedInChannel,
    server: ServerSettings,
    guild: discord.Guild,
    place: Place | None,
    *,
    said: str = "",
) -> ui.LayoutView:
    """Build the page; it has less than 40 components (M48)."""
    id_, settings = feed.subscription.id, feed.subscription.settings
    box: _Box = ui.Container(accent_colour=settings.accent)
    box.add_item(ui.TextDisplay(_head(feed, said)))
    box.add_item(ui.TextDisplay("\n".join(settings_lines(feed, server))))
    if lacking := _lacking(feed, place, guild.me):
        box.add_item(ui.TextDisplay(lacking))
    for menu in _menus(id_, settings):
        box.add_item(ui.ActionRow(menu))
    role = settings.mention_role and guild.get_role(settings.mention_role)
    box.add_item(ui.ActionRow(_role_menu(id_, role or None)))
    box.add_item(ui.ActionRow(_channel_menu(id_, place)))
    box.add_item(_form_row(id_))
    box.add_item(ui.ActionRow(*_switches(feed, place), _undo(feed), _reset(id_)))
    box.add_item(_last_row(feed))
    return framed(box)


def _head(feed: FeedInChannel, said: str) -> str:
    url = safe_url(feed.feed.url, limit=_MAX_URL)
    coming = t("{stories} to come", stories=stories(feed.waiting)) if feed.waiting else ""
    small = " · ".join(part for part in (standing(feed), coming, url and f"<{url}>") if part)
    lines = [said, f"### {in_channel(feed)}", f"-# {small}"]
    return "\n".join(line for line in lines if line)


def _lacking(feed: FeedInChannel, place: Place | None, me: discord.Member) -> str:
    """Return what the bot is not allowed that these settings need; or nothing (M50)."""
    if place is None:
        return t("⚠️ I can’t see its channel. Choose another one below, or let me see it.")
    lacking = missing(place, me, feed.subscription.settings)
    if not lacking:
        return ""
    return t(
        "⚠️ I need these permissions in {channel}:\n{permissions}",
        channel=place.mention,
        permissions=listed(lacking),
    )


def choices(name: str, settings: Settings) -> list[tuple[str, object, str]]:
    """Return what can be chosen in a menu: as its option is named, as it is set, and in words."""
    if name == "look":
        return [(look.name, look, t(words)) for look, words in LOOKS.items()]
    if name == "summary":
        return [(str(length), length, summary(length)) for length in SUMMARIES]
    if name == "language":
        return [
            (SERVERS, None, language(None)),
            *((code, code, language(code)) for code in LANGUAGES),
        ]
    numbers = sorted({*HOURLY, settings.max_per_hour or HOURLY[0]})
    return [(AS_USUAL, None, hourly(None)), *((str(n), n, hourly(n)) for n in numbers)]


def _menus(subscription_id: int, settings: Settings) -> list[ui.Select[Any]]:
    menus = []
    for name in ("look", "summary", "language", "max_per_hour"):
        menu: ui.Select[Any] = ui.Select(**afresh(f"nr:feedset:{name}:s{subscription_id}"))
        for value, setting, words in choices(name, settings):
            menu.add_option(label=words, value=value, default=setting == getattr(settings, name))
        menus.append(menu)
    return menus


def _role_menu(subscription_id: int, role: discord.Role | None) -> ui.RoleSelect[Any]:
    return ui.RoleSelect(
        **afresh(f"nr:feedrole:s{subscription_id}"),
        placeholder=t("Mention a role…"),
        min_values=0,
        default_values=[role] if role else [],
    )


def _channel_menu(subscription_id: int, place: Place | None) -> ui.ChannelSelect[Any]:
    return ui.ChannelSelect(
        **afresh(f"nr:feedchannel:s{subscription_id}"),
        channel_types=_CHANNELS,
        placeholder=t("Post it in another channel…"),
        default_values=[place] if place else [],
    )


def _form_row(subscription_id: int) -> ui.ActionRow[ui.LayoutView]:
    return ui.ActionRow(
        feed_button("feedrules", subscription_id, t("Filter and mentions…")),
        feed_button("feedquiet", subscription_id, t("Quiet hours…")),
        feed_button("feedspoilers", subscription_id, t("Spoiler words…")),
        feed_button("feedaccent", subscription_id, t("Colour…")),
    )


def _switches(feed: FeedInChannel, place: Place | None) -> list[ui.Button[Any]]:
    """Return the switches of what the channel can have, and of what is on all the same."""
    settings = feed.subscription.settings
    is_text = isinstance(place, discord.TextChannel)
    is_news = isinstance(place, discord.TextChannel) and place.is_news()
    switches = []
    if is_text or settings.thread:
        words = t("No threads") if settings.thread else t("A thread for each story")
        switches.append(_switch(feed.subscription.id, "thread", words, on=not settings.thread))
    if is_news or settings.publish:
        words = t("Don’t publish") if settings.publish else t("Publish to followers")
        switches.append(_switch(feed.subscription.id, "publish", words, on=not settings.publish))
    return switches


def _switch(subscription_id: int, name: str, label: str, *, on: bool) -> ui.Button[Any]:
    return ui.Button(label=label, custom_id=f"nr:feedswitch:{name}:{on:d}:s{subscription_id}")


def _undo(feed: FeedInChannel) -> ui.Button[Any]:
    button = feed_button("feedundo", feed.subscription.id, t("Undo the last change"))
    button.disabled = not feed.can_undo
    return button


def _reset(subscription_id: int) -> ui.Button[Any]:
    return feed_button("feedreset", subscription_id, t("Set all back"))


def _last_row(feed: FeedInChannel) -> ui.ActionRow[ui.LayoutView]:
    id_ = feed.subscription.id
    stop = feed_button("feedpause", id_, t("Pause"))
    if feed.subscription.state == "paused":
        stop = feed_button("feedresume", id_, t("Go on"), discord.ButtonStyle.success)
    return ui.ActionRow(
        feed_button("feednewest", id_, t("Preview")),
        feed_button("feedcheck", id_, t("Check now")),
        stop,
        feed_button("feedremove", id_, t("Remove"), discord.ButtonStyle.danger),
        ui.Button(label=t("← All feeds"), custom_id="nr:feeds:0"),
    )
