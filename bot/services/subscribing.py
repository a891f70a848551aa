"""Subscribing: which feed goes to which channel."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import Action
from bot.domain.error import UserError
from bot.domain.link import feed_key
from bot.domain.model import Article, Feed, Post, Subscription
from bot.domain.schedule import DEFAULT_INTERVAL
from bot.domain.spoiler import read_words
from bot.services.auditing import Auditing
from bot.services.completing import Completing
from bot.services.discovering import Discovering, FoundFeed
from bot.services.joining import Joining, Share
from bot.services.ports import Clock
from bot.services.standing import FeedInChannel, ServerStatus, in_channel, problems
from bot.storage.article import ArticleTable
from bot.storage.database import Database, Tx
from bot.storage.feed import FeedTable
from bot.storage.held import HeldTable
from bot.storage.post import Intention, PostTable
from bot.storage.subscription import SubscriptionRow, SubscriptionTable

MAX_BACKLOG = 10


class Subscribing:
    """Add feeds to channels, list and remove them, tell how they do."""

    def __init__(
        self,
        *,
        db: Database,
        feeds: FeedTable,
        articles: ArticleTable,
        subscriptions: SubscriptionTable,
        posts: PostTable,
        held: HeldTable,
        joining: Joining,
        discovering: Discovering,
        completing: Completing,
        clock: Clock,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._db = db
        self._feeds = feeds
        self._articles = articles
        self._subscriptions = subscriptions
        self._posts = posts
        self._held = held
        self._auditing = Auditing(db=db, clock=clock)
        self._joining = joining
        self._discovering = discovering
        self._completing = completing
        self._clock = clock
        self._on_change = on_change
        self._started_at = clock.now()

    async def find(
        self, address: str, *, channel_id: int | None = None, chosen: str = "", lately: bool = False
    ) -> FoundFeed:
        """Return the feed behind an address; see Discovering.find, which raises UserError.

        So does a feed that the channel has already, unless the site offers others: then it is marked
        as ``taken`` (D14).
        """
        found = await self._discovering.find(address, chosen=chosen, lately=lately)
        if channel_id and await self._subscriptions.has(channel_id, feed_key(found.url)):
            if len(found.site_feeds) <= 1:
                raise _has_it_already(channel_id)
            return replace(found, taken=True)
        return found

    async def add(
        self, found: FoundFeed, *, guild_id: int, channel_id: int, user_id: int, backlog: int = 1
    ) -> Subscription:
        """Subscribe a channel to a feed; its first poll follows at once.

        ``backlog`` (0 to 10) is how many of the newest stories are posted now (F31). Raises
        UserError if the channel has this feed already (D14).
        """
        backlog = min(backlog, MAX_BACKLOG)
        key = feed_key(found.url)
        completed = await self._completed(key, backlog)
        now = self._clock.now()
        async with self._db.write() as tx:
            feed = await self._feeds.add(
                tx, url=found.url, key=key, next_check_at=now, interval=DEFAULT_INTERVAL
            )
            others = await self._subscriptions.of_feed(feed.id, tx=tx)
            subscription = await self._subscriptions.add(
                tx,
                feed_id=feed.id,
                guild_id=guild_id,
                channel_id=channel_id,
                created_by=user_id,
                backlog=backlog,
                now=now,
            )
            if subscription is None:
                raise _has_it_already(channel_id)
            await self._note_added(tx, subscription, found)
            if not others:
                await self._feeds.save(tx, _as_new(feed, now))
            elif feed.baseline_at:
                await self._post_newest(tx, feed, subscription, completed, now)
        self._on_change()
        return subscription

    async def _note_added(self, tx: Tx, subscription: Subscription, found: FoundFeed) -> None:
        await self._auditing.note(
            tx,
            Action.FEED_ADDED,
            guild_id=subscription.guild_id,
            by=subscription.created_by,
            subject=found.title,
            after={
                "url": found.url,
                "channel": subscription.channel_id,
                "backlog": subscription.backlog,
            },
        )

    async def _completed(self, key: str, backlog: int) -> dict[int, Article]:
        """Return the newest articles of a feed that is polled already, completed, by id."""
        feed = await self._feeds.by_key(key)
        known = await self._articles.newest(feed.id, backlog) if feed else []
        found: dict[int, Article] = {}
        for one in known:
            if article := await self._articles.get(one.article_id):
                found[one.article_id] = await self._completing.with_page(article)
        looks = map(self._completing.with_checked_photos, found.values())
        return dict(zip(found, await asyncio.gather(*looks), strict=True))

    async def _post_newest(
        self,
        tx: Tx,
        feed: Feed,
        subscription: Subscription,
        completed: Mapping[int, Article],
        now: datetime,
    ) -> None:
        """Queue the backlog of a channel that joins a feed which others read already (F31)."""
        newest = await self._articles.newest(feed.id, subscription.backlog, tx=tx)
        for known in newest:
            if article := completed.get(known.article_id):
                await self._articles.update(tx, known.article_id, article=article, keys=(), now=now)
        intentions = [Intention(known.story_id, known.article_id) for known in reversed(newest)]
        await self._joining.enqueue(tx, [Share(subscription, intentions)], now)

    async def check_now(self, feed_id: int) -> None:
        """Have a feed polled at once; a pause that its host asked for still holds."""
        async with self._db.write() as tx:
            await self._feeds.check_now(tx, feed_id, self._clock.now())
        self._on_change()

    async def of_guild(self, guild_id: int) -> list[FeedInChannel]:
        """Return the server's subscriptions, by channel, then by title."""
        now = self._clock.now()
        return [in_channel(row, now) for row in await self._subscriptions.of_guild(guild_id)]

    async def remove(self, subscription_id: int, *, guild_id: int) -> FeedInChannel:
        """End a subscription of this server and return what it was.

        What is posted stays, what waits is dropped. Raises UserError if the server has no such
        subscription.
        """
        async with self._db.write() as tx:
            row = await self._row(subscription_id, guild_id, tx=tx)
            await self._held.leave(tx, subscription_id)
            await self._subscriptions.remove(tx, subscription_id)
        return in_channel(row, self._clock.now())

    async def get(self, subscription_id: int, *, guild_id: int) -> FeedInChannel:
        """Return a subscription of this server; raise UserError if it has no such one."""
        row = await self._row(subscription_id, guild_id)
        return in_channel(row, self._clock.now())

    async def set_spoiler_words(
        self, subscription_id: int, typed: str, *, guild_id: int
    ) -> FeedInChannel:
        """Set the words that hide photos, one a line or between commas; none if it is empty.

        They hold for each post that is not sent yet. Raises UserError for too many or too long
        ones, and if the server has no such subscription.
        """
        words = read_words(typed)
        async with self._db.write() as tx:
            await self._row(subscription_id, guild_id, tx=tx)
            await self._subscriptions.set_spoiler_words(tx, subscription_id, words)
            row = await self._row(subscription_id, guild_id, tx=tx)
        return in_channel(row, self._clock.now())

    async def _row(
        self, subscription_id: int, guild_id: int, *, tx: Tx | None = None
    ) -> SubscriptionRow:
        row = await self._subscriptions.row(subscription_id, tx=tx)
        if row is None or row.subscription.guild_id != guild_id:
            raise UserError("This server has no such feed. /feed list shows those it has.")
        return row

    async def status(self, guild_id: int) -> ServerStatus:
        """Return how things stand for a server."""
        rows = await self.of_guild(guild_id)
        counts = await self._posts.counts(guild_id)
        checks = [row.feed.next_check_at for row in rows if row.feed.state == "active"]
        return ServerStatus(
            feeds=len({row.feed.id for row in rows}),
            channels=len({row.subscription.channel_id for row in rows}),
            posted=counts.get("sent", 0),
            waiting=counts.get("pending", 0) + counts.get("sending", 0),
            held=counts.get("held", 0),
            last_posted_at=await self._posts.last_sent_at(guild_id),
            next_check_at=min(checks, default=None),
            problems=problems(rows),
            uptime=self._clock.now() - self._started_at,
        )

    async def release_held(self, guild_id: int, *, newest: int) -> int:
        """Decide on stories held back by the flood guard (D5).

        The ``newest`` of each channel are posted (0 for none), the others are recorded as
        skipped. Returns how many will be posted.
        """
        channels: dict[int, list[Post]] = defaultdict(list)
        for post in await self._held.held(guild_id):
            channels[post.channel_id].append(post)
        chosen = [p.id for held in channels.values() for p in held[max(len(held) - newest, 0) :]]
        async with self._db.write() as tx:
            released = await self._held.release(tx, chosen)
            rest = {p.id for held in channels.values() for p in held} - set(chosen)
            await self._held.drop(tx, rest, "a moderator skipped it")
        self._on_change()
        return released


def _has_it_already(channel_id: int) -> UserError:
    return UserError(
        "{channel} already gets this feed. `/feed list` shows it.", channel=f"<#{channel_id}>"
    )


def _as_new(feed: Feed, now: datetime) -> Feed:
    """Return a feed that nobody read for a while as one that was never read (F31)."""
    return replace(
        feed,
        next_check_at=now,
        baseline_at=None,
        last_success_at=None,
        body_hash=None,
        etag=None,
        last_modified=None,
    )
