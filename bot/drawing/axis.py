"""The scale of a chart: round values, and where they stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

_ROUND = (1, 2, 5)  # times a power of ten
_SLACK = 0.25  # of a step that the line may pass the last round value


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Values from ``low`` to ``high``, drawn between two heights in pixels from the top."""

    low: int
    high: int
    ticks: tuple[int, ...]
    top: int
    bottom: int

    def y(self, value: float) -> float:
        """Return the height of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)


def line_axis(values: Collection[int], *, top: int, bottom: int, most: int) -> Axis:
    """Return the axis of a running total, which begins and ends at a round value or close to it.

    Zero is on it where that costs less than half of its height, and where the total never changes.
    ``most`` is how many steps may fit between the lowest and the highest total.
    """
    low, high = min(values), max(values)
    span = high - low
    if span == 0 or 0 < low <= span:
        low = min(low, 0)
    if span == 0 or 0 < -high <= span:
        high = max(high, 0)
    high = max(high, low + 1)
    step = _step(low, high, most)
    low, high = _below(low, step), -_below(-high, step)
    return Axis(low=low, high=high, ticks=_ticks(low, high, step), top=top, bottom=bottom)


def bar_axis(above: int, below: int, *, top: int, bottom: int, most: int) -> Axis:
    """Return the axis of bars that stand ``above`` and hang ``below`` zero; ``most`` as above."""
    low, high = -below, max(above, 0 if below else 1)
    ticks = _ticks(low, high, _step(low, high, most))
    return Axis(low=low, high=high, ticks=ticks, top=top, bottom=bottom)


def _step(low: int, high: int, most: int) -> int:
    """Return the smallest round step of which at most ``most`` fit between two values."""
    power = 1
    while True:
        for factor in _ROUND:
            if (high - low) // (factor * power) <= most:
                return factor * power
        power *= 10


def _ticks(low: int, high: int, step: int) -> tuple[int, ...]:
    return tuple(range(-(-low // step) * step, high + 1, step))


def _below(value: int, step: int) -> int:
    """Return where an axis begins for a lowest value: there, or at the round value below."""
    above = -(-value // step) * step
    return value if above - value <= step * _SLACK else above - step
