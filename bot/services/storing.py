"""Storing: a harvest goes into the database, with one post for each channel that wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.article import digest, updated
from bot.domain.identity import KnownArticle
from bot.domain.intake import Fate
from bot.domain.model import Article, Feed, Subscription
from bot.services.gathering import Harvest, Item, last, only_links
from bot.services.joining import Joining, Share
from bot.services.leaving_out import MOST_LOOKED_AT, KeptOut, Rules, kept_out, rules_of
from bot.storage.article import ArticleTable, NewArticle
from bot.storage.database import Tx
from bot.storage.left_out import LeftOut, note_left_out, prune_left_out
from bot.storage.post import Intention
from bot.storage.seen import SeenTable
from bot.storage.subscription import SubscriptionTable

_REMEMBER = timedelta(days=90)  # entries that left their feed, whose keys stay; what was kept out

# A story in a digest has a post too, which is never sent: so it is not posted a second time.
_STATES = {Fate.POST: "pending", Fate.HOLD: "held", Fate.DIGEST: "dropped"}


Judged = Mapping[Rules, KeptOut[bytes]]
"""What filters keep out of a harvest, by their rules and the fingerprints of its entries."""


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
        subscriptions: SubscriptionTable,
        joining: Joining,
    ) -> None:
        self._seen = seen
        self._articles = articles
        self._subscriptions = subscriptions
        self._joining = joining

    async def judge(self, feed: Feed, harvest: Harvest) -> Judged:
        """Return what filters keep out of a harvest: before it is stored, as others wait meanwhile."""
        subscriptions = await self._subscriptions.of_feed(feed.id)
        return await kept_out(subscriptions, _postable(feed, harvest.items))

    async def store(
        self, tx: Tx, feed: Feed, harvest: Harvest, now: datetime, judged: Judged | None = None
    ) -> int:
        """Store a harvest and return how many stories it brought: new posts, and what joined some.

        ``judged`` is what ``judge`` said of it; a filter that was changed since is asked now.
        """
        stored = await self._articles_of(tx, feed, harvest.items, now)
        await self._seen.remember(
            tx,
            feed.id,
            harvest.document.fingerprints,
            now,
            articles={row.item.entry.fingerprint: row.article_id for row in stored},
        )
        await self._seen.prune(tx, feed.id, before=now - _REMEMBER)
        await prune_left_out(tx, before=now - _REMEMBER)
        wanted = _postable(feed, harvest.items)
        rows = [row for row in stored if row.item.entry.fingerprint in wanted]
        subscriptions = await self._subscriptions.of_feed(feed.id, tx=tx)
        out = await kept_out(subscriptions, wanted, judged)
        shares = await self._shares(tx, feed, rows, subscriptions, out, now)
        return await self._joining.enqueue(tx, shares, now)

    async def _shares(
        self,
        tx: Tx,
        feed: Feed,
        rows: Sequence[Stored],
        subscriptions: Sequence[Subscription],
        out: Judged,
        now: datetime,
    ) -> list[Share]:
        """Return what each channel gets, oldest first; what its filter keeps out is noted."""
        noted: list[LeftOut] = []
        digests: dict[tuple[int, ...], Stored] = {}
        shares: list[Share] = []
        for subscription in subscriptions:
            reasons = out.get(rules_of(subscription.settings), {})
            passing, left = _parted(rows, reasons, _number(feed, subscription))
            noted += [LeftOut(subscription.id, *one) for one in left]
            listed = [row for row in passing if row.item.fate is Fate.DIGEST]
            intentions = _intentions(feed, passing, with_digest=len(listed) > 1)
            if len(listed) > 1:
                intentions.insert(0, await self._digest(tx, feed, listed, digests, now))
            shares.append(Share(subscription, intentions))
        await note_left_out(tx, noted, now)
        return shares

    async def _articles_of(
        self, tx: Tx, feed: Feed, items: Sequence[Item], now: datetime
    ) -> list[Stored]:
        """Store the articles of all items: this feed's own are updated, the others added.

        What another feed brought joins its story, in its own words: no feed speaks for another.
        """
        known = await self._known(tx, feed, items)
        own = {number: one for number, one in known.items() if one.feed_id == feed.id}
        before = await self._articles.by_id((one.article_id for one in own.values()), tx=tx)
        for number, one in own.items():
            item = items[number]
            article = updated(before[one.article_id], item.article)
            await self._articles.update(
                tx, one.article_id, article=article, keys=item.keys, now=now
            )
        # An update of nothing known is the twin of another entry in the same document.
        fresh = [
            number
            for number, item in enumerate(items)
            if number not in own and (number in known or item.fate is not Fate.UPDATE)
        ]
        rows = [_new(feed, items[number], known.get(number)) for number in fresh]
        added = await self._articles.add_many(tx, rows, now)
        where = own | dict(zip(fresh, added, strict=True))
        return [
            Stored(
                item=items[number],
                article_id=where[number].article_id,
                story_id=where[number].story_id,
            )
            for number in sorted(where)
        ]

    async def _known(self, tx: Tx, feed: Feed, items: Sequence[Item]) -> dict[int, KnownArticle]:
        """Return what is known of the items, also what another feed brought since we looked (D11)."""
        links = {key for item in items if not item.known for key in only_links(item.keys)}
        meanwhile = await self._articles.known(links, tx=tx)
        known: dict[int, KnownArticle] = {}
        for number, item in enumerate(items):
            found = (
                article
                for key in item.keys
                for article in meanwhile.get(key, ())
                if not article.known_in(feed.id)
            )
            if article := item.known or next(found, None):
                known[number] = article
        return known

    async def _digest(
        self,
        tx: Tx,
        feed: Feed,
        rows: Sequence[Stored],
        made: dict[tuple[int, ...], Stored],
        now: datetime,
    ) -> Intention:
        """Return the one card that lists what gets no card of its own (L28).

        It is made once for all channels that get the same stories.
        """
        listed = tuple(row.article_id for row in rows)
        if listed not in made:
            article = digest(
                [row.item.article for row in rows],
                outlet=rows[0].item.article.outlet,
                site=feed.site,
            )
            item = replace(rows[0].item, article=article, keys=frozenset())
            (added,) = await self._articles.add_many(tx, [_new(feed, item)], now)
            made[listed] = Stored(item=item, article_id=added.article_id, story_id=added.story_id)
        return Intention(made[listed].story_id, made[listed].article_id)


def _new(feed: Feed, item: Item, known: KnownArticle | None = None) -> NewArticle:
    return NewArticle(
        feed_id=feed.id,
        article=item.article,
        keys=item.keys,
        story_id=known.story_id if known else None,
        note=item.decision.reason,
    )


def _postable(feed: Feed, items: Sequence[Item]) -> dict[bytes, Article]:
    """Return what channels may get of a harvest, by fingerprint, oldest first."""
    if feed.baseline_at is None:
        wanted = last(items, MOST_LOOKED_AT)
    else:
        wanted = [item for item in items if item.fate in _STATES]
    return {item.entry.fingerprint: item.article for item in wanted}


def _number(feed: Feed, subscription: Subscription) -> int | None:
    """Return how many of the newest a channel gets, None for all.

    Of a feed's first reading those are as many as its moderator chose (F31).
    """
    return subscription.backlog if feed.baseline_at is None else None


def _parted(
    rows: Sequence[Stored], kept_out: KeptOut[bytes], number: int | None
) -> tuple[list[Stored], list[tuple[int, str]]]:
    """Return the newest that pass, oldest first, and the articles that were kept out before them."""
    passing: list[Stored] = []
    left: list[tuple[int, str]] = []
    for row in reversed(rows):
        if len(passing) == number:
            break
        rule = kept_out.get(row.item.entry.fingerprint)
        if rule is None:
            passing.append(row)
        else:
            left.append((row.article_id, rule))
    return passing[::-1], left


def _intentions(feed: Feed, rows: Sequence[Stored], *, with_digest: bool) -> list[Intention]:
    """Return a channel's posts; what would be alone in a digest gets its own card."""
    states = _STATES if with_digest else _STATES | {Fate.DIGEST: "pending"}
    if feed.baseline_at is None:
        return [Intention(row.story_id, row.article_id) for row in rows]
    return [Intention(row.story_id, row.article_id, states[row.item.fate]) for row in rows]
