"""Who changes a vote again and again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.toggling import MINUTE, Toggling

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def changes(toggling: Toggling, *seconds: float, who: object = "Mina", most: int = 3) -> list[bool]:
    """Return which changes at these seconds were one too many."""
    return [toggling.is_restless(who, NOON + second * SECOND, most=most) for second in seconds]


@pytest.mark.parametrize(
    ("most", "seconds", "restless"),
    [
        (3, [0, 1, 2], [False, False, False]),
        (3, [0, 1, 2, 3, 4], [False, False, False, True, True]),
        (1, [0, 1], [False, True]),
        (0, [0], [True]),
        (3, [0, 1, 2, 60], [False, False, False, False]),
        (3, [0, 1, 2, 59.9], [False, False, False, True]),
        (2, [0, 30, 61, 91, 100], [False, False, False, False, True]),
    ],
)
def test_one_too_many_is_counted_within_a_minute(
    most: int, seconds: list[float], restless: list[bool]
):
    assert changes(Toggling(), *seconds, most=most) == restless


def test_each_is_counted_apart():
    toggling = Toggling()
    assert changes(toggling, 0, 1, 2) + changes(toggling, 3, who="Tae") == [False] * 4


def test_change_that_is_told_of_again_is_no_further_one():
    """After a write that failed, the same changes come again, with what came since."""
    toggling = Toggling()
    first = changes(toggling, 0, 1, 2, 3)
    assert changes(toggling, 0, 1, 2, 3, 4) == [*first, True]


def test_who_is_quiet_for_a_minute_is_forgotten():
    toggling = Toggling()
    changes(toggling, 0)
    changes(toggling, 0, who="Tae")
    toggling.is_restless("Ida", NOON + MINUTE, most=3)
    assert set(toggling._changes) == {"Ida"}
