"""The foot of a list in pages: the way back, the way on, and where one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from discord import ui

from bot.language import marked, t
from cogs._ui.words import page_of

BACK, MORE = marked("← Back"), marked("More →")


def add_turns(
    box: ui.Container[Any],
    page: int,
    pages: int,
    turn: Callable[[int, str], ui.Item[Any]],
    *,
    before: str = "",
) -> None:
    """Add the buttons to the pages beside one, and a line that says which it is; of a single page, none.

    ``turn`` makes the button to a page, counted from 0, with a label. ``before`` is Markdown that the
    line begins with; it is there on a single page too.
    """
    if pages > 1:
        turns = [turn(page - 1, t(BACK))] if page else []
        turns += [turn(page + 1, t(MORE))] if page + 1 < pages else []
        box.add_item(ui.ActionRow(*turns))
    where = page_of(page, pages) if pages > 1 else ""
    if line := " · ".join(part for part in (before, where) if part):
        box.add_item(ui.TextDisplay(f"-# {line}"))
