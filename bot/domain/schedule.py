"""When a feed is asked again: decisions only, nothing here waits or does I/O.

``random`` is a source of numbers in [0, 1), such as ``random.random``: feeds that were added
together drift apart. Headers are given with lower-case names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.domain.model import Feed

MIN_INTERVAL = timedelta(minutes=2)
MAX_INTERVAL = timedelta(hours=1)
DEFAULT_INTERVAL = timedelta(minutes=15)  # where no entry has a date
MAX_TTL = timedelta(hours=3)  # feeds say 1,440 minutes out of habit; news a day old is none
MAX_CACHE_AGE = timedelta(hours=1)  # a host's default for all its files, rarely meant for a feed
MAX_RETRY_AFTER = timedelta(days=7)
LONGEST_WAIT = MAX_RETRY_AFTER * 1.2 + timedelta(days=1)  # more than any that is decided here
MAX_BACKOFF = timedelta(hours=24)
FULL_GET_EVERY = timedelta(hours=24)
NOT_FOUND_PATIENCE = timedelta(days=7)
MOVED_POLLS = 3

_WINDOW = timedelta(days=14)  # how far back the rhythm of a feed is looked for
_WINDOW_ENTRIES = 20
_POLLS_PER_ENTRY = 4
_JITTER = 0.1
_SKIP_JITTER = timedelta(minutes=10)
_GONE, _NOT_FOUND = 410, 404
_DIRECTIVE = re.compile(r'(?:^|[,\s])(s-maxage|max-age)\s*=\s*"?(\d{1,10})', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where a permanent redirect stands, to be stored with the feed (D13).

    ``url`` is the feed's address from now on; the others are as in Feed.
    """

    url: str
    moved_to: str | None = None
    moved_polls: int = 0


def interval_for(published: Sequence[datetime], *, now: datetime) -> timedelta:
    """Return how often to ask a feed whose dated entries appeared at these times.

    Four times for each entry that it brings on average, over its newest 20 of the last 14 days
    and until now, between MIN_INTERVAL and MAX_INTERVAL. Entries of one moment count once, since
    a batch says nothing of the rhythm; a feed that fell silent slows down by itself. Dates in the
    future are not believed; without any date it is DEFAULT_INTERVAL.
    """
    if not published:
        return DEFAULT_INTERVAL
    moments = _moments([time for time in published if now - _WINDOW <= time <= now])
    if not moments:
        return MAX_INTERVAL
    gap = (now - moments[-1]) / len(moments)
    return _clamped(gap / _POLLS_PER_ENTRY, MIN_INTERVAL, MAX_INTERVAL)


def after_success(
    feed: Feed,
    *,
    now: datetime,
    interval: timedelta,
    head_ttl: timedelta | None,
    skip_hours: Collection[int],
    cache_max_age: timedelta | None,
    retry_after: timedelta | None,
    random: Callable[[], float],
) -> datetime:
    """Return when to ask next after a poll that went well.

    After the interval, a tenth more or less, and not before what the publisher wishes: ``ttl`` up
    to MAX_TTL, Cache-Control up to MAX_CACHE_AGE, Retry-After up to MAX_RETRY_AFTER (S34). Never
    in its ``skip_hours`` (UTC); a feed that lists all 24 has made a mistake and is asked anyway.
    """
    share = random()
    wish = max(
        _capped(head_ttl or feed.ttl, MAX_TTL),
        _capped(cache_max_age, MAX_CACHE_AGE),
        _capped(retry_after, MAX_RETRY_AFTER),
    )
    rhythm = _clamped(interval, MIN_INTERVAL, MAX_INTERVAL) * (1 + _JITTER * (2 * share - 1))
    wait = max(rhythm, MIN_INTERVAL, wish * (1 + _JITTER * share))
    return _outside(skip_hours, now + wait, share=share)


def after_failure(
    feed: Feed, *, now: datetime, retry_after: timedelta | None, random: Callable[[], float]
) -> datetime:
    """Return when to ask again after a poll that failed.

    ``feed.failures`` counts the failures before this one: the wait begins with the feed's
    interval and doubles each time, up to MAX_BACKOFF (S35), a tenth less at random. Retry-After,
    up to MAX_RETRY_AFTER, is never undercut (S34), and the feed's ``skip_hours`` hold.
    """
    share = random()
    first = _clamped(feed.interval, MIN_INTERVAL, MAX_INTERVAL)
    wait = min(first * (1 << min(max(feed.failures, 0), 10)), MAX_BACKOFF) * (1 - _JITTER * share)
    wish = _capped(retry_after, MAX_RETRY_AFTER) * (1 + _JITTER * share)
    return _outside(feed.skip_hours, now + max(wait, wish), share=share)


