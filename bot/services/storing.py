"""Storing: a harvest goes into the database, with one post for each channel that wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.article import digest
from bot.domain.identity import KnownArticle
from bot.domain.intake import Fate
from bot.domain.model import Feed, Subscription
from bot.services.gathering import Harvest, Item, only_links
from bot.storage.article import ArticleTable
from bot.storage.database import Tx
from bot.storage.post import PostTable
from bot.storage.seen import SeenTable
from bot.storage.story import StoryTable
from bot.storage.subscription import SubscriptionTable

# A story in a digest has a post too, which is never sent: so it is not posted a second time.
_STATES = {Fate.POST: "pending", Fate.HOLD: "held", Fate.DIGEST: "dropped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Where an item of a harvest is in the database."""

    item: Item
    article_id: int
    story_id: int


class Storing:
    """Write what Gathering decided, all of it in the caller's transaction."""

    def __init__(
        self,
        *,
        seen: SeenTable,
        articles: ArticleTable,
        stories: StoryTable,
        subscriptions: SubscriptionTable,
        posts: PostTable,
    ) -> None:
        self._seen = seen
        self._articles = articles
        self._stories = stories
        self._subscriptions = subscriptions
        self._posts = posts

    async def store(self, tx: Tx, feed: Feed, harvest: Harvest, now: datetime) -> int:
        """Store a harvest and return how many posts it put into the outbox."""
        stored = [row for item in harvest.items if (row := await self._item(tx, feed, item, now))]
        articles = {r.item.decision.candidate.entry.fingerprint: r.article_id for r in stored}
        await self._seen.remember(
            tx, feed.id, harvest.document.fingerprints, now, articles=articles
        )
        digested = [row for row in stored if row.item.fate is Fate.DIGEST]
        queue = [await self._digest(tx, feed, digested, now)] if digested else []
        count = 0
        for subscription in await self._subscriptions.of_feed(feed.id, tx=tx):
            for row, state in [*queue, *_share(feed, subscription, stored)]:
                count += await self._enqueue(tx, subscription, row, state, now)
        return count

    async def _item(self, tx: Tx, feed: Feed, item: Item, now: datetime) -> Stored | None:
        known = item.known or await self._met_meanwhile(tx, item)
        if known is None and item.fate is Fate.UPDATE:
            return None  # the twin of another entry in the same document
        if known is None:
            return await self._new(tx, feed, item, now)
        own = known.known_in(feed.id)
        await self._articles.update(
            tx, known.article_id, article=item.article if own else None, keys=item.keys, now=now
        )
        return Stored(item=item, article_id=known.article_id, story_id=known.story_id)

    async def _met_meanwhile(self, tx: Tx, item: Item) -> KnownArticle | None:
        """Return the article if another feed brought it since we looked (D11)."""
        found = await self._articles.known(only_links(item.keys), tx=tx)
        return next((article for hits in found.values() for article in hits), None)

    async def _new(self, tx: Tx, feed: Feed, item: Item, now: datetime) -> Stored:
        story_id = await self._stories.add(tx, item.article.title, now)
        article_id = await self._articles.add(
            tx,
            feed_id=feed.id,
            story_id=story_id,
            article=item.article,
            keys=item.keys,
            now=now,
            note=item.decision.reason,
        )
        return Stored(item=item, article_id=article_id, story_id=story_id)

    async def _digest(
        self, tx: Tx, feed: Feed, rows: Sequence[Stored], now: datetime
    ) -> tuple[Stored, str]:
        """Make the one card that lists what gets no card of its own (L28)."""
        article = digest(
            [row.item.article for row in rows],
            outlet=rows[0].item.article.outlet,
            site=feed.site,
        )
        item = Item(decision=rows[0].item.decision, article=article, keys=frozenset())
        return await self._new(tx, feed, item, now), "pending"

    async def _enqueue(
        self, tx: Tx, subscription: Subscription, row: Stored, state: str, now: datetime
    ) -> bool:
        added = await self._posts.enqueue(
            tx,
            guild_id=subscription.guild_id,
            channel_id=subscription.channel_id,
            story_id=row.story_id,
            article_id=row.article_id,
            subscription_id=subscription.id,
            now=now,
            state=state,
        )
        return added and state == "pending"


def _share(
    feed: Feed, subscription: Subscription, stored: Sequence[Stored]
) -> list[tuple[Stored, str]]:
    """Return what a channel gets of a harvest, oldest first, and in which state.

    A feed's first reading gives each channel as many of the newest as its moderator chose (F31).
    """
    if feed.baseline_at is None:
        return [(row, "pending") for row in stored[len(stored) - subscription.backlog :]]
    return [(row, _STATES[row.item.fate]) for row in stored if row.item.fate in _STATES]
