"""Where on a page its article stands, and what only surrounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:related|recirc\w*|recommend\w*|promo\w*|comments?|sidebar|newsletter|trending"
    r"|popular|most-?read|read-?more|more-?(?:from|stories|news|articles)|teasers?|footer|nav"
    r"|navigation|menu|outbrain|taboola|widgets?|author-?(?:bio|box|card|info|image|photo)|bio"
    r"|ads?|advert\w*|sponsor\w*|partner|share|sharing|social|up-?next|read-?next|next-?article"
    r"|latest|breadcrumbs?|cookie|consent|paywall|modal)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset(["aside", "nav", "footer", "template"])
_MAX_CLIMB = 60
_MIN_PARAGRAPH = 40  # characters; shorter ones are labels and bylines
_MAX_PARAGRAPHS = 1500
_MAX_HEADINGS = 8


class Layout:
    """Tell what on a page belongs to its article.

    What holds a main heading is never an aside, whatever it is called.
    """

    def __init__(self, document: LexborHTMLParser) -> None:
        self.document = document
        self._known: dict[int, bool] = {}

    @cached_property
    def _spine(self) -> frozenset[int]:
        headings = self.document.css("h1")[:_MAX_HEADINGS]
        return frozenset(up.mem_id for heading in headings for up in above(heading))

    def is_aside(self, node: LexborNode) -> bool:
        """Tell whether a node stands in what surrounds an article, and not in it."""
        path: list[int] = []
        found = False
        for up in above(node):
            if up.mem_id in self._known:
                found = self._known[up.mem_id]
                break
            path.append(up.mem_id)
            if found := self._is_called_aside(up):
                break
        self._known.update(dict.fromkeys(path, found))
        return found

    def _is_called_aside(self, node: LexborNode) -> bool:
        if node.mem_id in self._spine:
            return False
        attributes = node.attributes
        called = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        return node.tag in _ASIDE_TAGS or bool(_ASIDE.search(called))

    @cached_property
    def text(self) -> LexborNode | None:
        """The parent that holds most text in paragraphs of its own."""
        amounts: dict[int, int] = {}
        parents: dict[int, LexborNode] = {}
        for paragraph in self.document.css("p")[:_MAX_PARAGRAPHS]:
            parent, length = paragraph.parent, len(paragraph.text(deep=True).strip())
            if parent is None or length < _MIN_PARAGRAPH or self.is_aside(paragraph):
                continue
            parents[parent.mem_id] = parent
            amounts[parent.mem_id] = amounts.get(parent.mem_id, 0) + length
        return parents[max(amounts, key=amounts.__getitem__)] if amounts else None

    @cached_property
    def scope(self) -> LexborNode | None:
        """The element that holds the article with its headline; the body if none does."""
        text = self.text or self.document.css_first("h1")
        ups = list(above(text)) if text is not None else []
        with_heading = (up for up in ups if up.mem_id in self._spine and up.tag != "h1")
        return next(with_heading, self.document.body)


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
