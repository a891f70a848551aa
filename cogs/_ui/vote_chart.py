"""The chart of a server's votes, with what it shows in words."""

from __future__ import annotations

from io import BytesIO

import discord
from discord import ui

from bot.services.charting import Chart
from bot.services.ports import Day
from cogs._ui.button import note
from cogs._ui.words import counted, number

_FILE = "votes.png"
NO_VOTES = (
    "Nobody has voted here yet. Once fans press the reactions under a story, this chart draws their "
    "votes and points day by day."
)


def chart_file(chart: Chart) -> discord.File:
    """Return the picture that the view shows."""
    return discord.File(BytesIO(chart.picture), filename=_FILE)


def chart_view(chart: Chart) -> ui.LayoutView:
    """Show the chart; its alt text says its numbers."""
    view = note(f"### Votes of the last {counted(chart.asked, 'day')}\n{_sum(chart)}")
    gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
    gallery.add_item(media=f"attachment://{_FILE}", description=_alt(chart))
    return view.add_item(gallery).add_item(ui.TextDisplay(f"-# {_foot(chart)}"))


def _foot(chart: Chart) -> str:
    days = "Days begin at midnight in UTC."
    if len(chart.days) == chart.asked:
        return days
    return f"Nobody had voted before {_named(chart.days[0])}. {days}"


def _sum(chart: Chart) -> str:
    ups, downs = sum(day.ups for day in chart.days), sum(day.downs for day in chart.days)
    return f"**{number(ups)}** up · **{number(downs)}** down · **{number(_points(chart))}** points in all"


def _points(chart: Chart) -> int:
    return chart.days[-1].points


def _alt(chart: Chart) -> str:
    first, last = chart.days[0], chart.days[-1]
    ups, downs = sum(day.ups for day in chart.days), sum(day.downs for day in chart.days)
    busiest = max(chart.days, key=_votes)
    return (
        f"Chart of the votes from {_named(first)} to {_named(last)}: {number(ups)} up and "
        f"{number(downs)} down. The points went from {number(chart.points_before)} to "
        f"{number(last.points)}. {_busiest(busiest)}"
    )


def _busiest(day: Day) -> str:
    if not _votes(day):
        return "Nobody voted in this time."
    return f"Most votes came on {_named(day)}: {number(_votes(day))}."


def _votes(day: Day) -> int:
    return day.ups + day.downs


def _named(day: Day) -> str:
    return f"{day.date.day} {day.date:%B %Y}"
