"""Dates as feeds write them, and those that can't be believed."""

import os
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.date import parse_date

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Tue, 03 Mar 2026 09:30:00 GMT", "2026-03-03 09:30"),
        ("Tue, 03 Mar 2026 09:30:00 +0100", "2026-03-03 08:30"),
        ("Tue, 03 Mar 2026 09:30:00 +1200", "2026-03-02 21:30"),
        ("Tue, 3 Mar 26 9:30 EST", "2026-03-03 14:30"),
        ("3 Mar 2026 09:30:00 GMT+0200", "2026-03-03 07:30"),
        ("Tue, 03 Mar 2026 09:30:00 PST8PDT", "2026-03-03 17:30"),
        ("Tue, 03 Mar 2026 09:30:00 Europe/Berlin", "2026-03-03 08:30"),
        ("Tue, 03 Mar 2026 24:00:00 GMT", "2026-03-04 00:00"),
        ("Tue, 03 Mar 2026 09:30:60 GMT", "2026-03-03 09:30:59"),
        ("Tue Mar  3 09:30:00 2026", "2026-03-03 09:30"),
        ("2026-03-03T09:30:00Z", "2026-03-03 09:30"),
        ("2026-03-03T09:30:00.123456-05:00", "2026-03-03 14:30"),
        ("2026-03-03 09:30", "2026-03-03 09:30"),
        ("2026-03-03", "2026-03-03 00:00"),
        ("20260303T093000Z", "2026-03-03 09:30"),
        ("2026/3/3 9:30:05", "2026-03-03 09:30:05"),
        ("03.03.2026 09:30", "2026-03-03 09:30"),
        ("25/12/2025 09:30", "2025-12-25 09:30"),
        ("12/25/2025 09:30 PM", "2025-12-25 21:30"),
        ("3-Mar-2026", "2026-03-03 00:00"),
        ("March 3, 2026 12:05 am", "2026-03-03 00:05"),
        ("Ter, 21 Mai 2019 10:00:00 -0300", "2019-05-21 13:00"),
        ("21 de mayo de 2019 10:00", "2019-05-21 10:00"),
        ("mar. 21 mai 2019 10:00:00 +0200", "2019-05-21 08:00"),
        ("Dienstag, 3. März 2026 09:30", "2026-03-03 09:30"),
        ("martedì 3 marzo 2026", "2026-03-03 00:00"),
        ("Вт, 3 мая 2022 10:00:00 +0300", "2022-05-03 07:00"),
        ("út, 03 bře 2026 17:30:00 +0100", "2026-03-03 16:30"),
        ("Вт, 3 лют 2026 17:30:00 +0200", "2026-02-03 15:30"),
        ("3. maaliskuuta 2026", "2026-03-03 00:00"),
        ("2026. márc. 3. 17:30", "2026-03-03 17:30"),
        ("الثلاثاء, 03 مارس 2026 17:30:00 +0300", "2026-03-03 14:30"),
        ("3 במרץ 2026", "2026-03-03 00:00"),
        ("3 मार्च 2026", "2026-03-03 00:00"),
        ("May 3, 2026 by Mar Lee", "2026-05-03 00:00"),
        ("3 mars 2026 à 17h30", "2026-03-03 17:30"),
        ("03.03.2026 - 17.30 Uhr", "2026-03-03 17:30"),
        ("3. mars 2026 kl. 17.30", "2026-03-03 17:30"),
        ("03.05.26, 17:30", "2026-05-03 17:30"),
        ("12/5/2025 9:30:00 AM", "2025-12-05 09:30"),
        ("05/12/2025 09:30", "2025-12-05 09:30"),
        ("202603030930", "2026-03-03 09:30"),
        ("2026년 3월 3일 오후 5시 30분", "2026-03-03 17:30"),
        ("2026-03-03 오전 12:10:00", "2026-03-03 00:10"),
        ("2026年3月3日 17:30", "2026-03-03 17:30"),
        ("2026年3月3日(火) 午後5時05分", "2026-03-03 17:05"),
        ("1772530200", "2026-03-03 09:30"),
        ("1772530200000", "2026-03-03 09:30"),
    ],
)
def test_date_is_read_in_utc(text, moment):
    """S43, L17: RFC 822, ISO 8601, words of many languages, epochs."""
    assert parse_date(text, now=NOW) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "-1",
        "0",
        "-0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "Wed, 01 Jan 1741 00:00:00 GMT",
        "Tue, 03 Mar 2026 25:00:00 GMT",
        "Tue, 31 Feb 2026 09:30:00 GMT",
        "2026-13-01",
        "99999999999999999999",
        "2026-03-03T09:30:00+99:00",
        "Mon, 99 Foo 99999",
        "２０２６",
    ],
)
def test_date_that_cannot_be_believed_is_none(text):
    """S43: year -1, 1741, hour 25 and their kin leave an entry undated."""
    assert parse_date(text, now=NOW) is None


@pytest.mark.parametrize("text", ["2099-01-01", "Fri, 01 Jan 2027 00:00:00 GMT", "4000000000"])
def test_date_in_the_future_is_now(text):
    """S43: a future date would stay on top for ever."""
    assert parse_date(text, now=NOW) == NOW


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone can't be set here")
@pytest.mark.parametrize("zone", ["Asia/Seoul", "America/Los_Angeles"])
def test_date_does_not_depend_on_the_machines_zone(zone):
    """S43: UTC, whatever TZ is."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        assert parse_date("2026-03-03 09:30", now=NOW) == datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()


@given(st.text(max_size=60) | st.from_regex(r"[0-9a-zA-Z :+/.,TZ年月日-]{0,40}", fullmatch=True))
def test_reading_a_date_never_raises(text):
    """S43: whatever stands there, the answer is a sane moment or none."""
    found = parse_date(text, now=NOW)

    assert found is None or (found.utcoffset() == timedelta(0) and found <= NOW)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2021-05-03 19:00", 10), ("2021-05-03 19:00 UTC", 19), ("2021-05-03", 0)],
)
def test_a_time_without_a_zone_is_local_where_the_caller_knows_it(text, hour):
    local = timezone(timedelta(hours=9))
    assert parse_date(text, now=NOW, local=local) == datetime(2021, 5, 3, hour, tzinfo=UTC)
