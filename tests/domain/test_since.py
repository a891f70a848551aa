from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.error import UserError
from bot.domain.since import EVER, since

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)  # a Sunday


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-03-24", day(2026, 3, 24)),
        ("2026/3/4", day(2026, 3, 4)),
        ("24.3.2026", day(2026, 3, 24)),
        ("20260324", day(2026, 3, 24)),
        ("2026-03", day(2026, 3)),
        ("2025", day(2025)),
        ("２０２５", day(2025)),
        ("2026-03-24T18:00", day(2026, 3, 24) + timedelta(hours=18)),
        ("2026-03-24t18:00+02:00", day(2026, 3, 24) + timedelta(hours=16)),
        ("march", day(2026, 3)),
        ("Mar", day(2026, 3)),
        ("sept.", day(2026, 9)),
        ("november", day(2026, 11)),
        ("december", day(2025, 12)),
        ("march 2024", day(2024, 3)),
        ("2024 march", day(2024, 3)),
        ("march-2024", day(2024, 3)),
        ("march 24", day(2026, 3, 24)),
        ("24. march", day(2026, 3, 24)),
        ("24th March, 2025", day(2025, 3, 24)),
        ("November 22", day(2026, 11, 22)),
        ("November 23", day(2025, 11, 23)),
        ("february 29 2024", day(2024, 2, 29)),
        ("sunday", day(2026, 11, 22)),
        ("Mon", day(2026, 11, 16)),
        ("last saturday", day(2026, 11, 21)),
        ("today", day(2026, 11, 22)),
        ("Yesterday", day(2026, 11, 21)),
        ("12h", NOW - timedelta(hours=12)),
        ("3d", NOW - timedelta(days=3)),
        ("3 days ago", NOW - timedelta(days=3)),
        ("the last 3 days", NOW - timedelta(days=3)),
        ("2w", NOW - timedelta(days=14)),
        ("week", NOW - timedelta(days=7)),
        ("this week", NOW - timedelta(days=7)),
        ("last month", NOW.replace(month=10)),
        ("6m", NOW.replace(month=5)),
        ("9 months", NOW.replace(month=2)),
        ("1y", NOW.replace(year=2025)),
        ("999999y", EVER),
        ("999999d", EVER),
        ("1066", EVER),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, moment: datetime) -> None:
    assert since(typed, NOW) == moment


def test_a_month_before_on_a_day_that_it_lacks_is_its_last() -> None:
    assert since("1m", datetime(2026, 3, 31, 9, tzinfo=UTC)) == datetime(2026, 2, 28, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        *("blah", "3", "3q", "2026-13", "31.2.2026", "february 30 2025", "24/12/2025", "ma"),
        *("march april", "2025 2026", "march 3 4", "0000", "-3d", "1.1", "the", "ago", "'"),
    ],
)
def test_what_is_no_time_is_asked_for_again(typed: str) -> None:
    with pytest.raises(UserError, match="is no time that I know"):
        since(typed, NOW)


@pytest.mark.parametrize("typed", ["2026-11-23", "2027", "december 2026", "2026-11-22T16:00"])
def test_a_time_to_come_is_told_so(typed: str) -> None:
    with pytest.raises(UserError, match="still to come"):
        since(typed, NOW)


def test_what_is_no_time_is_shown_as_text() -> None:
    """S46."""
    with pytest.raises(UserError) as error:
        since("**@everyone** <@123456>", NOW)
    assert r"\*\*@" in str(error.value)
    assert "@everyone" not in str(error.value)


@settings(deadline=None)
@given(st.text(max_size=40), st.integers(1, 70))
def test_any_text_is_a_time_that_has_begun_or_refused(typed: str, years: int) -> None:
    now = NOW.replace(year=1970 + years)
    try:
        found = since(typed, now)
    except UserError:
        return
    assert EVER <= found <= now
