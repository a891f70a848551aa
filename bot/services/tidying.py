"""Tidying: whoever changed a vote has the other reaction taken away, where the bot may (V60)."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.emoji import emoji_key
from bot.domain.error import ChannelGone, DeliveryError, Forbidden
from bot.services.ports import Clock
from bot.services.reactions import Reactions
from bot.storage.database import Database
from bot.storage.reaction import ReactionTable, Unwanted

log = logging.getLogger(__name__)

PAUSE = timedelta(minutes=1)


class Tidying:
    """Take reactions away, message by message."""

    def __init__(
        self, *, db: Database, table: ReactionTable, reactions: Reactions, clock: Clock
    ) -> None:
        self._db = db
        self._table = table
        self._reactions = reactions
        self._clock = clock

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the posts under which there is a reaction to take away."""
        posts = await self._table.posts_with_unwanted(self._clock.now())
        return [post_id for post_id in posts if post_id not in busy][:limit]

    async def next_at(self) -> datetime | None:
        """Return when the next reaction is to be taken away."""
        return await self._table.next_unwanted_at()

    async def work(self, key: int) -> None:
        """Take away what is unwanted under one post.

        The event that Discord sends then removes the row; until it comes, the row waits. Each is
        looked up right before it goes: somebody may have changed their mind back meanwhile.
        """
        while one := await self._table.unwanted(key, self._clock.now()):
            if not await self._take_away(one):
                return

    async def _take_away(self, one: Unwanted) -> bool:
        """Take one away; False if the others under this post can't be, either."""
        try:
            await self._reactions.take_away(
                one.guild_id,
                one.channel_id,
                one.message_id,
                emoji=_route(one),
                user_id=one.user_id,
            )
        except (Forbidden, ChannelGone):
            await self._plan(one, None)
            return True
        except DeliveryError as error:
            log.info("a reaction can't be taken away now", extra={"why": str(error)})
            await self._plan(one, self._clock.now() + PAUSE)
            return False
        except Exception:
            await self._plan(one, self._clock.now() + PAUSE)
            raise
        await self._plan(one, None)
        return True

    async def _plan(self, one: Unwanted, at: datetime | None) -> None:
        async with self._db.write() as tx:
            await self._table.plan_taking_away(tx, one, at)


def _route(one: Unwanted) -> str:
    """Return how Discord wants to be asked: for a custom emoji by name and id, as the post has it."""
    if not one.emoji.isdecimal():
        return one.emoji
    named = (emoji for emoji in (one.up, one.down) if emoji_key(emoji) == one.emoji)
    return next(named, f"_:{one.emoji}").removeprefix("a:")
