"""Weekly moments, in zones whose clocks change and in others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.error import UserError
from bot.domain.weekly import (
    HALF_WEEK,
    last_occurrence,
    next_occurrence,
    zone_named,
    zones_like,
)

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "after", "weekday", "hour", "expected"),
    [
        pytest.param("UTC", "2026-11-20T10:00", SUNDAY, 18, "2026-11-22T18:00", id="later this week"),
        pytest.param("UTC", "2026-11-22T17:59", SUNDAY, 18, "2026-11-22T18:00", id="a minute before"),
        pytest.param("UTC", "2026-11-22T18:00", SUNDAY, 18, "2026-11-29T18:00", id="not now but next"),
        pytest.param("UTC", "2026-11-22T18:01", SUNDAY, 18, "2026-11-29T18:00", id="just missed"),
        pytest.param("Asia/Seoul", "2026-11-21T14:00", SUNDAY, 0, "2026-11-21T15:00", id="another day there"),
        pytest.param("Asia/Kolkata", "2026-11-20T00:00", SUNDAY, 9, "2026-11-22T03:30", id="half an hour off"),
        pytest.param("Pacific/Kiritimati", "2026-11-20T00:00", SUNDAY, 9, "2026-11-21T19:00", id="14 hours ahead"),
        pytest.param("Europe/Berlin", "2026-03-24T00:00", SUNDAY, 18, "2026-03-29T16:00", id="summer begins"),
        pytest.param("Europe/Berlin", "2026-10-20T00:00", SUNDAY, 18, "2026-10-25T17:00", id="summer ends"),
        pytest.param("Europe/Berlin", "2026-03-24T00:00", SUNDAY, 2, "2026-03-29T01:00", id="no such hour: 3:00"),
        pytest.param("America/New_York", "2026-03-03T00:00", SUNDAY, 2, "2026-03-08T07:00", id="no such hour in New York"),
        pytest.param("Australia/Lord_Howe", "2026-10-01T00:00", SUNDAY, 2, "2026-10-03T15:30", id="half an hour missing: 2:30"),
        pytest.param("Antarctica/Troll", "2026-03-24T00:00", SUNDAY, 2, "2026-03-29T01:00", id="two hours missing: 3:00"),
        pytest.param("Africa/Cairo", "2026-04-20T00:00", FRIDAY, 0, "2026-04-23T22:00", id="no midnight: 1:00"),
        pytest.param("Pacific/Apia", "2011-12-27T00:00", FRIDAY, 10, "2011-12-30T10:00", id="no such day: Saturday 0:00"),
        pytest.param("Europe/Berlin", "2026-10-20T00:00", SUNDAY, 2, "2026-10-25T00:00", id="twice: the first"),
        pytest.param("Europe/Berlin", "2026-10-25T00:00", SUNDAY, 2, "2026-11-01T01:00", id="twice: not the second"),
        pytest.param("Europe/Berlin", "2026-10-25T00:30", SUNDAY, 2, "2026-11-01T01:00", id="between the two"),
        pytest.param("America/Sao_Paulo", "2026-10-15T00:00", SATURDAY, 0, "2026-10-17T03:00", id="no summer time any more"),
    ],
)  # fmt: skip
def test_the_next_moment_is(zone: str, after: str, weekday: int, hour: int, expected: str) -> None:
    assert next_occurrence(utc(after), weekday, hour, ZoneInfo(zone)) == utc(expected)


YEARS = timedelta(days=365 * 32)
moments = st.timedeltas(timedelta(0), YEARS).map(lambda span: utc("2005-01-01") + span)
zones = st.sampled_from(
    [
        *("UTC", "Europe/Berlin", "America/New_York", "America/Santiago", "Africa/Casablanca"),
        *(
            "Asia/Seoul",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Antarctica/Troll",
        ),
    ]
).map(ZoneInfo)


@given(moments, st.integers(0, 6), st.integers(0, 23), zones)
def test_moments_follow_each_other_without_a_gap(
    now: datetime, weekday: int, hour: int, zone: ZoneInfo
) -> None:
    coming = next_occurrence(now, weekday, hour, zone)
    before = last_occurrence(now, weekday, hour, zone)
    assert before <= now < coming
    assert next_occurrence(before, weekday, hour, zone) == coming
    assert last_occurrence(coming, weekday, hour, zone) == coming


@given(moments, st.integers(0, 6), st.integers(0, 23), zones)
def test_a_week_lasts_about_a_week(now: datetime, weekday: int, hour: int, zone: ZoneInfo) -> None:
    coming = next_occurrence(now, weekday, hour, zone)
    length = next_occurrence(coming + HALF_WEEK, weekday, hour, zone) - coming
    assert abs(length - timedelta(days=7)) <= timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("seoul", "Asia/Seoul"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
        ("US/Pacific", "US/Pacific"),
    ],
)
def test_a_zone_is_known_by_name_or_city(typed: str, name: str) -> None:
    assert zone_named(typed).key == name


@pytest.mark.parametrize(
    "typed", ["", "UTC+2", "Berlin time", "../../etc/passwd", "Factory", "x" * 5000]
)
def test_an_unknown_zone_is_a_sentence_that_says_what_to_do(typed: str) -> None:
    with pytest.raises(UserError, match=r"pick one from the list .*Europe/Berlin") as refusal:
        zone_named(typed)
    assert len(str(refusal.value)) < 250


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ber", "Europe/Berlin"),
        ("berm", "Atlantic/Bermuda"),
        ("new y", "America/New_York"),
        ("kolk", "Asia/Kolkata"),
        ("utc", "UTC"),
        ("america/a", "America/Adak"),
        ("angeles", "America/Los_Angeles"),
    ],
)
def test_the_likeliest_zone_is_offered_first(typed: str, first: str) -> None:
    assert zones_like(typed)[0] == first


def test_well_known_zones_are_offered_before_anything_is_typed() -> None:
    offered = zones_like("")
    assert {"Europe/Berlin", "America/New_York", "Asia/Seoul", "UTC"} <= set(offered)
    assert len(offered) <= 25


def test_every_zone_that_is_offered_is_known() -> None:
    assert all(zone_named(name).key == name for name in zones_like("a"))
