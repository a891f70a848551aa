"""What every change of a server's feed begins and ends with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.domain.audit import Action
from bot.domain.error import UserError
from bot.services.auditing import Auditing
from bot.services.ports import Clock
from bot.services.standing import FeedInChannel, in_channel
from bot.storage.database import Database, Tx
from bot.storage.subscription import SubscriptionTable
from bot.storage.subscription_read import SubscriptionRow


class FeedRows:
    """Find a server's feed, note who changed it, and tell those who work that something changed."""

    def __init__(
        self,
        *,
        db: Database,
        auditing: Auditing,
        clock: Clock,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._subscriptions = SubscriptionTable(db)
        self._auditing = auditing
        self._clock = clock
        self._on_change = on_change

    async def get(
        self, subscription_id: int, guild_id: int, *, tx: Tx | None = None
    ) -> SubscriptionRow:
        """Return a subscription; raise UserError where the server has no such one."""
        row = await self._subscriptions.row(subscription_id, tx=tx)
        if row is None or row.subscription.guild_id != guild_id:
            raise UserError("This server has no such feed. `/feed list` shows those it has.")
        return row

    async def note(
        self,
        tx: Tx,
        row: SubscriptionRow,
        action: Action,
        by: int,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> None:
        """Note what somebody does to it, in the transaction that does it."""
        await self._auditing.note(
            tx,
            action,
            guild_id=row.subscription.guild_id,
            by=by,
            subject=row.feed.title or row.feed.url,
            before=before,
            after=after,
        )

    async def after(self, subscription_id: int, guild_id: int) -> FeedInChannel:
        """Tell that something changed, and return the subscription as it is now."""
        self._on_change()
        row = await self.get(subscription_id, guild_id)
        return in_channel(row, self._clock.now())

    def gone(self, row: SubscriptionRow) -> FeedInChannel:
        """Tell that something changed, and return what a subscription was."""
        self._on_change()
        return in_channel(row, self._clock.now())
