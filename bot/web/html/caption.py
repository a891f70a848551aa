"""The words that belong to a picture on a page: its caption, and its credit apart from it."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from bot.domain.credit import Words, split_caption
from bot.domain.credit_line import clean_credit
from bot.web.html.around import Around, named, text_of, words_in
from bot.web.html.credit import credit_of
from bot.web.html.credit_element import Credit
from bot.web.html.credit_name import is_caption_name, is_credit_name

_END_MARKS = frozenset(".!?…。|/–—•”\"’'")
_MAX_CAPTION = 800  # characters; what is longer below a picture is the article


def words_of(image: LexborNode) -> Words:
    """Return the caption and credit of an image element from its attributes and surroundings."""
    around = Around(image)
    caption_node = _caption_node(around)
    found = credit_of(around, caption_node) or Credit("")
    caption = split_caption(_without(words_in(caption_node), found.text)).caption
    if not caption or clean_credit(caption) == found.name:
        caption = found.caption
    return Words(_without_ending(caption, found.name), found.name or None, found.role)


def _without(text: str, inner: str) -> str:
    """Return a caption without the text that credits in it."""
    return text.replace(inner, " ") if inner and inner != text else text


def _without_ending(caption: str | None, name: str) -> str | None:
    """Return a caption without the name of the one credited behind its last sentence."""
    if caption and name and caption.endswith(name):
        rest = caption.removesuffix(name).rstrip()
        return rest.rstrip(" |/–—•") if rest[-1:] in _END_MARKS else caption
    return caption


def _caption_node(around: Around) -> LexborNode | None:
    """Return the element that holds the caption: the figcaption, one called so, a cell, the line below."""
    figcaptions = [node for node in around.elements if node.tag == "figcaption"]
    called = [node for node in around.elements if _is_called_caption(node)]
    found = [node for node in (*figcaptions, *called) if not is_credit_name(named(node))]
    below = _cell_below(around) or _line_below(around)
    return next(iter((*found, *figcaptions)), below)


def _is_called_caption(node: LexborNode) -> bool:
    return is_caption_name(named(node)) and node.css_first("img") is None


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
