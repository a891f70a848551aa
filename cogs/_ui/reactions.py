"""Reactions under messages: the Reactions port, through discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import discord

from bot.domain.error import EmojiGone, Forbidden, Unreachable
from bot.services.reactions import (
    MOST_REACTORS,
    EmojiCount,
    HistoryPage,
    Person,
    UnderMessage,
)
from cogs._ui.pace import Pace
from cogs._ui.refusal import CALL_ERRORS, UNKNOWN_EMOJI, UNKNOWN_MESSAGE, translate_harmless

_PATIENCE = 60.0  # seconds for one call with all of discord.py's own tries
_PAGE = 100
_UNKNOWN_USER, _UNKNOWN_MEMBER = 10013, 10007


def emoji_name(emoji: discord.PartialEmoji | discord.Emoji | str) -> str:
    """Return an emoji as Change has it: the characters, or the id of a custom one."""
    if isinstance(emoji, str):
        return emoji
    return str(emoji.id) if emoji.id else (emoji.name or "")


class DiscordReactions:
    """Read, put and take away reactions; channels and messages are addressed by id alone."""

    def __init__(
        self, client: discord.Client, *, pace: Pace | None = None, patience: float = _PATIENCE
    ) -> None:
        self._client = client
        self._pace = pace or Pace()
        self._patience = patience

    async def put(self, channel_id: int, message_id: int, emoji: Sequence[str]) -> None:
        """Put the bot's own reactions on a message; a repeat does no harm.

        A message that was deleted meanwhile needs none. Raises EmojiGone, or a DeliveryError.
        """
        message = self._message(channel_id, message_id)
        for one in emoji:
            try:
                async with self._calling(UNKNOWN_MESSAGE):
                    await message.add_reaction(one.removeprefix("a:"))
            except _UnknownEmojiError as error:
                raise EmojiGone(str(error), emoji=one) from error

    async def take_away(
        self, guild_id: int, channel_id: int, message_id: int, *, emoji: str, user_id: int
    ) -> None:
        """Take somebody's reaction away; one that is gone is none.

        Raises Forbidden without Manage Messages, or a DeliveryError.
        """
        place = self._place(guild_id, channel_id)
        guild = self._client.get_guild(guild_id)
        if place and guild and not place.permissions_for(guild.me).manage_messages:
            raise Forbidden("Manage Messages is missing")
        message, person = self._message(channel_id, message_id), discord.Object(user_id)
        async with self._calling(UNKNOWN_MESSAGE, UNKNOWN_EMOJI, _UNKNOWN_USER):
            await message.remove_reaction(emoji, person)

    async def history(self, guild_id: int, channel_id: int, *, newest: int) -> HistoryPage:
        """Return what is under the bot's messages among the last hundred up to ``newest``.

        Raises Forbidden where the history may not be read, or a DeliveryError.
        """
        self._require_history(guild_id, channel_id)
        channel = self._client.get_partial_messageable(channel_id, guild_id=guild_id)
        async with self._calling():
            history = channel.history(limit=_PAGE, before=discord.Object(newest + 1))
            messages = [message async for message in history]
        me = self._client.user
        ours = tuple(_under(one) for one in messages if me and one.author.id == me.id)
        complete = len(messages) < _PAGE
        return HistoryPage(ours, 0 if complete else messages[-1].id)

    async def under(self, channel_id: int, message_id: int) -> UnderMessage | None:
        """Return what is under a message; None where it was deleted. Raises a DeliveryError."""
        channel = self._client.get_partial_messageable(channel_id)
        async with self._calling(UNKNOWN_MESSAGE):
            return _under(await channel.fetch_message(message_id))
        return None

    async def reactors(
        self, channel_id: int, message_id: int, emoji: EmojiCount, *, burst: bool, after: int
    ) -> Sequence[Person] | None:
        """Return up to MOST_REACTORS people with an id larger than ``after``, by id.

        None where the message is gone, nobody where the emoji is. Raises a DeliveryError.
        """
        people: list[Any] | None = None
        try:
            async with self._calling(UNKNOWN_MESSAGE):
                people = await self._client.http.get_reaction_users(
                    channel_id,
                    message_id,
                    emoji.route,
                    MOST_REACTORS,
                    after,
                    type=1 if burst else 0,
                )
        except _UnknownEmojiError:
            return ()
        if people is None:
            return None
        me = self._client.user.id if self._client.user else 0
        return [
            Person(int(one["id"]), bool(one.get("bot")), int(one["id"]) == me) for one in people
        ]

    async def joined_at(self, guild_id: int, user_id: int) -> datetime | None:
        """Return when a person joined a server; None for one who has left."""
        found: Any = {}
        async with self._calling(_UNKNOWN_MEMBER, _UNKNOWN_USER):
            found = await self._client.http.get_member(guild_id, user_id)
        joined: str | None = found.get("joined_at")
        return discord.utils.parse_time(joined)

    @asynccontextmanager
    async def _calling(self, *harmless: int) -> AsyncIterator[None]:
        """Call Discord at our pace; a refusal with a harmless code ends the block in silence."""
        await self._pace.turn()
        try:
            async with asyncio.timeout(self._patience):
                yield
        except CALL_ERRORS as error:
            code = error.code if isinstance(error, discord.HTTPException) else None
            if code in harmless:
                return
            if code == UNKNOWN_EMOJI:
                raise _UnknownEmojiError(str(error)) from error
            raise translate_harmless(error) from error

    def _require_history(self, guild_id: int, channel_id: int) -> None:
        """Raise a DeliveryError unless an empty history means that there is none."""
        guild = self._client.get_guild(guild_id)
        if guild.unavailable if guild else not self._client.is_ready():
            raise Unreachable("Discord has not told us of this server yet")
        place = self._place(guild_id, channel_id)
        if place and guild and not place.permissions_for(guild.me).read_message_history:
            raise Forbidden("Read Message History is missing: votes can't be compared")

    def _place(self, guild_id: int, channel_id: int) -> Any:  # noqa: ANN401 - channel or thread
        guild = self._client.get_guild(guild_id)
        return guild.get_channel_or_thread(channel_id) if guild else None

    def _message(self, channel_id: int, message_id: int) -> discord.PartialMessage:
        return self._client.get_partial_messageable(channel_id).get_partial_message(message_id)


class _UnknownEmojiError(EmojiGone):
    """Discord does not know an emoji; which one, the caller says."""

    def __init__(self, message: str) -> None:
        super().__init__(message, emoji="")


def _under(message: discord.Message) -> UnderMessage:
    return UnderMessage(
        message_id=message.id,
        emoji=tuple(
            EmojiCount(
                emoji=emoji_name(one.emoji),
                route=_route(one.emoji),
                number=one.count,
                burst=one.burst_count,
                own=one.me,
            )
            for one in message.reactions
        ),
    )


def _route(emoji: discord.PartialEmoji | discord.Emoji | str) -> str:
    """Return an emoji as Discord wants to be asked for it; of a deleted one the name is gone."""
    if isinstance(emoji, str):
        return emoji
    return f"{emoji.name or '_'}:{emoji.id}" if emoji.id else (emoji.name or "")
