"""Filtering: what the filter of a feed lets into a channel, and what other words would."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.error import UserError
from bot.domain.filter import Verdict, read_rules, verdict
from bot.domain.model import Article
from bot.services.feed_desk import FeedDesk
from bot.services.standing import FeedInChannel
from bot.storage.database import Database
from bot.storage.tried_filter import TriedFilter, TriedFilterTable

TESTED = 50
"""On so many of a feed's newest stories it is shown what a filter would do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterTest:
    """What a filter does with the newest stories of a feed, newest first.

    ``token`` names the filter where it is only tried; it is empty for the one that is set.
    """

    feed: FeedInChannel
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    stories: tuple[tuple[Article, Verdict], ...]
    token: str = ""

    @property
    def passing(self) -> int:
        """Return how many of the stories pass."""
        return sum(one.passes for _, one in self.stories)


class Filtering:
    """Show what filters do, and try others; each raises UserError where a server has no such feed."""

    def __init__(self, *, db: Database, desk: FeedDesk) -> None:
        self._db = db
        self._desk = desk
        self._tried = TriedFilterTable(db)

    async def test(self, subscription_id: int, *, guild_id: int, token: str = "") -> FilterTest:
        """Return what the filter that is set does, or the one that was tried under ``token``.

        Raises UserError where others were tried since.
        """
        feed = await self._desk.get(subscription_id, guild_id=guild_id)
        return await self._test(feed, await self._rules(feed, token), token)

    async def rules(self, subscription_id: int, *, guild_id: int, token: str = "") -> TriedFilter:
        """Return the rules that are set, or those that were tried; see ``test``."""
        return await self._rules(await self._desk.get(subscription_id, guild_id=guild_id), token)

    async def try_out(
        self, subscription_id: int, must: str, must_not: str, *, guild_id: int
    ) -> FilterTest:
        """Return what a filter would do, one rule a line, and keep it to be saved.

        Raises UserError for rules that can't be; see ``read_rules``.
        """
        feed = await self._desk.get(subscription_id, guild_id=guild_id)
        rules = TriedFilter(read_rules(must), read_rules(must_not))
        async with self._db.write() as tx:
            await self._tried.keep(tx, subscription_id, rules)
        return await self._test(feed, rules, _token(rules))

    async def save(
        self, subscription_id: int, token: str, *, guild_id: int, by: int
    ) -> FeedInChannel:
        """Set the filter that was tried under a token, for all stories to come.

        Raises UserError where others were tried since.
        """
        feed = await self._desk.get(subscription_id, guild_id=guild_id)
        rules = await self._find(feed, token)
        return await self._desk.change(
            subscription_id, guild_id=guild_id, by=by, must=rules.must, must_not=rules.must_not
        )

    async def _rules(self, feed: FeedInChannel, token: str) -> TriedFilter:
        settings = feed.subscription.settings
        if not token:
            return TriedFilter(settings.must, settings.must_not)
        return await self._find(feed, token)

    async def _find(self, feed: FeedInChannel, token: str) -> TriedFilter:
        tried = await self._tried.get(feed.subscription.id)
        if tried is None or _token(tried) != token:
            raise UserError(
                "Other words were tried for this feed since then. Please try yours once more."
            )
        return tried

    async def _test(self, feed: FeedInChannel, rules: TriedFilter, token: str) -> FilterTest:
        articles = await self._tried.newest(feed.feed.id, TESTED)
        verdicts = await asyncio.to_thread(_verdicts, articles, rules)
        return FilterTest(
            feed=feed,
            must=rules.must,
            must_not=rules.must_not,
            stories=tuple(zip(articles, verdicts, strict=True)),
            token=token,
        )


def _verdicts(articles: Sequence[Article], rules: TriedFilter) -> list[Verdict]:
    return [verdict(article, rules.must, rules.must_not) for article in articles]


def _token(rules: TriedFilter) -> str:
    return hashlib.blake2b(repr(tuple(rules)).encode(), digest_size=4).hexdigest()
