"""The moderators' desk for feeds: see them, and set how and where they are posted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, replace

from bot.domain.audit import Action
from bot.domain.error import UserError
from bot.domain.model import Subscription
from bot.domain.setting import DEFAULTS, MOST_PER_HOUR, SUMMARY_LENGTHS, Settings, differences
from bot.domain.spoiler import read_words
from bot.services.feed_rows import FeedRows
from bot.services.joining import Joining, Share
from bot.services.ports import Clock
from bot.services.standing import LATELY, FeedInChannel, in_channel, stories_a_day
from bot.storage.database import Database, Tx
from bot.storage.held import HeldTable
from bot.storage.subscription import SubscriptionTable
from bot.storage.subscription_read import read_activity


class FeedDesk:
    """List the feeds of a server and change them.

    All that takes a subscription's id raises UserError where the server has no such one; what changes
    something takes the id of the person who does it, for the log.
    """

    def __init__(self, *, db: Database, rows: FeedRows, joining: Joining, clock: Clock) -> None:
        self._db = db
        self._rows = rows
        self._subscriptions = SubscriptionTable(db)
        self._held = HeldTable(db)
        self._joining = joining
        self._clock = clock

    async def of_guild(
        self, guild_id: int, *, channel_id: int | None = None
    ) -> list[FeedInChannel]:
        """Return the server's subscriptions, or those of a channel, by channel, then by title."""
        now = self._clock.now()
        rows = await self._subscriptions.of_guild(guild_id)
        return [
            in_channel(row, now)
            for row in rows
            if channel_id is None or row.subscription.channel_id == channel_id
        ]

    async def get(self, subscription_id: int, *, guild_id: int) -> FeedInChannel:
        """Return a subscription of this server."""
        return in_channel(await self._rows.get(subscription_id, guild_id), self._clock.now())

    async def stories_a_day(self, feeds: Collection[FeedInChannel]) -> Mapping[int, float]:
        """Return how many stories feeds have a day, by feed; see ``stories_a_day``."""
        now = self._clock.now()
        by_id = {one.feed.id: one.feed for one in feeds}
        activity = await read_activity(self._db, list(by_id), since=now - LATELY)
        return {id_: stories_a_day(activity.get(id_), feed, now) for id_, feed in by_id.items()}

    async def change(
        self, subscription_id: int, *, guild_id: int, by: int, **values: object
    ) -> FeedInChannel:
        """Change some settings, by their names in Settings; they hold for all that is not sent yet.

        Raises UserError for a value that can't be.
        """
        async with self._db.write() as tx:
            row = await self._rows.get(subscription_id, guild_id, tx=tx)
            before = row.subscription.settings
            after = _valid(replace(before, **values), guild_id)  # type: ignore[arg-type]
            if after != before:
                await self._subscriptions.keep_former(tx, subscription_id)
                await self._subscriptions.set_settings(tx, subscription_id, after)
                old, new = differences(before, after)
                await self._rows.note(tx, row, Action.FEED_CHANGED, by, old, new)
                await self._subscriptions.pace_anew(tx, subscription_id, self._clock.now())
        return await self._rows.after(subscription_id, guild_id)

    async def reset(self, subscription_id: int, *, guild_id: int, by: int) -> FeedInChannel:
        """Set all settings back to what they are for a new feed; spoiler words stay."""
        values = {one.name: getattr(DEFAULTS, one.name) for one in fields(Settings)}
        return await self.change(subscription_id, guild_id=guild_id, by=by, **values)

    async def set_spoiler_words(
        self, subscription_id: int, typed: str, *, guild_id: int, by: int
    ) -> FeedInChannel:
        """Set the words that hide photos, one a line or between commas; none if it is empty.

        They hold for each post that is not sent yet. Raises UserError for too many or too long ones.
        """
        words = read_words(typed)
        async with self._db.write() as tx:
            row = await self._rows.get(subscription_id, guild_id, tx=tx)
            before = row.subscription.spoiler_words
            if words != before:
                await self._subscriptions.keep_former(tx, subscription_id)
                await self._subscriptions.set_spoiler_words(tx, subscription_id, words)
                old, new = {"spoiler_words": list(before)}, {"spoiler_words": list(words)}
                await self._rows.note(tx, row, Action.FEED_CHANGED, by, old, new)
        return await self._rows.after(subscription_id, guild_id)

    async def undo(self, subscription_id: int, *, guild_id: int, by: int) -> FeedInChannel:
        """Take back the last change of settings or spoiler words; a second time does it again.

        Raises UserError where nothing was changed.
        """
        async with self._db.write() as tx:
            before = await self._rows.get(subscription_id, guild_id, tx=tx)
            if not before.can_undo:
                raise UserError("Nothing was changed here that could be taken back.")
            await self._subscriptions.swap_former(tx, subscription_id)
            after = await self._rows.get(subscription_id, guild_id, tx=tx)
            old, new = _differences(before.subscription, after.subscription)
            await self._rows.note(tx, after, Action.FEED_CHANGED, by, old, new)
            await self._subscriptions.pace_anew(tx, subscription_id, self._clock.now())
        return await self._rows.after(subscription_id, guild_id)

    async def move(
        self, subscription_id: int, channel_id: int, *, guild_id: int, by: int
    ) -> FeedInChannel:
        """Post a feed in another channel from now on, with all that waits; what is posted stays.

        One whose channel is gone goes on there. Raises UserError if that channel has the feed (D14).
        """
        now = self._clock.now()
        async with self._db.write() as tx:
            row = await self._rows.get(subscription_id, guild_id, tx=tx)
            if row.subscription.channel_id != channel_id:
                await self._make_room(tx, row.subscription.feed_id, channel_id)
                waiting = await self._held.waiting(tx, subscription_id)
                await self._held.leave(tx, subscription_id)
                await self._subscriptions.move(tx, subscription_id, channel_id)
                moved = await self._rows.get(subscription_id, guild_id, tx=tx)
                await self._joining.enqueue(tx, [Share(moved.subscription, waiting)], now)
                old, new = {"channel": row.subscription.channel_id}, {"channel": channel_id}
                await self._rows.note(tx, row, Action.FEED_MOVED, by, old, new)
        return await self._rows.after(subscription_id, guild_id)

    async def _make_room(self, tx: Tx, feed_id: int, channel_id: int) -> None:
        """End what is left of a subscription there; raise UserError if it is in use."""
        there = await self._subscriptions.at(tx, feed_id, channel_id)
        if there is None:
            return
        if there.state not in ("removed", "disabled"):
            raise UserError("{channel} already gets this feed.", channel=f"<#{channel_id}>")
        await self._held.leave(tx, there.id)
        await self._subscriptions.remove(tx, there.id)


def _valid(settings: Settings, guild_id: int) -> Settings:
    if settings.mention_role == guild_id:
        raise UserError(
            "A feed can’t mention @everyone. Please choose a role that people opted into."
        )
    if settings.summary not in SUMMARY_LENGTHS:
        raise UserError("A summary can’t have that length. Please choose one from the menu.")
    if settings.max_per_hour is not None and not 1 <= settings.max_per_hour <= MOST_PER_HOUR:
        raise UserError("At most 1 to {most} stories an hour can be chosen.", most=MOST_PER_HOUR)
    return settings


def _differences(
    before: Subscription, after: Subscription
) -> tuple[dict[str, object], dict[str, object]]:
    """Return what was and what is, of settings and spoiler words."""
    old, new = differences(before.settings, after.settings)
    if before.spoiler_words != after.spoiler_words:
        old["spoiler_words"] = list(before.spoiler_words)
        new["spoiler_words"] = list(after.spoiler_words)
    return old, new
