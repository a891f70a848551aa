"""Showing: a card shows the points that its story has, in as few edits as can be (M52, M53).

Discord limits the edits of messages that are older than an hour. Those have a lane of their own, one
edit at a time with a pause, so that young cards never wait for them; posts wait for neither.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.edit_pace import next_retry, pause
from bot.domain.error import ChannelGone, DeliveryError, Unreachable
from bot.services.ports import Clock, Publisher, ShownCard
from bot.storage.card import CardTable, StaleCard
from bot.storage.database import Database

log = logging.getLogger(__name__)

SLOWLY = timedelta(seconds=3)  # between two edits of the slow lane


class Showing:
    """Edit the cards whose points have changed; ``slow`` tells which of the two lanes this is."""

    def __init__(
        self,
        *,
        db: Database,
        cards: CardTable,
        publisher: Publisher,
        clock: Clock,
        slow: bool = False,
    ) -> None:
        self._db = db
        self._cards = cards
        self._publisher = publisher
        self._clock = clock
        self._slow = slow
        self._waiting: dict[int, StaleCard] = {}
        self._not_before = clock.now()

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the posts whose cards to edit."""
        now = self._clock.now()
        if now < self._not_before:
            return []
        rows = await self._cards.due(now, limit + len(busy), old=self._slow)
        free = {row.post_id: row for row in rows if row.post_id not in busy}
        self._waiting |= free
        return list(free)[:limit]

    async def next_at(self) -> datetime | None:
        """Return when the next card is to be edited."""
        due_at = await self._cards.next_due_at(self._clock.now(), old=self._slow)
        return due_at and max(due_at, self._not_before)

    async def work(self, key: int) -> None:
        """Edit one card."""
        card = self._waiting.pop(key)
        try:
            await self._show(card)
        except ChannelGone:
            async with self._db.write() as tx:
                await self._cards.mark_channels_deleted(tx, [card.channel_id], self._clock.now())
        except DeliveryError as error:
            log.info("points can't be shown now", extra={"post": key, "why": str(error)})
            await self._again_later(card, error)
        except Exception:
            await self._again_later(card, None)
            raise

    async def _show(self, card: StaleCard) -> None:
        """Bring the card up to date, unless a pause is due that was not known before."""
        message = await self._publisher.shown(card.channel_id, card.message_id)
        now = self._clock.now()
        if message is None:
            async with self._db.write() as tx:
                await self._cards.mark_deleted(tx, [card.message_id], now)
            return
        edited = (message.points or 0) != card.points
        free_at = _free_at(card, message, now)
        if edited and free_at > now:
            await self._wait(card, free_at)
            return
        if edited:
            await self._publisher.show_points(message, card.points)
            self._not_before = now + SLOWLY if self._slow else now
        async with self._db.write() as tx:
            await self._cards.mark_shown(
                tx,
                card,
                crossposted=message.crossposted,
                edited=edited,
                now=self._clock.now(),
            )

    async def _wait(self, card: StaleCard, until: datetime) -> None:
        async with self._db.write() as tx:
            await self._cards.defer(tx, card.post_id, until=until, failed=False)

    async def _again_later(self, card: StaleCard, error: DeliveryError | None) -> None:
        """Try again later; where Discord has had enough, all old cards of the channel wait."""
        now = self._clock.now()
        asked = error.retry_after if isinstance(error, Unreachable) else None
        until = next_retry(now, tries=card.tries, asked=asked)
        async with self._db.write() as tx:
            await self._cards.defer(tx, card.post_id, until=until, failed=True)
            if asked and self._slow:
                await self._cards.defer_old(tx, card.channel_id, until=until, now=now)


def _free_at(card: StaleCard, message: ShownCard, now: datetime) -> datetime:
    """Return when a card may be edited again.

    The message knows of an edit that a killed process could not record. A time of Discord's that
    lies ahead of our clock says that one of them is wrong.
    """
    edits = [at for at in (card.edited_at, message.edited_at) if at is not None and at <= now]
    if not edits:
        return now
    return max(edits) + pause(now, card.sent_at, message.crossposted)
