"""Quiet hours: when they end and when the next begin, by the clocks of a time zone.

Each night has one such time, also where clocks change: an hour that does not exist in spring begins
or ends at the next moment that does, and of an hour that comes twice in autumn the first one counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.setting import Quiet
from bot.domain.weekly import moment

_DAY = timedelta(days=1)


def quiet_until(quiet: Quiet, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when the quiet hours end in which ``now`` is, in UTC; None if it is in none."""
    return next((end for start, end in _around(quiet, zone, now) if start <= now < end), None)


def next_quiet(quiet: Quiet, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when the next quiet hours begin, in UTC; None if there are none at all."""
    return next((start for start, _ in _around(quiet, zone, now) if start > now), None)


def _around(quiet: Quiet, zone: ZoneInfo, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the quiet hours of the days around a moment, the earliest first."""
    if quiet.start == quiet.end:
        return
    today = now.astimezone(zone).date()
    over_midnight = quiet.end < quiet.start
    for days in (-2, -1, 0, 1, 2):
        day = today + days * _DAY
        end = moment(day + over_midnight * _DAY, quiet.end, zone)
        yield moment(day, quiet.start, zone), end