def is_dead(feed: Feed, *, now: datetime, status: int | None) -> bool:
    """Tell whether a failure with this HTTP status ends the feed (S33).

    410 does so at once; 404 when nothing but failures came for NOT_FOUND_PATIENCE. Nothing else
    does, however long it lasts (S35).
    """
    if status == _NOT_FOUND:
        since = feed.failing_since
        return since is not None and now - since >= NOT_FOUND_PATIENCE
    return status == _GONE


def needs_full_get(feed: Feed, *, now: datetime) -> bool:
    """Tell whether to ask without validators, lest a mistaken 304 hide the news for ever (S42)."""
    last = feed.last_full_at
    return last is None or not last <= now < last + FULL_GET_EVERY


def moved(feed: Feed, moved_to: str | None) -> Move:
    """Return where the feed is to be asked after a poll that gave a feed (D13).

    ``moved_to`` is the target of this poll's permanent redirects, None if there were none. It
    becomes the feed's URL after MOVED_POLLS such polls in a row with the same target. Only polls
    count, not hours: a parking page or a login is no feed, and so never counts as one.
    """
    if moved_to is None or moved_to == feed.url:
        return Move(url=feed.url)
    polls = feed.moved_polls + 1 if moved_to == feed.moved_to else 1
    if polls >= MOVED_POLLS:
        return Move(url=moved_to)
    return Move(url=feed.url, moved_to=moved_to, moved_polls=polls)


def cache_max_age(headers: Mapping[str, str]) -> timedelta | None:
    """Return for how long an answer is fresh, by Cache-Control or else Expires (RFC 9111, 4.2).

    ``max-age`` counts before ``s-maxage``, which is meant for caches that people share; Age is
    taken off. None where nothing is said, or nothing that can be read.
    """
    control = headers.get("cache-control", "")
    if re.search(r"\bno-(?:cache|store)\b", control, re.IGNORECASE):
        return None
    ages = {name.lower(): int(number) for name, number in _DIRECTIVE.findall(control)}
    seconds = ages.get("max-age", ages.get("s-maxage"))
    fresh = _until_expires(headers) if seconds is None else timedelta(seconds=seconds)
    if fresh is None:
        return None
    left = fresh - timedelta(seconds=_number(headers.get("age")) or 0)
    return left if left > timedelta(0) else None


def retry_after(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """Return the wait that Retry-After asks for, in seconds or as a date (S34; RFC 9110, 10.2.3).

    A date is measured against the server's own Date where it sends one, so that a wrong clock
    there does no harm. From zero to MAX_RETRY_AFTER; None where there is none that can be read.
    """
    value = headers.get("retry-after")
    seconds = _number(value)
    if seconds is not None:
        return _capped(timedelta(seconds=seconds), MAX_RETRY_AFTER)
    until = _date(value)
    if until is None:
        return None
    return _capped(until - (_date(headers.get("date")) or now), MAX_RETRY_AFTER)


def _moments(times: Sequence[datetime]) -> list[datetime]:
    """Return the newest moments, newest first, each at least MIN_INTERVAL from the next."""
    moments: list[datetime] = []
    for time in sorted(times, reverse=True):
        if not moments or moments[-1] - time >= MIN_INTERVAL:
            moments.append(time)
    return moments[:_WINDOW_ENTRIES]


def _outside(skip_hours: Collection[int], time: datetime, *, share: float) -> datetime:
    """Move a time out of the hours in which the feed wants no visits."""
    skipped = {hour % 24 for hour in skip_hours}  # RSS 0.92 counted from 1 to 24
    if len(skipped) == 24 or time.hour not in skipped:  # noqa: PLR2004
        return time
    time = time.replace(minute=0, second=0, microsecond=0)
    while time.hour in skipped:
        time += timedelta(hours=1)
    return time + _SKIP_JITTER * share


def _clamped(wait: timedelta, least: timedelta, most: timedelta) -> timedelta:
    return max(least, min(wait, most))


def _capped(wish: timedelta | None, most: timedelta) -> timedelta:
    return _clamped(wish or timedelta(0), timedelta(0), most)


def _until_expires(headers: Mapping[str, str]) -> timedelta | None:
    expires, date = _date(headers.get("expires")), _date(headers.get("date"))
    return expires - date if expires and date else None


def _number(value: str | None) -> int | None:
    """Read a count of seconds; ten digits are three centuries."""
    found = re.fullmatch(r"\s*(\d{1,10})(?:\.\d*)?\s*", value or "", re.ASCII)
    return int(found[1]) if found else None


def _date(value: str | None) -> datetime | None:
    """Read an HTTP date (RFC 9110, 5.6.7)."""
    if not value:
        return None
    try:
        time = parsedate_to_datetime(value)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
