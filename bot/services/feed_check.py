"""Checking a feed on a moderator's wish: polled at once, and what was seen is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.services.feed_rows import FeedRows
from bot.services.polling import Polling, Seen
from bot.services.ports import Clock
from bot.services.standing import FeedInChannel, in_channel
from bot.storage.database import Database
from bot.storage.feed import FeedTable
from bot.storage.subscription_read import SubscriptionRow, Tally, read_mark, read_tally

PATIENCE = timedelta(minutes=2, seconds=30)  # as long as somebody waits for an answer
_AGAIN = timedelta(seconds=30)  # before that a site is not asked once more


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a check.

    ``seen`` is None where the feed was not asked, or has not answered in time (``late``); ``paused``
    is then until when its host wants no visits (S34), ``just_now`` when it was asked a moment ago.
    """

    feed: FeedInChannel
    seen: Seen | None = None
    tally: Tally | None = None
    paused: datetime | None = None
    just_now: datetime | None = None
    late: bool = False


class FeedCheck:
    """Poll a server's feed now; ``on_late`` is called when that is left to the usual polling."""

    def __init__(
        self,
        *,
        db: Database,
        rows: FeedRows,
        polling: Polling,
        clock: Clock,
        on_late: Callable[[], None] = lambda: None,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._db = db
        self._rows = rows
        self._feeds = FeedTable(db)
        self._polling = polling
        self._clock = clock
        self._on_late = on_late
        self._patience = patience

    async def check(self, subscription_id: int, *, guild_id: int) -> Checked:
        """Poll the feed of a subscription and return what was seen.

        A pause that its host asked for holds. Raises UserError where the server has no such
        subscription.
        """
        row = await self._rows.get(subscription_id, guild_id)
        now = self._clock.now()
        if row.host_until and row.host_until > now:
            return Checked(feed=in_channel(row, now), paused=row.host_until)
        last = row.feed.last_checked_at
        if last and timedelta(0) <= now - last < _AGAIN:
            return Checked(feed=in_channel(row, now), just_now=last)
        return await self._poll(row)

    async def _poll(self, row: SubscriptionRow) -> Checked:
        before = await read_mark(self._db)
        seen = None
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                seen = await self._polling.look(row.feed.id)
        except TimeoutError:
            await self._leave_it(row.feed.id)
        after = await self._rows.get(row.subscription.id, row.subscription.guild_id)
        tally = await read_tally(self._db, row.subscription.id, row.feed.id, since=before)
        return Checked(
            feed=in_channel(after, self._clock.now()), seen=seen, tally=tally, late=seen is None
        )

    async def _leave_it(self, feed_id: int) -> None:
        """Let the feed be polled as usual, with all the time that it takes."""
        async with self._db.write() as tx:
            await self._feeds.check_now(tx, feed_id, self._clock.now())
        self._on_late()
