from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.value import from_json, from_span, from_time, to_json, to_span, to_time
from tests.storage.world import NOW

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-3.5))])
YEARS = 1900 * timedelta(days=365)
TIMES = st.builds(
    lambda span, zone: (NOW + span).astimezone(zone), st.timedeltas(-YEARS, YEARS), ZONES
)


@given(TIMES)
def test_a_time_comes_back_equal_and_in_utc(time: datetime) -> None:
    """S43: whatever the year."""
    back = from_time(to_time(time))
    assert back == time
    assert back.tzinfo is UTC


@given(TIMES, TIMES)
def test_stored_times_are_in_the_order_of_the_times(one: datetime, other: datetime) -> None:
    assert (to_time(one) < to_time(other)) == (one < other)


@given(st.timedeltas())
def test_a_length_of_time_comes_back_equal(span: timedelta) -> None:
    assert from_span(to_span(span)) == span


@given(st.lists(st.text() | st.integers()))
def test_a_list_comes_back_equal(values: list[object]) -> None:
    assert from_json(to_json(values)) == values


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(TypeError):
        to_time(NOW.replace(tzinfo=None))
