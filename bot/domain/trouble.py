"""From when on something is a trouble that moderators are to know of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.notice import LASTING, Condition, Facts, Kind

FAILING_AFTER = timedelta(hours=6)  # S35: a quarter of an hour is nobody's trouble
WAITING_AFTER = timedelta(hours=1)
SILENT_LEAST = timedelta(days=3)
SILENT_GAPS = 5
SILENT_DATES = 20
"""Of so many of the newest articles the dates tell how often a feed publishes."""

MOVED_FOR = timedelta(days=7)
PERMISSION_PATIENCE = timedelta(minutes=5)
"""So long moderators may take to change permissions before they are told what is missing."""

_LEAST_DATES = 5
_AT_ONCE = timedelta(minutes=90)  # feeds are asked every two minutes to every hour
_LEAST_FEEDS = 6  # of fewer nobody can tell whether it is them or our own connection


@dataclass(frozen=True, slots=True, kw_only=True)
class OfFeed:
    """A feed in a server, which may have a trouble; times and counts are as in Feed.

    ``wanted_since`` is since when the server has it.
    """

    guild_id: int
    feed_id: int
    facts: Facts
    wanted_since: datetime
    gone: bool = False
    failing_since: datetime | None = None
    last_checked_at: datetime | None = None
    moved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfChannel:
    """A channel in which something keeps feeds from being posted."""

    guild_id: int
    channel_id: int
    facts: Facts
    since: datetime
    disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLimited:
    """A channel in which the bot lacks a permission; ``closed`` if it can't post there without."""

    guild_id: int
    channel_id: int
    facts: Facts
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """Stories of a feed that wait for a person; ``refused`` are those that Discord did not take."""

    guild_id: int
    feed_id: int
    facts: Facts
    since: datetime
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A feed that works and brought nothing for a while: the dates of its newest articles."""

    guild_id: int
    feed_id: int
    facts: Facts
    wanted_since: datetime
    dates: Sequence[datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """All that is to be seen at a moment.

    ``limited`` are channels in which the bot lacks a permission as Discord knows it, ``stuck`` channels whose next post was tried in vain. ``quiet`` is None where nobody
    looked for it. ``wanted`` is how many feeds are polled in all.
    """

    wanted: int = 0
    feeds: Sequence[OfFeed] = ()
    channels: Sequence[OfChannel] = ()
    held: Sequence[HeldBack] = ()
    limited: Sequence[OfLimited] = ()
    stuck: Sequence[OfChannel] = ()
    quiet: Sequence[Quiet] | None = None

    @property
    def kinds(self) -> frozenset[Kind]:
        """Return the kinds of states that it can tell of."""
        return LASTING if self.quiet is not None else LASTING - {Kind.SILENT}


def conditions(sight: Sight, now: datetime) -> list[Condition]:
    """Return all states that moderators are to know of."""
    found = [*_of_feeds(sight, now), *map(_of_channel, sight.channels), *map(_held, sight.held)]
    blocked = {one.subject for one in found}
    found += [_limited(one, now) for one in sight.limited if one.channel_id not in blocked]
    blocked |= {one.channel_id for one in sight.limited if one.closed}
    found += [
        Condition(
            guild_id=one.guild_id,
            kind=Kind.WAITING,
            subject=one.channel_id,
            since=one.since,
            facts=one.facts,
            patience=WAITING_AFTER,
        )
        for one in sight.stuck
        if one.channel_id not in blocked
    ]
    for quiet in sight.quiet or ():
        found += _silent(quiet, now)
    return found


def hidden(sight: Sight) -> frozenset[datetime]:
    """Return since when feeds fail of which nobody is told: our own connection is to blame (S35).

    So it is when more than half of all feeds began to fail at about the same time.
    """
    failing = sorted(
        {one.feed_id: one.failing_since for one in sight.feeds if one.failing_since}.values()
    )
    if sight.wanted < _LEAST_FEEDS or len(failing) * 2 <= sight.wanted:
        return frozenset()
    return frozenset(
        moment
        for moment in failing
        if _within(failing, moment - _AT_ONCE, moment + _AT_ONCE) * 2 > sight.wanted
    )


def usual_gap(dates: Iterable[datetime]) -> timedelta | None:
    """Return the average time between two stories; None where too few dates tell."""
    moments = sorted(set(dates))
    if len(moments) < _LEAST_DATES:
        return None
    return (moments[-1] - moments[0]) / (len(moments) - 1)


def _of_feeds(sight: Sight, now: datetime) -> Iterable[Condition]:
    own = hidden(sight)
    for one in sight.feeds:
        if one.gone:
            yield _of_feed(one, Kind.GONE, one.last_checked_at or now)
        elif one.failing_since and one.failing_since not in own and _fails_for_long(one):
            yield _of_feed(one, Kind.FAILING, one.failing_since)
        if one.moved_at and one.wanted_since < one.moved_at and now - one.moved_at < MOVED_FOR:
            yield _of_feed(one, Kind.MOVED, one.moved_at)


def _within(moments: Sequence[datetime], since: datetime, until: datetime) -> int:
    return bisect_right(moments, until) - bisect_left(moments, since)


def _fails_for_long(feed: OfFeed) -> bool:
    """Tell whether polls failed over hours; hours in which nobody asked don't count."""
    if feed.failing_since is None or feed.last_checked_at is None:
        return False
    return feed.last_checked_at - feed.failing_since >= FAILING_AFTER


def _of_feed(feed: OfFeed, kind: Kind, since: datetime) -> Condition:
    return Condition(
        guild_id=feed.guild_id, kind=kind, subject=feed.feed_id, since=since, facts=feed.facts
    )


def _of_channel(channel: OfChannel) -> Condition:
    return Condition(
        guild_id=channel.guild_id,
        kind=Kind.CHANNEL_GONE if channel.disabled else Kind.BLOCKED,
        subject=channel.channel_id,
        since=channel.since,
        facts=channel.facts,
    )


def _limited(limited: OfLimited, now: datetime) -> Condition:
    """Return a loss that no post has met so far."""
    return Condition(
        guild_id=limited.guild_id,
        kind=Kind.BLOCKED if limited.closed else Kind.LIMITED,
        subject=limited.channel_id,
        since=now,
        facts=limited.facts,
        patience=PERMISSION_PATIENCE,
    )


def _held(held: HeldBack) -> Condition:
    return Condition(
        guild_id=held.guild_id,
        kind=Kind.REFUSED if held.refused else Kind.CHANGED_IDS,
        subject=held.feed_id,
        since=held.since,
        facts=held.facts,
    )


def _silent(quiet: Quiet, now: datetime) -> Iterable[Condition]:
    """Yield a silence that began while the server had the feed: of an old one it knew."""
    gap = usual_gap(quiet.dates)
    if gap is None:
        return
    newest = max(quiet.dates)
    limit = max(gap * SILENT_GAPS, SILENT_LEAST)
    if now - newest > limit and quiet.wanted_since < newest + limit:
        facts = replace(quiet.facts, gap=round(gap.total_seconds()))
        yield Condition(
            guild_id=quiet.guild_id,
            kind=Kind.SILENT,
            subject=quiet.feed_id,
            since=newest,
            facts=facts,
        )
