"""Sampling: what a feed's newest story looks like in a channel, and whether it would be posted."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.filter import Verdict, any_holds, verdict
from bot.domain.model import Article
from bot.domain.setting import Settings
from bot.domain.spoiler import with_spoilers
from bot.services.completing import Completing
from bot.services.feed_rows import FeedRows
from bot.services.ports import Clock
from bot.services.standing import FeedInChannel, in_channel
from bot.storage.article import ArticleTable
from bot.storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The newest story of a feed, with the photos that are hidden in the channel.

    ``mentions`` is the role that it would mention if it were new. ``article`` and ``verdict`` are None
    for a feed of which no story is known yet.
    """

    feed: FeedInChannel
    article: Article | None = None
    verdict: Verdict | None = None
    mentions: int | None = None


class Sampling:
    """Show what is set for a feed on a story of its own."""

    def __init__(
        self, *, db: Database, rows: FeedRows, completing: Completing, clock: Clock
    ) -> None:
        self._rows = rows
        self._articles = ArticleTable(db)
        self._completing = completing
        self._clock = clock

    async def newest(self, subscription_id: int, *, guild_id: int) -> Sample:
        """Return the newest story of a subscription's feed; nothing is stored.

        Raises UserError where the server has no such subscription.
        """
        row = await self._rows.get(subscription_id, guild_id)
        feed = in_channel(row, self._clock.now())
        known = await self._articles.newest(feed.feed.id, 1)
        article = await self._articles.get(known[0].article_id) if known else None
        if article is None:
            return Sample(feed=feed)
        if not article.photos:  # a story that was only recorded: its page was never looked at
            article = await self._completing.complete(article)
        settings = feed.subscription.settings
        return Sample(
            feed=feed,
            article=with_spoilers(article, feed.subscription.spoiler_words),
            verdict=verdict(article, settings.must, settings.must_not),
            mentions=_mentioned(article, settings),
        )


def _mentioned(article: Article, settings: Settings) -> int | None:
    if settings.mention_when and any_holds(article, settings.mention_when) is None:
        return None
    return settings.mention_role
