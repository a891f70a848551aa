"""The words that belong to a picture on a page: its caption, and its credit apart from it."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from bot.domain.credit import Words, split_caption
from bot.domain.credit_line import clean_credit
from bot.web.html.around import Around, named, text_of
from bot.web.html.credit import credit_of
from bot.web.html.credit_element import Credit

_CAPTION_CLASS = re.compile(
    r"caption|legend|cutline|bildunterschrift|leyenda|didascalia|légende|bildtext|pie-?de-?foto",
    re.IGNORECASE,
)
_MAX_CAPTION = 800  # characters; what is longer below a picture is the article


def words_of(image: LexborNode) -> Words:
    """Return the caption and credit of an image element from its attributes and surroundings."""
    around = Around(image)
    caption_node = _caption_node(around)
    found = credit_of(around, caption_node) or Credit("")
    caption = split_caption(_without(text_of(caption_node), text_of(found.node))).caption
    is_twice = caption is not None and clean_credit(caption) == found.name
    return Words(None if is_twice else caption, found.name or None, found.role)


def _without(text: str, inner: str) -> str:
    """Return a caption without the text of the credit element that stands in it."""
    return text.replace(inner, " ") if inner and inner != text else text


def _caption_node(around: Around) -> LexborNode | None:
    """Return the element that holds the caption: the figcaption, one called so, a cell, the line below."""
    figcaptions = [node for node in around.elements if node.tag == "figcaption"]
    called = (node for node in around.elements if _is_called_caption(node))
    return next(iter(figcaptions), None) or next(called, _cell_below(around) or _line_below(around))


def _is_called_caption(node: LexborNode) -> bool:
    return bool(_CAPTION_CLASS.search(named(node))) and node.css_first("img") is None


def _cell_below(around: Around) -> LexborNode | None:
    """Return the caption of a picture in a table of its own: the one other cell."""
    if around.container.tag not in {"table", "tbody"}:
        return None
    cells = [cell for cell in around.container.css("td") if text_of(cell)]
    cells = [cell for cell in cells if cell.css_first("img") is None]
    return cells[0] if len(cells) == 1 else None


def _line_below(around: Around) -> LexborNode | None:
    """Return the element that follows a picture, if it is called a caption."""
    below = around.following[:1]
    is_one = bool(below) and below[0].tag != "-text" and _is_called_caption(below[0])
    return below[0] if is_one and len(text_of(*below)) <= _MAX_CAPTION else None
