"""What stands where on a chart of votes, before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.drawing import look
from bot.drawing.axis import Axis, bar_axis, line_axis
from bot.drawing.naming import Name, named_days
from bot.services.ports import Day

SIZE = (1200, 675)  # pixels; Discord shows it at half of that, so letters are twice as large
LETTERS = 26
MARGIN = 40
INDENT = 18  # from the round values to the plot
LEGENDS = (54, 382)  # the middles of the legends, from the top
_LINE = (104, 330)  # the plot of the running total
_BARS = (432, 592)  # the plot of the votes
_STEPS = (4, 3)  # at most, between round values
_ASIDE = 56  # right of the plots, for half of the last day's name
NAMES = 630  # the middle of the days' names
_APART = 22  # between the names of two days


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text with its middle."""

    text: str
    x: float
    y: float

    @property
    def box(self) -> tuple[float, float]:
        """Return where it begins and ends, from the left."""
        half = look.font(LETTERS).getlength(self.text) / 2
        return self.x - half, self.x + half


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The measures of a chart; ``days`` are in order."""

    days: tuple[Day, ...]
    left: int
    right: int
    line: Axis
    bars: Axis

    @property
    def slot(self) -> float:
        """Return the width of a day."""
        return (self.right - self.left) / ((self.days[-1].date - self.days[0].date).days + 1)

    def x(self, day: Day) -> float:
        """Return the middle of a day."""
        return self.left + ((day.date - self.days[0].date).days + 0.5) * self.slot

    def names(self) -> list[Label]:
        """Return the names of days, which stand clear of each other and of the panel's sides."""
        return self._labels(named_days(self.days, self._fit))

    def _fit(self, names: list[Name]) -> bool:
        boxes = [label.box for label in self._labels(names)]
        return all(right + _APART <= left for (_, right), (left, _) in pairwise(boxes))

    def _labels(self, names: list[Name]) -> list[Label]:
        return [self._label(day, text) for day, text in names]

    def _label(self, day: Day, text: str) -> Label:
        half = look.font(LETTERS).getlength(text) / 2
        edge = MARGIN / 2 + half
        return Label(text=text, x=min(max(self.x(day), edge), SIZE[0] - edge), y=NAMES)


def planned(days: Sequence[Day]) -> Plan:
    """Plan a chart of one day or more; raises ValueError for none."""
    if not days:
        raise ValueError("a chart needs a day")
    ordered = tuple(sorted(days, key=lambda day: day.date))
    line = line_axis([day.points for day in ordered], top=_LINE[0], bottom=_LINE[1], most=_STEPS[0])
    bars = bar_axis(
        max(day.ups for day in ordered),
        max(day.downs for day in ordered),
        top=_BARS[0],
        bottom=_BARS[1],
        most=_STEPS[1],
    )
    font = look.font(LETTERS)
    widest = max(font.getlength(look.number(tick)) for tick in (*line.ticks, *bars.ticks))
    left = round(MARGIN + widest + INDENT)
    return Plan(days=ordered, left=left, right=SIZE[0] - _ASIDE, line=line, bars=bars)
