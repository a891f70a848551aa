"""The demo's Discord: a server, its channels, a fan, a moderator, and the pages that show them."""

from __future__ import annotations

import asyncio
import errno
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import discord
import simcord
from simcord.backend.errors import SetupError

from bot.client import NewsreelBot
from bot.demo.preview import ChannelPage, Pictures, use_real_time
from bot.domain.error import UserError

SERVER = "Newsreel Demo"
TOPICS = {
    "film-news": "Stories from five invented outlets, as they come in",
    "trailers": "Two minutes at a time",
}
MODS = "mods"
_MODS_TOPIC = "What Newsreel tells those who look after it"
_PATIENCE = 30.0  # seconds that a command may take: it may fetch a feed from far away


class Bugs(list[BaseException]):
    """The errors that a page tells of: all but the sentences for people, which it shows anyway."""

    def append(self, error: BaseException) -> None:
        """Keep an error unless it is a UserError; simcord sees a button's before the bot does."""
        if not isinstance(error, UserError):
            super().append(error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What the demo plays on; ``channels`` and ``pages`` by the channel's name."""

    env: simcord.Env
    guild: simcord.GuildHandle
    moderator: simcord.MemberActor
    fan: simcord.MemberActor
    channels: dict[str, simcord.ChannelHandle]
    pages: dict[str, ChannelPage]
    pictures: Pictures

    def stories(self, channel: str) -> list[discord.Message]:
        """Return the bot's messages in a channel, oldest first."""
        bot = self.env.backend.bot_user.id
        return [item for item in self.channels[channel].history() if item.author.id == bot]

    def letters(self) -> list[tuple[str, discord.Message]]:
        """Return the bot's direct messages, each with the name of whom it went to."""
        there = self.env.backend.dm_channels
        return [
            (person.user.name, letter)
            for person in (self.moderator, self.fan)
            if person.user.id in there
            for letter in person.user.dm_channel.history()
        ]

    async def until_closed(self) -> None:
        """Wait until a person ends the session on one of the pages."""
        waits = [asyncio.ensure_future(page.wait_closed()) for page in self.pages.values()]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()


@asynccontextmanager
async def set_stage(bot: NewsreelBot, *, port: int | None = None) -> AsyncIterator[Stage]:
    """Log the bot in to a Discord of its own, and serve its pages, for the time of the block.

    ``port`` is that of the first page; any free one if not given. Raises UserError if it is taken.
    """
    async with AsyncExitStack() as stack:
        env = await stack.enter_async_context(
            simcord.run(bot, shard_count=1, check_errors=False, settle_timeout=_PATIENCE)
        )
        use_real_time(env)
        env._errors = Bugs()  # noqa: SLF001 - simcord has no other place to say it
        env.backend.edit_bot_profile("Newsreel")
        env.backend.bot_user.avatar = "face-newsreel"
        guild = env.create_guild(SERVER)
        manage = discord.Permissions(manage_guild=True)
        role = guild.create_role("Moderator", permissions=manage, color=0xE0A458)
        moderator = guild.add_member(
            env.create_user("mina", global_name="Mina", avatar="face-mina"), roles=[role]
        )
        fan = guild.add_member(env.create_user("theo", global_name="Theo", avatar="face-theo"))
        pictures, turn, secret = Pictures(), asyncio.Lock(), secrets.token_urlsafe(16)
        channels = {
            name: guild.create_text_channel(name, topic=topic)
            for name, topic in (*TOPICS.items(), (MODS, _MODS_TOPIC))
        }
        pages = {
            name: ChannelPage(
                env, channel, (moderator, fan), pictures=pictures, turn=turn, secret=secret,
                port=port if port and name == next(iter(channels)) else 0,
            )
            for name, channel in channels.items()
        }  # fmt: skip
        for page in pages.values():
            page.others.extend(pages.values())
            await _open(stack, page, port)
        yield Stage(
            env=env, guild=guild, moderator=moderator, fan=fan,
            channels=channels, pages=pages, pictures=pictures,
        )  # fmt: skip


async def _open(stack: AsyncExitStack, page: ChannelPage, port: int | None) -> None:
    try:
        await stack.enter_async_context(page)
    except SetupError as error:
        if port is None or not isinstance(error.__cause__, OSError):
            raise
        taken = error.__cause__.errno == errno.EADDRINUSE
        why = "another program uses it" if taken else str(error.__cause__.strerror)
        raise UserError(
            f"Port {port} can't be used: {why}. Choose another one with --port (make demo "
            "PORT=…), or leave it out and a free one is taken."
        ) from error
