"""Notices go to moderators: the Notices port, through discord.py."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import timedelta

import discord
from discord import ui

from bot.domain.error import Forbidden, Malformed, Unreachable
from bot.domain.notice import OF_PERMISSIONS
from bot.language import using
from bot.services.notices import Bundle
from bot.tries import watch_tries
from cogs._ui.language import PublicLanguage
from cogs._ui.notice_card import Lacking, build_notice, shows_marker
from cogs._ui.pace import Pace
from cogs._ui.permissions import Need, closed_by, missing
from cogs._ui.refusal import CALL_ERRORS, UNKNOWN_MESSAGE, translate, translate_harmless

_log = logging.getLogger(__name__)

_PATIENCE = 60.0  # seconds for one call with all of discord.py's own tries
_CLOCK_SKEW = timedelta(minutes=5)
_LAST_TRY = timedelta(minutes=30)  # a message comes no later than this after its try began


class DiscordNotices:
    """Send notices, find them again, and bring them up to date."""

    def __init__(
        self,
        client: discord.Client,
        *,
        pace: Pace | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        self._client = client
        self._pace = pace or Pace()
        self._patience = patience
        self._language = PublicLanguage(client)

    async def send_notice(self, bundle: Bundle) -> int:
        """Send a message with its nonce and return its id.

        discord.py adds ``enforce_nonce``, as for a card. Raises a DeliveryError.
        """
        view = await self._drawn(bundle)
        await self._pace.turn()
        with watch_tries() as tries:
            try:
                async with asyncio.timeout(self._patience):
                    message = await self._channel(bundle).send(
                        view=view,
                        nonce=bundle.first.nonce,
                        allowed_mentions=discord.AllowedMentions.none(),
                    )
            except CALL_ERRORS as error:
                raise translate(error, maybe_accepted=tries.maybe_accepted) from error
        return message.id

    async def find_notice(self, bundle: Bundle) -> int | None:
        """Look in the channel's history for the message, by the number of its container.

        Reads from a little before its doubtful try began until that must have ended. Raises
        Forbidden, ChannelGone, or Unreachable.
        """
        try:
            return await self._find(bundle)
        except CALL_ERRORS as error:
            raise translate_harmless(error) from error

    async def _find(self, bundle: Bundle) -> int | None:
        await self._require_history(bundle)
        began = bundle.sending_at or discord.utils.utcnow()
        await self._pace.turn()
        history = self._channel(bundle).history(
            limit=None, after=began - _CLOCK_SKEW, oldest_first=True
        )
        async for message in history:
            if message.created_at > began + _LAST_TRY:
                return None
            if self._is_ours(message) and shows_marker(message, bundle.first.marker):
                return message.id
        return None

    async def edit_notice(self, bundle: Bundle, message_id: int) -> None:
        """Bring a message up to date; one that was deleted is fine. Raises a DeliveryError."""
        view = await self._drawn(bundle)
        await self._pace.turn()
        try:
            async with asyncio.timeout(self._patience):
                message = self._channel(bundle).get_partial_message(message_id)
                await message.edit(view=view, allowed_mentions=discord.AllowedMentions.none())
        except CALL_ERRORS as error:
            if not (isinstance(error, discord.NotFound) and error.code == UNKNOWN_MESSAGE):
                raise translate_harmless(error) from error

    async def lacking(
        self, guild_id: int, channel_ids: Collection[int]
    ) -> Mapping[int, bool] | None:
        """Return the channels in which the bot lacks a permission, and whether it can't post there.

        Nothing is asked of Discord: the gateway keeps up to date what the bot may do.
        """
        guild = self._client.get_guild(guild_id)
        if guild is None or guild.unavailable or not self._client.is_ready():
            return None
        places = {one: guild.get_channel_or_thread(one) for one in channel_ids}
        return {
            id_: bool(closed_by(place, guild.me))
            for id_, place in places.items()
            if place and missing(place, guild.me)
        }

    async def _drawn(self, bundle: Bundle) -> ui.LayoutView:
        """Return the message in the server's language; one that can't be drawn is malformed."""
        language = await self._language.of(bundle.guild_id, bundle.language)
        try:
            with using(language):
                return build_notice(bundle.notices, lacking=lacking_of(self._client, bundle))
        except Exception as error:
            _log.exception("A notice could not be drawn: server %s.", bundle.guild_id)
            raise Malformed("The notice could not be drawn; the log says why.") from error

    async def _require_history(self, bundle: Bundle) -> None:
        """Raise a DeliveryError unless an empty history means that there is none."""
        guild = self._client.get_guild(bundle.guild_id)
        if guild.unavailable if guild else not self._client.is_ready():
            raise Unreachable("Discord has not told us of this server yet")
        if guild is None:  # we are no longer in it, and Discord says so itself
            return
        # An archived thread is in no cache.
        channel = guild.get_channel_or_thread(bundle.channel_id)
        place = channel or await self._client.fetch_channel(bundle.channel_id)
        if isinstance(place, discord.abc.GuildChannel | discord.Thread) and not (
            place.permissions_for(guild.me).read_message_history
        ):
            raise Forbidden("Read Message History is missing: can't tell what was posted")

    def _channel(self, bundle: Bundle) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(bundle.channel_id, guild_id=bundle.guild_id)

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id


def lacking_of(client: discord.Client, bundle: Bundle) -> Lacking:
    """Return what the bot lacks now in the channels that are closed to it."""
    guild = client.get_guild(bundle.guild_id)
    if guild is None or guild.unavailable:
        return {}
    lacking: dict[int, list[Need]] = {}
    for one in bundle.notices:
        place = guild.get_channel_or_thread(one.subject)
        if one.kind in OF_PERMISSIONS and place:
            lacking[one.subject] = missing(place, guild.me)
    return lacking
