"""All that holds for a server, on one page, with the menus that change it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.digest import DigestPlan
from bot.domain.setting import ServerSettings
from bot.domain.text import escape
from bot.domain.vote import VoteRules
from bot.domain.weekly import WEEKDAYS, zones_like
from bot.language import LANGUAGES, language_of, t
from bot.services.server_setting import MAX_ROLES
from cogs._ui.server import server_id

ZONE, TONGUE, NOTICES, ROLES = "nr:set:zone", "nr:set:tongue", "nr:set:notices", "nr:set:roles"
EMOJI, DIGEST, DIGEST_OFF, LOG = "nr:set:emoji", "nr:set:digest", "nr:set:nodigest", "nr:set:log:0"
OTHER, AS_DISCORD = "other", "discord"

NOTICE_CHANNELS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
]
_ACCENT = 0x3D5A98


async def settings_page(interaction: discord.Interaction[Any], *, said: str = "") -> ui.LayoutView:
    """Return the page as things stand now; ``said`` is what was done just now."""
    bot: NewsreelBot = interaction.client
    guild = interaction.guild
    assert guild is not None  # noqa: S101 - the command is for servers only
    services, guild_id = bot.services, server_id(interaction)
    settings = await services.server_setting.get(guild_id)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_ACCENT)
    head = f"### {t('Settings of {server}', server=escape(guild.name))}"
    box.add_item(ui.TextDisplay(f"{said}\n{head}" if said else head))
    _add_votes(box, await services.ruling.get(guild_id), await services.digests.get(guild_id))
    box.add_item(ui.Separator())
    _add_time(box, settings, interaction.created_at)
    _add_language(box, settings, guild.preferred_locale)
    box.add_item(ui.Separator())
    _add_notices(box, settings, guild)
    _add_roles(box, settings, guild)
    box.add_item(ui.ActionRow(ui.Button(label=t("Who changed what"), custom_id=LOG)))
    view = ui.LayoutView(timeout=None).add_item(box)
    view.stop()  # its items are answered by their ids (M54)
    return view


def _add_votes(box: ui.Container[Any], rules: VoteRules, plan: DigestPlan | None) -> None:
    up, down = (discord.PartialEmoji.from_str(emoji) for emoji in (rules.up, rules.down))
    votes = t("**Votes:** {up} is a point up, {down} a point down", up=up, down=down)
    box.add_item(ui.TextDisplay(f"{votes}\n{digest_line(plan)}"))
    row: ui.ActionRow[Any] = ui.ActionRow(
        ui.Button(label=t("Vote emoji …"), custom_id=EMOJI),
        ui.Button(label=t("The week’s best …"), custom_id=DIGEST),
    )
    if plan and plan.on:
        row.add_item(ui.Button(label=t("No week’s best"), custom_id=DIGEST_OFF))
    box.add_item(row)


def digest_line(plan: DigestPlan | None) -> str:
    """Say when and where "The week's best" comes."""
    if plan is None or not plan.on:
        return t("**The week’s best:** off")
    return t(
        "**The week’s best:** <#{channel}>, {weekday} at {hour}:00 ({zone})",
        channel=str(plan.channel_id),
        weekday=t(WEEKDAYS[plan.weekday]),
        hour=plan.hour,
        zone=_readable(plan.time_zone),
    )


def _add_time(box: ui.Container[Any], settings: ServerSettings, now: datetime) -> None:
    zone = settings.time_zone
    line = t(
        "**Time zone:** {zone}, where it is {time} now",
        zone=_readable(zone),
        time=f"{now.astimezone(ZoneInfo(zone)):%H:%M}",
    )
    box.add_item(ui.TextDisplay(f"{line}\n-# {t('Quiet hours go by it.')}"))
    box.add_item(ui.ActionRow(zone_menu(zone, now)))


def zone_menu(chosen: str, now: datetime) -> ui.Select[Any]:
    """Return the menu of time zones that many people live in, and of the one that is set."""
    menu: ui.Select[Any] = ui.Select(custom_id=ZONE, placeholder=t("Choose a time zone"))
    for zone in dict.fromkeys([chosen, *zones_like("")]):
        clock = f"{now.astimezone(ZoneInfo(zone)):%H:%M}"
        menu.add_option(label=f"{_readable(zone)} · {clock}", value=zone, default=zone == chosen)
    menu.add_option(label=t("Another one …"), value=OTHER)
    return menu


def _add_language(
    box: ui.Container[Any], settings: ServerSettings, preferred: discord.Locale
) -> None:
    own = LANGUAGES[language_of(preferred)]
    chosen = LANGUAGES.get(settings.language or "", own)
    line = t("**Language** of what all can read: {language}", language=chosen)
    everyone = t("What only one person sees comes in that person’s own language.")
    box.add_item(ui.TextDisplay(f"{line}\n-# {everyone}"))
    menu: ui.Select[Any] = ui.Select(custom_id=TONGUE, placeholder=t("Choose a language"))
    menu.add_option(
        label=t("As this server has it in Discord ({language})", language=own),
        value=AS_DISCORD,
        default=settings.language is None,
    )
    for code, name in LANGUAGES.items():
        menu.add_option(label=name, value=code, default=code == settings.language)
    box.add_item(ui.ActionRow(menu))


def _add_notices(box: ui.Container[Any], settings: ServerSettings, guild: discord.Guild) -> None:
    channel_id = settings.notice_channel_id
    if channel_id is None:
        line = t("**Notices** for moderators: none. Choose where I may tell you when a feed fails.")
    else:
        line = t("**Notices** for moderators: <#{channel}>", channel=str(channel_id))
    known = guild.get_channel_or_thread(channel_id) if channel_id else None
    menu: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id=NOTICES,
        channel_types=NOTICE_CHANNELS,
        placeholder=t("Choose a channel"),
        min_values=0,
        default_values=[known] if known else [],
    )
    box.add_item(ui.TextDisplay(line)).add_item(ui.ActionRow(menu))


def _add_roles(box: ui.Container[Any], settings: ServerSettings, guild: discord.Guild) -> None:
    roles = [role for role in map(guild.get_role, settings.manager_roles) if role]
    line = t("**Who may configure me:** everybody with Manage Server")
    if roles:
        named = " ".join(role.mention for role in roles)
        line = t("**Who may configure me:** everybody with Manage Server, and {roles}", roles=named)
    menu: ui.RoleSelect[Any] = ui.RoleSelect(
        custom_id=ROLES,
        placeholder=t("Choose roles"),
        min_values=0,
        max_values=MAX_ROLES,
        default_values=roles,
    )
    box.add_item(ui.TextDisplay(line)).add_item(ui.ActionRow(menu))


def _readable(zone: str) -> str:
    return zone.replace("_", " ")
