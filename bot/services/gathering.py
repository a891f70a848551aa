"""Gathering: what a reading of a feed brings becomes articles, stories and posts."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.article import from_entry
from bot.domain.identity import (
    Candidate,
    Key,
    KeyKind,
    KnownArticle,
    entry_keys,
    identify,
    link_keys,
    similar,
)
from bot.domain.intake import Decision, Fate, Surroundings, decide
from bot.domain.model import Article, Entry, Feed, FeedDocument, Subscription
from bot.services.completing import Completing
from bot.services.leaving_out import MOST_LOOKED_AT, kept_out, rules_of
from bot.services.ports import Clock
from bot.storage.article import ArticleTable
from bot.storage.seen import SeenTable
from bot.storage.subscription import SubscriptionTable

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is to become of one entry: the decision, the article, all of its keys."""

    decision: Decision
    article: Article
    keys: frozenset[Key]

    @property
    def fate(self) -> Fate:
        """Return what becomes of it."""
        return self.decision.fate

    @property
    def entry(self) -> Entry:
        """Return what the feed said."""
        return self.decision.candidate.entry

    @property
    def known(self) -> KnownArticle | None:
        """Return the stored article that it is."""
        return self.decision.candidate.known


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """All that one reading brought, decided on but not stored yet; items are oldest first."""

    document: FeedDocument
    items: tuple[Item, ...]

    @property
    def published(self) -> list[datetime]:
        """Return when its entries were published, as far as that is known."""
        return [item.article.published for item in self.items if item.article.published]


PATIENCE = timedelta(minutes=2)  # for the pages of one poll; news does not wait longer for photos


class Gathering:
    """Decide what becomes of the entries of a reading and complete the new articles."""

    def __init__(
        self,
        *,
        seen: SeenTable,
        articles: ArticleTable,
        subscriptions: SubscriptionTable,
        completing: Completing,
        clock: Clock,
        max_age: timedelta,
    ) -> None:
        self._seen = seen
        self._articles = articles
        self._subscriptions = subscriptions
        self._completing = completing
        self._clock = clock
        self._max_age = max_age

    async def gather(self, feed: Feed, document: FeedDocument) -> Harvest:
        """Return what a document brings; nothing is stored, pages of new articles are fetched."""
        candidates, around = await self._recognise(feed, document)
        decisions = decide(
            candidates, feed=feed, around=around, now=self._clock.now(), max_age=self._max_age
        )
        wanted = await self._wanted(feed, decisions)
        items = await self._items(feed, document, decisions, wanted)
        return Harvest(document=document, items=tuple(items))

    async def _items(
        self,
        feed: Feed,
        document: FeedDocument,
        decisions: Sequence[Decision],
        wanted: Collection[int],
    ) -> list[Item]:
        """Make items of all decisions; pages come one by one, looks at photos all side by side."""
        deadline = self._clock.now() + PATIENCE
        outlet = document.head.title or feed.title or feed.url
        items: list[Item] = []
        looks: dict[int, asyncio.Task[Article]] = {}
        try:
            for decision in decisions:
                article = from_entry(
                    decision.candidate.entry, outlet=outlet, language=document.head.language
                )
                item = Item(decision=decision, article=article, keys=decision.candidate.keys)
                if id(decision) in wanted and self._clock.now() < deadline:
                    item = await self._completed(item, feed, items)
                    look = self._completing.with_checked_photos(item.article)
                    looks[len(items)] = asyncio.create_task(look)
                items.append(item)
            for place, checked in looks.items():
                items[place] = replace(items[place], article=await checked)
        finally:
            for checked in looks.values():
                checked.cancel()
        return items

    async def _recognise(
        self, feed: Feed, document: FeedDocument
    ) -> tuple[tuple[Candidate, ...], Surroundings]:
        present = await self._seen.articles(feed.id, document.fingerprints)
        # In a thread: with thousands of entries this takes a while, and the loop must live (L29).
        keys = await asyncio.to_thread(_all_keys, document.entries, feed.id)
        candidates = await asyncio.to_thread(
            identify,
            document.entries,
            keys,
            feed_id=feed.id,
            known=await self._articles.known(frozenset().union(*keys)),
            present=present,
        )
        here = {c.known.article_id for c in candidates if c.known and not c.by_title}
        return candidates, await self._surroundings(feed, present | here)

    async def _surroundings(self, feed: Feed, present: Collection[int]) -> Surroundings:
        newest = await self._articles.newest_of_feed(feed.id)
        return Surroundings(
            known_entries=len(present),
            oldest_present=await self._articles.oldest_published(present),
            newest_is_present=newest is None or newest in present,
        )

    async def _wanted(self, feed: Feed, decisions: Sequence[Decision]) -> set[int]:
        """Return the decisions (by identity) whose article is about to be posted as a card."""
        fresh = [d for d in decisions if d.fate is Fate.POST]
        if feed.baseline_at is None:
            for subscription in await self._subscriptions.of_feed(feed.id):
                newest = await _newest(decisions, subscription)
                fresh += [d for d in newest if d.fate is not Fate.UPDATE]
        return {id(decision) for decision in fresh}

    async def _completed(self, item: Item, feed: Feed, earlier: Iterable[Item]) -> Item:
        """Complete an article; where its page is known by another address, it is that one (D11).

        If its headline says so too: many addresses may lead to one that is no article's.
        """
        article = await self._completing.with_page(item.article)
        new_keys = link_keys(article.link) - item.keys
        stored = [a for hits in (await self._articles.known(new_keys)).values() for a in hits]
        found = sorted(
            (a for a in stored if similar(a.title, article.title)),
            key=lambda one: not one.known_in(feed.id),
        )
        twin = any(
            new_keys & other.keys and similar(other.article.title, article.title)
            for other in earlier
        )
        decision = item.decision
        if twin or (found and found[0].known_in(feed.id)):
            decision = replace(decision, fate=Fate.UPDATE)
        if found:
            decision = replace(decision, candidate=replace(decision.candidate, known=found[0]))
        return Item(decision=decision, article=article, keys=item.keys | new_keys)


async def _newest(decisions: Sequence[Decision], subscription: Subscription) -> Sequence[Decision]:
    """Return those of a first reading that a channel is to get, by what the feed says of them."""
    if not subscription.settings.filters:
        return last(decisions, subscription.backlog)
    newest = last(decisions, MOST_LOOKED_AT)
    articles = {
        place: from_entry(decision.candidate.entry, outlet="")
        for place, decision in enumerate(newest)
    }
    out = (await kept_out([subscription], articles)).get(rules_of(subscription.settings), {})
    return last([newest[place] for place in articles if place not in out], subscription.backlog)


def _all_keys(entries: Iterable[Entry], feed_id: int) -> list[frozenset[Key]]:
    return [entry_keys(entry, feed_id) for entry in entries]


def last(rows: Sequence[T], number: int) -> Sequence[T]:
    """Return the last so many of the rows, all where there are fewer."""
    return rows[max(len(rows) - number, 0) :]


def only_links(keys: Iterable[Key]) -> frozenset[Key]:
    """Return the keys that hold in every feed."""
    return frozenset(key for key in keys if key.kind is KeyKind.LINK)
