"""Feeds that moderators pause, resume and remove, and the minute in which a removal is taken back."""

from __future__ import annotations

from bot.domain.audit import Action
from bot.domain.error import UserError
from bot.services.feed_rows import FeedRows
from bot.services.ports import Clock
from bot.services.standing import FeedInChannel
from bot.storage.database import Database
from bot.storage.subscription import SubscriptionTable


class FeedStopping:
    """Stop feeds of a server, and let them go on.

    All of it raises UserError where the server has no such subscription; ``by`` is who does it.
    """

    def __init__(self, *, db: Database, rows: FeedRows, clock: Clock) -> None:
        self._db = db
        self._rows = rows
        self._subscriptions = SubscriptionTable(db)
        self._clock = clock

    async def pause(self, subscription_id: int, *, guild_id: int, by: int) -> FeedInChannel:
        """Stop posting a feed; what comes waits. One that is paused stays so.

        Raises UserError for one whose channel is gone.
        """
        async with self._db.write() as tx:
            row = await self._rows.get(subscription_id, guild_id, tx=tx)
            if row.subscription.state == "disabled":
                raise UserError("Its channel is gone, so nothing is posted anyway.")
            if row.subscription.state == "active":
                await self._subscriptions.pause(tx, subscription_id, self._clock.now())
                await self._rows.note(tx, row, Action.FEED_PAUSED, by)
        return await self._rows.after(subscription_id, guild_id)

    async def resume(self, subscription_id: int, *, guild_id: int, by: int) -> FeedInChannel:
        """Post a paused feed again: of what waits at most a few stories, the rest in one card (F32).

        Raises UserError for one that is not paused.
        """
        async with self._db.write() as tx:
            row = await self._rows.get(subscription_id, guild_id, tx=tx)
            if row.subscription.state != "paused":
                raise UserError("This feed is not paused. `/feed list` shows how all of them do.")
            await self._subscriptions.resume(tx, subscription_id, self._clock.now())
            await self._rows.note(tx, row, Action.FEED_RESUMED, by)
        return await self._rows.after(subscription_id, guild_id)

    async def remove(self, subscription_id: int, *, guild_id: int, by: int) -> FeedInChannel:
        """End a subscription and return what it was; for a minute ``restore`` takes that back.

        What is posted stays; what waits, and what comes within the minute, goes with it.
        """
        now = self._clock.now()
        async with self._db.write() as tx:
            row = await self._rows.get(subscription_id, guild_id, tx=tx)
            await self._subscriptions.mark_removed(tx, subscription_id, now)
            await self._rows.note(tx, row, Action.FEED_REMOVED, by)
        return self._rows.gone(row)

    async def restore(self, subscription_id: int, *, guild_id: int, by: int) -> FeedInChannel:
        """Take a removal back. Raises UserError if the minute is over."""
        async with self._db.write() as tx:
            row = await self._subscriptions.removed(tx, subscription_id)
            if row is None or row.subscription.guild_id != guild_id:
                raise UserError(
                    "That can’t be taken back any more. `/feed add` adds the feed again."
                )
            await self._subscriptions.restore(tx, subscription_id, self._clock.now())
            await self._rows.note(tx, row, Action.FEED_RESTORED, by)
        return await self._rows.after(subscription_id, guild_id)
