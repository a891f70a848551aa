"""Reacting: the bot puts the vote reactions on each card, behind the posting and never before it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.error import ChannelGone, DeliveryError
from bot.services.ports import Clock, Publisher
from bot.storage.database import Database
from bot.storage.reaction import ReactionTable, Unreacted

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
MOST_TRIES = 12  # doubling pauses: about a day and a half


class Reacting:
    """Put 👍 and 👎 on what was posted; a try that fails is made again later, for some days."""

    def __init__(
        self, *, db: Database, reactions: ReactionTable, publisher: Publisher, clock: Clock
    ) -> None:
        self._db = db
        self._reactions = reactions
        self._publisher = publisher
        self._clock = clock
        self._waiting: dict[int, Unreacted] = {}

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of posts whose card lacks the reactions."""
        rows = await self._reactions.due(self._clock.now(), limit + len(busy))
        free = {row.post_id: row for row in rows if row.post_id not in busy}
        self._waiting |= free
        return list(free)[:limit]

    async def next_at(self) -> datetime | None:
        """Return when the next card is to be tried."""
        return await self._reactions.next_due_at()

    async def work(self, key: int) -> None:
        """Put the reactions on one card."""
        row = self._waiting.pop(key)
        try:
            await self._publisher.react(row.channel_id, row.message_id)
        except ChannelGone:
            await self._done(key)
        except DeliveryError as error:
            log.info("reactions can't be added now", extra={"post": key, "why": str(error)})
            await self._again_later(row)
        except Exception:
            log.exception("adding reactions met a bug", extra={"post": key})
            await self._again_later(row)
        else:
            await self._done(key)

    async def _done(self, post_id: int) -> None:
        async with self._db.write() as tx:
            await self._reactions.mark_done(tx, post_id, self._clock.now())

    async def _again_later(self, row: Unreacted) -> None:
        if row.attempts >= MOST_TRIES:
            await self._done(row.post_id)
            return
        not_before = self._clock.now() + FIRST_PAUSE * 2**row.attempts
        async with self._db.write() as tx:
            await self._reactions.defer(tx, row.post_id, not_before=not_before)
