"""Showing: a card shows its story's points and reports, in as few edits as can be (M52, M53, D12).

Each lane edits one card of a channel at a time, as Discord limits each channel for itself, and the
edits of messages that are older than an hour still more. Those have a lane of their own, with a pause
between two edits in a channel, so that young cards never wait for them; posts wait for neither.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.edit_pace import next_retry, pause
from bot.domain.error import ChannelGone, DeliveryError, Unreachable
from bot.services.ports import CardNews, Clock, Publisher, ShownCard
from bot.services.turns import Turns
from bot.storage.card import CardTable, StaleCard
from bot.storage.database import Database

log = logging.getLogger(__name__)

SLOWLY = timedelta(seconds=3)  # between two edits of the slow lane in a channel


class Showing:
    """Edit the cards whose news has changed; ``slow`` tells which of the two lanes this is."""

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
        self._turns = Turns[StaleCard]()
        self._waiting: dict[int, StaleCard] = {}
        self._rests: dict[int, datetime] = {}

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the channels with a card to edit."""
        now = self._clock.now()

        async def find(taken: Collection[int]) -> list[StaleCard]:
            return await self._cards.due(now, 1, old=self._slow, exclude=taken)

        resting = self._resting(now)
        cards = await self._turns.next(find, limit=limit, busy={*busy, *resting})
        self._waiting |= cards
        return list(cards)

    def _resting(self, now: datetime) -> dict[int, datetime]:
        """Return until when channels rest; one that would for longer has a wrong clock's time (V64)."""
        self._rests = {
            channel: until for channel, until in self._rests.items() if now < until <= now + SLOWLY
        }
        return self._rests

    async def next_at(self) -> datetime | None:
        """Return when the next card is to be edited."""
        now = self._clock.now()
        return await self._cards.next_due_at(now, old=self._slow, rests=self._resting(now))

    async def work(self, key: int) -> None:
        """Edit the card of a channel that is next."""
        card = self._waiting.pop(key)
        try:
            await self._show(card)
        except ChannelGone:
            async with self._db.write() as tx:
                await self._cards.mark_channels_deleted(tx, [card.channel_id], self._clock.now())
        except DeliveryError as error:
            log.info(
                "a card can't be brought up to date now",
                extra={"post": card.post_id, "why": str(error)},
            )
            await self._again_later(card, error)
        except Exception:
            await self._again_later(card, None)
            raise

    async def _show(self, card: StaleCard) -> None:
        """Bring the card up to date, unless a pause is due that was not known before."""
        if card.joined:
            await self._publisher.take_down(card.channel_id, card.message_id)
            await self._mark_deleted(card)
            return
        message = await self._publisher.shown(card.channel_id, card.message_id)
        now = self._clock.now()
        if message is None:
            await self._mark_deleted(card)
            return
        news = CardNews(story_id=card.story_id, points=card.points, reports=card.reports)
        edited = not message.shows(news)
        free_at = _free_at(card, message, now)
        if edited and free_at > now:
            await self._wait(card, free_at)
            return
        if edited:
            await self._publisher.update(message, news)
            if self._slow:
                self._rests[card.channel_id] = now + SLOWLY
        async with self._db.write() as tx:
            await self._cards.mark_shown(
                tx,
                card,
                crossposted=message.crossposted,
                edited=edited,
                now=self._clock.now(),
            )

    async def _mark_deleted(self, card: StaleCard) -> None:
        async with self._db.write() as tx:
            await self._cards.mark_deleted(tx, [card.message_id], self._clock.now())

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
