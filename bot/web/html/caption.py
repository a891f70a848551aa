"""The words that belong to a picture on a page: its caption and its credit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from bot.domain.credit import clean_credit, is_credit_line, is_mostly_names, split_caption
from bot.domain.text import plain
from bot.web.html.tree import attribute, is_inside, is_within, text_within

_CAPTIONED = frozenset(["figure", "figcaption"])
_EMPTY = frozenset(["-text", "br", "-comment"])
_MAX_CLIMB = 6
_MAX_WORDS = 800  # characters of text that may stand around one picture
_MAX_NODES = 300  # elements and texts around one picture
_MAX_CREDIT_TEXT = 160
_MAX_NAME_WORDS = 4
_MAX_ATTRIBUTE = 60  # characters of an attribute's name
_MAX_FOLLOWING = 20  # empty elements between a picture and its credit
_MAX_LINE = 300  # characters around a picture that can only be its caption

_CREDIT_ATTRIBUTE = re.compile(
    r"(?:data-)?(?:[\w-]*-)?(?:credits?|copyright|attribution|photographer)"
)
_CREDIT_CLASS = re.compile(
    r"credit|copyright|photographer|attribution|fotograf|bildquelle|bildnachweis"
    r"|(?:^|[\s_-])(?:source|rights|agency)(?:$|[\s_-])"
    r"|(?:photo|image|media|picture|img|figure|caption)\w*[-_]{0,2}(?:by|author|agency|owner|byline)",
    re.IGNORECASE,
)
_CAPTION_CLASS = re.compile(
    r"caption|legend|cutline|bildunterschrift|leyenda|didascalia", re.IGNORECASE
)


_CAPITALS = r"[^\W\d_a-z][^\W\d_]*(?:[.'’-][^\W\d_]+)*\.?"
_PEOPLE = re.compile(
    rf"{_CAPITALS}(?:\s+{_CAPITALS}){{1,3}}(?:\s*/\s*{_CAPITALS}(?:\s+{_CAPITALS}){{0,3}})?"
)


class Words(NamedTuple):
    """What stands with a picture; None for what does not."""

    caption: str | None = None
    credit: str | None = None


def words_of(image: LexborNode) -> Words:
    """Return the caption and credit of an image element from its attributes and surroundings."""
    container = _container(image)
    caption_node, credit_node = _caption_node(container), _credit_node(container)
    if _is_part_of_credit(credit_node, caption_node):
        credit_node = None
    caption, in_caption = split_caption(_caption_text(caption_node, credit_node))
    credit = (
        _attribute_credit(image)
        or _attribute_credit(container)
        or _element_credit(credit_node)
        or in_caption
        or _next_credit(container)
        or _last_line_credit(container)
        or split_caption((image.attributes.get("alt") or "")[:_MAX_WORDS])[1]
    )
    is_twice = caption is not None and clean_credit(caption) == credit
    return Words(None if is_twice else caption, credit)


def _container(image: LexborNode) -> LexborNode:
    """Return the largest element around an image that holds no other and little text."""
    found = image
    for _ in range(_MAX_CLIMB):
        parent = found.parent
        if parent is None or parent.tag in {"body", "article", "main", "html"}:
            break
        if found.tag == "figure" or not _is_about_one(parent):
            break
        found = parent
    return found


def _is_about_one(node: LexborNode) -> bool:
    """Tell whether an element holds one picture and little else; looks no further than needed."""
    figures, length, sources = 0, 0, set()
    for count, inner in enumerate(node.traverse(include_text=True)):
        if inner.tag == "-text":
            length += 0 if _in_code(inner) else len(inner.text(deep=False).strip())
        elif inner.tag == "img" and not _in_noscript(inner):
            sources.add(inner.attributes.get("src"))
        figures += inner.tag == "figure"
        if figures > 1 or length > _MAX_WORDS or len(sources) > 1 or count > _MAX_NODES:
            return False
    return True


def _in_code(text: LexborNode) -> bool:
    return text.parent is not None and text.parent.tag in {"script", "style", "noscript"}


def _in_noscript(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag == "noscript"


def _attribute_credit(node: LexborNode) -> str | None:
    for name, value in node.attributes.items():
        if value and len(name) <= _MAX_ATTRIBUTE and _CREDIT_ATTRIBUTE.fullmatch(name):
            return clean_credit(value)
    return None


def _elements(container: LexborNode) -> Iterator[LexborNode]:
    for node in container.css("*"):
        if node.tag not in {"img", "source", "picture", "script", "style", "noscript", "svg"}:
            yield node


def _named(node: LexborNode) -> str:
    return " ".join(attribute(node, name) for name in ("class", "itemprop", "id", "data-testid"))


def _credit_node(container: LexborNode) -> LexborNode | None:
    """Return the element that is called a credit, or is one by its words or its place."""
    nodes = [node for node in _elements(container) if node is not container and _text(node)]
    called = [node for node in nodes if _CREDIT_CLASS.search(_named(node))]
    rules = (
        (node for node in called if not _holds_any(node, called)),
        (node for node in nodes if _is_all_credit(node)),
        (node for node in nodes if node.tag == "cite" and is_within(node, _CAPTIONED)),
        (node for node in nodes if _is_name_below_caption(node)),
    )
    return next((node for rule in rules for node in rule), None)


def _is_part_of_credit(credit: LexborNode | None, caption: LexborNode | None) -> bool:
    """Tell whether a caption's words hold more of a credit: "by <a>A. Name</a> on <a>Agency</a>"."""
    if credit is None or caption is None or _CREDIT_CLASS.search(_named(credit)):
        return False
    inner, whole = _text(credit), split_caption(_text(caption))[1] or ""
    return inner in whole and len(inner) < len(whole)


