"""Since when: a moment in the words in which people type it.

All of it is in UTC, and a day or month without a year is the last one that has begun:

======================================  ==========================================
``2026-03-24``, ``24.3.2026``           that day; also ``2026-03-24T18:00``
``2026-03``, ``march 2026``             from the first of that month
``2025``                                from the first of that year
``march``, ``mar``, ``march 24``        the last one
``monday``, ``mon``                     the last one; today, if it is one
``today``, ``yesterday``                from midnight on
``12h``, ``3d``, ``2w``, ``6m``, ``1y`` so many hours, days, weeks, months or years ago
``week``, ``last month``, ``3 days``    the same in words, with or without "ago"
======================================  ==========================================
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot.domain.error import UserError
from bot.domain.term import folded
from bot.domain.text import cut, escape

EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any story: longer ago is no different."""

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LETTERS = 3  # of a month or day are enough
_SPAN = re.compile(
    r"(?:the )?(?:last |past |this )?(?:(?P<number>\d{1,6}) ?)?"
    r"(?P<unit>h|hours?|d|days?|w|weeks?|m|mo|months?|y|years?)(?: ago)?"
)
_DATE = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_YEAR = re.compile(r"\d{4}")


def since(text: str, now: datetime) -> datetime:
    """Return the moment that a person means; never one after ``now``.

    Raises UserError for what is no time, and for one that is still to come.
    """
    typed = " ".join(folded(text).replace(",", " ").split())
    found = _read(typed, now)
    if found is None:
        raise UserError(
            "“{time}” is no time that I know. After `since:` write a date (`2026-03-24`), a month "
            "(`march`), a year (`2025`), or how long ago (`3d`, `2w`).",
            time=escape(cut(text, 40)),
        )
    if found > now:
        raise UserError(
            "`since:` needs a time that has begun; {day} is still to come.",
            day=f"{found:%Y-%m-%d}",
        )
    return max(found, EVER)


def _read(typed: str, now: datetime) -> datetime | None:
    for reader in (_date, _named, _ago, _month, _moment):
        with suppress(ValueError, OverflowError):  # the 31st of February
            if found := reader(typed, now):
                return found
    return None


def _date(typed: str, _now: datetime) -> datetime | None:
    match = _DATE.fullmatch(typed) or _DAY_FIRST.fullmatch(typed)
    return match and datetime(
        int(match["year"]), int(match["month"] or 1), int(match["day"] or 1), tzinfo=UTC
    )


def _named(typed: str, now: datetime) -> datetime | None:
    today = _midnight(now)
    if typed in ("today", "yesterday"):
        return today - timedelta(days=typed == "yesterday")
    day = _index(_DAYS, typed.removeprefix("last "))
    return None if day is None else today - timedelta(days=(today.weekday() - day) % 7)


def _ago(typed: str, now: datetime) -> datetime | None:
    match = _SPAN.fullmatch(typed)
    if match is None:
        return None
    number, unit = int(match["number"] or 1), match["unit"]
    if unit[0] in "my":
        return _months_before(now, number * (12 if unit[0] == "y" else 1))
    hours = number * {"h": 1, "d": 24, "w": 168}[unit[0]]
    return max(now - timedelta(hours=min(hours, _hours_since_ever(now))), EVER)


def _month(typed: str, now: datetime) -> datetime | None:
    """Read a month by its name, with or without a day and a year, in any order."""
    parts = typed.replace("-", " ").split()
    months = [part for part in parts if _index(_MONTHS, part) is not None]
    years = [part for part in parts if _YEAR.fullmatch(part)]
    days = [match[1] for part in parts if (match := _ORDINAL.fullmatch(part))]
    if len(months) != 1 or len(parts) != 1 + len(years) + len(days):
        return None
    if len(years) > 1 or len(days) > 1:
        return None
    month, day = 1 + (_index(_MONTHS, months[0]) or 0), int(days[0]) if days else 1
    if years:
        return datetime(int(years[0]), month, day, tzinfo=UTC)
    begun = (now.year, month, day) <= (now.year, now.month, now.day)
    return datetime(now.year if begun else now.year - 1, month, day, tzinfo=UTC)


def _moment(typed: str, _now: datetime) -> datetime | None:
    moment = datetime.fromisoformat(typed.upper())
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _months_before(now: datetime, months: int) -> datetime:
    years, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    if years < EVER.year:
        return EVER
    first = now.replace(year=years, month=month + 1, day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(now.day, last.day))


def _hours_since_ever(now: datetime) -> int:
    return (now - EVER) // timedelta(hours=1) + 1


def _index(names: tuple[str, ...], typed: str) -> int | None:
    """Return which of the names begins so."""
    found = (place for place, name in enumerate(names) if name.startswith(typed.rstrip(".")))
    return next(found, None) if len(typed.rstrip(".")) >= _LETTERS else None


def _midnight(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
