"""Weekly digests go into channels: the Digests port, through discord.py."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import discord

from bot.domain.error import ChannelGone, Forbidden, Malformed, Unreachable
from bot.language import using
from bot.services.digests import Digest, Place
from bot.tries import watch_tries
from cogs._ui.audience import is_adult, may_read
from cogs._ui.digest_card import build_digest, picture_file
from cogs._ui.digest_id import shows_week
from cogs._ui.gallery import as_file
from cogs._ui.language import PublicLanguage
from cogs._ui.pace import Pace
from cogs._ui.permissions import closed_by
from cogs._ui.refusal import CALL_ERRORS, translate, translate_harmless

_log = logging.getLogger(__name__)

_PATIENCE = 60.0  # seconds for one call with all of discord.py's own tries
_CLOCK_SKEW = timedelta(minutes=5)
_LAST_TRY = timedelta(minutes=30)  # a message comes no later than this after its try began


class DiscordDigests:
    """Send digests, find them again, and tell what people of a server may see."""

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

    async def place(self, guild_id: int, channel_id: int, among: Collection[int]) -> Place:
        """Return which channels all members may see too, and whether files may be sent.

        Of a channel for adults alone only another such one shows stories. Raises Forbidden,
        ChannelGone, or Unreachable.
        """
        guild = await self._guild(guild_id)
        channel = await self._channel(guild, channel_id)
        if lacking := closed_by(channel, guild.me):
            raise Forbidden(f"{lacking} is missing there")
        everybody, adult = guild.default_role, is_adult(channel)
        open_to_all = {
            one
            for one in among
            if (there := guild.get_channel_or_thread(one))
            and may_read(there, everybody, adult=adult)
        }
        attach = channel.permissions_for(guild.me).attach_files
        return Place(frozenset(open_to_all | {channel_id}), attach)

    async def send_digest(self, digest: Digest, picture: bytes | None) -> int:
        """Send a digest with its nonce and return the message's id.

        discord.py adds ``enforce_nonce``, as for a card. Raises a DeliveryError.
        """
        with using(await self._language.of(digest.guild_id)):
            view = _drawn(digest, picture=picture is not None)
        files = [as_file(picture_file(picture))] if picture else []
        await self._pace.turn()
        with watch_tries() as tries:
            try:
                async with asyncio.timeout(self._patience):
                    message = await self._partial(digest).send(
                        view=view,
                        files=files,
                        nonce=digest.nonce,
                        allowed_mentions=discord.AllowedMentions.none(),
                    )
            except CALL_ERRORS as error:
                raise translate(error, maybe_accepted=tries.maybe_accepted) from error
        return message.id

    async def find_digest(self, digest: Digest) -> int | None:
        """Look in the channel's history for a digest, by the week in its button.

        Reads from a little before its doubtful try began until that must have ended. Raises
        Forbidden, ChannelGone, or Unreachable.
        """
        try:
            return await self._find(digest)
        except CALL_ERRORS as error:
            raise translate_harmless(error) from error

    async def _find(self, digest: Digest) -> int | None:
        guild = await self._guild(digest.guild_id)
        channel = await self._channel(guild, digest.channel_id)
        # Without it Discord answers with an empty history, not with an error.
        if not channel.permissions_for(guild.me).read_message_history:
            raise Forbidden("Read Message History is missing: can't tell what was posted")
        began = digest.sending_at or discord.utils.utcnow()
        await self._pace.turn()
        history = self._partial(digest).history(
            limit=None, after=began - _CLOCK_SKEW, oldest_first=True
        )
        async for message in history:
            if message.created_at > began + _LAST_TRY:
                return None
            if self._is_ours(message) and shows_week(message.components, digest.week):
                return message.id
        return None

    async def _guild(self, guild_id: int) -> discord.Guild:
        """Return a server, once Discord has told us of all of them."""
        try:
            async with asyncio.timeout(self._patience):
                await self._client.wait_until_ready()
        except TimeoutError:
            raise Unreachable("Discord has not told us of this server yet") from None
        guild = self._client.get_guild(guild_id)
        if guild and guild.unavailable:
            raise Unreachable("Discord says that this server is unavailable")
        if guild is None:
            raise ChannelGone("Newsreel is no longer in this server")
        return guild

    async def _channel(self, guild: discord.Guild, channel_id: int) -> Any:  # noqa: ANN401 - channel or thread
        if found := guild.get_channel_or_thread(channel_id):
            return found
        try:  # an archived thread is in no cache
            await self._pace.turn()
            async with asyncio.timeout(self._patience):
                return await self._client.fetch_channel(channel_id)
        except CALL_ERRORS as error:
            raise translate_harmless(error) from error

    def _partial(self, digest: Digest) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(digest.channel_id, guild_id=digest.guild_id)

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id


def _drawn(digest: Digest, *, picture: bool) -> discord.ui.LayoutView:
    """Return the message; one that can't be drawn is malformed."""
    try:
        return build_digest(digest, picture=picture)
    except Exception as error:
        _log.exception("A digest could not be drawn: server %s.", digest.guild_id)
        raise Malformed("The digest could not be drawn; the log says why.") from error