def _holds_any(node: LexborNode, others: list[LexborNode]) -> bool:
    return any(other != node and is_inside(other, node) for other in others)


def _is_all_credit(node: LexborNode) -> bool:
    """Tell whether a node's text is a credit; outside of a figure it must speak of a picture."""
    text = _text(node)
    if len(text) > _MAX_CREDIT_TEXT or split_caption(text)[0] is not None:
        return False
    return is_credit_line(text) or text[:1] in {"©", "ⓒ"} or is_within(node, _CAPTIONED)


def _is_name_below_caption(node: LexborNode) -> bool:
    """Tell whether a node is the short last part of a caption and names an agency, or people."""
    parent = node.parent
    if parent is None or parent.tag != "figcaption" or parent.last_child != node:
        return False
    text = _text(node)
    before = _text(parent).removesuffix(text).rstrip()
    if not before:
        return False
    caption, credit = split_caption(text)
    is_agency = bool(credit) and len((caption or "").split()) <= _MAX_NAME_WORDS
    return is_agency or (before[-1] in ".!?…" and bool(_PEOPLE.fullmatch(text)))


def _caption_node(container: LexborNode) -> LexborNode | None:
    if (node := container.css_first("figcaption")) is not None:
        return node
    return next(
        (
            node
            for node in _elements(container)
            if _CAPTION_CLASS.search(_named(node)) and node.css_first("img") is None
        ),
        _cell_below(container),
    )


def _cell_below(container: LexborNode) -> LexborNode | None:
    """Return the caption of a picture in a table of its own: the one other cell."""
    if container.tag not in {"table", "tbody"}:
        return None
    cells = [cell for cell in container.css("td") if _text(cell) and cell.css_first("img") is None]
    return cells[0] if len(cells) == 1 else None


def _text(node: LexborNode | None) -> str:
    return plain(text_within(node, _MAX_WORDS * 2, separator=" ")) if node is not None else ""


def _caption_text(caption: LexborNode | None, credit: LexborNode | None) -> str:
    """Return a caption without the text of the credit element that stands in it."""
    text, inner = _text(caption), _text(credit)
    return text.replace(inner, " ") if inner and inner != text else text


def _element_credit(node: LexborNode | None) -> str | None:
    text = _text(node)
    caption, credit = split_caption(text)
    if not credit or len((caption or "").split()) <= _MAX_NAME_WORDS:
        credit = clean_credit(text)
    return credit if credit and len(text) <= _MAX_CREDIT_TEXT and is_mostly_names(credit) else None


def _next_credit(container: LexborNode) -> str | None:
    """Return the credit in the element that follows, if that is a credit and nothing else."""
    following = container.next
    for _ in range(_MAX_FOLLOWING):
        if following is None or following.tag not in _EMPTY or _text(following):
            break
        following = following.next
    text = _text(following) if following is not None else ""
    if not text or len(text) > _MAX_CREDIT_TEXT:
        return None
    if following is not None and _CREDIT_CLASS.search(_named(following)):
        return _element_credit(following)
    caption, credit = split_caption(text)
    return None if caption else credit


def _last_line_credit(container: LexborNode) -> str | None:
    """Return the credit that ends the few words around a picture and speaks of a picture."""
    text = _text(container)
    if len(text) > _MAX_LINE:
        return None
    caption, credit = split_caption(text)
    said = text[len(caption or "") :].lstrip(" |/-–—•·,;")
    return credit if is_credit_line(said) else None
