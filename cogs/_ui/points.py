"""The line of a card that says its points, and how a card is brought up to date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import discord
from discord import ui

from bot.language import ENGLISH, LANGUAGES, t, tn, using
from bot.services.ports import CardNews
from cogs._ui.gallery import keep_files, own_view
from cogs._ui.reports import is_reports_line, reports_line
from cogs._ui.story_id import renewed, story_ids
from cogs._ui.words import number

_NO_DIGIT = re.compile(r"[^\d−]")
MAX_LINE = 30  # characters, with the line break before it


def points_line(points: int) -> str:
    """Return the line: "**1,204 points**", "**1 point**", "**−3 points**"."""
    return tn("**{n} point**", "**{n} points**", abs(points), n=number(points))


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
        with using(self._language):
            reports = reports_line(news.reports)
        return (self.points or 0, line, story_ids(self.message.components)) == (
            news.points,
            reports,
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
        with using(self._language):
            _write(view, news)
        for part in view.walk_children():
            if isinstance(part, ui.Button) and part.custom_id:
                part.custom_id = renewed(part.custom_id, news.story_id)
        return view

    @property
    def _language(self) -> str:
        """Return the card's own: what is added to it is in the same one."""
        return language_of_card(self.message.components)

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
    if lines and _points_in(lines[-1]) is not None:
        lines.pop()
    if lines and is_reports_line(lines[-1]):
        lines.pop()
    return lines


def _points_of(foot: ui.TextDisplay[Any] | None) -> int | None:
    return _points_in(foot.content.rpartition("\n")[2]) if foot else None


def _points_in(line: str) -> int | None:
    """Return the points that a line says in any language; None for another line."""
    found = next((found for one in _patterns() if (found := one.fullmatch(line))), None)
    return int(_NO_DIGIT.sub("", found[1]).replace("−", "-")) if found else None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return how the line is written in each language, for one point and for several."""
    return tuple(
        re.compile(_pattern(language, points)) for language in LANGUAGES for points in (1, 2)
    )


def _pattern(language: str, points: int) -> str:
    with using(language):
        before, after = map(re.escape, points_line(points).split(str(points)))
    return rf"{before}(−?\d[\d.,\s]*){after}"


def language_of_card(components: Iterable[Any]) -> str:
    """Return the language that a card was written in: its button says so. English for none known."""
    labels = {one.label for one in _buttons(components)}
    return next((code for label, code in _labels().items() if label in labels), ENGLISH)


@cache
def _labels() -> dict[str, str]:
    labels = {}
    for code in reversed(LANGUAGES):  # where two are the same, the first one counts
        with using(code):
            labels[t("Add to Collection")] = code
    return labels


def _buttons(components: Iterable[Any]) -> Iterator[discord.Button]:
    for component in components:
        if isinstance(component, discord.Button):
            yield component
        yield from _buttons(getattr(component, "children", ()))


def _reports_of(foot: ui.TextDisplay[Any] | None) -> str:
    lines = foot.content.split("\n")[-2:] if foot else []
    return next((line for line in lines if is_reports_line(line)), "")


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
