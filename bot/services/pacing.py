"""Pacing: what waits for its hour, its channel or its moderators goes out, or into one digest card."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.article import digest_of
from bot.domain.pacing import Plan, Queue, plan
from bot.services.ports import Clock
from bot.storage.article import ArticleTable, NewArticle
from bot.storage.database import Database, Tx
from bot.storage.feed import FeedTable
from bot.storage.post import Intention, PostTable
from bot.storage.server import ServerTable
from bot.storage.waiting import WaitingTable

_LISTED = 100  # posts; more have no room in a digest card


class Pacing:
    """Look at the posts of a channel that wait; when is a column of their subscriptions.

    ``on_release`` is called when posts may go out.
    """

    def __init__(
        self, *, db: Database, clock: Clock, on_release: Callable[[], None] = lambda: None
    ) -> None:
        self._db = db
        self._clock = clock
        self._waiting = WaitingTable(db)
        self._articles = ArticleTable(db)
        self._feeds = FeedTable(db)
        self._posts = PostTable(db)
        self._servers = ServerTable(db)
        self._on_release = on_release

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of channels in which it is to be seen which posts may go out."""
        return await self._waiting.channels_due(self._clock.now(), limit, exclude=busy)

    async def next_at(self) -> datetime | None:
        """Return when to look at the next channel."""
        return await self._waiting.next_due_at()

    async def work(self, key: int) -> None:
        """Decide on all posts of a channel that wait, in one transaction."""
        async with self._db.write() as tx:
            now = self._clock.now()
            queues = await self._waiting.queues(tx, key, now)
            decided = plan(queues, zone=await self._zone(tx, queues), now=now)
            released = await self._carry_out(tx, queues, decided, now)
        if released:
            self._on_release()

    async def try_again(self, guild_id: int) -> None:
        """Try now what waits in channels of a server in which the bot might not post (M50)."""
        async with self._db.write() as tx:
            channels = await self._waiting.try_again(tx, guild_id, self._clock.now())
        if channels:
            self._on_release()

    async def _zone(self, tx: Tx, queues: Sequence[Queue]) -> ZoneInfo:
        for queue in queues:
            return ZoneInfo((await self._servers.get(queue.subscription.guild_id, tx=tx)).time_zone)
        return ZoneInfo("UTC")

    async def _carry_out(
        self, tx: Tx, queues: Sequence[Queue], decided: Plan, now: datetime
    ) -> bool:
        """Store what was decided, and tell whether anything may go out."""
        released = await self._waiting.let_go(tx, decided.go, now)
        moved = {*decided.go, *decided.fold}
        rest = [one.id for queue in queues for one in queue.unsent if one.id not in moved]
        await self._waiting.keep(tx, rest)
        for queue in queues:
            if queue.subscription.id == decided.owner:
                await self._fold(tx, queue, decided.fold, now)
        await self._waiting.look_at(tx, decided.looks)
        return bool(released or decided.fold)

    async def _fold(self, tx: Tx, owner: Queue, post_ids: Sequence[int], now: datetime) -> None:
        """Let one card list what gets no card of its own (L26)."""
        listed = await self._waiting.posts(tx, post_ids[-_LISTED:])
        feed = await self._feeds.get(owner.subscription.feed_id, tx=tx)
        alone = feed and all(post.article.outlet == listed[0].article.outlet for post in listed)
        article = digest_of(
            listed,
            stories=await self._waiting.stories(tx, post_ids),
            site=feed.site if feed and alone else None,
        )
        new = NewArticle(feed_id=owner.subscription.feed_id, article=article, keys=frozenset())
        (added,) = await self._articles.add_many(tx, [new], now)
        await self._posts.enqueue_many(
            tx,
            [Intention(added.story_id, added.article_id)],
            subscription=owner.subscription,
            now=now,
            waits=False,
        )
        await self._waiting.fold(
            tx, post_ids, channel_id=owner.subscription.channel_id, story_id=added.story_id
        )
