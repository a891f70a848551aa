"""The chart of a server's votes: points as a line, and below it each day's ups and downs."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw

from bot.drawing import look
from bot.drawing.axis import Axis
from bot.drawing.look import FINE
from bot.drawing.plan import INDENT, LEGENDS, LETTERS, MARGIN, SIZE, Plan, planned
from bot.services.ports import Day

_CORNER = 28  # pixels
_WEIGHT = 4.5  # of the line
_DOT = 8.0
_SMALL_DOT = 5.0
_DOTTED = 31  # days at most whose points are dots too
_WIDEST_BAR = 56.0
_FILLED = 0.72  # of a day's width
_SLIM = 6.0  # days that are slimmer are filled: gaps would flicker
_LEAST_BAR = 2.0  # so that one vote among thousands is seen
_ROUNDED = 5.0  # the corners of a bar, at most
_GLOW = 0.3  # the light below the line, where it is strongest
_SWATCH = 22


class Entry(NamedTuple):
    """A series in a legend: how it looks, what it is, and what it comes to."""

    colour: str
    word: str
    total: int


def vote_chart(
    days: Sequence[Day], *, ups: str = "Ups", downs: str = "Downs", points: str = "Points"
) -> bytes:
    """Return the chart as a PNG; see ``Drawer``. Raises ValueError for no day."""
    plan = planned(days)
    chart = Image.new("RGB", SIZE, look.PANEL)
    _grid(chart, plan)
    if len(plan.days) > 1:
        _glow(chart, plan)
    chart.paste(look.LINE, mask=look.soft(SIZE, lambda draw: _line(draw, plan)))
    chart.paste(look.UPS, mask=look.soft(SIZE, lambda draw: _ups(draw, plan)))
    chart.paste(look.DOWNS, mask=look.soft(SIZE, lambda draw: _downs(draw, plan)))
    _zero(chart, plan, plan.bars)
    _labels(chart, plan)
    _legend(chart, LEGENDS[0], [Entry(look.LINE, points, plan.days[-1].points)])
    votes = [
        Entry(look.UPS, ups, sum(day.ups for day in plan.days)),
        Entry(look.DOWNS, downs, sum(day.downs for day in plan.days)),
    ]
    _legend(chart, LEGENDS[1], votes)
    return _png(chart)


def _grid(chart: Image.Image, plan: Plan) -> None:
    draw = ImageDraw.Draw(chart)
    for axis in (plan.line, plan.bars):
        for tick in axis.ticks:
            y = round(axis.y(tick))
            draw.rectangle((plan.left, y - 1, plan.right - 1, y), fill=look.GRID)
    if plan.line.low < 0 < plan.line.high:
        _zero(chart, plan, plan.line)


def _zero(chart: Image.Image, plan: Plan, axis: Axis) -> None:
    y = round(axis.y(0))
    ImageDraw.Draw(chart).rectangle((plan.left, y - 1, plan.right - 1, y), fill=look.AXIS)


def _curve(plan: Plan) -> list[tuple[float, float]]:
    """Return the line's corners on the fine canvas."""
    return [(plan.x(day) * FINE, plan.line.y(day.points) * FINE) for day in plan.days]


def _line(draw: ImageDraw.ImageDraw, plan: Plan) -> None:
    curve = _curve(plan)
    draw.line(curve, fill=255, width=round(_WEIGHT * FINE), joint="curve")
    for point in (curve[0], curve[-1]):
        draw.circle(point, _WEIGHT * FINE / 2, fill=255)
    if len(curve) <= _DOTTED:
        for point in curve:
            draw.circle(point, _SMALL_DOT * FINE, fill=255)
    draw.circle(curve[-1], _DOT * FINE, fill=255)


