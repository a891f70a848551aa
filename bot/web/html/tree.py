"""HTML made into a tree, within limits that no honest page comes near."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAX_CLIMB = 60  # elements looked at above another
_MAX_DEPTH = 1000  # elements open at once; browsers stop at 512
_MAX_TAGS = 150_000  # of one document; the longest honest ones have a third of it
_MAX_ATTRIBUTES = 1000  # of one tag
_MAX_DOUBTS = 50  # tags with too many that are looked at twice
_ENDLESS = """
    area base br col embed hr img input link meta param source track wbr html head body p li dt dd
    option tr td th tbody thead tfoot path circle rect use polygon line stop ellipse
"""
_ENDLESS_TAGS = frozenset(_ENDLESS.split())
# What "/>" does not close: it does so in drawings only.
_CONTAINERS = """
    a article aside b big blockquote button center code div dl em fieldset figure font footer form
    h1 h2 h3 h4 h5 h6 header i label main nav nobr object ol pre s section select small span strike
    strong table tt u ul
"""
_OPEN_ALL_THE_SAME = frozenset(_CONTAINERS.split())
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s>]*+)"""
_ATTRIBUTE = rf"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+{_VALUE})?+"
# A tag: "/" at its start, its name, what stands before its end, and what follows one attribute too many.
_TAG = re.compile(
    rf"<(/?)([a-zA-Z][\w:-]*+)(?=[\s/>])(?:{_ATTRIBUTE}){{0,{_MAX_ATTRIBUTES}}}+([\s/]*+)(?:>|(\S))?"
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
    """Return the part of a document that is not nested, long or wide past any reason.

    The parser's time grows with the square of the elements that are open, and of a tag's attributes.
    """
    depth, doubts = 0, 0
    for count, (slash, name, end, more) in enumerate(_TAG.findall(html)):
        if more:
            doubts += 1
        if count >= _MAX_TAGS or depth > _MAX_DEPTH or (more and _is_too_wide(html, count, doubts)):
            return html[: _start_of(html, count)]
        if slash:
            depth = max(depth - 1, 0)
        elif name not in _ENDLESS_TAGS and name.lower() not in _ENDLESS_TAGS:
            depth += not end.endswith("/") or name.lower() in _OPEN_ALL_THE_SAME
    return html


def _is_too_wide(html: str, count: int, doubts: int) -> bool:
    """Tell whether what looks like a tag with too many attributes is one: in no script or comment."""
    start = _start_of(html, count)
    is_text = any(
        html.rfind(opening, 0, start) > html.rfind(closing, 0, start)
        for opening, closing in (("<script", "</script"), ("<!--", "-->"))
    )
    return not is_text or doubts > _MAX_DOUBTS


def _start_of(html: str, count: int) -> int:
    """Return where a tag begins."""
    return next(itertools.islice(_TAG.finditer(html), count, None)).start()


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
