"""Round values, and where they stand."""

import pytest

from bot.drawing.axis import bar_axis, line_axis


def line(*values):
    return line_axis(values, top=100, bottom=300, most=4)


def bars(above, below):
    return bar_axis(above, below, top=100, bottom=300, most=3)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((0, 0), (0, 1)),
        ((0, 1), (0, 1)),
        ((5,), (0, 2, 4, 6)),
        ((-5,), (-6, -4, -2, 0)),
        ((100, 101), (100, 101)),
        ((805, 1242), (800, 900, 1000, 1100, 1200, 1300)),
        ((20, 189), (0, 50, 100, 150, 200)),
        ((126, 193), (120, 140, 160, 180, 200)),
        ((-271, 9), (-300, -200, -100, 0)),
        ((-3, 5179), (0, 2000, 4000, 6000)),
        ((1_000_000, 1_000_000), (0, 500_000, 1_000_000)),
        ((999_999, 1_000_003), (999_999, 1_000_000, 1_000_001, 1_000_002, 1_000_003)),
    ],
)
def test_line_has_round_values(values, ticks):
    axis = line(*values)

    # A value that the axis ends at need not be round.
    assert axis.ticks == ticks or axis.ticks == tuple(
        t for t in ticks if axis.low <= t <= axis.high
    )
    assert axis.low <= min(values)
    assert axis.high >= max(values)


@pytest.mark.parametrize(
    ("above", "below", "ticks"),
    [
        (0, 0, (0, 1)),
        (1, 0, (0, 1)),
        (0, 1, (-1, 0)),
        (1, 1, (-1, 0, 1)),
        (40, 9, (0, 20, 40)),
        (10, 29, (-20, -10, 0, 10)),
        (36_000, 2_000, (0, 10_000, 20_000, 30_000)),
        (15, 9, (0, 10)),
    ],
)
def test_bars_have_round_values_and_zero(above, below, ticks):
    axis = bars(above, below)

    assert axis.ticks == ticks
    assert (axis.low, axis.high) == (-below, max(above, 0 if below else 1))


@pytest.mark.parametrize("low", [-(10**7), -999, -7, 0, 3, 12, 480, 10**6])
@pytest.mark.parametrize("span", [0, 1, 2, 3, 7, 19, 64, 999, 10**5, 10**9])
def test_there_are_enough_round_values_and_not_too_many(low, span):
    assert 2 <= len(line(low, low + span).ticks) <= 7
    assert 2 <= len(bars(abs(low), span).ticks) <= 5


def test_values_stand_in_proportion():
    axis = line(0, 100)

    assert (axis.y(0), axis.y(50), axis.y(100)) == (300, 200, 100)
