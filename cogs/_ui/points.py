"""The line of a card that says its points, and how it is brought up to date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
from discord import ui

from cogs._ui.gallery import keep_files
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
        view = ui.LayoutView.from_message(self.message, timeout=None)
        view.stop()  # or discord.py would keep it
        foot = _foot(view)
        found = _LINE.fullmatch(_last_line(foot.content)) if foot else None
        return int(found[1].replace(",", "").replace("−", "-")) if found else None

    @property
    def edited_at(self) -> datetime | None:
        """Return when it was last edited, by Discord's clock; None for never."""
        return self.message.edited_at

    @property
    def crossposted(self) -> bool:
        """Tell whether it was published to other servers."""
        return self.message.flags.crossposted

    def with_points(self, points: int) -> ui.LayoutView:
        """Return the message's own view with the points: nothing else of it changes."""
        view = ui.LayoutView.from_message(self.message, timeout=None)
        view.stop()
        keep_files(view)
        _write(view, points_line(points))
        return view


def _write(view: ui.LayoutView, line: str) -> None:
    """Put the line at the end of the card's last text, or in place of the one there.

    A card without small print gets it between its photos and its buttons.
    """
    foot = _foot(view)
    if foot is None:
        _add_foot(view, line)
        return
    above, _, last = foot.content.rpartition("\n")
    if _LINE.fullmatch(last):
        foot.content = f"{above}\n{line}" if above else line
    else:
        foot.content = f"{foot.content}\n{line}"


def _last_line(text: str) -> str:
    return text.rpartition("\n")[2]


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
