"""From when on something is a trouble."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.notice import Facts, Kind
from bot.domain.trouble import (
    FAILING_AFTER,
    MOVED_FOR,
    SILENT_LEAST,
    WAITING_AFTER,
    HeldBack,
    OfChannel,
    OfFeed,
    Quiet,
    Sight,
    conditions,
    hidden,
    usual_gap,
)

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = NOW - 400 * DAY
FACTS = Facts(name="The Reel", url="https://reel.example/feed")


def feed(feed_id: int = 1, **changes: object) -> OfFeed:
    values: dict[str, object] = {"guild_id": 700, "wanted_since": LONG_AGO, "facts": FACTS}
    return OfFeed(feed_id=feed_id, **(values | changes))  # type: ignore[arg-type]


def failing(since: datetime, feed_id: int = 1, *, until: datetime = NOW) -> OfFeed:
    return feed(feed_id, failing_since=since, last_checked_at=until)


def kinds(sight: Sight, now: datetime = NOW) -> list[Kind]:
    return [one.kind for one in conditions(sight, now)]


def quiet(*ages: timedelta, wanted_since: datetime = LONG_AGO) -> Sight:
    dates = tuple(NOW - age for age in ages)
    one = Quiet(guild_id=700, feed_id=1, facts=FACTS, wanted_since=wanted_since, dates=dates)
    return Sight(quiet=[one])


def every(gap: timedelta, *, last: timedelta, number: int = 10) -> list[timedelta]:
    return [last + gap * n for n in range(number)]


@pytest.mark.parametrize(
    ("lasted", "told"),
    [
        (timedelta(minutes=15), False),
        (FAILING_AFTER - timedelta(minutes=1), False),
        (FAILING_AFTER, True),
        (30 * DAY, True),
    ],
)
def test_a_feed_fails_for_hours_before_anybody_is_told(lasted: timedelta, told: bool) -> None:
    """S35."""
    assert kinds(Sight(feeds=[failing(NOW - lasted)])) == [Kind.FAILING] * told


def test_hours_in_which_nobody_asked_do_not_count() -> None:
    """S35: the bot was off for days; before that the feed had failed for a quarter of an hour."""
    since = NOW - 3 * DAY
    assert kinds(Sight(feeds=[failing(since, until=since + HOUR / 4)])) == []


def test_a_feed_that_is_gone_is_told_at_once() -> None:
    """S33."""
    gone = feed(gone=True, failing_since=NOW, last_checked_at=NOW)
    assert kinds(Sight(feeds=[gone])) == [Kind.GONE]


def test_a_move_is_told_to_those_who_had_the_feed_then() -> None:
    """D13."""
    moved = NOW - HOUR
    old, new = feed(1, moved_at=moved), feed(2, moved_at=moved, wanted_since=NOW)
    assert [(one.kind, one.subject) for one in conditions(Sight(feeds=[old, new]), NOW)] == [
        (Kind.MOVED, 1)
    ]
    assert kinds(Sight(feeds=[old]), moved + MOVED_FOR) == []


def test_what_most_feeds_do_at_once_is_our_own_connection() -> None:
    """S35: nobody is told."""
    since = NOW - 8 * HOUR
    feeds = [failing(since + n * HOUR / 10, n) for n in range(6)]
    assert kinds(Sight(wanted=10, feeds=feeds)) == []
    assert kinds(Sight(wanted=12, feeds=feeds)) == [Kind.FAILING] * 6


def test_feeds_that_are_broken_for_long_do_not_hide_one_that_breaks_now() -> None:
    feeds = [failing(NOW - n * 10 * DAY, n) for n in range(1, 7)]
    assert not hidden(Sight(wanted=7, feeds=feeds))


def test_of_few_feeds_all_may_fail() -> None:
    feeds = [failing(NOW - 8 * HOUR, n) for n in range(3)]
    assert kinds(Sight(wanted=3, feeds=feeds)) == [Kind.FAILING] * 3


@pytest.mark.parametrize(
    ("gap", "last", "told"),
    [
        (DAY, 5 * DAY, False),
        (DAY, 5 * DAY + HOUR, True),
        (HOUR, DAY, False),  # a night, a holiday
        (HOUR, SILENT_LEAST + HOUR, True),
        (7 * DAY, 20 * DAY, False),
    ],
)
def test_a_feed_is_silent_for_five_times_its_usual_gap(
    gap: timedelta, last: timedelta, told: bool
) -> None:
    assert kinds(quiet(*every(gap, last=last))) == [Kind.SILENT] * told


def test_too_few_dates_tell_of_no_silence() -> None:
    assert kinds(quiet(*every(DAY, last=100 * DAY, number=4))) == []
    assert usual_gap([NOW] * 20) is None


def test_a_silence_that_was_there_before_is_no_news() -> None:
    """Who adds a feed sees how old its newest story is."""
    ages = every(DAY, last=30 * DAY)
    assert kinds(quiet(*ages, wanted_since=NOW - HOUR)) == []
    assert kinds(quiet(*ages, wanted_since=NOW - 26 * DAY)) == [Kind.SILENT]


def test_a_silence_tells_the_usual_gap() -> None:
    (found,) = conditions(quiet(*every(DAY, last=9 * DAY)), NOW)
    assert (found.since, found.facts.gap) == (NOW - 9 * DAY, 86_400)


def channel(channel_id: int, **changes: object) -> OfChannel:
    return OfChannel(
        guild_id=700,
        channel_id=channel_id,
        facts=Facts(names=("The Reel",)),
        since=NOW,
        **changes,  # type: ignore[arg-type]
    )


def test_channels_are_closed_or_gone() -> None:
    """M50, M51."""
    assert kinds(Sight(channels=[channel(1), channel(2, disabled=True)])) == [
        Kind.BLOCKED,
        Kind.CHANNEL_GONE,
    ]


def test_held_stories_wait_for_a_person() -> None:
    """D5, L23."""
    held = HeldBack(guild_id=700, feed_id=1, facts=FACTS, since=NOW)
    refused = HeldBack(guild_id=700, feed_id=1, facts=FACTS, since=NOW, refused=True)
    assert kinds(Sight(held=[held, refused])) == [Kind.CHANGED_IDS, Kind.REFUSED]


def test_waiting_stories_are_told_of_after_an_hour() -> None:
    (found,) = conditions(Sight(stuck=[channel(1)]), NOW)
    assert (found.kind, found.patience) == (Kind.WAITING, WAITING_AFTER)


def test_a_closed_channel_is_told_of_once() -> None:
    """M50: its stories wait, of course."""
    assert kinds(Sight(channels=[channel(1)], stuck=[channel(1)])) == [Kind.BLOCKED]


def test_silences_are_told_of_only_where_somebody_looked() -> None:
    assert Kind.SILENT not in Sight().kinds
    assert Kind.SILENT in Sight(quiet=()).kinds
