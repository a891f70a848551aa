"""Reactions under cards, as Discord's gateway tells of them: raw, without a cache."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.vote import Kind
from bot.services.reconciling import Reconciling
from bot.services.voting import Voting
from cogs._ui.reactions import emoji_name


class ReactionCog(commands.Cog):
    """Take note of each change, and of the gaps in which there may have been changes.

    Nothing here waits: notes are taken in the order in which Discord tells of the changes (V61).
    """

    def __init__(self, bot: NewsreelBot, voting: Voting, reconciling: Reconciling) -> None:
        self._bot = bot
        self._voting = voting
        self._reconciling = reconciling

    @commands.Cog.listener()
    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        """Note a reaction, unless it is surely under somebody else's message."""
        own_id = self._bot.user.id if self._bot.user else 0
        if event.guild_id is None or event.message_author_id not in (own_id, None):
            return
        member = event.member
        self._voting.note(
            Kind.ADDED,
            event.message_id,
            user_id=event.user_id,
            emoji=emoji_name(event.emoji),
            bot=member is not None and member.bot,
            own=event.user_id == own_id,
            joined_at=member.joined_at if member else None,
        )

    @commands.Cog.listener()
    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        """Note that a reaction is gone."""
        if event.guild_id is None:
            return
        self._voting.note(
            Kind.REMOVED,
            event.message_id,
            user_id=event.user_id,
            emoji=emoji_name(event.emoji),
            own=self._bot.user is not None and event.user_id == self._bot.user.id,
        )

    @commands.Cog.listener()
    async def on_raw_reaction_clear(self, event: discord.RawReactionClearEvent) -> None:
        """Note that all reactions of a message are gone (V57)."""
        self._voting.note(Kind.CLEARED, event.message_id)

    @commands.Cog.listener()
    async def on_raw_reaction_clear_emoji(self, event: discord.RawReactionClearEmojiEvent) -> None:
        """Note that all reactions with one emoji are gone (V57)."""
        self._voting.note(Kind.CLEARED, event.message_id, emoji=emoji_name(event.emoji))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        """Note that a message is gone (M53)."""
        self._voting.note_deleted([event.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Note that messages are gone (M53)."""
        self._voting.note_deleted(event.message_ids)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Note that a channel is gone (M51)."""
        self._voting.note_channel_deleted(channel.id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """Note that a thread is gone (M51)."""
        self._voting.note_channel_deleted(event.thread_id)

    @commands.Cog.listener()
    async def on_shard_ready(self, shard_id: int) -> None:
        """Compare with Discord: a connection that is not resumed begins after a gap (V56)."""
        await self._reconciling.after_gap(shard=shard_id, shards=self._bot.shard_count or 1)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Compare with Discord: what happened while a server was away was not told (M51)."""
        if self._bot.is_ready():  # before that it is a part of the start
            await self._reconciling.after_gap_of(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Compare with Discord: the bot is back where it was thrown out."""
        await self._reconciling.after_gap_of(guild.id)

    @commands.Cog.listener()
    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """Compare with Discord: what happens in a channel that the bot can't see is not told."""
        me = after.guild.me
        if not before.permissions_for(me).view_channel and after.permissions_for(me).view_channel:
            await self._reconciling.after_gap_of(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """Compare with Discord: a role may let the bot see channels again."""
        gains = after.permissions.value & ~before.permissions.value
        if after in after.guild.me.roles and discord.Permissions(gains).view_channel:
            await self._reconciling.after_gap_of(after.guild.id)


async def setup(bot: NewsreelBot) -> None:
    """Listen to votes."""
    services = bot.services
    await bot.add_cog(ReactionCog(bot, services.voting, services.reconciling))
