"""A server with one channel that gets every outlet's feed, to see which cards articles join."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.model import Article, Subscription
from bot.services.following import Following
from bot.services.joining import Joining, Share
from bot.storage.article import ArticleTable, NewArticle
from bot.storage.database import Database, Tx, open_database
from bot.storage.feed import FeedTable
from bot.storage.post import Intention
from bot.storage.subscription import SubscriptionTable

GUILD, CHANNEL = 700, 7001
INTERVAL = timedelta(minutes=10)


async def join_all(articles: Sequence[tuple[Article, datetime]], path: Path) -> list[int]:
    """Post articles in their order, each when it came out; return the story that tells each."""
    async with open_database(path) as db:
        await db._writer.execute_fetchall("PRAGMA synchronous = OFF")  # a bench need not be durable
        room = _Newsroom(db)
        ids = [await room.publish(article, now) for article, now in articles]
        told = await room.told()
    return [told[article_id] for article_id in ids]


class _Newsroom:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._feeds = FeedTable(db)
        self._articles = ArticleTable(db)
        self._subscriptions = SubscriptionTable(db)
        self._joining = Joining(db=db, following=Following(db=db, clock=SystemClock()))
        self._by_outlet: dict[str, Subscription] = {}

    async def publish(self, article: Article, now: datetime) -> int:
        """Store an article and queue it for the channel, in one transaction as in the product."""
        async with self._db.write() as tx:
            place = self._by_outlet.get(article.outlet) or await self._subscribe(tx, article, now)
            row = NewArticle(feed_id=place.feed_id, article=article, keys=frozenset())
            [stored] = await self._articles.add_many(tx, [row], now)
            intention = Intention(stored.story_id, stored.article_id, "pending")
            await self._joining.enqueue(tx, [Share(place, [intention])], now)
        return stored.article_id

    async def told(self) -> dict[int, int]:
        """Return the story of the card that tells each article."""
        async with self._db.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT telling.article_id, post.story_id
                FROM telling JOIN post ON post.id = telling.post_id
                """
            )
        return {row[0]: row[1] for row in rows}

    async def _subscribe(self, tx: Tx, article: Article, now: datetime) -> Subscription:
        url = f"https://feeds.example/{len(self._by_outlet)}"
        feed = await self._feeds.add(tx, url=url, key=url, next_check_at=now, interval=INTERVAL)
        place = await self._subscriptions.add(
            tx,
            feed_id=feed.id,
            guild_id=GUILD,
            channel_id=CHANNEL,
            created_by=1,
            backlog=0,
            now=now,
        )
        assert place
        self._by_outlet[article.outlet] = place
        return place
