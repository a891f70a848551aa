"""Subscribing: which feed goes to which channel."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.audit import Action
from bot.domain.error import UserError
from bot.domain.identity import KnownArticle
from bot.domain.link import feed_key
from bot.domain.model import Article, Feed, Post, Subscription
from bot.domain.schedule import DEFAULT_INTERVAL
from bot.services.auditing import Auditing
from bot.services.completing import Completing
from bot.services.discovering import Discovering, FoundFeed
from bot.services.joining import Joining, Share
from bot.services.leaving_out import MOST_LOOKED_AT, kept_out, rules_of
from bot.services.ports import Clock
from bot.services.standing import ServerStatus, in_channel, problems
from bot.storage.article import ArticleTable
from bot.storage.database import Database, Tx
from bot.storage.feed import FeedTable
from bot.storage.held import HeldTable
from bot.storage.post import Intention, PostTable
from bot.storage.subscription import SubscriptionTable

MAX_BACKLOG = 10


class Subscribing:
    """Add feeds to channels, and tell how a server's do; all else of them is feed_desk.py's."""

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
            await self._clear_removed(tx, feed.id, channel_id)
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
                await self._feeds.save(tx, as_new(feed, now))
            elif feed.baseline_at:
                await self._post_newest(tx, feed, subscription, completed, now)
        self._on_change()
        return subscription

    async def _clear_removed(self, tx: Tx, feed_id: int, channel_id: int) -> None:
        """End a subscription whose removal could still be taken back: the feed is added anew."""
        there = await self._subscriptions.at(tx, feed_id, channel_id)
        if there and there.state == "removed":
            await self._held.leave(tx, there.id)
            await self._subscriptions.remove(tx, there.id)

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
        newest = await self._newest_that_pass(tx, feed, subscription)
        for known in newest:
            if article := completed.get(known.article_id):
                await self._articles.update(tx, known.article_id, article=article, keys=(), now=now)
        intentions = [Intention(known.story_id, known.article_id) for known in reversed(newest)]
        await self._joining.enqueue(tx, [Share(subscription, intentions)], now)

    async def _newest_that_pass(
        self, tx: Tx, feed: Feed, subscription: Subscription
    ) -> list[KnownArticle]:
        """Return the backlog of a channel, newest first; one that is back has its filter still."""
        if not subscription.settings.filters:
            return await self._articles.newest(feed.id, subscription.backlog, tx=tx)
        newest = await self._articles.newest(feed.id, MOST_LOOKED_AT, tx=tx)
        articles = await self._articles.by_id((one.article_id for one in newest), tx=tx)
        out = (await kept_out([subscription], articles)).get(rules_of(subscription.settings), {})
        return [one for one in newest if one.article_id not in out][: subscription.backlog]

    async def check_now(self, feed_id: int) -> None:
        """Have a feed polled at once; a pause that its host asked for still holds."""
        async with self._db.write() as tx:
            await self._feeds.check_now(tx, feed_id, self._clock.now())
        self._on_change()

    async def status(self, guild_id: int) -> ServerStatus:
        """Return how things stand for a server."""
        now = self._clock.now()
        found = await self._subscriptions.of_guild(guild_id)
        rows = [in_channel(row, now) for row in found]
        counts = await self._posts.counts(guild_id)
        checks = [row.next_check_at for row in rows if row.next_check_at]
        return ServerStatus(
            feeds=len({row.feed.id for row in rows}),
            channels=len({row.subscription.channel_id for row in rows}),
            posted=counts.get("sent", 0),
            waiting=sum(counts.get(state, 0) for state in ("waiting", "pending", "sending")),
            held=counts.get("held", 0),
            last_posted_at=await self._posts.last_sent_at(guild_id),
            next_check_at=min(checks, default=None),
            problems=problems(rows),
            uptime=now - self._started_at,
        )

    async def release_held(self, guild_id: int, *, newest: int, by: int) -> int:
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
            skipped = await self._held.drop(tx, rest, "a moderator skipped it")
            if released or skipped:
                action = Action.HELD_POSTED if newest else Action.HELD_SKIPPED
                stories = {"stories": released or skipped}
                await self._auditing.note(tx, action, guild_id=guild_id, by=by, after=stories)
        self._on_change()
        return released


def _has_it_already(channel_id: int) -> UserError:
    return UserError(
        "{channel} already gets this feed. `/feed list` shows it.", channel=f"<#{channel_id}>"
    )


def as_new(feed: Feed, now: datetime) -> Feed:
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
