"""The headline of an article's page.

The rules, in their order: what the head states is stripped of the site's name; the first main
heading that says the same is the headline, as the reader sees it; else the first statement
(JSON-LD, the tags for sharing, the title); else the first heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.domain.text import plain
from bot.web.html.text import to_text
from bot.web.html.tree import text_within
from bot.web.page.meta import Metadata, names, strings
from bot.web.page.scope import Layout

_MAX_TITLE = 500
_MAX_HEADINGS = 8
_MIN_PART = 3  # letters of a part of a host that may name the site
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|｜]\s*|:\s+")
_STATED = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")


def headline(layout: Layout, meta: Metadata, *, url: str) -> str:
    """Return the article's headline, without the site's name; empty where there is none."""
    sites = site_names(meta, url)
    shown = list(_shown(layout))
    stated = [to_text(text[:_MAX_TITLE]) for text in _stated(layout, meta)]
    stated = [_without_site(text, sites) for text in stated if text]
    for heading in shown:
        if any(_same_words(heading, text) for text in stated):
            return heading
    return (stated or shown or [""])[0]


def site_names(meta: Metadata, url: str) -> frozenset[str]:
    """Return what the site may be called: as stated, and by its host; letters only, in lower case."""
    publisher = meta.article.get("publisher")
    stated = [meta.first("og:site_name", "application-name"), *names(meta.resolve(publisher))]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    parts = [part for part in host.split(".")[:-1] if len(part) >= _MIN_PART]
    return frozenset(found for name in [*stated, host, *parts] if (found := letters(name)))


def letters(text: str) -> str:
    """Return the letters and digits of a name, in lower case, for comparison."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _shown(layout: Layout) -> Iterator[str]:
    for node in layout.document.css("h1")[:_MAX_HEADINGS]:
        text = plain(text_within(node, _MAX_TITLE))
        if text and len(text) < _MAX_TITLE:
            yield text


def _stated(layout: Layout, meta: Metadata) -> Iterator[str]:
    yield from strings(meta.article.get("headline"))
    yield meta.first(*_STATED)
    title = layout.document.css_first("title")
    text = text_within(title, _MAX_TITLE) if title is not None else ""
    yield text if len(text) < _MAX_TITLE else ""  # one never closed holds the whole page


def _same_words(one: str, other: str) -> bool:
    """Tell whether one headline holds all of the other, and not much more."""
    first, second = letters(one), letters(other)
    if first in map(letters, _SEPARATOR.split(other)):
        return bool(first)
    short, long = sorted((first, second), key=len)
    return bool(short) and short in long and len(short) * 2 >= len(long)


def _without_site(title: str, sites: frozenset[str]) -> str:
    """Drop the parts at the end, or at the start, that are a name of the site."""
    ends = list(_SEPARATOR.finditer(title))
    for match in reversed(ends):
        if _names_site(title[match.end() :], sites):
            title = title[: match.start()]
    if ends and ends[0].end() < len(title) and _names_site(title[: ends[0].start()], sites):
        title = title[ends[0].end() :]
    return title


def _names_site(part: str, sites: frozenset[str]) -> bool:
    found = letters(part)
    return any(found in {site, "the" + site, site + "com"} for site in sites)
