"""When a feed is asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import schedule
from bot.domain.model import Feed
from bot.domain.schedule import (
    DEFAULT_INTERVAL,
    MAX_BACKOFF,
    MAX_INTERVAL,
    MAX_RETRY_AFTER,
    MAX_TTL,
    MIN_INTERVAL,
    Move,
)

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FEED = Feed(id=1, url="https://news.example.com/feed", next_check_at=NOW, interval=QUARTER)


def every(gap: timedelta, count: int, *, last: datetime = NOW) -> list[datetime]:
    return [last - gap * number for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param([], DEFAULT_INTERVAL, id="no dates"),
        pytest.param([NOW + DAY], MAX_INTERVAL, id="only in the future"),
        pytest.param([NOW - DAY * 400], MAX_INTERVAL, id="long dead"),
        pytest.param(every(DAY, 10), MAX_INTERVAL, id="daily"),
        pytest.param(every(HOUR, 30), QUARTER, id="hourly"),
        pytest.param(every(timedelta(minutes=40), 30), timedelta(minutes=10), id="busy"),
        pytest.param(every(timedelta(minutes=1), 90), MIN_INTERVAL, id="wire service"),
        pytest.param(every(HOUR, 12, last=NOW - 12 * HOUR), timedelta(minutes=30), id="asleep"),
        pytest.param([NOW - DAY] * 50, MAX_INTERVAL, id="a batch a day ago"),
        pytest.param([*every(HOUR, 4), *every(DAY * 300, 3)], QUARTER, id="awake again"),
        pytest.param([*every(HOUR, 30), NOW + DAY], QUARTER, id="one date in the future"),
    ],
)
def test_the_interval_follows_the_rhythm_of_the_feed(
    published: list[datetime], expected: timedelta
) -> None:
    assert schedule.interval_for(published, now=NOW) == expected


def success(
    feed: Feed = FEED,
    *,
    ttl: timedelta | None = None,
    skip: frozenset[int] = frozenset(),
    age: timedelta | None = None,
    wait: timedelta | None = None,
    share: float = 0.5,
) -> datetime:
    return schedule.after_success(
        feed,
        now=NOW,
        interval=QUARTER,
        head_ttl=ttl,
        skip_hours=skip,
        cache_max_age=age,
        retry_after=wait,
        random=lambda: share,
    )


def test_a_good_poll_is_followed_by_the_interval() -> None:
    assert success() == NOW + QUARTER


def test_feeds_added_together_drift_apart() -> None:
    times = [success(share=share) for share in (0.0, 0.25, 0.5, 0.75, 0.99)]
    assert times == sorted(set(times))


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"ttl": timedelta(minutes=5)}, QUARTER * 0.9),
        ({"ttl": HOUR}, HOUR),
        ({"ttl": DAY}, MAX_TTL),
        ({"age": 2 * QUARTER}, 2 * QUARTER),
        ({"age": DAY}, HOUR),
        ({"wait": 2 * HOUR}, 2 * HOUR),
        ({"wait": DAY * 400}, MAX_RETRY_AFTER),
        ({"ttl": -HOUR, "age": -HOUR, "wait": -HOUR}, QUARTER * 0.9),
    ],
)
def test_the_wish_of_the_publisher_is_a_lower_bound(
    wish: dict[str, timedelta], expected: timedelta
) -> None:
    """S34"""
    assert success(share=0.0, **wish) == NOW + expected  # type: ignore[arg-type]


def test_the_ttl_of_the_last_reading_counts_when_nothing_changed() -> None:
    assert success(replace(FEED, ttl=2 * HOUR), share=0.0) == NOW + 2 * HOUR


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ({3}, NOW + QUARTER),
        ({12}, NOW.replace(hour=13, minute=5)),
        ({12, 13, 14}, NOW.replace(hour=15, minute=5)),
        (set(range(12, 24)) | {0, 1}, NOW.replace(day=5, hour=2, minute=5)),
        (set(range(24)), NOW + QUARTER),
        (set(range(1, 25)), NOW + QUARTER),
    ],
)
def test_no_visit_falls_into_an_hour_that_the_feed_skips(
    hours: set[int], expected: datetime
) -> None:
    assert success(skip=frozenset(hours)) == expected


def failure(feed: Feed, *, wait: timedelta | None = None, share: float = 0.0) -> datetime:
    return schedule.after_failure(feed, now=NOW, retry_after=wait, random=lambda: share)


@pytest.mark.parametrize(
    ("failures", "expected"),
    [(0, QUARTER), (1, 2 * QUARTER), (3, 2 * HOUR), (6, 16 * HOUR), (7, DAY), (9999, DAY)],
)
def test_the_wait_doubles_with_each_failure_up_to_a_day(failures: int, expected: timedelta) -> None:
    assert failure(replace(FEED, failures=failures)) == NOW + expected


def test_no_request_comes_before_retry_after() -> None:
    """S34"""
    assert failure(FEED, wait=6 * HOUR) == NOW + 6 * HOUR


def test_a_short_retry_after_does_not_hurry_the_next_request() -> None:
    """S34"""
    assert failure(FEED, wait=timedelta(seconds=1)) == NOW + QUARTER


def test_retry_after_is_believed_for_a_week_at_most() -> None:
    """S34"""
    assert failure(FEED, wait=timedelta.max) == NOW + MAX_RETRY_AFTER


@pytest.mark.parametrize("status", [None, 400, 403, 404, 429, 500, 503])
def test_a_quarter_of_an_hour_of_failures_does_not_end_a_feed(status: int | None) -> None:
    """S35"""
    failing = replace(FEED, failures=5, failing_since=NOW - QUARTER)
    assert not schedule.is_dead(failing, now=NOW, status=status)


def test_410_ends_a_feed_at_once() -> None:
    """S33"""
    assert schedule.is_dead(FEED, now=NOW, status=410)


@pytest.mark.parametrize(("days", "dead"), [(0, False), (6, False), (7, True)])
def test_404_ends_a_feed_after_days(days: int, dead: bool) -> None:
    """S33"""
    failing = replace(FEED, failing_since=NOW - DAY * days)
    assert schedule.is_dead(failing, now=NOW, status=404) is dead


@pytest.mark.parametrize("status", [None, 403, 500])
def test_no_other_failure_ends_a_feed_ever(status: int | None) -> None:
    """S33"""
    failing = replace(FEED, failing_since=NOW - DAY * 400)
    assert not schedule.is_dead(failing, now=NOW, status=status)


@pytest.mark.parametrize(
    ("last", "expected"),
    [(None, True), (NOW - HOUR, False), (NOW, False), (NOW - DAY, True), (NOW + HOUR, True)],
)
def test_a_full_get_comes_once_a_day(last: datetime | None, expected: bool) -> None:
    """S42: a server answers 304 for ever; also after the clock jumped back."""
    assert schedule.needs_full_get(replace(FEED, last_full_at=last), now=NOW) is expected


def polled(*targets: str | None) -> Move:
    feed = FEED
    for target in targets:
        move = schedule.moved(feed, target)
        feed = replace(feed, url=move.url, moved_to=move.moved_to, moved_polls=move.moved_polls)
    return Move(url=feed.url, moved_to=feed.moved_to, moved_polls=feed.moved_polls)


NEW, OTHER = "https://example.com/new", "https://example.com/other"


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ([None], Move(url=FEED.url)),
        ([NEW], Move(url=FEED.url, moved_to=NEW, moved_polls=1)),
        ([NEW, NEW], Move(url=FEED.url, moved_to=NEW, moved_polls=2)),
        ([NEW, NEW, NEW], Move(url=NEW)),
        ([NEW, NEW, None], Move(url=FEED.url)),
        ([NEW, NEW, None, NEW], Move(url=FEED.url, moved_to=NEW, moved_polls=1)),
        ([NEW, NEW, OTHER], Move(url=FEED.url, moved_to=OTHER, moved_polls=1)),
        ([FEED.url] * 3, Move(url=FEED.url)),
    ],
)
def test_a_new_address_is_stored_after_it_held(targets: list[str | None], expected: Move) -> None:
    """D13"""
    assert polled(*targets) == expected


DATE = "Mon, 04 May 2026 12:30:00 GMT"
LATER = "Mon, 04 May 2026 12:40:00 GMT"


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, None),
        ({"cache-control": "max-age=600"}, 10),
        ({"cache-control": "public, Max-Age = 600, must-revalidate"}, 10),
        ({"cache-control": "s-maxage=60, max-age=600"}, 10),
        ({"cache-control": "s-maxage=600"}, 10),
        ({"cache-control": 'max-age="600"'}, 10),
        ({"cache-control": "max-age=600", "age": "300"}, 5),
        ({"cache-control": "max-age=600", "age": "900"}, None),
        ({"cache-control": "max-age=600", "age": "young"}, 10),
        ({"cache-control": "max-age=0"}, None),
        ({"cache-control": "no-cache, max-age=600"}, None),
        ({"cache-control": "no-store"}, None),
        ({"cache-control": "max-age=-5, x-max-age=600"}, None),
        ({"cache-control": "max-age=soon"}, None),
        ({"expires": LATER, "date": DATE}, 10),
        ({"expires": DATE, "date": LATER}, None),
        ({"expires": "0", "date": DATE}, None),
        ({"expires": LATER}, None),
        ({"cache-control": "max-age=600", "expires": DATE, "date": LATER}, 10),
    ],
)
def test_an_answer_is_fresh_for_as_long_as_its_headers_say(
    headers: dict[str, str], minutes: int | None
) -> None:
    expected = None if minutes is None else timedelta(minutes=minutes)
    assert schedule.cache_max_age(headers) == expected


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, None),
        ({"retry-after": "600"}, 10),
        ({"retry-after": " 600.5 "}, 10),
        ({"retry-after": "9999999999"}, 7 * 24 * 60),
        ({"retry-after": "Mon, 04 May 9999 12:40:00 GMT"}, 7 * 24 * 60),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": LATER}, 10),
        ({"retry-after": "Mon, 04 May 2026 08:40:00 -0400"}, 10),
        ({"retry-after": LATER, "date": "Mon, 04 May 2026 12:20:00 GMT"}, 20),
        ({"retry-after": "Mon, 04 May 2020 12:40:00 GMT"}, 0),
        ({"retry-after": "Mon, 99 May 2020 12:40:00 GMT"}, None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(
    headers: dict[str, str], minutes: int | None
) -> None:
    """S34"""
    expected = None if minutes is None else timedelta(minutes=minutes)
    assert schedule.retry_after(headers, now=NOW) == expected


SHARES = st.floats(0, 1, exclude_max=True)
WAITS = st.none() | st.timedeltas()
TIMES = st.timedeltas(-DAY * 20_000, DAY * 60_000).map(NOW.__add__)
HOURS = st.frozensets(st.integers(0, 23))


@given(published=st.lists(TIMES, max_size=60), now=TIMES)
def test_the_interval_stays_within_its_limits(published: list[datetime], now: datetime) -> None:
    assert MIN_INTERVAL <= schedule.interval_for(published, now=now) <= MAX_INTERVAL


@given(interval=st.timedeltas(), ttl=WAITS, hours=HOURS, age=WAITS, wait=WAITS, share=SHARES)
def test_the_next_poll_is_neither_at_once_nor_never(
    interval: timedelta,
    ttl: timedelta | None,
    hours: frozenset[int],
    age: timedelta | None,
    wait: timedelta | None,
    share: float,
) -> None:
    at = schedule.after_success(
        FEED,
        now=NOW,
        interval=interval,
        head_ttl=ttl,
        skip_hours=hours,
        cache_max_age=age,
        retry_after=wait,
        random=lambda: share,
    )
    assert NOW + MIN_INTERVAL <= at <= NOW + MAX_RETRY_AFTER * 1.1 + DAY
    assert at.hour not in hours or len(hours) == 24
    assert wait is None or at - NOW >= min(wait, MAX_RETRY_AFTER)


@given(failures=st.integers(), interval=st.timedeltas(), hours=HOURS, wait=WAITS, share=SHARES)
def test_the_next_try_is_neither_at_once_nor_never(
    failures: int, interval: timedelta, hours: frozenset[int], wait: timedelta | None, share: float
) -> None:
    feed = replace(FEED, failures=failures, interval=interval, skip_hours=hours)
    at = failure(feed, wait=wait, share=share)
    longest = max(MAX_BACKOFF, min(wait or MAX_BACKOFF, MAX_RETRY_AFTER) * 1.1)
    assert NOW + MIN_INTERVAL * 0.9 <= at <= NOW + longest + DAY
    assert wait is None or at - NOW >= min(wait, MAX_RETRY_AFTER)


@given(
    headers=st.dictionaries(
        st.sampled_from(["cache-control", "expires", "date", "age", "retry-after"]),
        st.text() | st.integers().map("max-age={}".format) | st.integers().map(str),
    )
)
def test_no_header_breaks_the_schedule(headers: dict[str, str]) -> None:
    """S41"""
    for wish in (schedule.cache_max_age(headers), schedule.retry_after(headers, now=NOW)):
        assert wish is None or wish >= timedelta(0)
