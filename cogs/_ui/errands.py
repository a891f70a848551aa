"""Threads under posts, and posts published to other servers: the Errands port, through discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import discord

from bot.domain.error import Forbidden
from bot.domain.model import Post
from bot.language import marked, using
from cogs._ui.card_text import thread_name
from cogs._ui.language import PublicLanguage
from cogs._ui.pace import Pace
from cogs._ui.refusal import CALL_ERRORS, UNKNOWN_MESSAGE, translate_harmless

_PATIENCE = 60.0  # seconds for one call with all of discord.py's own tries
_ONE_DAY: Final = 1_440  # minutes without a word, after which a thread is archived
_HAS_THREAD = 160004
_ALREADY_PUBLISHED = 40033
_NOT_IN_SUCH_CHANNELS = 50024
_MISSING = marked("Create Public Threads is missing: no threads are started under the posts.")


class DiscordErrands:
    """Start threads and publish; channels and messages are addressed by id alone."""

    def __init__(
        self,
        client: discord.Client,
        *,
        pace: Pace | None = None,
        patience: float = _PATIENCE,
        language: PublicLanguage | None = None,
    ) -> None:
        self._client = client
        self._language = language or PublicLanguage(client)
        self._pace = pace or Pace()
        self._patience = patience

    async def start_talk(self, post: Post) -> None:
        """Start a thread under a post's message; one that has a thread is as wanted.

        There are none in threads, forums and voice channels. Raises Forbidden without the
        permission, or a DeliveryError.
        """
        place, guild = self._place(post), self._client.get_guild(post.guild_id)
        if place is not None and not isinstance(place, discord.TextChannel):
            return
        if place and guild and not place.permissions_for(guild.me).create_public_threads:
            raise Forbidden(_MISSING)
        with using(await self._language.of(post.guild_id, post.settings.language)):
            name = thread_name(post.article)
        await self._refusal(
            lambda: self._client.http.start_thread_with_message(
                post.channel_id,
                post.message_id or 0,
                name=name,
                auto_archive_duration=_ONE_DAY,
            ),
            done=_HAS_THREAD,
        )

    async def publish(self, post: Post) -> bool:
        """Publish a post's message to other servers; one that is published is as wanted.

        False in a channel that is none for announcements. Raises a DeliveryError.
        """
        place = self._place(post)
        if place is not None and not (isinstance(place, discord.TextChannel) and place.is_news()):
            return False
        refusal = await self._refusal(
            lambda: self._client.http.publish_message(post.channel_id, post.message_id or 0),
            done=_ALREADY_PUBLISHED,
        )
        return refusal in (None, _ALREADY_PUBLISHED)

    async def _refusal(self, call: Callable[[], Awaitable[object]], *, done: int) -> int | None:
        """Call Discord at our pace; return the code of a refusal that says that nothing is to do.

        So it is where all is ``done``, the message is gone, or its channel has no such thing.
        """
        await self._pace.turn()
        try:
            async with asyncio.timeout(self._patience):
                await call()
        except CALL_ERRORS as error:
            code = error.code if isinstance(error, discord.HTTPException) else None
            if code not in (done, UNKNOWN_MESSAGE, _NOT_IN_SUCH_CHANNELS):
                raise translate_harmless(error) from error
            return code
        return None

    def _place(self, post: Post) -> Any:  # noqa: ANN401 - channel or thread
        guild = self._client.get_guild(post.guild_id)
        return guild.get_channel_or_thread(post.channel_id) if guild else None
