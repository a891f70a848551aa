"""How feeds stand in a server's channels, as people are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.model import Feed, Subscription
from bot.domain.text import escape
from bot.storage.subscription import SubscriptionRow

TELL_AFTER = timedelta(hours=1)  # so long a feed may fail before people hear of it (S35)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedInChannel:
    """A subscription with its feed and what is known of its stories.

    ``problem`` is a sentence for the moderators, None where all is well.
    """

    subscription: Subscription
    feed: Feed
    posted: int
    waiting: int
    held: int
    last_posted_at: datetime | None
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerStatus:
    """How things stand for one server: counts, and each problem as a sentence."""

    feeds: int
    channels: int
    posted: int
    waiting: int
    held: int
    last_posted_at: datetime | None
    next_check_at: datetime | None
    problems: tuple[str, ...]
    uptime: timedelta


def in_channel(row: SubscriptionRow, now: datetime) -> FeedInChannel:
    """Return what is shown of a subscription."""
    return FeedInChannel(
        subscription=row.subscription,
        feed=row.feed,
        posted=row.posted,
        waiting=row.waiting,
        held=row.held,
        last_posted_at=row.last_posted_at,
        problem=row.problem or _feed_problem(row.feed, now),
    )


def _feed_problem(feed: Feed, now: datetime) -> str | None:
    if feed.state == "gone":
        return "The site says that this feed is gone. Remove it, or add its new address."
    if feed.failing_since and now - feed.failing_since >= TELL_AFTER:
        return f"It can't be read at the moment ({feed.last_error}). It is tried again by itself."
    return None


def problems(rows: list[FeedInChannel]) -> tuple[str, ...]:
    """Return each problem once, with the feed and the channel that it concerns."""
    return tuple(
        f"**{escape(row.feed.title or row.feed.url)}** in <#{row.subscription.channel_id}>: {row.problem}"
        for row in rows
        if row.problem
    )
