"""The menus, buttons and forms of the settings page; they work after any restart (M54)."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.domain.weekly import WEEKDAYS
from bot.language import LANGUAGES, t
from bot.moderator import require_manager
from bot.services.ruling import Changed
from cogs._ui.button import LastingButton
from cogs._ui.form import LastingForm
from cogs._ui.permissions import require
from cogs._ui.select import LastingChannelSelect, LastingRoleSelect, LastingSelect
from cogs._ui.server import server_id
from cogs._ui.settings_page import (
    AS_DISCORD,
    DIGEST,
    DIGEST_OFF,
    EMOJI,
    NOTICES,
    OTHER,
    ROLES,
    TONGUE,
    ZONE,
    settings_page,
)
from cogs._ui.vote_rules import usable_emoji

_Click = discord.Interaction[NewsreelBot]
_Channel = discord.TextChannel | discord.Thread
_HOURS = 24


async def _defer_in_place(interaction: _Click) -> None:
    """Take some time, in the screen that the click or the form came from."""
    if interaction.message is not None and interaction.message.flags.ephemeral:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


async def _redraw(interaction: _Click, said: str) -> None:
    view = await settings_page(interaction, said=f"✅ {said}")
    await interaction.edit_original_response(view=view)


async def _change(interaction: _Click, said: str, **values: object) -> None:
    """Store a setting of the server, and show the page as it is then."""
    setting = interaction.client.services.server_setting
    await setting.change(server_id(interaction), by=interaction.user.id, **values)
    await _redraw(interaction, said)


class ZoneMenu(LastingSelect, template=re.escape(ZONE)):
    """Choose the server's time zone."""

    async def act(self, interaction: _Click) -> None:
        """Store it; for another one than those of the menu, ask."""
        await require_manager(interaction)
        [zone] = self.item.values
        if zone == OTHER:
            await interaction.response.send_modal(ZoneForm())
            return
        await interaction.response.defer()
        await _change(interaction, t("The time zone is set."), time_zone=zone)


class ZoneForm(LastingForm, template=r"nr:set:zoneform"):
    """A time zone by its name."""

    def __init__(self) -> None:
        super().__init__(title=t("Time zone"), custom_id="nr:set:zoneform")
        field: ui.TextInput[Any] = ui.TextInput(
            custom_id="zone", placeholder="Europe/Istanbul", max_length=60
        )
        said = t("A city that clocks are named for, such as Reykjavik.")
        self.add_item(ui.Label(text=t("City"), description=said, component=field))

    @classmethod
    def from_custom_id(cls, _match: re.Match[str], /) -> Self:
        """Build it."""
        return cls()

    async def act(self, interaction: _Click) -> None:
        """Store it."""
        await require_manager(interaction)
        await _defer_in_place(interaction)
        await _change(interaction, t("The time zone is set."), time_zone=self.typed("zone"))


class LanguageMenu(LastingSelect, template=re.escape(TONGUE)):
    """Choose the language of what all can read."""

    async def act(self, interaction: _Click) -> None:
        """Store it."""
        await require_manager(interaction)
        await interaction.response.defer()
        [chosen] = self.item.values
        language = None if chosen == AS_DISCORD or chosen not in LANGUAGES else chosen
        await _change(interaction, t("The language is set."), language=language)


class NoticeMenu(LastingChannelSelect, template=re.escape(NOTICES)):
    """Choose where moderators are told of changes."""

    async def act(self, interaction: _Click) -> None:
        """Store it, if the bot may write there (M50)."""
        await require_manager(interaction)
        await interaction.response.defer()
        if not self.item.values:
            await _change(interaction, t("I tell moderators nothing now."), notice_channel_id=None)
            return
        channel = _channel(interaction, self.item.values[0].id)
        require(channel, channel.guild.me, mention=channel.mention, with_votes=False)
        said = t("Notices go to {channel} from now on.", channel=channel.mention)
        await _change(interaction, said, notice_channel_id=channel.id)


class RoleMenu(LastingRoleSelect, template=re.escape(ROLES)):
    """Choose who may configure the bot, beside those who manage the server."""

    async def act(self, interaction: _Click) -> None:
        """Store them; all may configure only where a moderator makes all of them managers."""
        await require_manager(interaction)
        await interaction.response.defer()
        chosen = tuple(role.id for role in self.item.values)
        if server_id(interaction) in chosen:
            raise UserError("@everyone can’t be chosen: then anybody could remove your feeds.")
        await _change(interaction, t("The roles are set."), manager_roles=chosen)


class EmojiButton(LastingButton, template=re.escape(EMOJI)):
    """Ask for the vote emoji."""

    async def act(self, interaction: _Click) -> None:
        """Open the form with those that are set."""
        await require_manager(interaction)
        rules = await interaction.client.services.ruling.get(server_id(interaction))
        up, down = (str(discord.PartialEmoji.from_str(one)) for one in (rules.up, rules.down))
        await interaction.response.send_modal(EmojiForm(up, down))


