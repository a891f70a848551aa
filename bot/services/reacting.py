"""Reacting: the bot puts the vote reactions on each card, behind the posting and never before it.

Where somebody takes them away it puts them back (V57).
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.emoji import DOWN, UP, emoji_key
from bot.domain.error import ChannelGone, DeliveryError, EmojiGone
from bot.services.ports import Clock
from bot.services.reactions import Reactions
from bot.storage.database import Database
from bot.storage.reaction import MOST_TRIES, ReactionTable, Unreacted

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)


class Reacting:
    """Put the vote emoji on what was posted; a try that fails is made again, for some days."""

    def __init__(
        self, *, db: Database, table: ReactionTable, reactions: Reactions, clock: Clock
    ) -> None:
        self._db = db
        self._table = table
        self._reactions = reactions
        self._clock = clock
        self._waiting: dict[int, Unreacted] = {}

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of posts whose card lacks the reactions."""
        rows = await self._table.due(self._clock.now(), limit + len(busy))
        free = {row.post_id: row for row in rows if row.post_id not in busy}
        self._waiting |= free
        return list(free)[:limit]

    async def next_at(self) -> datetime | None:
        """Return when the next card is to be tried."""
        return await self._table.next_due_at()

    async def work(self, key: int) -> None:
        """Put the reactions on one card."""
        row = self._waiting.pop(key)
        try:
            await self._reactions.put(row.channel_id, row.message_id, (row.up, row.down))
        except ChannelGone:
            await self._done(row)
        except EmojiGone as error:
            await self._replace(row, error)
        except DeliveryError as error:
            log.info("reactions can't be added now", extra={"post": key, "why": str(error)})
            await self._again_later(row)
        except Exception:
            log.exception("adding reactions met a bug", extra={"post": key})
            await self._again_later(row)
        else:
            await self._done(row)

    async def _replace(self, row: Unreacted, error: EmojiGone) -> None:
        """Vote with the usual emoji on a card in place of the server's own that is gone (V59)."""
        log.warning("a vote emoji is gone", extra={"post": row.post_id, "emoji": error.emoji})
        if error.emoji in (UP, DOWN):
            await self._again_later(row)
            return
        up, down = _usual(row, error.emoji)
        async with self._db.write() as tx:
            await self._table.set_emoji(tx, row.post_id, up=up, down=down, now=self._clock.now())

    async def _done(self, row: Unreacted) -> None:
        async with self._db.write() as tx:
            await self._table.mark_done(tx, row.post_id, self._clock.now(), attempts=row.attempts)

    async def _again_later(self, row: Unreacted) -> None:
        if row.attempts >= MOST_TRIES:
            await self._done(row)
            return
        not_before = self._clock.now() + FIRST_PAUSE * 2**row.attempts
        async with self._db.write() as tx:
            await self._table.defer(tx, row.post_id, not_before=not_before)


def _usual(row: Unreacted, gone: str) -> tuple[str, str]:
    """Return a post's emoji with the usual one for the one that is gone; never the same twice.

    The other one stays, as fans may have voted with it.
    """
    up, down = (UP if row.up == gone else row.up), (DOWN if row.down == gone else row.down)
    return (UP, DOWN) if emoji_key(up) == emoji_key(down) else (up, down)
