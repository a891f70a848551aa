"""/status: how things stand in this server."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any, Self

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.domain.text import cut
from bot.language import marked, t, tn, told
from bot.moderator import MANAGERS_ONLY, require_manager
from bot.services.notice_desk import NoticeDesk
from bot.services.reconciling import Reconciling
from bot.services.standing import ServerStatus
from bot.services.subscribing import Subscribing
from cogs._ui.button import LastingButton, note
from cogs._ui.reply import show
from cogs._ui.server import server_id
from cogs._ui.words import lasting, when

_CALM, _TROUBLED = 0x4C8C4A, 0xE5A823
_MAX_PROBLEMS = 8
_MAX_PROBLEM = 300
_LEAST_LATENCY = 0.001  # seconds; less is no network


class StatusCog(commands.Cog):
    """Say how things stand."""

    def __init__(
        self, subscribing: Subscribing, reconciling: Reconciling, notice_desk: NoticeDesk
    ) -> None:
        self._subscribing = subscribing
        self._reconciling = reconciling
        self._notice_desk = notice_desk

    @app_commands.command(
        description="See how Newsreel is doing in this server", extras=MANAGERS_ONLY
    )
    @app_commands.guild_only()
    async def status(self, interaction: discord.Interaction) -> None:
        """Show counts, problems, and what waits for a decision."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild_id = server_id(interaction)
        status = await self._subscribing.status(guild_id)
        if problem := await self._notice_desk.problem(guild_id):
            status = replace(status, problems=(_untold(problem), *status.problems))
        progress = await self._reconciling.progress(guild_id)
        latency = interaction.client.latency
        view = status_view(status, latency=latency, unsure=progress.left, recent=progress.recent)
        await show(interaction, view)


def _untold(problem: str) -> UserError:
    return UserError(
        "I can’t tell you of trouble in the channel for notices ({problem}). `/settings` lets you "
        "choose another one.",
        problem=problem,
    )


def status_view(status: ServerStatus, *, latency: float, unsure: int, recent: int) -> ui.LayoutView:
    """Build the answer; ``latency`` is Discord's, in seconds, not a number when unknown.

    The votes on ``unsure`` of the ``recent`` stories are still to be compared with Discord's.
    """
    calm = not status.problems and not status.held
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_CALM if calm else _TROUBLED)
    box.add_item(ui.TextDisplay(_counts(status)))
    if status.problems:
        box.add_item(ui.Separator()).add_item(ui.TextDisplay(_problems(status.problems)))
    if status.held:
        box.add_item(ui.Separator()).add_item(ui.TextDisplay(_held(status.held)))
        box.add_item(ui.ActionRow(PostNewest(), SkipHeld()))
    box.add_item(ui.TextDisplay(f"{_comparing(unsure, recent)}{_machine(status, latency)}"))
    return ui.LayoutView(timeout=None).add_item(box)


def _counts(status: ServerStatus) -> str:
    if not status.feeds:
        title, advice = (
            t("No feeds yet"),
            t("Add the first with `/feed add`: a site’s address is enough."),
        )
        return f"### {title}\n{advice}"
    lines = [
        f"### {_places(status)}",
        _posted(status),
        tn("{n} story waits to be posted", "{n} stories wait to be posted", status.waiting)
        if status.waiting
        else "",
        when(status.next_check_at, marked("Next check {when}")),
    ]
    return "\n".join(line for line in lines if line)


def _places(status: ServerStatus) -> str:
    channels = tn("{n} channel", "{n} channels", status.channels)
    return tn("{n} feed in {channels}", "{n} feeds in {channels}", status.feeds, channels=channels)


def _posted(status: ServerStatus) -> str:
    if not status.posted:
        return t("No story posted")
    posted = tn("{n} story posted", "{n} stories posted", status.posted)
    last = when(status.last_posted_at, marked("the last {when}"))
    return f"{posted} · {last}" if last else posted


def _problems(problems: tuple[UserError, ...]) -> str:
    lines = [f"⚠️ {cut(told(problem), _MAX_PROBLEM)}" for problem in problems[:_MAX_PROBLEMS]]
    if len(problems) > _MAX_PROBLEMS:
        left = len(problems) - _MAX_PROBLEMS
        lines.append(tn("… and {n} more", "… and {n} more", left))
    return "\n".join(lines)


def _held(held: int) -> str:
    return tn(
        "**{n} story held back.** A feed changed all at once, as it does when a site moves, and I did "
        "not want to flood the channel. What shall I do?",
        "**{n} stories held back.** A feed changed all at once, as it does when a site moves, and I "
        "did not want to flood the channel. What shall I do?",
        held,
    )


def _comparing(unsure: int, recent: int) -> str:
    """Return how far votes are compared after a gap, as long as they are (V56)."""
    if not unsure:
        return ""
    line = tn(
        "Comparing votes with Discord’s: {done:,} of {n} story done",
        "Comparing votes with Discord’s: {done:,} of {n} stories done",
        recent,
        done=recent - unsure,
    )
    return f"-# {line}\n"


def _machine(status: ServerStatus, latency: float) -> str:
    measured = not math.isnan(latency) and latency >= _LEAST_LATENCY
    line = t("Running for {span}", span=lasting(status.uptime))
    if measured:
        delay = t("Discord answers in {milliseconds} ms", milliseconds=f"{latency * 1_000:.0f}")
        line = f"{line} · {delay}"
    return f"-# {line}"


class HeldButton(LastingButton, template=r"nr:held"):
    """A decision on stories that the flood guard held back (D5)."""

    choice: str
    label: str
    newest: int

    def __init__(self) -> None:
        style = discord.ButtonStyle.primary if self.newest else discord.ButtonStyle.secondary
        super().__init__(
            ui.Button(label=t(self.label), style=style, custom_id=f"nr:held:{self.choice}")
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Build the button; the server is that of the click."""
        return cls()

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Decide, and say what follows."""
        await require_manager(interaction)
        await interaction.response.defer()
        subscribing = interaction.client.services.subscribing
        coming = await subscribing.release_held(
            server_id(interaction), newest=self.newest, by=interaction.user.id
        )
        await interaction.edit_original_response(view=note(self.outcome(coming)))

    def outcome(self, coming: int) -> str:
        """Say what follows."""
        if not coming:
            return t("Done: the held stories are skipped, and I go on with what is new.")
        return tn(
            "Done: {n} story on the way, the others are skipped.",
            "Done: {n} stories on the way, the others are skipped.",
            coming,
        )


class PostNewest(HeldButton, template=r"nr:held:newest"):
    """Post the newest of each channel."""

    choice, label, newest = "newest", marked("Post the newest"), 1


class SkipHeld(HeldButton, template=r"nr:held:skip"):
    """Post none."""

    choice, label, newest = "skip", marked("Skip them all"), 0


async def setup(bot: NewsreelBot) -> None:
    """Add the command and its buttons."""
    bot.add_dynamic_items(PostNewest, SkipHeld)
    services = bot.services
    await bot.add_cog(StatusCog(services.subscribing, services.reconciling, services.notice_desk))
