"""The feeds that a page announces in its head."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.model import AnnouncedFeed
from bot.domain.text import cut, plain

_MAX_LINKS = 300
_MAX_TITLE = 200
_TYPE = re.compile(
    r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)|text/(?:rss\+)?xml(?![\w+])", re.IGNORECASE
)
_JSON = re.compile(r"application/json", re.IGNORECASE)
_LESSER = re.compile(r"comment|kommentar|comentario|commentaire|author|tag/|podcast", re.IGNORECASE)


def announced_feeds(document: LexborHTMLParser, *, base: str) -> tuple[AnnouncedFeed, ...]:
    """Return a page's feeds: the site's own before those of its parts.

    Feeds of comments come last; among equals the page's own order counts.
    """
    found = [link for link in document.css("link[href]")[:_MAX_LINKS] if _is_feed(link)]
    ranked = sorted(found, key=lambda link: _rank(link, base))
    feeds: dict[str, AnnouncedFeed] = {}
    for link in ranked:
        url = urljoin(base, (link.attributes.get("href") or "").strip())
        if urlsplit(url).scheme in {"http", "https"}:
            title = cut(plain(link.attributes.get("title") or ""), _MAX_TITLE)
            feeds.setdefault(url, AnnouncedFeed(url=url, title=title))
    return tuple(feeds.values())


def _is_feed(link: LexborNode) -> bool:
    attributes = link.attributes
    relation = (attributes.get("rel") or "").lower().split()
    kind = attributes.get("type") or ""
    if "alternate" not in relation:
        return "feed" in relation
    is_json_feed = _JSON.match(kind) and "feed" in (attributes.get("href") or "")
    return bool(_TYPE.match(kind) or is_json_feed)


def _rank(link: LexborNode, base: str) -> tuple[bool, bool, int]:
    attributes = link.attributes
    address = urljoin(base, attributes.get("href") or "")
    words = f"{attributes.get('title') or ''} {urlsplit(address).path}"
    depth = urlsplit(address).path.strip("/").count("/")
    is_elsewhere = urlsplit(address).hostname != urlsplit(base).hostname
    return bool(_LESSER.search(words)), is_elsewhere, depth
