"""Where on a page its article stands, and what only surrounds it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.model import Photo
from bot.domain.text import letters
from bot.web.html.aside import is_called_aside
from bot.web.html.tree import above, is_inside, text_within

_MIN_PARAGRAPH = 40  # characters; shorter ones are labels and bylines
_MIN_BLOCK = 400  # of text that stands in a block itself, in lines between <br>
_MAX_PARAGRAPH = 2000
_MAX_PARAGRAPHS = 1500
_MAX_HEADINGS = 8
_MAX_LINKS = 2000
_MAX_HREF = 2048  # characters
_MAX_HEADLINE = 200
_MIN_HEADLINE = 15  # letters
_MAX_ARTICLES = 50
_FEW_WORDS = 3  # more are a headline
_DOUBT = 4  # an aside by name must hold so many times more text to be the article


def page_address(base: str, written: str) -> str:
    """Return the absolute address of a link without its fragment; empty for one that is no URL."""
    try:
        return urldefrag(urljoin(base, written.strip()[:_MAX_HREF]))[0]
    except ValueError:
        return ""


def _is_under(article: LexborNode, titles: list[str]) -> bool:
    """Tell whether an article's headline is in one of the titles."""
    heading = article.css_first("h1, h2, h3")
    said = letters(text_within(heading, _MAX_HEADLINE)) if heading is not None else ""
    return len(said) >= _MIN_HEADLINE and any(said in title for title in titles)


class Layout:
    """Tell what on a page belongs to its article.

    What holds a main heading or most of the text is never an aside, whatever it is called.
    """

    def __init__(self, document: LexborHTMLParser) -> None:
        self.document = document
        self.photos: dict[int, Photo | None] = {}  # those read, by their elements
        self._known: dict[int, bool] = {}
        self._leading: dict[str, frozenset[int]] = {}
        self._headlines: frozenset[str] | None = None

    def is_aside(self, node: LexborNode) -> bool:
        """Tell whether a node stands in what surrounds an article, and not in it."""
        path: list[int] = []
        found = False
        for up in above(node):
            if up.mem_id in self._known:
                found = self._known[up.mem_id]
                break
            path.append(up.mem_id)
            if found := up.mem_id not in self._spine and is_called_aside(up):
                break
        self._known.update(dict.fromkeys(path, found))
        return found

    def holds_article(self, node: LexborNode) -> bool:
        """Tell whether an element holds the article's headline or text."""
        return node.mem_id in self._spine

    def leading(self, selector: str) -> frozenset[int]:
        """Return what a selector finds before the element that holds the article's text begins."""
        if selector not in self._leading:
            tag, start = (self.text.tag, self.text.mem_id) if self.text is not None else ("body", 0)
            nodes = self.document.css(f"{tag}, {selector}")
            before = takewhile(lambda node: node.mem_id != start, nodes)
            self._leading[selector] = frozenset(node.mem_id for node in before)
        return self._leading[selector]

    @cached_property
    def is_marked(self) -> bool:
        """Whether the article's text stands in an ``<article>``."""
        return self.text is not None and any(up.tag == "article" for up in above(self.text))

    def headlines(self, base: str) -> frozenset[str]:
        """Return the pages to which the page links in words enough for a headline."""
        if self._headlines is None:
            links = self.document.css("a[href]")[:_MAX_LINKS]
            self._headlines = frozenset(
                page_address(base, link.attributes.get("href") or "")
                for link in links
                if len(text_within(link, _MAX_HEADLINE).split()) > _FEW_WORDS
            )
        return self._headlines

    @cached_property
    def scope(self) -> LexborNode | None:
        """The element that holds the article with its headline; the body if none does."""
        text = self.text or self.document.css_first("h1")
        ups = list(above(text)) if text is not None else []
        if self._is_own_under_a_smaller_heading:
            return self.own
        with_heading = (index for index, up in enumerate(ups) if self._holds_heading(up))
        inner = next(with_heading, None)
        if inner is None:
            return self.document.body
        return next((up for up in ups[inner:] if up.tag == "article"), ups[inner])

    @cached_property
    def _is_own_under_a_smaller_heading(self) -> bool:
        if self.own is None or self.text is None or not is_inside(self.text, self.own):
            return False
        return self.own.css_first("h1") is None

    def _holds_heading(self, node: LexborNode) -> bool:
        return node.mem_id in self._over_headings and node.tag not in {"h1", "header"}

    @cached_property
    def _over_headings(self) -> frozenset[int]:
        headings = self.document.css("h1")[:_MAX_HEADINGS]
        return frozenset(up.mem_id for heading in headings for up in above(heading))

    @cached_property
    def _spine(self) -> frozenset[int]:
        over_text = {up.mem_id for up in above(self.text)} if self.text is not None else set()
        return self._over_headings | over_text

    @cached_property
    def text(self) -> LexborNode | None:
        """The parent that holds most text in paragraphs of its own."""
        amounts: dict[int, int] = {}
        parents: dict[int, LexborNode] = {}
        for paragraph, length in self._paragraphs():
            if (parent := paragraph.parent) is not None:
                parents[parent.mem_id] = parent
                amounts[parent.mem_id] = amounts.get(parent.mem_id, 0) + length
        for block, length in self._long("div, td, section", deep=False):
            if length >= _MIN_BLOCK:
                parents[block.mem_id] = block
                amounts[block.mem_id] = amounts.get(block.mem_id, 0) + length
        own = {key for key in amounts if is_inside(parents[key], self.own)}
        weights = {key: amounts[key] / self._doubt(parents[key]) for key in own or amounts}
        return parents[max(weights, key=weights.__getitem__)] if weights else None

    @cached_property
    def own(self) -> LexborNode | None:
        """The ``<article>`` under a headline that is the page's title, where a page has several."""
        titles = [text_within(node, _MAX_HEADLINE) for node in self.document.css("head title")[:1]]
        named = self.document.css('meta[property="og:title" i]')[:1]
        titles += [(node.attributes.get("content") or "")[:_MAX_HEADLINE] for node in named]
        articles = self.document.css("article")[:_MAX_ARTICLES]
        stated = [letters(title) for title in titles]
        under = [one for one in articles if len(articles) > 1 and _is_under(one, stated)]
        return max(under, key=lambda one: len(text_within(one, _MAX_PARAGRAPH)), default=None)

    def _paragraphs(self) -> Iterator[tuple[LexborNode, int]]:
        """Yield paragraphs with their length; lines in plain blocks where there are none."""
        found = list(self._long("p", deep=True))
        return iter(found or self._long("div, td, section, article", deep=False))

    def _long(self, selector: str, *, deep: bool) -> Iterator[tuple[LexborNode, int]]:
        for node in self.document.css(selector)[:_MAX_PARAGRAPHS]:
            text = text_within(node, _MAX_PARAGRAPH) if deep else node.text(deep=False)
            if (length := len(text.strip())) >= _MIN_PARAGRAPH:
                yield node, length

    def _doubt(self, node: LexborNode) -> int:
        over = self._over_headings
        doubtful = any(is_called_aside(up) for up in above(node) if up.mem_id not in over)
        return _DOUBT if doubtful else 1