def _glow(chart: Image.Image, plan: Plan) -> None:
    """Let the line shine a little onto what is below it."""
    curve, foot = _curve(plan), plan.line.bottom * FINE
    corners = [(curve[0][0], foot), *curve, (curve[-1][0], foot)]
    shape = look.soft(SIZE, lambda draw: draw.polygon(corners, fill=255))
    fading = Image.linear_gradient("L").transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    light = Image.new("L", SIZE)
    height = plan.line.bottom - plan.line.top
    light.paste(
        fading.resize((SIZE[0], height)).point(lambda v: round(v * _GLOW)), (0, plan.line.top)
    )
    chart.paste(look.LINE, mask=Image.composite(light, Image.new("L", SIZE), shape))


def _ups(draw: ImageDraw.ImageDraw, plan: Plan) -> None:
    zero = plan.bars.y(0)
    for day in plan.days:
        if day.ups:
            top = min(plan.bars.y(day.ups), zero - _LEAST_BAR)
            _bar(draw, plan, day, (top, zero), round_top=True)


def _downs(draw: ImageDraw.ImageDraw, plan: Plan) -> None:
    zero = plan.bars.y(0)
    for day in plan.days:
        if day.downs:
            bottom = max(plan.bars.y(-day.downs), zero + _LEAST_BAR)
            _bar(draw, plan, day, (zero, bottom), round_top=False)


def _bar(
    draw: ImageDraw.ImageDraw,
    plan: Plan,
    day: Day,
    heights: tuple[float, float],
    *,
    round_top: bool,
) -> None:
    wide = plan.slot * (1 if plan.slot < _SLIM else _FILLED)
    half = min(max(wide, _LEAST_BAR / 2), _WIDEST_BAR) / 2
    x, (top, bottom) = plan.x(day), heights
    box = look.enlarged((x - half, top, x + half, bottom))
    radius = min(_ROUNDED, half * 0.6, bottom - top) * FINE
    corners = (round_top, round_top, not round_top, not round_top)
    draw.rounded_rectangle(box, radius, fill=255, corners=corners)


def _labels(chart: Image.Image, plan: Plan) -> None:
    draw, font = ImageDraw.Draw(chart), look.font(LETTERS)
    for tick in plan.line.ticks:
        at = (plan.left - INDENT, plan.line.y(tick))
        draw.text(at, look.number(tick), look.SOFT_TEXT, font, anchor="rm")
    for tick in plan.bars.ticks:
        at = (plan.left - INDENT, plan.bars.y(tick))
        draw.text(at, look.number(abs(tick)), look.SOFT_TEXT, font, anchor="rm")
    for name in plan.names():
        draw.text((name.x, name.y), name.text, look.SOFT_TEXT, font, anchor="mm")


def _legend(chart: Image.Image, y: int, entries: Sequence[Entry]) -> None:
    """Name the series in a row: a swatch of its colour, its word, and its number."""
    draw = ImageDraw.Draw(chart)
    x = float(MARGIN)
    for entry in entries:
        box = (round(x), y - _SWATCH // 2)
        swatch = look.soft((_SWATCH, _SWATCH), _swatch)
        chart.paste(entry.colour, box, swatch)
        x += _SWATCH + 14
        for text, colour, bold in (
            (entry.word, look.SOFT_TEXT, False),
            (look.number(entry.total), look.TEXT, True),
        ):
            font = look.font(LETTERS + 2, bold=bold)
            draw.text((x, y), text, colour, font, anchor="lm")
            x += font.getlength(text) + 12
        x += 26


def _swatch(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle(look.enlarged((0, 0, _SWATCH, _SWATCH)), 6 * FINE, fill=255)


def _png(chart: Image.Image) -> bytes:
    """Return the chart with round corners, through which Discord's own background shows."""
    box = look.enlarged((0, 0, *SIZE))
    chart.putalpha(look.soft(SIZE, lambda draw: draw.rounded_rectangle(box, _CORNER * FINE, 255)))
    out = BytesIO()
    chart.save(out, "PNG", optimize=True)
    return out.getvalue()
