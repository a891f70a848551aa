"""The line of a card that says its points, and how a card is brought up to date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.services.ports import CardNews
from cogs._ui.gallery import keep_files, own_view
from cogs._ui.reports import BEGINNING, reports_line
from cogs._ui.story_id import renewed, story_ids
from cogs._ui.words import number

_LINE = re.compile(r"\*\*(−?[\d,]+) points?\*\*")
MAX_LINE = 30  # characters, with the line break before it


def points_line(points: int) -> str:
    """Return the line: "**1,204 points**", "**1 point**", "**−3 points**"."""
    return f"**{number(points)} {'point' if abs(points) == 1 else 'points'}**"


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A card as it stands in its channel; ``mends`` counts how often its photos were mended."""

    message: discord.Message
    mends: int = 0

    @property
    def points(self) -> int | None:
        """Return the points that it names; None as long as it names none."""
        return _points_of(_foot(self._view()))

    def shows(self, news: CardNews) -> bool:
        """Tell whether it is up to date; one that names no points shows none."""
        line = _reports_of(_foot(self._view()))
        return (self.points or 0, line, story_ids(self.message.components)) == (
            news.points,
            reports_line(news.reports),
            {news.story_id},
        )

    @property
    def edited_at(self) -> datetime | None:
        """Return when it was last edited, by Discord's clock; None for never."""
        return self.message.edited_at

    @property
    def crossposted(self) -> bool:
        """Tell whether it was published to other servers."""
        return self.message.flags.crossposted

    def with_news(self, news: CardNews) -> ui.LayoutView:
        """Return the message's own view, up to date: nothing else of it changes."""
        view = self._view()
        keep_files(view)
        _write(view, news)
        for part in view.walk_children():
            if isinstance(part, ui.Button) and part.custom_id:
                part.custom_id = renewed(part.custom_id, news.story_id)
        return view

    def _view(self) -> ui.LayoutView:
        return own_view(self.message)


def _write(view: ui.LayoutView, news: CardNews) -> None:
    """Put the lines at the end of the card's last text, in place of those that are there.

    A card without small print gets them between its photos and its buttons. One that never had
    points does not say that it has none.
    """
    foot = _foot(view)
    names_points = news.points or _points_of(foot) is not None
    new = [reports_line(news.reports), points_line(news.points) if names_points else ""]
    text = "\n".join(line for line in [*_own_lines(foot), *new] if line)
    if foot is not None:
        foot.content = text
    elif text:
        _add_foot(view, text)


def _own_lines(foot: ui.TextDisplay[Any] | None) -> list[str]:
    """Return what a card's last text was sent with: without the two lines that are kept up to date."""
    lines = foot.content.split("\n") if foot else []
    if lines and _LINE.fullmatch(lines[-1]):
        lines.pop()
    if lines and lines[-1].startswith(BEGINNING):
        lines.pop()
    return lines


def _points_of(foot: ui.TextDisplay[Any] | None) -> int | None:
    found = _LINE.fullmatch(foot.content.rpartition("\n")[2]) if foot else None
    return int(found[1].replace(",", "").replace("−", "-")) if found else None


def _reports_of(foot: ui.TextDisplay[Any] | None) -> str:
    lines = foot.content.split("\n")[-2:] if foot else []
    return next((line for line in lines if line.startswith(BEGINNING)), "")


def _box(view: ui.LayoutView) -> Any:  # noqa: ANN401 - discord.py's two kinds of box share no type
    """Return what holds the texts: the card's frame, or the message itself for bare text."""
    return next((part for part in view.children if isinstance(part, ui.Container)), view)


def _foot(view: ui.LayoutView) -> ui.TextDisplay[Any] | None:
    """Return the text right above the buttons, unless photos stand there."""
    parts = [part for part in _box(view).children if not isinstance(part, ui.ActionRow)]
    last = parts[-1] if parts else None
    return last if isinstance(last, ui.TextDisplay) else None


def _add_foot(view: ui.LayoutView, line: str) -> None:
    box = _box(view)
    rows = [part for part in box.children if isinstance(part, ui.ActionRow)]
    for row in rows:
        box.remove_item(row)
    box.add_item(ui.TextDisplay(line))
    for row in rows:
        box.add_item(row)
