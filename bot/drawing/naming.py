"""Which days of a chart are named below it, so that their names never touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from bot.services.ports import Day

_DAYS = (1, 2, 7, 14, 28)  # from one name to the next
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
_IN_DAYS = 120  # a chart of more days is named by its months

Name = tuple[Day, str]


def named_days(days: Sequence[Day], fit: Callable[[list[Name]], bool]) -> list[Name]:
    """Return the days to name and their names, as many as fit; ``days`` are in order.

    A short chart is named back from its last day, a long one on the first of months. Where all
    that is too much, the last day alone is named.
    """
    for choice in _choices(days):
        if len(choice) > 1 and fit(choice):
            return choice
    return [(days[-1], days[-1].label or f"{days[-1].date:%Y-%m-%d}")]


def _choices(days: Sequence[Day]) -> Iterator[list[Name]]:
    last = days[-1].date
    if (last - days[0].date).days < _IN_DAYS:
        for step in _DAYS:
            yield [_by_day(day) for day in days if (last - day.date).days % step == 0]
    else:
        for months in _MONTHS:
            yield [_by_month(day) for day in days if _begins(day.date, months)]
    yield [_by_day(days[0]), _by_day(days[-1])]


def _begins(day: date, months: int) -> bool:
    return day.day == 1 and (day.year * 12 + day.month - 1) % months == 0


def _by_day(day: Day) -> Name:
    return day, day.label or f"{day.date:%m-%d}"


def _by_month(day: Day) -> Name:
    return day, day.label or f"{day.date:%Y-%m}"
