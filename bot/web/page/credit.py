"""Credits that stand apart from the photos they mean: on a line of their own in the article."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.credit import MAX_CREDIT, clean_credit, is_credit_line
from bot.domain.model import Photo
from bot.domain.text import plain
from bot.web.html.tree import text_within
from bot.web.page.scope import Layout

_MAX_LINES = 1500  # paragraphs looked at


def with_common_credit(photos: tuple[Photo, ...], layout: Layout) -> tuple[Photo, ...]:
    """Give the credit that stands on a line of its own to the one photo that it can mean.

    It means all of them where none has a credit, and the line is the only such line.
    """
    bare = [photo for photo in photos if not photo.credit]
    lines = _credit_lines(layout) if len(bare) == 1 or len(bare) == len(photos) else []
    if len(lines) != 1:
        return photos
    return tuple(photo if photo.credit else replace(photo, credit=lines[0]) for photo in photos)


def _credit_lines(layout: Layout) -> list[str]:
    """Return the credits in paragraphs of the article that say "Photo: …" and nothing else."""
    lines: list[str] = []
    for node in layout.scope.css("p")[:_MAX_LINES] if layout.scope is not None else ():
        text = plain(text_within(node, MAX_CREDIT + 1))
        if len(text) <= MAX_CREDIT and is_credit_line(text) and not layout.is_aside(node):
            lines += [credit for credit in [clean_credit(text)] if credit and credit not in lines]
    return lines
