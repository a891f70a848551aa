"""Posts go into channels: the Publisher port, through discord.py."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

import discord

from bot.domain.error import Forbidden, Malformed, Unreachable
from bot.domain.model import Post
from bot.domain.spoiler import with_spoilers
from bot.services.ports import CardNews, Gallery, ShownCard, Upload
from bot.tries import watch_tries
from cogs._ui.card import build_card
from cogs._ui.gallery import as_file, files_of, files_shown, read_gallery, with_replaced
from cogs._ui.pace import Pace
from cogs._ui.points import MessageCard
from cogs._ui.refusal import CALL_ERRORS, UNKNOWN_MESSAGE, translate, translate_harmless
from cogs._ui.story_id import story_ids

_log = logging.getLogger(__name__)

_PATIENCE = 60.0  # seconds for one call with all of discord.py's own tries
_CLOCK_SKEW = timedelta(minutes=5)
_LAST_TRY = timedelta(minutes=30)  # a message comes no later than this after its last try began


class DiscordPublisher:
    """Send cards, find them again, mend their photos, and bring them up to date.

    To send needs no cache: channels are addressed by id alone. NewsreelBot's trace tells it of
    answers that were lost on an early try (D9).
    """

    def __init__(
        self, client: discord.Client, *, pace: Pace | None = None, patience: float = _PATIENCE
    ) -> None:
        self._client = client
        self._pace = pace or Pace()
        self._patience = patience
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._mended: dict[int, int] = {}

    async def send(self, post: Post, uploads: Sequence[Upload] = ()) -> int:
        """Send the card of a post with its nonce and return the message's id.

        ``uploads`` are the files that the post names; one that its card doesn't show stays here.
        discord.py adds ``enforce_nonce``, so that its own tries, and ours of the next minutes,
        make one message. Raises a DeliveryError of the kind that says what happened.
        """
        card = _drawn(post)
        shown = files_shown(card)
        await self._pace.turn()
        with watch_tries() as tries:
            try:
                async with asyncio.timeout(self._patience):
                    message = await self._channel(post).send(
                        view=card,
                        files=[as_file(upload) for upload in uploads if upload.name in shown],
                        nonce=post.nonce,
                        allowed_mentions=discord.AllowedMentions.none(),
                    )
            except CALL_ERRORS as error:
                raise translate(error, maybe_accepted=tries.maybe_accepted) from error
        return message.id

    async def find(self, post: Post) -> int | None:
        """Look in the channel's history for the message of a post, by the ids in its buttons.

        Reads from a little before the post was made until its last try must have ended, so that
        a busy channel costs what was said in that time. Raises Forbidden, ChannelGone, Unreachable.
        """
        try:
            return await self._find(post)
        except CALL_ERRORS as error:
            raise translate_harmless(error) from error

    async def _find(self, post: Post) -> int | None:
        await self._require_history(post)
        last = (post.sending_at or discord.utils.utcnow()) + _LAST_TRY
        await self._pace.turn()
        history = self._channel(post).history(
            limit=None, after=post.created_at - _CLOCK_SKEW, oldest_first=True
        )
        async for message in history:
            if message.created_at > last:
                return None
            if self._is_ours(message) and post.story_id in story_ids(message.components):
                return message.id
        return None

    async def gallery(self, post: Post) -> Gallery | None:
        """Return what became of the photos of a post's message; None where that was deleted.

        Raises a DeliveryError.
        """
        try:
            return read_gallery(await self._fetched(post), post)
        except CALL_ERRORS as error:
            if _is_deleted(error):
                return None
            raise translate_harmless(error) from error

    async def replace_photos(self, post: Post, files: Mapping[str, Upload | None]) -> None:
        """Put files into the places of photos, by URL, or take photos out (None).

        The edit starts from the message's own components, not from the article: its text, buttons
        and points stay as people saw them, whatever became of the article since; only the credits are
        counted anew where photos go. A repeat finds nothing to replace. Raises a DeliveryError.
        """
        message_id = post.message_id or 0
        async with self._turn(message_id):
            try:
                await self._replace_photos(post, files)
            except CALL_ERRORS as error:
                if not _is_deleted(error):
                    raise translate_harmless(error) from error
            finally:
                self._mended[message_id] = self._mended.get(message_id, 0) + 1

    async def _replace_photos(self, post: Post, files: Mapping[str, Upload | None]) -> None:
        message = await self._fetched(post)
        kept: list[Any] = list(files_of(message))  # before its view changes the media
        view = with_replaced(message, post, files)
        if view is None:
            return
        shown = files_shown(view)
        new = [as_file(one) for one in files.values() if one and one.name in shown]
        await self._pace.turn()
        async with asyncio.timeout(self._patience):
            await self._message(post.channel_id, message.id).edit(
                view=view,
                attachments=[*kept, *new],
                allowed_mentions=discord.AllowedMentions.none(),
            )

    def _turn(self, message_id: int) -> asyncio.Lock:
        """Return the lock of a message: an edit writes all of it, so two at once would undo one."""
        return self._turns.setdefault(message_id, asyncio.Lock())

    async def shown(self, channel_id: int, message_id: int) -> MessageCard | None:
        """Return a message as it stands, to edit it; None where it was deleted (M53)."""
        mends = self._mended.get(message_id, 0)
        try:
            await self._pace.turn()
            async with asyncio.timeout(self._patience):
                channel = self._client.get_partial_messageable(channel_id)
                return MessageCard(await channel.fetch_message(message_id), mends)
        except CALL_ERRORS as error:
            if _is_deleted(error):
                return None
            raise translate_harmless(error) from error

    async def update(self, card: ShownCard, news: CardNews) -> None:
        """Write points and reports onto a card; all else of the message stays as Discord has it.

        One whose photos were mended since it was looked at is looked at again. Raises a
        DeliveryError; a message that was deleted meanwhile is none.
        """
        assert isinstance(card, MessageCard)  # noqa: S101 - ``shown`` made it
        channel_id, message_id = card.message.channel.id, card.message.id
        async with self._turn(message_id):
            now = card
            if card.mends != self._mended.get(message_id, 0):
                now = await self.shown(channel_id, message_id) or card
            try:
                await self._pace.turn()
                async with asyncio.timeout(self._patience):
                    await self._message(channel_id, message_id).edit(
                        view=now.with_news(news),
                        allowed_mentions=discord.AllowedMentions.none(),
                    )
            except CALL_ERRORS as error:
                if not _is_deleted(error):
                    raise translate_harmless(error) from error

    async def take_down(self, channel_id: int, message_id: int) -> None:
        """Delete a card's message; one that is gone already is fine. Raises a DeliveryError."""
        try:
            await self._pace.turn()
            async with asyncio.timeout(self._patience):
                await self._message(channel_id, message_id).delete()
        except CALL_ERRORS as error:
            if not _is_deleted(error):
                raise translate_harmless(error) from error

    async def _fetched(self, post: Post) -> discord.Message:
        await self._pace.turn()
        async with asyncio.timeout(self._patience):
            return await self._channel(post).fetch_message(post.message_id or 0)

    async def _require_history(self, post: Post) -> None:
        """Raise a DeliveryError unless an empty history means that there is none.

        Without Read Message History Discord answers with an empty one, not with an error. What
        we may do is known once the gateway has told us of the server.
        """
        guild = self._client.get_guild(post.guild_id)
        if guild.unavailable if guild else not self._client.is_ready():
            raise Unreachable("Discord has not told us of this server yet")
        if guild is None:  # we are no longer in it, and Discord says so itself
            return
        # An archived thread is in no cache.
        channel = guild.get_channel_or_thread(post.channel_id)
        place: Any = channel or await self._client.fetch_channel(post.channel_id)
        if not place.permissions_for(guild.me).read_message_history:
            raise Forbidden("Read Message History is missing: can't tell what was posted")

    def _channel(self, post: Post) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(post.channel_id, guild_id=post.guild_id)

    def _message(self, channel_id: int, message_id: int) -> discord.PartialMessage:
        return self._client.get_partial_messageable(channel_id).get_partial_message(message_id)

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id


def _drawn(post: Post) -> discord.ui.LayoutView:
    """Return the card; one that can't be drawn is malformed, and may be drawn plainer (L23)."""
    try:
        article = with_spoilers(post.article, post.spoiler_words)
        return build_card(
            article,
            story_id=post.story_id,
            plainness=post.plainness,
            reports=post.reports,
            files=post.files,
        )
    except Exception as error:
        _log.exception("A card could not be drawn: post %s.", post.id)
        raise Malformed("The card could not be drawn; the log says why.") from error


def _is_deleted(error: Exception) -> bool:
    return isinstance(error, discord.NotFound) and error.code == UNKNOWN_MESSAGE
