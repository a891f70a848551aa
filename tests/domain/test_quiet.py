"""Quiet hours, in zones whose clocks change and in others."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.quiet import next_quiet, quiet_until
from bot.domain.setting import Quiet

ZONES = ("UTC", "Asia/Seoul", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu")
MINUTE = timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def quiet(text: str) -> Quiet:
    start, end = map(time.fromisoformat, text.split("-"))
    return Quiet(start=start, end=end)


@pytest.mark.parametrize(
    ("zone", "hours", "now", "until"),
    [
        pytest.param("UTC", "09:00-17:00", "2026-11-20T08:59", None, id="before"),
        pytest.param("UTC", "09:00-17:00", "2026-11-20T09:00", "2026-11-20T17:00", id="the first minute"),
        pytest.param("UTC", "09:00-17:00", "2026-11-20T16:59", "2026-11-20T17:00", id="the last minute"),
        pytest.param("UTC", "09:00-17:00", "2026-11-20T17:00", None, id="just over"),
        pytest.param("UTC", "22:00-07:00", "2026-11-20T23:00", "2026-11-21T07:00", id="over midnight, before it"),
        pytest.param("UTC", "22:00-07:00", "2026-11-21T06:00", "2026-11-21T07:00", id="over midnight, after it"),
        pytest.param("UTC", "22:00-00:00", "2026-11-20T23:00", "2026-11-21T00:00", id="up to midnight"),
        pytest.param("UTC", "00:00-06:00", "2026-11-20T00:00", "2026-11-20T06:00", id="from midnight"),
        pytest.param("UTC", "08:00-08:00", "2026-11-20T08:00", None, id="no time at all"),
        pytest.param("Asia/Seoul", "22:00-07:00", "2026-11-20T13:00", "2026-11-20T22:00", id="by the clocks there"),
        pytest.param("Europe/Berlin", "22:00-07:00", "2026-03-28T22:00", "2026-03-29T05:00", id="a night of 8 hours"),
        pytest.param("Europe/Berlin", "22:00-07:00", "2026-10-24T21:00", "2026-10-25T06:00", id="a night of 10 hours"),
        pytest.param("Europe/Berlin", "22:00-02:30", "2026-03-29T00:30", "2026-03-29T01:00", id="an end that is skipped"),
        pytest.param("Europe/Berlin", "02:30-04:00", "2026-03-29T01:00", "2026-03-29T02:00", id="a start that is skipped"),
        pytest.param("Europe/Berlin", "02:10-02:50", "2026-03-29T01:00", None, id="all of it is skipped"),
        pytest.param("Europe/Berlin", "22:00-02:30", "2026-10-25T00:29", "2026-10-25T00:30", id="an end that comes twice"),
        pytest.param("Europe/Berlin", "22:00-02:30", "2026-10-25T01:15", None, id="once over it stays over"),
        pytest.param("Europe/Berlin", "02:30-04:00", "2026-10-25T01:15", "2026-10-25T03:00", id="a start that comes twice"),
    ],
)  # fmt: skip
def test_quiet_hours_end_by_the_clocks_of_the_server(
    zone: str, hours: str, now: str, until: str | None
):
    expected = utc(until) if until else None
    assert quiet_until(quiet(hours), ZoneInfo(zone), utc(now)) == expected


@pytest.mark.parametrize(
    ("zone", "hours", "now", "begins"),
    [
        pytest.param("UTC", "22:00-07:00", "2026-11-20T12:00", "2026-11-20T22:00", id="tonight"),
        pytest.param("UTC", "22:00-07:00", "2026-11-20T22:00", "2026-11-21T22:00", id="the next, not these"),
        pytest.param("Asia/Seoul", "00:00-07:00", "2026-11-20T12:00", "2026-11-20T15:00", id="by the clocks there"),
        pytest.param("UTC", "08:00-08:00", "2026-11-20T08:00", None, id="never"),
    ],
)  # fmt: skip
def test_the_next_quiet_hours_begin(zone: str, hours: str, now: str, begins: str | None):
    assert next_quiet(quiet(hours), ZoneInfo(zone), utc(now)) == (utc(begins) if begins else None)


times = st.times(max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    hours=st.builds(Quiet, start=times, end=times),
    now=st.datetimes(
        min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - the zone comes below
        max_value=datetime(2028, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
)
def test_quiet_hours_end_and_no_others_begin_before(zone: ZoneInfo, hours: Quiet, now: datetime):
    begins = next_quiet(hours, zone, now)
    if until := quiet_until(hours, zone, now):
        assert now < until <= now + timedelta(hours=25)
        assert quiet_until(hours, zone, until) is None
        assert begins is not None
        assert begins >= until
    elif begins:
        assert begins <= now + timedelta(hours=49)
        assert quiet_until(hours, zone, begins - MINUTE / 60) is None
