"""What the head of a page states for machines: meta tags, links, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.web.html.text import to_text

_MAX_NODES = 3000  # JSON objects looked at on one page
_MAX_TAGS = 500  # meta tags
_MAX_SAME = 20  # meta tags of one name
_MAX_VALUE = 5000  # characters of a meta tag
_MAX_SCRIPT = 2_000_000
_MAX_STRINGS = 200  # of one list
_MAX_NAME = 300  # characters of a person or organisation
_MAX_NAMES = 30  # of one list
_ARTICLE_TYPE = re.compile(r"(?:.*Article|.*Posting|Report|Review|.*NewsItem|Recipe|MediaGallery)$")
_JUNK_AROUND = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>|;)\s*$")

_REFERENCE = frozenset(["@id", "@type"])  # all that an object says that only points to another

Node = dict[str, Any]


class Metadata:
    """The statements of a page's head, each read once, when asked for."""

    def __init__(self, document: LexborHTMLParser) -> None:
        self._document = document

    @cached_property
    def _tags(self) -> dict[str, list[str]]:
        tags: dict[str, list[str]] = {}
        for node in self._document.css("meta")[:_MAX_TAGS]:
            attributes = node.attributes
            value = (attributes.get("content") or attributes.get("value") or "").strip()
            for kind in ("property", "name", "itemprop", "http-equiv"):
                if value and (name := attributes.get(kind)):
                    tags.setdefault(name.strip().lower(), []).append(value[:_MAX_VALUE])
        return tags

    def first(self, *names: str) -> str:
        """Return the first value, not empty, of the meta tags so named, in the order given."""
        return next((self._tags[name][0] for name in names if name in self._tags), "")

    def every(self, *names: str) -> list[str]:
        """Return all values of the meta tags so named."""
        return [value for name in names for value in self._tags.get(name, [])[:_MAX_SAME]]

    def link(self, rel: str) -> str:
        """Return the target of the first ``<link>`` of that kind, as it is written."""
        return next((href for kinds, href in self._links if rel in kinds), "")

    @cached_property
    def _links(self) -> list[tuple[list[str], str]]:
        links = [node.attributes for node in self._document.css("link[rel][href]")[:_MAX_TAGS]]
        return [
            ((link.get("rel") or "").lower().split(), (link.get("href") or "")[:_MAX_VALUE])
            for link in links
        ]

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Return all JSON-LD objects of the page, outer ones before those in them."""
        scripts = self._document.css('script[type*="ld+json" i]')
        return tuple(_bounded(node for script in scripts for node in _objects(script)))

    @cached_property
    def article(self) -> Node:
        """Return the JSON-LD object that tells of the page's article; empty if none does."""
        named = [node for node in self.nodes if node.get("headline") or node.get("name")]
        articles = [node for node in named if any(map(_ARTICLE_TYPE.match, types_of(node)))]
        with_headline = [node for node in articles if node.get("headline")]
        pages = [node for node in named if {"WebPage", "ItemPage"} & set(types_of(node))]
        return next(iter([*with_headline, *articles, *pages]), {})

    def resolve(self, value: object) -> object:
        """Return the object that an ``{"@id": …}`` stands for."""
        if isinstance(value, dict) and "@id" in value and set(value) <= _REFERENCE:
            return self._by_id.get(str(value["@id"]), value)
        return value

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for node in self.nodes:
            if "@id" in node and not set(node) <= _REFERENCE:
                found.setdefault(str(node["@id"]), node)
        return found


def types_of(node: Node) -> list[str]:
    """Return the types of a JSON-LD object, without a prefix or namespace."""
    return [re.split(r"[/:#]", kind)[-1] for kind in strings(node.get("@type"))]


def strings(value: object) -> list[str]:
    """Return the strings in a value that may be a string or a list, each cut as a meta tag is."""
    values = value[:_MAX_STRINGS] if isinstance(value, list) else [value]
    return [text[:_MAX_VALUE] for text in values if isinstance(text, str) and text.strip()]


def names(value: object) -> list[str]:
    """Return the names of people or organisations in any of the shapes JSON-LD allows."""
    found: list[str] = []
    for one in value[:_MAX_NAMES] if isinstance(value, list) else [value]:
        named = one.get("name") if isinstance(one, dict) else one
        found.extend(to_text(name[:_MAX_NAME]) for name in strings(named)[:_MAX_NAMES])
    return list(dict.fromkeys(name for name in found if name))


def _bounded(nodes: Iterator[Node]) -> Iterator[Node]:
    for count, node in enumerate(nodes):
        if count >= _MAX_NODES:
            return
        yield node


def _objects(script: LexborNode) -> Iterator[Node]:
    """Yield the objects of one script, breadth first, without recursion."""
    queue: list[object] = [_loads(script.text(deep=True)[:_MAX_SCRIPT])]
    for value in queue:  # grows while it is walked
        if isinstance(value, dict):
            yield value
            queue.extend(part for part in value.values() if isinstance(part, dict | list))
        elif isinstance(value, list):
            queue.extend(part for part in value if isinstance(part, dict | list))


def _loads(text: str) -> object:
    """Read JSON as pages write it: in comments, with raw newlines, stray commas or a broken end."""
    text = _JUNK_AROUND.sub("", _JUNK_AROUND.sub("", text)).strip()
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None
