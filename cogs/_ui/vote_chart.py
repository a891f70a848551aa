"""The chart of a server's votes, with what it shows in words."""

from __future__ import annotations

from io import BytesIO

import discord
from discord import ui

from bot.language import marked, t, tn
from bot.language.day import long_date
from bot.services.charting import Chart
from bot.services.ports import Day
from cogs._ui.button import note
from cogs._ui.words import number

_FILE = "votes.png"
NO_VOTES = marked(
    "Nobody has voted here yet. Once fans press the reactions under a story, this chart draws their "
    "votes and points day by day."
)


def chart_file(chart: Chart) -> discord.File:
    """Return the picture that the view shows."""
    return discord.File(BytesIO(chart.picture), filename=_FILE)


def chart_view(chart: Chart) -> ui.LayoutView:
    """Show the chart; its alt text says its numbers."""
    head = tn("### Votes of the last {n} day", "### Votes of the last {n} days", chart.asked)
    view = note(f"{head}\n{_sum(chart)}")
    gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
    gallery.add_item(media=f"attachment://{_FILE}", description=_alt(chart))
    return view.add_item(gallery).add_item(ui.TextDisplay(f"-# {_foot(chart)}"))


def _foot(chart: Chart) -> str:
    if len(chart.days) == chart.asked:
        return t("Days begin at midnight in UTC.")
    return t(
        "Nobody had voted before {day}. Days begin at midnight in UTC.", day=_named(chart.days[0])
    )


def _sum(chart: Chart) -> str:
    ups, downs = sum(day.ups for day in chart.days), sum(day.downs for day in chart.days)
    return t(
        "**{ups}** up · **{downs}** down · **{points}** points in all",
        ups=number(ups),
        downs=number(downs),
        points=number(_points(chart)),
    )


def _points(chart: Chart) -> int:
    return chart.days[-1].points


def _alt(chart: Chart) -> str:
    first, last = chart.days[0], chart.days[-1]
    ups, downs = sum(day.ups for day in chart.days), sum(day.downs for day in chart.days)
    busiest = max(chart.days, key=_votes)
    told = t(
        "Chart of the votes from {first} to {last}: {ups} up and {downs} down. The points went from "
        "{before} to {after}.",
        first=_named(first),
        last=_named(last),
        ups=number(ups),
        downs=number(downs),
        before=number(chart.points_before),
        after=number(last.points),
    )
    return f"{told} {_busiest(busiest)}"


def _busiest(day: Day) -> str:
    if not _votes(day):
        return t("Nobody voted in this time.")
    return t("Most votes came on {day}: {votes}.", day=_named(day), votes=number(_votes(day)))


def _votes(day: Day) -> int:
    return day.ups + day.downs


def _named(day: Day) -> str:
    return long_date(day.date)
