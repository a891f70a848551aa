"""Weekly: when something comes that comes once a week, on a weekday and hour of a time zone.

Clocks change: an hour that does not exist in spring is moved to the next moment that does, and of
an hour that comes twice in autumn the first one counts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.error import UserError

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

HALF_WEEK: Final = timedelta(days=3, hours=12)
"""Two moments closer than this are of the same week, whatever was set anew or moved between."""

_WEEK = timedelta(days=7)
_MINUTE = timedelta(minutes=1)
_AREAS = (
    *("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/"),
    *("Europe/", "Indian/", "Pacific/"),
)
_COMMON = (
    *("Europe/London", "Europe/Paris", "Europe/Berlin", "Europe/Istanbul", "Africa/Lagos"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    *("America/Mexico_City", "America/Sao_Paulo", "Asia/Dubai", "Asia/Kolkata", "Asia/Jakarta"),
    *("Asia/Manila", "Asia/Shanghai", "Asia/Seoul", "Asia/Tokyo", "Australia/Sydney", "UTC"),
)


class Week(NamedTuple):
    """From one planned moment up to the next, that one excluded."""

    since: datetime
    until: datetime


def next_occurrence(after: datetime, weekday: int, hour: int, zone: ZoneInfo) -> datetime:
    """Return the first such moment after ``after``, in UTC; ``weekday`` 0 is Monday."""
    day = after.astimezone(zone).date() - _WEEK
    day += timedelta(days=(weekday - day.weekday()) % 7)
    while (found := moment(day, time(hour), zone)) <= after:
        day += _WEEK
    return found


def last_occurrence(until: datetime, weekday: int, hour: int, zone: ZoneInfo) -> datetime:
    """Return the last such moment up to ``until``, that one included, in UTC."""
    day = until.astimezone(zone).date() + _WEEK
    day -= timedelta(days=(day.weekday() - weekday) % 7)
    while (found := moment(day, time(hour), zone)) > until:
        day -= _WEEK
    return found


def week_before(planned: datetime, weekday: int, hour: int, zone: ZoneInfo) -> Week:
    """Return the week that ends at a planned moment."""
    return Week(last_occurrence(planned - HALF_WEEK, weekday, hour, zone), planned)


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return when the clocks of a zone first show a time, or what comes in its place, in UTC."""
    shown = datetime.combine(day, at)
    while not _exists(shown, zone):
        shown += _MINUTE
    return shown.replace(tzinfo=zone).astimezone(UTC)


def _exists(shown: datetime, zone: ZoneInfo) -> bool:
    """Tell whether clocks ever show this: there and back is the same, unless they skip it."""
    there = shown.replace(tzinfo=zone).astimezone(UTC)
    return there.astimezone(zone).replace(tzinfo=None, fold=0) == shown


def zone_named(typed: str) -> ZoneInfo:
    """Return the time zone of a name, or of a city that only one zone is named for.

    Raises UserError for one that is not known.
    """
    wanted = _key(typed)
    known = _by_key()
    cities = [name for name in known.values() if _city(name) == wanted and name.startswith(_AREAS)]
    if name := known.get(wanted) or (cities[0] if len(cities) == 1 else None):
        return ZoneInfo(name)
    raise UserError(
        "I don’t know the time zone “{zone}”. Please pick one from the list that appears while you "
        "type, such as Europe/Berlin.",
        zone=typed.strip()[:60],
    )


def zones_like(typed: str) -> list[str]:
    """Return the names to offer for what was typed so far, the likeliest first.

    A city that begins with it comes before a name that only holds it, and a place before the old
    names of zones, such as "US/Pacific".
    """
    wanted = _key(typed)
    if not wanted:
        return [name for name in _COMMON if _key(name) in _by_key()]
    found = [name for key, name in _by_key().items() if wanted in key]
    return sorted(found, key=lambda name: (_unlikely(name, wanted), name))


def _unlikely(name: str, wanted: str) -> tuple[bool, ...]:
    begins = _city(name).startswith(wanted) or _key(name).startswith(wanted)
    return _key(name) != wanted, not begins, name not in _COMMON, not name.startswith(_AREAS)


def _key(name: str) -> str:
    """Return a name in the one form in which names are compared."""
    return "_".join(name.casefold().split())


def _city(name: str) -> str:
    return _key(name.rpartition("/")[2])


@lru_cache(maxsize=1)
def _by_key() -> dict[str, str]:
    """Return all time zones that this machine knows, by their keys; read once, in 0.1 s."""
    return {_key(name): name for name in sorted(available_timezones() - {"Factory", "localtime"})}
