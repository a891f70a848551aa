"""NewsreelBot: intents, cogs by name, one border for errors."""

from __future__ import annotations

import logging
from typing import Protocol

import aiohttp
import discord
from discord.ext import commands

from bot.command_sync import Memory, sync_commands
from bot.command_tree import NewsreelTree
from bot.language.command_words import CommandWords
from bot.services import Services
from bot.tries import tries_trace

COGS = (
    "cogs.feed",
    "cogs.feed_add",
    "cogs.feed_files",
    "cogs.feed_filter",
    "cogs.feed_starter",
    "cogs.status",
    "cogs.story",
    "cogs.story_desk",
    "cogs.collection",
    "cogs.collection_public",
    "cogs.reaction",
    "cogs.top",
    "cogs.search",
    "cogs.vote",
    "cogs.digest",
    "cogs.settings",
    "cogs.follow",
    "cogs.notice",
    "cogs.departure",
    "cogs.privacy",
    "cogs.error",
    "cogs.delivery",
)

_log = logging.getLogger(__name__)
_PATIENCE = 30.0  # seconds: a longer wait that Discord asks for is an error, so that others go on


class HasServices(Protocol):
    """What a cog's ``setup`` and a DynamicItem's callback may ask of the bot."""

    services: Services


class NewsreelBot(commands.AutoShardedBot):
    """The Discord side of Newsreel.

    ``memory`` holds what the commands last looked like; without it they are synced at each start.
    """

    def __init__(self, services: Services, *, memory: Memory | None = None) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_reactions = True
        intents.guild_messages = True  # for deleted messages alone; their texts are never seen
        super().__init__(
            command_prefix=commands.when_mentioned,
            tree_cls=NewsreelTree,
            help_command=None,
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=_PATIENCE,
            http_trace=tries_trace(),
        )
        self.services = services
        self._memory = memory

    async def setup_hook(self) -> None:
        """Load the languages and the cogs, then tell Discord of the commands where they changed."""
        await self.tree.set_translator(CommandWords())
        for name in COGS:
            await self.load_extension(name)
        await self._sync()

    async def on_message(self, _message: discord.Message, /) -> None:
        """Look at no message: commands are slash commands."""

    async def _sync(self) -> None:
        """Register the commands; stories go out also when Discord does not take them just now."""
        try:
            if self._memory is None:
                await self.tree.sync()
            else:
                await sync_commands(self.tree, self._memory)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            _log.warning("the commands were not registered; the next start tries again: %s", error)
