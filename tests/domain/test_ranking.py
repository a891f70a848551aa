"""Best and hot: known values, and the orders that fans would expect."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ranking import HOT_SPAN, best, hot

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
counts = st.integers(0, 10_000)
some = st.integers(1, 10_000)
moments = st.integers(0, 20 * 365 * 86_400).map(lambda second: NOON + timedelta(seconds=second))


@pytest.mark.parametrize(
    ("ups", "downs", "bound"),
    [
        (1, 0, 0.2065),
        (10, 0, 0.7225),
        (100, 0, 0.9630),
        (1, 1, 0.0945),
        (5, 5, 0.2366),
        (40, 10, 0.6696),
        (50, 50, 0.4038),
        (400, 100, 0.7627),
        (0, 0, 0),
        (0, 7, 0),
    ],
)
def test_best_is_wilsons_lower_bound(ups: int, downs: int, bound: float):
    """Worked out by hand from Wilson's formula, with z = 1.96."""
    assert best(ups, downs) == pytest.approx(bound, abs=0.0001)


def test_one_vote_of_one_is_less_than_forty_of_fifty():
    assert best(1, 0) < best(40, 10) < best(400, 100)


@given(some, counts, st.integers(2, 50))
def test_more_votes_with_the_same_share_rank_higher(ups: int, downs: int, times: int):
    assert best(ups * times, downs * times) > best(ups, downs)


@given(counts, counts)
def test_an_up_vote_more_never_ranks_lower_nor_a_down_vote_higher(ups: int, downs: int):
    assert best(ups, downs + 1) <= best(ups, downs) < best(ups + 1, downs)


@given(counts, counts)
def test_best_is_a_share_and_at_most_the_one_that_was_seen(ups: int, downs: int):
    assert 0 <= best(ups, downs) <= ups / max(ups + downs, 1) + 1e-12


@given(counts)
def test_stories_without_up_votes_are_equally_good(downs: int):
    """So that their points decide."""
    assert best(0, downs) == 0


@given(st.integers(-10_000, 10_000), moments, st.integers(-10_000, 10_000), moments)
def test_the_order_of_hot_never_changes_with_time(
    points: int, posted: datetime, others: int, other: datetime
):
    """Both are shifted alike, so that a stored value stays right."""
    first = hot(points, posted) - hot(others, other)
    later = timedelta(days=400)
    second = hot(points, posted + later) - hot(others, other + later)
    assert first == pytest.approx(second, abs=1e-6)


@pytest.mark.parametrize("points", [1, 7, 250])
def test_ten_times_the_points_make_up_for_the_span(points: int):
    assert hot(points * 10, NOON) == pytest.approx(hot(points, NOON + HOT_SPAN))


@given(st.integers(-5_000, 5_000))
def test_more_points_are_never_less_hot(points: int):
    assert hot(points + 1, NOON) >= hot(points, NOON)


def test_newer_is_hotter_and_disliked_is_colder():
    assert hot(3, NOON + timedelta(hours=1)) > hot(3, NOON) > hot(0, NOON) > hot(-3, NOON)
