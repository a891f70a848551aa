"""Charting: a server's votes and points over time, as a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.error import UserError
from bot.services.ports import Clock, Day, Drawer, NotDrawn
from bot.storage.database import Database
from bot.storage.vote_day import VoteDays, VoteDayTable

_LEAST = 7  # days, so that a young server's line can be seen to rise
_BY_MONTH = 120  # days; a longer chart names months
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture (PNG) of the votes of ``days``, one after the other without a gap, in UTC.

    They are fewer than the ``asked`` ones where nobody had voted before. ``points_before`` are
    those that there were already.
    """

    picture: bytes
    days: tuple[Day, ...]
    points_before: int
    asked: int


class Charting:
    """Draw charts."""

    def __init__(self, *, db: Database, drawer: Drawer, clock: Clock) -> None:
        self._days = VoteDayTable(db)
        self._drawer = drawer
        self._clock = clock

    async def chart(self, guild_id: int, *, days: int) -> Chart | None:
        """Return the chart of a server's last days; None if nobody has voted yet.

        Raises UserError if it can't be drawn just now.
        """
        midnight = self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        start = midnight - (days - 1) * _DAY
        found = await self._days.since(guild_id, start)
        if not found.days and not found.votes_before:
            return None
        whole = tuple(_whole(found, _first(found, start.date(), midnight.date()), midnight.date()))
        try:
            picture = await self._drawer.vote_chart(whole)
        except NotDrawn as error:
            raise UserError(
                "The chart could not be drawn just now. Please try again in a minute."
            ) from error
        return Chart(picture=picture, days=whole, points_before=found.points_before, asked=days)


def _first(found: VoteDays, start: date, today: date) -> date:
    """Return where the chart begins: not long before the very first vote."""
    if found.votes_before or not found.days:
        return start
    return max(start, min(found.days[0].start.date(), today - (_LEAST - 1) * _DAY))


def _whole(found: VoteDays, first: date, last: date) -> Iterator[Day]:
    """Return every day from the first to the last, with the points at its end."""
    votes = {day.start.date(): day for day in found.days}
    points = found.points_before
    monthly = (last - first).days >= _BY_MONTH
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        ups, downs = (votes[day].ups, votes[day].downs) if day in votes else (0, 0)
        points += ups - downs
        yield Day(date=day, ups=ups, downs=downs, points=points, label=_label(day, monthly))


def _label(day: date, monthly: bool) -> str:  # noqa: FBT001
    if not monthly:
        return f"{day.day} {day:%b}"
    return f"{day:%b %Y}" if day.month == 1 else f"{day:%b}"
