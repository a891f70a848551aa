"""The buttons below notices, and what Discord tells of that notices may have to do with."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Self

import discord
from discord import ui
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.domain.notice import Act
from bot.domain.text import cut, escape, plain
from bot.language import t, tn, using
from bot.moderator import require_manager
from bot.services.discovering import FoundFeed
from bot.services.notice_desk import Done, NoticeDesk
from bot.services.notices import Bundle
from cogs._ui.address import safe_url
from cogs._ui.button import LastingButton, Screen
from cogs._ui.language import PublicLanguage
from cogs._ui.notice_card import TEMPLATE, act_button, build_notice
from cogs._ui.notices import lacking_of
from cogs._ui.reply import show
from cogs._ui.server import server_id

_MAX_NAME = 80


class NoticeButton(LastingButton, template=TEMPLATE):
    """Something that can be done about a notice; its state is the id of the first of its message."""

    def __init__(self, custom_id: str, match: re.Match[str]) -> None:
        super().__init__(ui.Button(custom_id=custom_id))
        self.name, self.notice_id, self.salt = match["act"], int(match["id"]), match["salt"]

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which notice, and what to do."""
        return cls(match.string, match)

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Do it, and say so in the message."""
        await require_manager(interaction)
        await interaction.response.defer()
        desk = interaction.client.services.notice_desk
        message = await desk.message(self.notice_id, self.salt, guild_id=server_id(interaction))
        act = _act(self.name)
        if act is Act.FIND:
            found = await desk.find(message)
            await show(interaction, FoundAddress(interaction, desk, message, found))
            return
        done = await desk.act(message, act, by=interaction.user.id)
        if act is Act.UNDO:
            await interaction.edit_original_response(view=_said(t("Done: it is back.")))
            return
        await _rewrite(interaction, done.message, lambda: _report(act, done, interaction.user))
        if act is Act.REMOVE:
            await show(interaction, _with_undo(done))


class FoundAddress(Screen):
    """Another feed of the site, and the question whether to take it."""

    def __init__(
        self,
        interaction: discord.Interaction[Any],
        desk: NoticeDesk,
        message: Bundle,
        found: FoundFeed,
    ) -> None:
        super().__init__(interaction)
        self._desk = desk
        self._message = message
        self._found = found
        self.add_item(ui.TextDisplay(_offer(found)))
        self.add_item(ui.ActionRow(_Take(label=t("Use this one"))))

    async def take(self, interaction: discord.Interaction[Any]) -> None:
        """Let it take the place of the one that the notice tells of."""
        await require_manager(interaction)
        await interaction.response.defer()
        channels = await self._desk.take(self._message, self._found, by=interaction.user.id)
        await self.finish(
            interaction,
            tn(
                "✅ In {n} channel **{feed}** takes its place now, with all its settings. What is new "
                "from now on is posted.",
                "✅ In {n} channels **{feed}** takes its place now, with all its settings. What is new "
                "from now on is posted.",
                channels,
                feed=_name(self._found),
            ),
        )


class _Take(ui.Button[FoundAddress]):
    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, style=discord.ButtonStyle.success)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        assert self.view is not None  # noqa: S101 - it was clicked in its view
        await self.view.take(interaction)


class NoticeCog(commands.Cog):
    """Tell and post at once what waited for a permission, as soon as the bot may."""

    def __init__(self, desk: NoticeDesk) -> None:
        self._desk = desk

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Try again: what the bot may do in a channel may have changed."""
        await self._desk.may_tell_again(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Try again: what the bot may do may have changed."""
        if before.permissions != after.permissions:
            await self._desk.may_tell_again(after.guild.id)

    @commands.Cog.listener()
    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """Try again: the bot got other roles."""
        if after == after.guild.me and before.roles != after.roles:
            await self._desk.may_tell_again(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Try again: the bot is back where it was thrown out."""
        await self._desk.may_tell_again(guild.id)


def _act(name: str) -> Act:
    try:
        return Act(name)
    except ValueError:  # a later version's button
        raise UserError("I don’t know this button any more.") from None


async def _rewrite(
    interaction: discord.Interaction[NewsreelBot], message: Bundle, report: Callable[[], str]
) -> None:
    """Show the notice as it is now, in the words of its server."""
    client = interaction.client
    language = await PublicLanguage(client).of(message.guild_id, message.language)
    with using(language):
        view = build_notice(message.notices, lacking=lacking_of(client, message), done=report())
    await interaction.edit_original_response(
        view=view, allowed_mentions=discord.AllowedMentions.none()
    )


def _report(act: Act, done: Done, user: discord.abc.User) -> str:
    """Say who did what, for all who read the channel."""
    who, now = user.mention, discord.utils.format_dt(discord.utils.utcnow(), "R")
    match act:
        case Act.CHECK:
            return t(
                "{who} had it checked {ago}. As soon as it works again, it says so here.",
                who=who,
                ago=now,
            )
        case Act.REMOVE:
            return t("{who} removed it {ago}.", who=who, ago=now)
        case Act.PAUSE:
            return t("{who} paused it {ago}. `/feed resume` lets it go on.", who=who, ago=now)
        case Act.POST:
            return t("{who} let the newest be posted {ago}.", who=who, ago=now)
        case Act.SKIP:
            return tn(
                "{who} skipped {n} story {ago}.",
                "{who} skipped {n} stories {ago}.",
                done.count,
                who=who,
                ago=now,
            )
        case _:
            return t("{who} had it tried again {ago}.", who=who, ago=now)


def _with_undo(done: Done) -> ui.LayoutView:
    view = _said(t("Done: it is no longer posted. For a minute you can take that back."))
    return view.add_item(ui.ActionRow(act_button(Act.UNDO, done.message.first)))


def _said(text: str) -> ui.LayoutView:
    return ui.LayoutView(timeout=None).add_item(ui.TextDisplay(text))


def _name(found: FoundFeed) -> str:
    return escape(cut(plain(found.title), _MAX_NAME)) or escape(cut(plain(found.url), _MAX_NAME))


def _offer(found: FoundFeed) -> str:
    return t(
        "I found **{feed}**: <{address}>. Shall it take the place of the one that no longer works? "
        "Its settings stay.",
        feed=_name(found),
        address=safe_url(found.url) or "",
    )


async def setup(bot: NewsreelBot) -> None:
    """Add the buttons and the listeners."""
    bot.add_dynamic_items(NoticeButton)
    await bot.add_cog(NoticeCog(bot.services.notice_desk))