class EmojiForm(LastingForm, template=r"nr:set:emojiform"):
    """The two vote emoji."""

    def __init__(self, up: str = "", down: str = "") -> None:
        super().__init__(title=t("Vote emoji"), custom_id="nr:set:emojiform")
        own = t("Any emoji, or one of this server’s own.")
        for name, label, emoji in (("up", t("A point up"), up), ("down", t("A point down"), down)):
            field: ui.TextInput[Any] = ui.TextInput(custom_id=name, default=emoji, max_length=100)
            self.add_item(ui.Label(text=label, description=own, component=field))

    @classmethod
    def from_custom_id(cls, _match: re.Match[str], /) -> Self:
        """Build it."""
        return cls()

    async def act(self, interaction: _Click) -> None:
        """Store them, for the posts to come."""
        await require_manager(interaction)
        await _defer_in_place(interaction)
        ruling, guild_id = interaction.client.services.ruling, server_id(interaction)
        up = await usable_emoji(interaction, self.typed("up"))
        down = await usable_emoji(interaction, self.typed("down"))
        rules = await ruling.planned(guild_id, **Changed(up=up, down=down))
        await ruling.set(guild_id, rules, by=interaction.user.id)
        await _redraw(interaction, t("Stories to come are voted on with these emoji."))


class DigestButton(LastingButton, template=re.escape(DIGEST)):
    """Ask when and where "The week's best" comes."""

    async def act(self, interaction: _Click) -> None:
        """Open the form."""
        await require_manager(interaction)
        plan = await interaction.client.services.digests.get(server_id(interaction))
        day, hour = (plan.weekday, plan.hour) if plan else (4, 18)
        await interaction.response.send_modal(DigestForm(day, hour))


class DigestForm(LastingForm, template=r"nr:set:digestform"):
    """Where, on which weekday and at which hour."""

    def __init__(self, weekday: int = 4, hour: int = 18) -> None:
        super().__init__(title=t("The week’s best"), custom_id="nr:set:digestform")
        place: ui.ChannelSelect[Any] = ui.ChannelSelect(
            custom_id="channel",
            channel_types=[discord.ChannelType.text, discord.ChannelType.news],
        )
        days: ui.Select[Any] = ui.Select(custom_id="weekday")
        for number, name in enumerate(WEEKDAYS):
            days.add_option(label=t(name), value=str(number), default=number == weekday)
        time: ui.TextInput[Any] = ui.TextInput(custom_id="hour", default=str(hour), max_length=5)
        self.add_item(ui.Label(text=t("Channel"), component=place))
        self.add_item(ui.Label(text=t("Day"), component=days))
        said = t("0 to 23, in the server’s time zone")
        self.add_item(ui.Label(text=t("Hour"), description=said, component=time))

    @classmethod
    def from_custom_id(cls, _match: re.Match[str], /) -> Self:
        """Build it."""
        return cls()

    async def act(self, interaction: _Click) -> None:
        """Set it, if the bot may post there (M50)."""
        await require_manager(interaction)
        await _defer_in_place(interaction)
        services, guild_id = interaction.client.services, server_id(interaction)
        channel = _channel(interaction, int(self.typed("channel")))
        require(channel, channel.guild.me, mention=channel.mention, with_votes=False)
        settings = await services.server_setting.get(guild_id)
        await services.digests.set(
            guild_id,
            channel.id,
            weekday=int(self.typed("weekday")),
            hour=_hour(self.typed("hour")),
            time_zone=settings.time_zone,
            by=interaction.user.id,
        )
        await _redraw(interaction, t("The week’s best comes once a week."))


class DigestOffButton(LastingButton, template=re.escape(DIGEST_OFF)):
    """Post no more digests."""

    async def act(self, interaction: _Click) -> None:
        """End it; what was posted stays."""
        await require_manager(interaction)
        await interaction.response.defer()
        digests = interaction.client.services.digests
        await digests.switch_off(server_id(interaction), by=interaction.user.id)
        await _redraw(interaction, t("The week’s best comes no more. What was posted stays."))


def _hour(typed: str) -> int:
    text = typed.strip().removesuffix(":00")
    if not text.isascii() or not text.isdecimal() or int(text) >= _HOURS:
        raise UserError(
            "“{typed}” is no hour. Please give a number from 0 to 23.", typed=typed[:20]
        )
    return int(text)


def _channel(interaction: _Click, channel_id: int) -> _Channel:
    guild = interaction.guild
    found = guild.get_channel_or_thread(channel_id) if guild else None
    if not isinstance(found, _Channel):
        raise UserError(
            "I can’t see <#{channel}>. Please give me **View Channel** there, then choose it again.",
            channel=str(channel_id),
        )
    return found


SETTINGS_ITEMS = (
    ZoneMenu,
    LanguageMenu,
    NoticeMenu,
    RoleMenu,
    EmojiButton,
    DigestButton,
    DigestOffButton,
)
"""All that can be clicked or chosen on the page."""

SETTINGS_FORMS = (ZoneForm, EmojiForm, DigestForm)
