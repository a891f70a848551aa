"""How feeds stand in a server's channels, as people are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.error import UserError
from bot.domain.model import Feed, Subscription
from bot.domain.text import escape
from bot.storage.subscription_read import Activity, SubscriptionRow

TELL_AFTER = timedelta(hours=1)  # so long a feed may fail before people hear of it (S35)
LATELY = timedelta(days=30)  # of which it is told how many stories a day there are
_DAY = timedelta(days=1)


class Standing(StrEnum):
    """How a feed in a channel does, the worst first."""

    NO_CHANNEL = "no channel"
    GONE = "gone"
    BLOCKED = "blocked"
    FAILING = "failing"
    PAUSED = "paused"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedInChannel:
    """A subscription with its feed and what is known of its stories.

    ``since`` is when it began to stand as it does, where that is known. ``problem`` is a sentence for
    the moderators, as a UserError has it, None where all is well. ``newest_at`` is when the feed's newest article was
    published, ``next_check_at`` when it is looked at next, None for never. ``can_undo`` is set where
    the last change of its settings can be undone.
    """

    subscription: Subscription
    feed: Feed
    waiting: int
    held: int
    newest_at: datetime | None = None
    last_posted_at: datetime | None
    next_check_at: datetime | None = None
    standing: Standing = Standing.ACTIVE
    since: datetime | None = None
    problem: UserError | None
    can_undo: bool = False

    @property
    def name(self) -> str:
        """Return what people call the feed: its title, or its address."""
        return self.feed.title or self.feed.url


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
    problems: tuple[UserError, ...]
    uptime: timedelta


def in_channel(row: SubscriptionRow, now: datetime) -> FeedInChannel:
    """Return what is shown of a subscription."""
    standing, since = _standing(row, now)
    return FeedInChannel(
        subscription=row.subscription,
        feed=row.feed,
        waiting=row.waiting,
        held=row.held,
        newest_at=row.newest_at,
        last_posted_at=row.last_posted_at,
        next_check_at=_next_check_at(row),
        standing=standing,
        since=since,
        problem=_problem(row, now),
        can_undo=row.can_undo,
    )


def _standing(row: SubscriptionRow, now: datetime) -> tuple[Standing, datetime | None]:
    if row.subscription.state == "disabled":
        return Standing.NO_CHANNEL, row.state_at
    if row.feed.state == "gone":
        return Standing.GONE, row.feed.last_checked_at
    if row.problem:
        return Standing.BLOCKED, row.problem_since
    if row.subscription.state == "paused":
        return Standing.PAUSED, row.state_at
    if _fails(row.feed, now):
        return Standing.FAILING, row.feed.failing_since
    return Standing.ACTIVE, None


def _next_check_at(row: SubscriptionRow) -> datetime | None:
    """Return when the feed is looked at next; a pause that its host asked for holds (S34)."""
    if row.feed.state != "active" or row.subscription.state == "disabled":
        return None
    return max(row.feed.next_check_at, row.host_until or row.feed.next_check_at)


def _fails(feed: Feed, now: datetime) -> bool:
    return feed.failing_since is not None and now - feed.failing_since >= TELL_AFTER


def _problem(row: SubscriptionRow, now: datetime) -> UserError | None:
    """Return what keeps stories from coming, or else what can't be done beside the posting."""
    if row.problem:
        return UserError(row.problem)
    beside = UserError(row.side_problem) if row.side_problem else None
    return _feed_problem(row.feed, now) or beside


def _feed_problem(feed: Feed, now: datetime) -> UserError | None:
    if feed.state == "gone":
        return UserError("The site says that this feed is gone. Remove it, or add its new address.")
    if _fails(feed, now):
        return UserError(
            "It can’t be read at the moment ({error}). It is tried again by itself.",
            error=feed.last_error,
        )
    return None


def stories_a_day(activity: Activity | None, feed: Feed, now: datetime) -> float:
    """Return how many stories a feed has a day, of the last 30 days or of as long as it is known."""
    if activity is None:
        return 0.0
    known_since = min(activity.first_at, feed.baseline_at or now)
    days = min(max(now - known_since, _DAY), LATELY) / _DAY
    return activity.articles / days


def problems(rows: list[FeedInChannel]) -> tuple[UserError, ...]:
    """Return each problem once, with the feed and the channel that it concerns."""
    return tuple(
        UserError(
            "**{feed}** in {channel}: {problem}",
            feed=escape(row.name),
            channel=f"<#{row.subscription.channel_id}>",
            problem=row.problem,
        )
        for row in rows
        if row.problem
    )
