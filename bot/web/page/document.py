"""An article's page: what it says of itself, and what it shows.

Every fact has its own rules, in the order in which they are believed, in the module named for it:
``headline``, ``author``, ``published``, ``language``, ``source``, ``photos`` and ``feeds``. Nothing is
followed.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.domain.error import ParseError
from bot.domain.model import Page
from bot.web.encoding import decode
from bot.web.html.markdown import to_markdown
from bot.web.html.tree import document
from bot.web.page.author import author
from bot.web.page.feeds import announced_feeds
from bot.web.page.headline import headline, site_names
from bot.web.page.language import language
from bot.web.page.meta import Metadata, strings
from bot.web.page.photos import lead_image, page_photos
from bot.web.page.published import published
from bot.web.page.rating import is_sensitive
from bot.web.page.scope import Layout
from bot.web.page.source import sources

MAX_BYTES = 8_000_000  # of a page that are read
MAX_PAGE = 4_000_000  # and characters
MAX_SUMMARY = 600  # UTF-16 units


def read_page(body: bytes, *, url: str, content_type: str | None = None) -> Page:
    """Read a page's article and the feeds it announces; ``url`` is where it was found.

    Raises ParseError if there is nothing to read or it can't be read.
    """
    text = decode(body[:MAX_BYTES], content_type)
    if "<" not in text:
        raise ParseError("The page holds no HTML.")
    try:
        return _read(document(text, limit=MAX_PAGE), url)
    except (ValueError, RecursionError, MemoryError) as error:
        raise ParseError("The page can't be read.") from error


def _read(page: LexborHTMLParser, url: str) -> Page:
    meta, layout = Metadata(page), Layout(page)
    base = _base(page, url)
    photos = page_photos(layout, meta, base=base)
    site = site_names(meta, url)
    title, spoken = headline(layout, meta, url=url), language(layout, meta)
    return Page(
        title=title,
        link=_canonical(meta, base),
        author=author(layout, meta, site=site),
        published=published(layout, meta, language=spoken, title=title),
        summary=_summary(meta),
        sources=sources(layout, base=base, site=site),
        lead_image=lead_image(meta, photos, base=base),
        language=spoken,
        photos=photos,
        sensitive=is_sensitive(meta),
        feeds=announced_feeds(page, base=base),
    )


def _base(page: LexborHTMLParser, url: str) -> str:
    node = page.css_first("base[href]")
    return urljoin(url, (node.attributes.get("href") or "").strip()) if node is not None else url


def _canonical(meta: Metadata, base: str) -> str | None:
    """Return the page's own address: stated as canonical, for sharing, or in its JSON-LD."""
    stated = [meta.link("canonical"), meta.first("og:url"), *strings(meta.article.get("url"))]
    for address in stated:
        parts = urlsplit(found := urljoin(base, address.strip()))
        is_page = parts.path not in {"", "/"} or parts.query or urlsplit(base).path in {"", "/"}
        if address.strip() and parts.scheme in {"http", "https"} and parts.hostname and is_page:
            return found
    return None


def _summary(meta: Metadata) -> str:
    stated = [
        meta.first("og:description"),
        meta.first("description", "twitter:description"),
        *strings(meta.article.get("description")),
    ]
    found = (to_markdown(text, limit=MAX_SUMMARY) for text in stated if text)
    return next((summary for summary in found if summary), "")
