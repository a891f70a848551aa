"""Posts go into channels: the Publisher port, through discord.py."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord

from bot.domain.error import Forbidden, Malformed, Uncertain, Unreachable
from bot.domain.model import Post
from bot.domain.spoiler import with_spoilers
from bot.language import using
from bot.services.ports import Sent, Upload
from bot.tries import watch_tries
from cogs._ui.card import build_card
from cogs._ui.card_edits import CardEdits
from cogs._ui.forum import find_thread, open_thread
from cogs._ui.gallery import as_file, files_shown
from cogs._ui.mention import pinging
from cogs._ui.refusal import CALL_ERRORS, translate, translate_harmless
from cogs._ui.story_id import story_ids

_log = logging.getLogger(__name__)

_CLOCK_SKEW = timedelta(minutes=5)
_NOT_TOLD = "Discord has not told us of this server yet"
_LAST_TRY = timedelta(minutes=30)  # a message comes no later than this after its last try began


class DiscordPublisher(CardEdits):
    """Send cards, find them again, mend their photos, and bring them up to date.

    To send needs no cache: channels are addressed by id alone. NewsreelBot's trace tells it of
    answers that were lost on an early try (D9).
    """

    async def send(self, post: Post, uploads: Sequence[Upload] = ()) -> Sent:
        """Send the card of a post with its nonce and return the message.

        ``uploads`` are the files that the post names; one that its card doesn't show stays here.
        discord.py adds ``enforce_nonce``, so that its own tries, and ours of the next minutes,
        make one message. In a forum, which has no nonces, there is one try. Raises a DeliveryError
        of the kind that says what happened.
        """
        forum = self._forum(post)
        if forum and post.state == "sending":
            raise Uncertain("a forum takes no nonce: the post is looked for before the next try")
        post = self._with_mention(post)
        with using(await self._language.of(post.guild_id, post.settings.language)):
            return await self._send(post, forum, uploads)

    async def _send(
        self, post: Post, forum: discord.ForumChannel | None, uploads: Sequence[Upload]
    ) -> Sent:
        card = _drawn(post)
        shown = files_shown(card)
        files = [as_file(upload) for upload in uploads if upload.name in shown]
        await self._pace.turn()
        with watch_tries(once=forum is not None) as tries:
            try:
                async with asyncio.timeout(self._patience):
                    return await self._call(post, forum, card, files)
            except CALL_ERRORS as error:
                raise translate(error, maybe_accepted=tries.maybe_accepted) from error

    async def _call(
        self,
        post: Post,
        forum: discord.ForumChannel | None,
        card: discord.ui.LayoutView,
        files: list[discord.File],
    ) -> Sent:
        if forum:
            return await open_thread(forum, post, card, files)
        message = await self._channel(post).send(
            view=card, files=files, nonce=post.nonce, allowed_mentions=pinging(post.mention)
        )
        return Sent(message.id)

    def _forum(self, post: Post) -> discord.ForumChannel | None:
        """Return the forum that a post goes to; None for any other channel.

        Before the gateway has told of it, Discord refuses a message to a forum, harmlessly.
        """
        place = self._client.get_channel(post.channel_id)
        return place if isinstance(place, discord.ForumChannel) else None

    def _with_mention(self, post: Post) -> Post:
        """Return a post without the mention of a role that is gone. Raises Unreachable."""
        if post.mention is None:
            return post
        guild = self._client.get_guild(post.guild_id)
        if guild is None or guild.unavailable:
            raise Unreachable(_NOT_TOLD)
        return post if guild.get_role(post.mention) else replace(post, mention=None)

    async def find(self, post: Post) -> Sent | None:
        """Look in the channel's history for the message of a post, by the ids in its buttons.

        Reads from a little before the post was made until its last try must have ended, so that
        a busy channel costs what was said in that time. Raises Forbidden, ChannelGone, Unreachable.
        """
        try:
            return await self._find(post)
        except CALL_ERRORS as error:
            raise translate_harmless(error) from error

    async def _find(self, post: Post) -> Sent | None:
        await self._require_history(post)
        first = post.created_at - _CLOCK_SKEW
        last = (post.sending_at or discord.utils.utcnow()) + _LAST_TRY
        await self._pace.turn()
        if forum := self._forum(post):
            # Of several tries none but the last is in doubt.
            begun = (post.sending_at or post.created_at) - _CLOCK_SKEW
            return await find_thread(forum, post, after=begun, before=last)
        history = self._channel(post).history(limit=None, after=first, oldest_first=True)
        async for message in history:
            if message.created_at > last:
                return None
            if self._is_ours(message) and post.story_id in story_ids(message.components):
                return Sent(message.id)
        return None

    async def _require_history(self, post: Post) -> None:
        """Raise a DeliveryError unless an empty history means that there is none.

        Without Read Message History Discord answers with an empty one, not with an error. What
        we may do is known once the gateway has told us of the server.
        """
        guild = self._client.get_guild(post.guild_id)
        if guild.unavailable if guild else not self._client.is_ready():
            raise Unreachable(_NOT_TOLD)
        if guild is None:  # we are no longer in it, and Discord says so itself
            return
        # An archived thread is in no cache.
        channel = guild.get_channel_or_thread(post.channel_id)
        place: Any = channel or await self._client.fetch_channel(post.channel_id)
        if not place.permissions_for(guild.me).read_message_history:
            raise Forbidden("Read Message History is missing: can't tell what was posted")

    def _channel(self, post: Post) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(post.channel_id, guild_id=post.guild_id)

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id


def _drawn(post: Post) -> discord.ui.LayoutView:
    """Return the card; one that can't be drawn is malformed, and may be drawn plainer (L23)."""
    try:
        article = with_spoilers(post.article, post.spoiler_words)
        return build_card(
            article,
            story_id=post.story_id,
            settings=post.settings,
            plainness=post.plainness,
            reports=post.reports,
            files=post.files,
            mention=post.mention,
        )
    except Exception as error:
        _log.exception("A card could not be drawn: post %s.", post.id)
        raise Malformed("The card could not be drawn; the log says why.") from error
