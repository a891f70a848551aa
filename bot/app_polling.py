"""The composition root's part for polling: from a feed to what is to be posted."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from bot.services.completing import Completing
from bot.services.gathering import Gathering
from bot.services.joining import Joining
from bot.services.polling import Polling
from bot.services.ports import Clock, Fetcher, Reader
from bot.services.storing import Storing
from bot.storage.article import ArticleTable
from bot.storage.database import Database
from bot.storage.feed import FeedTable
from bot.storage.seen import SeenTable
from bot.storage.subscription import SubscriptionTable


def compose_polling(
    db: Database,
    fetcher: Fetcher,
    reader: Reader,
    completing: Completing,
    joining: Joining,
    clock: Clock,
    *,
    max_age: timedelta,
    on_posts: Callable[[], None],
) -> Polling:
    """Put together all that polling needs; ``max_age`` is how old a story may be that is posted."""
    seen, articles, subscriptions = SeenTable(db), ArticleTable(db), SubscriptionTable(db)
    return Polling(
        db=db,
        feeds=FeedTable(db),
        seen=seen,
        articles=articles,
        gathering=Gathering(
            seen=seen,
            articles=articles,
            subscriptions=subscriptions,
            completing=completing,
            clock=clock,
            max_age=max_age,
        ),
        storing=Storing(
            seen=seen,
            articles=articles,
            subscriptions=subscriptions,
            joining=joining,
        ),
        fetcher=fetcher,
        reader=reader,
        clock=clock,
        random=random.random,
        on_posts=on_posts,
    )
