"""Leaving out: which stories of a feed a channel does not get, by the words that its moderators chose."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from bot.domain.filter import verdict
from bot.domain.model import Article, Subscription
from bot.domain.setting import Settings

MOST_LOOKED_AT = 200
"""How many of a feed's newest stories are looked through for as many as a channel is to begin with."""

KeptOut = Mapping[int, str]
"""The articles that a filter keeps out, by id, each with the rule that does, or none ("")."""


def passes(article: Article, settings: Settings) -> bool:
    """Tell whether a story is let through by a subscription's filter."""
    return verdict(article, settings.must, settings.must_not).passes


async def kept_out(
    subscriptions: Iterable[Subscription], articles: Mapping[int, Article]
) -> dict[int, KeptOut]:
    """Return what of some articles the filters of subscriptions keep out, by subscription.

    In a thread: hundreds of filters take a while, and the loop must live (L29).
    """
    filters = {one.id: one.settings for one in subscriptions if one.settings.filters}
    if not filters or not articles:
        return {}
    return await asyncio.to_thread(_all_kept_out, filters, articles)


def _all_kept_out(
    filters: Mapping[int, Settings], articles: Mapping[int, Article]
) -> dict[int, KeptOut]:
    return {number: _kept_out(settings, articles) for number, settings in filters.items()}


def _kept_out(settings: Settings, articles: Mapping[int, Article]) -> KeptOut:
    verdicts = {
        article_id: verdict(article, settings.must, settings.must_not)
        for article_id, article in articles.items()
    }
    return {article_id: one.rule or "" for article_id, one in verdicts.items() if not one.passes}
