"""A small invented world to store: every table on one database, and short ways to fill them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from bot.domain.identity import Key, KeyKind
from bot.domain.model import Article, Feed, Post, Subscription
from bot.storage.article import ArticleTable, NewArticle
from bot.storage.database import Database, Tx
from bot.storage.feed import FeedTable
from bot.storage.held import HeldTable
from bot.storage.mend import MendTable
from bot.storage.meta import MetaTable
from bot.storage.photo_host import PhotoHostTable
from bot.storage.post import Intention, PostTable
from bot.storage.reaction import ReactionTable
from bot.storage.seen import SeenTable
from bot.storage.subscription import SubscriptionTable

NOW = datetime(2031, 5, 4, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GUILD = 700
CHANNEL = 7001


def article(title: str = "‘The Salt Lighthouse’ starts shooting", **more: object) -> Article:
    values: dict[str, object] = {
        "link": "https://reelgazette.example/salt",
        "outlet": "Reel Gazette",
    }
    return Article(title=title, **(values | more))  # type: ignore[arg-type]


def link(value: str) -> Key:
    return Key(KeyKind.LINK, 0, value)


def guid(value: str, feed_id: int = 1) -> Key:
    return Key(KeyKind.GUID, feed_id, value)


class World:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.feeds = FeedTable(database)
        self.seen = SeenTable(database)
        self.reactions = ReactionTable(database)
        self.mends = MendTable(database)
        self.photo_hosts = PhotoHostTable(database)
        self.articles = ArticleTable(database)
        self.subscriptions = SubscriptionTable(database)
        self.posts = PostTable(database)
        self.held = HeldTable(database)
        self.meta = MetaTable(database)
        self._numbers = count(1)

    async def feed(
        self, name: str = "news", *, at: datetime = NOW, host: str = "a.example"
    ) -> Feed:
        async with self.database.write() as tx:
            return await self.feeds.add(
                tx,
                url=f"https://{host}/{name}.xml",
                key=f"{host}/{name}.xml",
                next_check_at=at,
                interval=10 * MINUTE,
            )

    async def subscribe(
        self, feed_id: int, channel_id: int = CHANNEL, *, guild_id: int = GUILD
    ) -> Subscription | None:
        async with self.database.write() as tx:
            return await self.subscriptions.add(
                tx,
                feed_id=feed_id,
                guild_id=guild_id,
                channel_id=channel_id,
                created_by=5,
                backlog=2,
                now=NOW,
            )

    async def wanted_feed(self, name: str = "news", **more: object) -> Feed:
        feed = await self.feed(name, **more)  # type: ignore[arg-type]
        await self.subscribe(feed.id)
        return feed

    async def article(
        self, feed_id: int, *keys: Key, what: Article | None = None, note: str | None = None
    ) -> int:
        async with self.database.write() as tx:
            return await self.add_article(tx, feed_id, *keys, what=what, note=note)

    async def add_article(
        self,
        tx: Tx,
        feed_id: int,
        *keys: Key,
        what: Article | None = None,
        note: str | None = None,
    ) -> int:
        what = what or article(f"Story {next(self._numbers)}")
        row = NewArticle(feed_id=feed_id, article=what, keys=frozenset(keys), note=note)
        return (await self.articles.add_many(tx, [row], NOW))[0].article_id

    async def subscribed(
        self, feed_id: int, channel_id: int = CHANNEL, *, guild_id: int = GUILD
    ) -> Subscription:
        """Return a channel's subscription to a feed, made when needed."""
        made = await self.subscribe(feed_id, channel_id, guild_id=guild_id)
        there = await self.subscriptions.of_feed(feed_id)
        return made or next(one for one in there if one.channel_id == channel_id)

    async def enqueue(
        self, subscription: Subscription, article_id: int, state: str = "pending"
    ) -> int:
        """Queue the story of an article and return how many posts wait for that."""
        async with self.database.write() as tx:
            story_id = await self.value("SELECT story_id FROM article WHERE id = ?", article_id)
            return await self.posts.enqueue_many(
                tx, [Intention(story_id, article_id, state)], subscription=subscription, now=NOW
            )

    async def post(
        self, channel_id: int = CHANNEL, *, guild_id: int = GUILD, state: str = "pending"
    ) -> int:
        """Queue a new story of a feed made when needed, and return the post's id."""
        feed = await self.feed()
        subscription = await self.subscribed(feed.id, channel_id, guild_id=guild_id)
        return await self.post_for(subscription, state)

    async def post_for(self, subscription: Subscription, state: str = "pending") -> int:
        """Queue a new story of a subscription's feed and return the post's id."""
        await self.enqueue(subscription, await self.article(subscription.feed_id), state)
        return await self.value("SELECT max(id) FROM post")

    async def first(self, channel_id: int = CHANNEL, now: datetime = NOW) -> Post | None:
        return await self.posts.first_due(channel_id, now)

    async def sent(self, post_id: int, message_id: int, now: datetime = NOW) -> None:
        async with self.database.write() as tx:
            await self.posts.mark_sending(tx, post_id, now)
            await self.posts.mark_sent(tx, post_id, message_id, now)

    async def value(self, sql: str, *values: object) -> int:
        async with self.database.read() as reader:
            rows = await reader.execute_fetchall(sql, values)
        return next(iter(rows))[0]
