"""Publishing: pending posts go into their channels, in order, once each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.error import (
    ChannelGone,
    DeliveryError,
    Forbidden,
    Malformed,
    Uncertain,
    Unreachable,
)
from bot.domain.model import Post
from bot.services.ports import Clock, Publisher
from bot.storage.database import Database
from bot.storage.post import PostTable
from bot.storage.subscription import SubscriptionTable

log = logging.getLogger(__name__)

# Discord honours a nonce "in the past few minutes"; within this time a repeat is surely safe.
NONCE_IS_SAFE = timedelta(minutes=1)
PLAINEST = 3
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)


class Publishing:
    """Send what is due, channel by channel; channels don't wait for each other (L24)."""

    def __init__(
        self,
        *,
        db: Database,
        posts: PostTable,
        subscriptions: SubscriptionTable,
        publisher: Publisher,
        clock: Clock,
        on_sent: Callable[[], None] = lambda: None,
    ) -> None:
        self._db = db
        self._posts = posts
        self._subscriptions = subscriptions
        self._publisher = publisher
        self._clock = clock
        self._on_sent = on_sent

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of channels whose next post may be sent, or looked for, now."""
        return (await self._posts.channels_due(self._clock.now(), exclude=busy))[:limit]

    async def next_at(self) -> datetime | None:
        """Return when the next post of any channel may be sent or looked for."""
        return await self._posts.next_due_at()

    async def work(self, key: int) -> None:
        """Send a channel's posts, oldest first, until one can't be sent now or none is left."""
        while post := await self._posts.first_due(key, self._clock.now()):
            if not await self._deliver(post):
                return

    async def _deliver(self, post: Post) -> bool:
        """Try to bring one post into its channel; tell whether the channel may go on."""
        try:
            message_id = await (self._settle if post.state == "sending" else self._send)(post)
        except DeliveryError as error:
            await self._failed(post, error)
            return isinstance(error, Malformed) and post.plainness < PLAINEST
        except Exception as error:
            # Nobody knows how far a bug let the message come: it is looked for before the next try.
            log.exception("sending a post met a bug", extra={"post": post.id})
            await self._failed(post, Uncertain(str(error)))
            return False
        if message_id is not None:
            now = self._clock.now()
            async with self._db.write() as tx:
                await self._posts.mark_sent(tx, post.id, message_id, now)
                await self._subscriptions.set_problem(tx, post.channel_id, None, now)
            self._on_sent()
        return True

    async def _send(self, post: Post) -> int | None:
        """Send; the row says so before Discord is called (D8). None if it was dropped meanwhile."""
        async with self._db.write() as tx:
            wanted = await self._posts.mark_sending(tx, post.id, self._clock.now())
        return await self._publisher.send(post) if wanted else None

    async def _settle(self, post: Post) -> int | None:
        """Find out what became of a try whose answer was lost, and send if it never arrived (D9).

        A repeat with the same nonce is safe for some minutes; after that only the channel's
        history tells.
        """
        since = self._clock.now() - post.sending_at if post.sending_at else NONCE_IS_SAFE
        if timedelta(0) <= since < NONCE_IS_SAFE:
            return await self._publisher.send(post)
        return await self._publisher.find(post) or await self._send(post)

    async def _failed(self, post: Post, error: DeliveryError) -> None:
        now = self._clock.now()
        sentence = str(error)
        if sentence != post.error:
            details = {"post": post.id, "channel": post.channel_id, "why": sentence}
            log.warning("a post can't be sent now", extra=details)
        not_before = now + _pause(post, error)
        async with self._db.write() as tx:
            if isinstance(error, ChannelGone):
                await self._posts.drop_channel(tx, post.channel_id, sentence)
                await self._subscriptions.disable_channel(tx, post.channel_id, sentence, now)
                return
            if isinstance(error, Uncertain) or post.state == "sending":
                # Once in doubt always in doubt, until the message is there or surely is not.
                await self._posts.stay_in_doubt(tx, post.id, not_before=not_before, error=sentence)
            else:
                plainness = min(post.plainness + isinstance(error, Malformed), PLAINEST)
                await self._posts.defer(
                    tx, post.id, not_before=not_before, error=sentence, plainness=plainness
                )
            if isinstance(error, Forbidden | Malformed):
                await self._subscriptions.set_problem(tx, post.channel_id, sentence, now)


def _pause(post: Post, error: DeliveryError) -> timedelta:
    """Return how long to wait: what Discord asked for, else longer with each try in a row."""
    if isinstance(error, Malformed) and post.plainness < PLAINEST:
        return timedelta(0)
    asked = error.retry_after if isinstance(error, Unreachable) else None
    doubled: timedelta = FIRST_PAUSE * 2 ** min(post.attempts, 10)
    return max(asked or timedelta(0), min(doubled, LONGEST_PAUSE))
