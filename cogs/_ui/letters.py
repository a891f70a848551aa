"""Letters go to people: the Letters port, through discord.py."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import timedelta

import discord

from bot.domain.error import ChannelGone, DeliveryError, Malformed, Uncertain, Unreachable
from bot.domain.model import TEXT_ONLY
from bot.language import using
from bot.services.letters import Letter, LettersClosed
from bot.tries import watch_tries
from cogs._ui.audience import may_read
from cogs._ui.language import PublicLanguage
from cogs._ui.letter import build_letter
from cogs._ui.members import Members
from cogs._ui.pace import Pace
from cogs._ui.refusal import CALL_ERRORS, translate

_log = logging.getLogger(__name__)

LETTERS_PER_SECOND = 4
"""Each is up to two requests, of the 40 a second that the bot allows itself for everything."""

_PATIENCE = 60.0  # seconds for one call with all of discord.py's own tries
_CLOSED = 50007
_GONE = (10013, 50278)  # no such account any more; left the last server that we are in too
_TOO_FAST, _FLAGGED = 40003, 20026
_PAUSES = {_TOO_FAST: timedelta(minutes=10), _FLAGGED: timedelta(hours=6)}


class DiscordLetters:
    """Send letters at a slow pace of their own, and tell who may read what.

    People are in no cache: their roles are asked for, their permissions follow from the server, which
    the gateway keeps up to date.
    """

    def __init__(
        self,
        client: discord.Client,
        *,
        pace: Pace | None = None,
        slow: Pace | None = None,
        patience: float = _PATIENCE,
        language: PublicLanguage | None = None,
    ) -> None:
        self._client = client
        self._language = language or PublicLanguage(client)
        self._pace = pace or Pace()
        self._slow = slow or Pace(LETTERS_PER_SECOND, burst=2)
        self._patience = patience
        self._members = Members(client, pace=self._pace, patience=patience)

    async def readers(
        self, guild_id: int, channel_ids: Collection[int], user_ids: Collection[int]
    ) -> Mapping[int, frozenset[int]]:
        """Return which of the channels each person may read now; nothing of those who may none.

        A channel for adults alone is none of them: a direct message is no such place. Nor is a
        private thread, nor one that is archived.
        """
        guild = await self._guild(guild_id)
        places = [guild.get_channel_or_thread(one) for one in channel_ids] if guild else []
        there = [place for place in places if place]
        if guild is None or not there:
            return {}
        members = await self._members.of(guild, user_ids)
        readable = {
            member.id: frozenset(
                place.id for place in there if may_read(place, member, adult=False)
            )
            for member in members
        }
        return {user_id: channels for user_id, channels in readable.items() if channels}

    async def _guild(self, guild_id: int) -> discord.Guild | None:
        """Return a server, once Discord has told us of all of them; None where we are not."""
        try:
            async with asyncio.timeout(self._patience):
                await self._client.wait_until_ready()
        except TimeoutError:
            raise Unreachable("Discord has not told us of this server yet") from None
        guild = self._client.get_guild(guild_id)
        if guild and guild.unavailable:
            raise Unreachable("Discord says that this server is unavailable")
        return guild

    async def letter_turn(self) -> None:
        """Wait until another letter may be begun: they have a slow pace of their own."""
        await self._slow.turn()

    async def send_letter(self, letter: Letter) -> None:
        """Send a letter with its nonce; one that Discord calls malformed, plainer (L23).

        discord.py adds ``enforce_nonce``, as for a card.
        """
        for plainness in range(TEXT_ONLY + 1):
            try:
                await self._send(letter, plainness)
            except Malformed:
                if plainness == TEXT_ONLY:
                    raise
            else:
                return

    async def _send(self, letter: Letter, plainness: int) -> None:
        with using(await self._language.of(letter.post.guild_id)):
            view = self._drawn(letter, plainness)
        channel = await self._channel(letter.user_id)
        await self._pace.turn()
        with watch_tries() as tries:
            try:
                async with asyncio.timeout(self._patience):
                    await channel.send(
                        view=view,
                        nonce=letter.nonce,
                        allowed_mentions=discord.AllowedMentions.none(),
                    )
            except CALL_ERRORS as error:
                raise _meant(error, maybe_accepted=tries.maybe_accepted) from error

    async def _channel(self, user_id: int) -> discord.DMChannel:
        """Return the channel of direct messages with somebody; discord.py remembers the last ones."""
        try:
            await self._pace.turn()
            async with asyncio.timeout(self._patience):
                return await self._client.create_dm(discord.Object(user_id))
        except CALL_ERRORS as error:
            meant = _meant(error)
            if isinstance(meant, Uncertain):  # of the channel; the letter was surely not sent
                meant = Unreachable(str(meant))
            raise meant from error

    def _drawn(self, letter: Letter, plainness: int) -> discord.ui.LayoutView:
        guild = self._client.get_guild(letter.post.guild_id)
        try:
            return build_letter(letter, place=guild.name if guild else "", plainness=plainness)
        except Exception as error:
            _log.exception("A letter could not be drawn: post %s.", letter.post.id)
            raise Malformed("The letter could not be drawn; the log says why.") from error


def _meant(error: Exception, *, maybe_accepted: bool = False) -> DeliveryError:
    """Return what an answer means for a letter."""
    code = error.code if isinstance(error, discord.HTTPException) else 0
    if code == _CLOSED:
        return LettersClosed(f"{code}: takes no direct messages from us")
    if code in _PAUSES:
        return Unreachable(f"{code}: too many letters", retry_after=_PAUSES[code])
    if code in _GONE:
        return ChannelGone(f"{code}: the person can't be reached any more")
    return translate(error, maybe_accepted=maybe_accepted)
