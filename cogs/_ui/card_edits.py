"""Cards that stand in their channels: their photos mended, and all else brought up to date."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from weakref import WeakValueDictionary

import discord

from bot.domain.model import Post
from bot.language import using
from bot.services.ports import CardNews, Gallery, ShownCard, Upload
from cogs._ui.gallery import as_file, files_of, files_shown, read_gallery, with_replaced
from cogs._ui.language import PublicLanguage
from cogs._ui.pace import Pace
from cogs._ui.points import MessageCard, language_of_card
from cogs._ui.refusal import CALL_ERRORS, UNKNOWN_MESSAGE, translate_harmless

PATIENCE = 60.0  # seconds for one call with all of discord.py's own tries


class CardEdits:
    """Look at the messages of posts and edit them; nobody is pinged by an edit."""

    def __init__(
        self,
        client: discord.Client,
        *,
        pace: Pace | None = None,
        patience: float = PATIENCE,
        language: PublicLanguage | None = None,
    ) -> None:
        self._client = client
        self._language = language or PublicLanguage(client)
        self._pace = pace or Pace()
        self._patience = patience
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._mended: dict[int, int] = {}

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
        with using(language_of_card(message.components)):
            view = with_replaced(message, post, files)
        if view is None:
            return
        shown = files_shown(view)
        new = [as_file(one) for one in files.values() if one and one.name in shown]
        await self._pace.turn()
        async with asyncio.timeout(self._patience):
            await self._message(post.place_id, message.id).edit(
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
            place = self._client.get_partial_messageable(post.place_id, guild_id=post.guild_id)
            return await place.fetch_message(post.message_id or 0)

    def _message(self, channel_id: int, message_id: int) -> discord.PartialMessage:
        return self._client.get_partial_messageable(channel_id).get_partial_message(message_id)


def _is_deleted(error: Exception) -> bool:
    return isinstance(error, discord.NotFound) and error.code == UNKNOWN_MESSAGE
