"""HTML made into a tree, within limits: the parser's time grows with the square of the depth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAX_CLIMB = 60  # elements looked at above another
_MAX_DEPTH = 3000  # elements open at once; browsers stop at 512
_ENDLESS_TAGS = (
    "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|html|head|body|p|li|dt|dd|option"
    "|tr|td|th|tbody|thead|tfoot|path|circle|rect|use|polygon|line|stop|ellipse"
)
_NESTING = re.compile(
    rf"<(/?)(?!(?:{_ENDLESS_TAGS})\b)[a-z][\w-]*[^<>]{{0,2000}}?(/?)>", re.IGNORECASE
)
_MAX_ATTRIBUTE = 500  # characters; patterns search what every element is called
_BREAKS = frozenset(["br", "p", "div", "li", "h1", "h2", "h3", "h4", "figcaption", "td", "section"])


def document(html: str, *, limit: int) -> LexborHTMLParser:
    """Parse a page, of which no more than ``limit`` characters are read."""
    return LexborHTMLParser(_shallow(html[:limit].replace("\0", "")))


def fragment(html: str, *, limit: int) -> LexborNode:
    """Parse a fragment and return the element that holds it."""
    body = document(f"<body>{html[:limit]}", limit=limit + len("<body>")).body
    assert body is not None  # noqa: S101 - a body tag makes one
    return body


def _shallow(html: str) -> str:
    """Return the part of a document in which elements are not nested past any reason."""
    depth = 0
    for tag in _NESTING.finditer(html):
        depth = max(depth - 1, 0) if tag[1] else depth + (not tag[2])
        if depth > _MAX_DEPTH:
            return html[: tag.start()]
    return html


def text_within(node: LexborNode, limit: int, *, separator: str = "") -> str:
    """Return the first ``limit`` characters of a node's text; cost follows the limit.

    ``separator`` stands between texts; blocks and line breaks are kept apart in any case.
    """
    parts: list[str] = []
    room = limit
    for count, inner in enumerate(node.traverse(include_text=True)):
        if inner.tag == "-text":
            text = inner.text(deep=False)[:room]
            parts += [text, separator]
            room -= len(text)
        elif inner.tag in _BREAKS:
            parts.append(" ")
        if room <= 0 or count > limit:
            break
    return "".join(parts)


def attribute(node: LexborNode, name: str) -> str:
    """Return the beginning of an attribute that says what an element is; empty for none."""
    return (node.attributes.get(name) or "")[:_MAX_ATTRIBUTE]


def is_inside(node: LexborNode, outer: LexborNode | None) -> bool:
    """Tell whether a node stands in another."""
    return outer is not None and any(up.mem_id == outer.mem_id for up in above(node))


def is_within(node: LexborNode, tags: frozenset[str]) -> bool:
    """Tell whether a node stands in an element of one of these kinds."""
    return any(up.tag in tags for up in above(node))


def above(node: LexborNode) -> Iterator[LexborNode]:
    """Yield an element, then those around it, up to the body."""
    up = node if node.tag != "-text" else node.parent
    for _ in range(_MAX_CLIMB):
        if up is None or up.tag in {"body", "html"}:
            return
        yield up
        up = up.parent
