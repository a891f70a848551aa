"""/digest: "The week's best", once a week."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.digest import DigestPlan
from bot.domain.weekly import WEEKDAYS, Week, zones_like
from bot.language import marked, t, told
from bot.moderator import MANAGERS_ONLY
from bot.services.digest_setting import DigestSetting
from bot.services.digests import Digest
from cogs._ui.audience import require_readable, scope_of
from cogs._ui.button import LastingButton, note
from cogs._ui.digest_card import build_digest, build_more, more_button, picture_file
from cogs._ui.digest_id import TEMPLATE, week_of
from cogs._ui.gallery import as_file
from cogs._ui.permissions import advice, require
from cogs._ui.reply import say, show
from cogs._ui.server import server_id

_MAX_CHOICES = 25


@app_commands.guild_only()
class DigestCog(
    commands.GroupCog,
    group_name="digest",
    group_description="The week’s best, once a week",
    group_extras=MANAGERS_ONLY,
):
    """Set the digest, look at it before it comes, end it."""

    def __init__(self, digests: DigestSetting) -> None:
        self._digests = digests

    @app_commands.command(description="Post the week’s best stories once a week")
    @app_commands.describe(
        channel="Where it goes",
        weekday="On which day",
        hour="At which hour, 0 to 23",
        time_zone="Of which time zone: type a city",
    )
    @app_commands.choices(
        weekday=[app_commands.Choice(name=name, value=n) for n, name in enumerate(WEEKDAYS)]
    )
    async def on(
        self,
        interaction: discord.Interaction,
        channel: discord.TextChannel | discord.Thread,
        weekday: app_commands.Choice[int],
        hour: app_commands.Range[int, 0, 23],
        time_zone: str,
    ) -> None:
        """Set it, and say when the first one comes."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        me = channel.guild.me
        require(channel, me, mention=channel.mention, with_votes=False)
        plan = await self._digests.set(
            server_id(interaction),
            channel.id,
            weekday=weekday.value,
            hour=hour,
            time_zone=time_zone,
            by=interaction.user.id,
        )
        lines = [
            f"{t(_COMES, **_when(plan))} {_first(plan)}",
            t("-# `/digest preview` shows what it would be now. A week without votes has none."),
            t("-# With **Attach Files** there I could add a picture of the stories.")
            if advice(channel, me)
            else "",
        ]
        await say(interaction, "\n".join(line for line in lines if line))

    @app_commands.command(description="Post no more digests")
    async def off(self, interaction: discord.Interaction) -> None:
        """End it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        plan = await self._digests.switch_off(server_id(interaction), by=interaction.user.id)
        await say(
            interaction,
            t(
                "**The week’s best** no longer comes to {channel}. What was posted stays.",
                channel=f"<#{plan.channel_id}>",
            ),
        )

    @app_commands.command(description="See what the digest would be now")
    async def preview(self, interaction: discord.Interaction) -> None:
        """Show it to the moderator alone, with its picture."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id = server_id(interaction)
        plan = await self._digests.get(guild_id)
        place = plan.channel_id if plan and plan.on else interaction.channel_id or 0
        _require_readable(interaction, place)
        state = await self._state(guild_id, plan)
        digest, picture = await self._digests.preview(guild_id, place)
        if not digest.stories:
            await show(interaction, note(f"{t(_EMPTY)}\n{state}"))
        else:
            await _show_digest(interaction, digest, picture, f"{t(_PREVIEW)}\n{state}")

    async def _state(self, guild_id: int, plan: DigestPlan | None) -> str:
        """Return what is set, and what is wrong with it."""
        problem = await self._digests.problem(guild_id)
        if plan is None or (not plan.on and not problem):
            return t("-# None is set: `/digest on` does that.")
        comes = t(_SET, **_when(plan), time=_at(plan.next_at, "F")) if plan.on else ""
        return "\n".join(line for line in (comes, problem and f"⚠️ {told(problem)}") if line)

    @on.autocomplete("time_zone")
    async def time_zones(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer time zones, with what their clocks show now."""
        return [
            app_commands.Choice(name=_zone_choice(name, interaction.created_at), value=name)
            for name in zones_like(typed)[:_MAX_CHOICES]
        ]


_COMES = marked("✅ **The week’s best** comes to {channel} every {weekday} at {hour}:00 ({zone}).")
_SET = marked("-# It comes to {channel} every {weekday} at {hour}:00 ({zone}), next {time}.")
_PREVIEW = marked("-# So the digest would look now, from the last seven days.")
_EMPTY = marked(
    "No story of the last seven days has points that all may see: there would be no digest."
)


def _require_readable(interaction: discord.Interaction, channel_id: int) -> None:
    """Raise UserError for a channel whose stories the moderator may not be shown here."""
    channel = interaction.guild and interaction.guild.get_channel_or_thread(channel_id)
    if channel:
        require_readable(scope_of(interaction, shared=False), channel, shared=False)


async def _show_digest(
    interaction: discord.Interaction, digest: Digest, picture: bytes | None, above: str
) -> None:
    view = build_digest(digest, picture=picture is not None, note=above)
    files = [as_file(picture_file(picture))] if picture else []
    await interaction.followup.send(view=view, files=files, ephemeral=True)


def _zone_choice(name: str, now: datetime) -> str:
    clock = f"{now.astimezone(ZoneInfo(name)):%H:%M}"
    return t("{zone} · {time} now", zone=name.replace("_", " "), time=clock)


def _when(plan: DigestPlan) -> dict[str, str]:
    """Return the values of a sentence that says when and where it comes."""
    return {
        "channel": f"<#{plan.channel_id}>",
        "weekday": t(WEEKDAYS[plan.weekday]),
        "hour": str(plan.hour),
        "zone": plan.time_zone.replace("_", " "),
    }


def _first(plan: DigestPlan) -> str:
    time, ago = _at(plan.next_at, "F"), _at(plan.next_at, "R")
    if plan.last_at:
        return t(
            "This week’s was posted already; the next one comes {time}, {ago}.", time=time, ago=ago
        )
    return t("The first one comes {time}, {ago}.", time=time, ago=ago)


def _at(moment: datetime, style: discord.utils.TimestampStyle) -> str:
    return discord.utils.format_dt(moment, style)


class MoreOfTheWeek(LastingButton, template=TEMPLATE):
    """See the best of a digest's week as it stands now."""

    def __init__(self, week: Week) -> None:
        super().__init__(more_button(week))
        self.week = week

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the week."""
        return cls(week_of(match))

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Show it to the person alone, of the channels that the person may see."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        scope = scope_of(interaction, shared=False)
        digests = interaction.client.services.digests
        stories = await digests.more(scope.guild_id, self.week, scope.channels)
        await show(interaction, build_more(self.week, stories))


async def setup(bot: NewsreelBot) -> None:
    """Add the commands, and the button of all digests, whenever they were posted (M54)."""
    bot.add_dynamic_items(MoreOfTheWeek)
    await bot.add_cog(DigestCog(bot.services.digests))
