"""What becomes of the entries of a poll."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.identity import Candidate, Key, KeyKind, KnownArticle
from bot.domain.intake import (
    MAX_AFTER_GAP,
    MAX_AT_ONCE,
    Fate,
    Surroundings,
    decide,
    newest_entry,
    oldest_first,
)
from bot.domain.model import Entry, Feed

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MAX_AGE = 3 * DAY


def feed(*, baseline: bool = True, last_success_at: datetime | None = NOW - HOUR) -> Feed:
    return Feed(
        id=1,
        url="https://reel.example/feed",
        next_check_at=NOW,
        interval=HOUR,
        baseline_at=NOW - 30 * DAY if baseline else None,
        last_success_at=last_success_at if baseline else None,
    )


def candidate(
    title: str, published: datetime | None, position: int = 0, *, known_in: int | None = None
) -> Candidate:
    known = KnownArticle(
        article_id=1,
        story_id=1,
        feed_id=known_in or 0,
        title=title,
        published=published,
        keys=frozenset({Key(KeyKind.GUID, known_in or 0, title)}),
    )
    return Candidate(
        entry=Entry(title=title, published=published),
        position=position,
        keys=frozenset(),
        known=known if known_in else None,
    )


def fates(
    *candidates: Candidate, of: Feed | None = None, around: Surroundings | None = None
) -> list[tuple[str, Fate]]:
    decisions = decide(
        candidates,
        feed=of or feed(),
        around=around or Surroundings(known_entries=1),
        now=NOW,
        max_age=MAX_AGE,
    )
    return [(d.candidate.entry.title, d.fate) for d in decisions]


def test_new_entries_are_posted_oldest_first() -> None:
    """L17."""
    new = [candidate(f"{n} h ago", NOW - n * HOUR, n) for n in range(3)]
    assert fates(*new) == [(f"{n} h ago", Fate.POST) for n in (2, 1, 0)]


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        pytest.param(
            [2, 2, 2], ["c", "b", "a"], id="L17 date-only: the document's order, newest first"
        ),
        pytest.param([1, 2, 2], ["a", "b", "c"], id="a document that lists its oldest first"),
        pytest.param([None, None, None], ["c", "b", "a"], id="L19 undated"),
    ],
)
def test_order_of_equal_dates_follows_the_document(
    dates: list[int | None], order: list[str]
) -> None:
    entries = [
        candidate(title, datetime(2026, 3, day, tzinfo=UTC) if day else None, n)
        for n, (title, day) in enumerate(zip("abc", dates, strict=True))
    ]
    assert [c.entry.title for c in oldest_first(entries, now=NOW)] == order


def test_a_known_entry_is_an_update() -> None:
    """D1."""
    assert fates(candidate("known", NOW, known_in=1)) == [("known", Fate.UPDATE)]


def test_an_entry_known_from_another_feed_is_news_here() -> None:
    """D11: its story goes to this feed's channels, where it is not yet."""
    assert fates(candidate("elsewhere", NOW, known_in=2)) == [("elsewhere", Fate.POST)]


def test_before_a_baseline_all_is_recorded() -> None:
    """F31, L22: the first reading is the baseline."""
    assert fates(candidate("old", NOW), of=feed(baseline=False)) == [("old", Fate.RECORD)]


@pytest.mark.parametrize(
    ("age", "fate"),
    [(timedelta(0), Fate.POST), (2 * DAY, Fate.POST), (4 * DAY, Fate.RECORD)],
)
def test_a_late_entry_is_posted_within_the_maximum_age(age: timedelta, fate: Fate) -> None:
    """L20."""
    assert fates(candidate("late", NOW - age)) == [("late", fate)]


def test_time_when_the_bot_was_down_does_not_make_news_old() -> None:
    """L28: what appeared meanwhile is caught up with."""
    away = feed(last_success_at=NOW - 10 * DAY)
    assert fates(candidate("missed", NOW - 9 * DAY), of=away) == [("missed", Fate.POST)]


def test_old_entries_that_surface_as_newer_ones_are_withdrawn_are_recorded() -> None:
    """D7."""
    around = Surroundings(known_entries=9, oldest_present=NOW - DAY, newest_is_present=False)
    assert fates(candidate("old", NOW - 2 * DAY), around=around) == [("old", Fate.RECORD)]


def test_a_late_entry_behind_all_others_is_posted_while_nothing_was_withdrawn() -> None:
    """L20, next to D7."""
    around = Surroundings(known_entries=9, oldest_present=NOW - DAY, newest_is_present=True)
    assert fates(candidate("late", NOW - 2 * DAY), around=around) == [("late", Fate.POST)]


def test_a_site_that_moved_is_held_back() -> None:
    """D5: all entries are new, though they are older than our last visit."""
    old = [candidate(f"s{n}", NOW - 2 * DAY - n * HOUR, n) for n in range(6)]
    assert {f for _, f in fates(*old, around=Surroundings())} == {Fate.HOLD}


def test_a_site_that_moved_is_held_back_without_dates() -> None:
    """D5."""
    undated = [candidate(f"s{n}", None, n) for n in range(6)]
    assert {f for _, f in fates(*undated, around=Surroundings())} == {Fate.HOLD}


def test_a_busy_hour_is_not_held_back() -> None:
    """D5 is no excuse: what is dated after our last visit is news."""
    fresh = [candidate(f"s{n}", NOW - n * timedelta(minutes=5), n) for n in range(8)]
    assert {f for _, f in fates(*fresh, around=Surroundings())} == {Fate.POST}


def test_after_a_long_gap_the_rest_goes_into_a_digest() -> None:
    """L28: bounded, oldest first, none dropped."""
    away = feed(last_success_at=NOW - 2 * DAY)
    missed = [candidate(f"{n:02}", NOW - n * HOUR, n) for n in range(25)]
    result = fates(*missed, of=away)
    assert [f for _, f in result] == [Fate.DIGEST] * (25 - MAX_AFTER_GAP) + [
        Fate.POST
    ] * MAX_AFTER_GAP
    assert [title for title, _ in result] == [f"{n:02}" for n in reversed(range(25))]


def test_a_flood_in_one_poll_is_bounded_too() -> None:
    """L29: five thousand new entries are fifty cards and one digest."""
    flood = [candidate(str(n), NOW - timedelta(seconds=n), n) for n in range(5000)]
    posted = [f for _, f in fates(*flood) if f is Fate.POST]
    assert len(posted) == MAX_AT_ONCE


def test_newest_entry_of_none_is_none() -> None:
    assert newest_entry([], now=NOW) is None


def test_newest_entry_is_the_one_published_last() -> None:
    entries = [Entry(title="a", published=NOW - HOUR), Entry(title="b", published=NOW)]
    found = newest_entry(entries, now=NOW)
    assert found is not None
    assert found.title == "b"
