"""The chart of votes: what its pixels say."""

from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image, ImageColor

from bot.drawing import look
from bot.drawing.chart import vote_chart
from bot.drawing.plan import SIZE, planned
from bot.services.ports import Day
from tests.drawing.contrast import contrast, linear

END = date(2026, 11, 22)


def days(count, *, ups=lambda n: n % 7 * 5, downs=lambda n: n % 3, start=0, label=""):
    made, points = [], start
    for n in range(count):
        points += ups(n) - downs(n)
        day = END - timedelta(days=count - 1 - n)
        made.append(Day(date=day, ups=ups(n), downs=downs(n), points=points, label=label))
    return made


def still(count, points=0):
    return days(count, ups=lambda _: 0, downs=lambda _: 0, start=points)


CASES = {
    "1 day": days(1, ups=lambda _: 9),
    "7 days": days(7),
    "30 days": days(30),
    "90 days": days(90),
    "119 days": days(119),
    "121 days": days(121),
    "365 days": days(365),
    "3 years": days(1096),
    "20 years": days(7305),
    "all zero": still(14),
    "one zero": still(1),
    "negative": days(30, ups=lambda _: 0, start=-4),
    "a million": days(30, start=1_000_000),
    "a still million": still(30, 1_000_000),
    "many votes": days(30, ups=lambda n: n * 40_000),
    "one down among many": days(9, ups=lambda n: n * 9_000, downs=lambda n: n == 5),
    "with gaps": days(60)[::9],
    "long names": days(30, label="Wednesday, 22nd of November"),
}


def opened(body):
    image = Image.open(BytesIO(body))
    assert image.format == "PNG"
    return image.convert("RGBA")


def rows(image, x, colour):
    """Return the heights at which a column of pixels has a colour."""
    wanted = (*ImageColor.getrgb(colour), 255)
    return [y for y in range(image.height) if image.getpixel((round(x), y)) == wanted]


def line_rows(image, plan, day):
    """Return the heights of the line at a day, without the legend above it."""
    near = range(plan.line.top - 12, plan.line.bottom + 12)
    return [y for y in rows(image, plan.x(day), look.LINE) if y in near]


@pytest.mark.parametrize("case", CASES)
def test_chart_is_a_png_of_its_size(case):
    body = vote_chart(CASES[case])

    assert opened(body).size == SIZE == (1200, 675)
    assert len(body) < 200_000


@pytest.mark.parametrize("case", CASES)
def test_names_of_days_never_touch(case):
    boxes = [name.box for name in planned(CASES[case]).names()]

    assert boxes
    assert boxes[0][0] >= 15
    assert boxes[-1][1] <= SIZE[0] - 15
    assert all(right + 15 <= left for (_, right), (left, _) in pairwise(boxes))


@pytest.mark.parametrize(
    ("count", "names"),
    [
        (1, ["2026-11-22"]),
        (3, ["11-20", "11-21", "11-22"]),
        (30, ["10-25", "11-01", "11-08", "11-15", "11-22"]),
        (365, ["2026-01", "2026-03", "2026-05", "2026-07", "2026-09", "2026-11"]),
    ],
)
def test_days_are_named_as_often_as_there_is_room(count, names):
    assert [name.text for name in planned(days(count)).names()] == names


def test_days_are_named_in_the_callers_words():
    assert {name.text for name in planned(days(4, label="22. Nov.")).names()} == {"22. Nov."}


@pytest.mark.parametrize("case", ["30 days", "365 days", "a million", "many votes", "negative"])
def test_round_values_keep_apart(case):
    plan = planned(CASES[case])
    for axis in (plan.line, plan.bars):
        heights = [axis.y(tick) for tick in axis.ticks]
        assert all(lower - upper >= 30 for lower, upper in pairwise(heights))


@pytest.mark.parametrize("case", ["7 days", "90 days", "negative", "a million", "with gaps"])
def test_line_passes_through_each_days_points(case):
    plan = planned(CASES[case])
    image = opened(vote_chart(CASES[case]))
    for day in plan.days:
        heights = line_rows(image, plan, day)
        assert min(heights) - 1 <= plan.line.y(day.points) <= max(heights) + 1
        assert max(heights) - min(heights) <= 30


