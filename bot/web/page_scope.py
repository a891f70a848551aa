"""Where on a page its article stands, and what only surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|recommend\w*|promo\w*|comments?|sidebar|newsletter|trending|popular"
    r"|most-?read|read-?more|more-?(?:from|stories|news|articles)|teasers?|footer|nav|navigation|menu|outbrain"
    r"|taboola|widgets?|author-?(?:bio|box|card|info|image|photo)|bio|ad|ads|advert\w*|sponsor\w*|partner"
    r"|share|sharing|social|up-?next|read-?next|next-?article|latest|breadcrumbs?|cookie|consent|paywall|modal)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset(["aside", "nav", "footer", "template"])
_MAX_CLIMB = 40
_MIN_PARAGRAPH = 40  # characters; shorter ones are labels and bylines
_MAX_PARAGRAPHS = 1500


def article_scope(document: LexborHTMLParser) -> LexborNode | None:
    """Return the element that holds the article with its headline; the body if none does."""
    body = document.body
    text = _most_text(document) or document.css_first("h1")
    if body is None or text is None:
        return body
    headings = {node.mem_id for node in _headings_above(document)}
    for up in above(text):
        if up.mem_id in headings:
            return up
    return next((up for up in above(text) if up.tag in {"article", "main"}), text)


def _most_text(document: LexborHTMLParser) -> LexborNode | None:
    """Return the parent that holds most text in paragraphs of its own."""
    amounts: dict[int, int] = {}
    parents: dict[int, LexborNode] = {}
    for paragraph in document.css("p")[:_MAX_PARAGRAPHS]:
        parent, length = paragraph.parent, len(paragraph.text(deep=True).strip())
        if parent is None or length < _MIN_PARAGRAPH or is_aside(paragraph):
            continue
        parents[parent.mem_id] = parent
        amounts[parent.mem_id] = amounts.get(parent.mem_id, 0) + length
    return parents[max(amounts, key=amounts.__getitem__)] if amounts else None


def _headings_above(document: LexborHTMLParser) -> Iterator[LexborNode]:
    """Yield the elements that hold a main heading."""
    for heading in document.css("h1")[:8]:
        yield from above(heading)


def is_aside(node: LexborNode) -> bool:
    """Tell whether a node stands in what surrounds an article, and not in it."""
    return any(
        up.tag in _ASIDE_TAGS or _ASIDE.search(up.attributes.get("class") or "")
        for up in above(node)
    )


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
