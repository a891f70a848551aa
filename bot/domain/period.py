"""Periods: the times of which the best stories are asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum


class Period(Enum):
    """How far back a list of the best stories reaches; HOT sets points against age instead."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    ALL = "all"
    HOT = "hot"

    def since(self, now: datetime) -> datetime | None:
        """Return when the period began: it ends now, whatever the calendar says."""
        span = _SPANS.get(self)
        return now - span if span else None


_SPANS = {
    Period.TODAY: timedelta(hours=24),
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=30),
    Period.YEAR: timedelta(days=365),
}