def test_height_of_the_line_is_in_proportion_to_points():
    three = [
        Day(date=END + timedelta(days=n), ups=0, downs=0, points=points)
        for n, points in enumerate((0, 500, 1000))
    ]
    image, plan = opened(vote_chart(three)), planned(three)
    middles = []
    for day in plan.days:
        heights = line_rows(image, plan, day)
        middles.append((min(heights) + max(heights)) / 2)

    assert middles[0] - middles[1] == pytest.approx(middles[1] - middles[2], abs=2)
    assert middles[0] - middles[2] == pytest.approx(plan.line.bottom - plan.line.top, abs=3)


def test_bars_are_in_proportion_to_votes():
    votes = [(40, 10), (20, 0), (10, 20), (0, 40)]
    some = [
        Day(date=END + timedelta(days=n), ups=up, downs=down, points=0)
        for n, (up, down) in enumerate(votes)
    ]
    image, plan = opened(vote_chart(some)), planned(some)
    pixels = (plan.bars.bottom - plan.bars.top) / 80  # for a vote
    for day in plan.days:
        assert len(rows(image, plan.x(day), look.UPS)) == pytest.approx(day.ups * pixels, abs=3)
        assert len(rows(image, plan.x(day), look.DOWNS)) == pytest.approx(day.downs * pixels, abs=3)


def test_one_vote_among_thousands_is_seen():
    some = CASES["one down among many"]
    image, plan = opened(vote_chart(some)), planned(some)

    assert rows(image, plan.x(plan.days[5]), look.DOWNS)
    assert not rows(image, plan.x(plan.days[6]), look.DOWNS)


def test_days_are_drawn_by_date_in_whatever_order_they_come():
    some = days(12)

    assert vote_chart(some[::-1]) == vote_chart(some)
    assert planned([some[0], some[10]]).x(some[10]) == planned(some[:11]).x(some[10])


def test_legend_has_the_callers_words():
    usual = vote_chart(days(7))
    for words in ({"ups": "Oui"}, {"downs": "Non"}, {"points": "Punkte"}):
        assert vote_chart(days(7), **words) != usual


def test_no_day_is_refused():
    with pytest.raises(ValueError, match="a day"):
        vote_chart([])


def test_panel_is_opaque_with_round_corners():
    image = opened(vote_chart(days(7)))
    solid = image.getchannel("A").crop((10, 10, SIZE[0] - 10, SIZE[1] - 10))

    assert image.getpixel((0, 0))[3] == image.getpixel((1199, 674))[3] == 0
    assert solid.getextrema() == (255, 255)


@pytest.mark.parametrize("colour", [look.TEXT, look.SOFT_TEXT])
def test_text_stands_out_from_the_panel(colour):
    """WCAG 2, 1.4.3: 4.5 to 1."""
    assert contrast(colour, look.PANEL) >= 4.5


@pytest.mark.parametrize("colour", [look.UPS, look.DOWNS, look.LINE, look.AXIS])
def test_shapes_stand_out_from_the_panel(colour):
    """WCAG 2, 1.4.11: 3 to 1."""
    assert contrast(colour, look.PANEL) >= 3


# How each kind of colour blindness mixes linear red, green and blue (Machado et al., 2009, full).
BLINDNESS = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


@pytest.mark.parametrize("kind", BLINDNESS)
def test_colour_blind_people_tell_ups_from_downs(kind):
    def seen(colour):
        return [
            sum(share * part for share, part in zip(row, linear(colour), strict=True))
            for row in BLINDNESS[kind]
        ]

    distance = sum((a - b) ** 2 for a, b in zip(seen(look.UPS), seen(look.DOWNS), strict=True))
    assert distance**0.5 > 0.3
    assert contrast(look.UPS, look.PANEL) != pytest.approx(contrast(look.DOWNS, look.PANEL), 0.01)
