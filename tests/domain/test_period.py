from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.period import Period

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("period", "span"),
    [
        (Period.TODAY, timedelta(hours=24)),
        (Period.WEEK, timedelta(days=7)),
        (Period.MONTH, timedelta(days=30)),
        (Period.YEAR, timedelta(days=365)),
    ],
)
def test_a_period_ends_now(period: Period, span: timedelta) -> None:
    assert period.since(NOW) == NOW - span


@pytest.mark.parametrize("period", [Period.ALL, Period.HOT])
def test_all_time_has_no_beginning(period: Period) -> None:
    assert period.since(NOW) is None
