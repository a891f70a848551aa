"""Leaving out: which stories of a feed a channel does not get, by the words that its moderators chose."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import TypeVar

from bot.domain.filter import verdict
from bot.domain.model import Article, Subscription
from bot.domain.setting import Settings

MOST_LOOKED_AT = 200
"""How many of a feed's newest stories are looked through for as many as a channel is to begin with."""

Rules = tuple[tuple[str, ...], tuple[str, ...]]
"""What must occur, and what must not."""

K = TypeVar("K")

KeptOut = Mapping[K, str]
"""The articles that a filter keeps out, by their keys, each with the rule that does, or none ("")."""


def rules_of(settings: Settings) -> Rules:
    """Return the rules of a subscription's filter."""
    return settings.must, settings.must_not


async def kept_out(
    subscriptions: Iterable[Subscription],
    articles: Mapping[K, Article],
    known: Mapping[Rules, KeptOut[K]] | None = None,
) -> Mapping[Rules, KeptOut[K]]:
    """Return what of some articles the filters of subscriptions keep out, by their rules.

    ``known`` are those that were asked already, of the same articles. In a thread: hundreds of
    filters take a while, and the loop must live (L29).
    """
    filters = {rules_of(one.settings) for one in subscriptions if one.settings.filters}
    known = known or {}
    if not articles or not filters - known.keys():
        return known
    new = await asyncio.to_thread(_all_kept_out, filters - known.keys(), articles)
    return {**known, **new}


def _all_kept_out(
    filters: Iterable[Rules], articles: Mapping[K, Article]
) -> dict[Rules, KeptOut[K]]:
    return {rules: _kept_out(rules, articles) for rules in filters}


def _kept_out(rules: Rules, articles: Mapping[K, Article]) -> KeptOut[K]:
    verdicts = ((key, verdict(article, *rules)) for key, article in articles.items())
    return {key: one.rule or "" for key, one in verdicts if not one.passes}
