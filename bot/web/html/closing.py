"""Whether a line closes an article: whose "Source: …" below a picture is, is told by it."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from bot.domain.text import plain
from bot.web.html.aside import is_called_aside
from bot.web.html.tree import text_within

_OUTERMOST = frozenset(["article", "main", "body", "html"])
_NO_TEXT = frozenset(["-comment", "script", "style", "noscript", "template", "br"])
_MAX_CLIMB = 20
_MAX_SIBLINGS = 60
_PARAGRAPH = 80  # characters; so long a paragraph is the article's text


def closes_article(node: LexborNode) -> bool:
    """Tell whether no text of the article follows a node.

    A line directly below a picture names the picture's source; as the article's last line it
    names the article's. Looks up to where a paragraph stands beside, or the article ends.
    """
    for _ in range(_MAX_CLIMB):
        if any(_is_text(after) for after in _beside(node, "next")):
            return False
        parent = node.parent
        if parent is None or parent.tag in _OUTERMOST:
            return True
        if any(_is_paragraph(before) for before in _beside(node, "prev")):
            return True
        node = parent
    return False


def _beside(node: LexborNode, step: str) -> list[LexborNode]:
    found: list[LexborNode] = []
    at: LexborNode | None = getattr(node, step)
    while at is not None and len(found) < _MAX_SIBLINGS:
        found.append(at)
        at = getattr(at, step)
    return found


def _is_text(node: LexborNode) -> bool:
    if node.tag in _NO_TEXT or (node.tag != "-text" and is_called_aside(node)):
        return False
    return bool(plain(text_within(node, _PARAGRAPH)))


def _is_paragraph(node: LexborNode) -> bool:
    return node.tag == "p" and len(plain(text_within(node, _PARAGRAPH * 2))) >= _PARAGRAPH
