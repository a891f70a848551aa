"""The words of an article's page: title, author, time, language, source line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from bot.domain.date import parse_date
from bot.domain.text import plain
from bot.web.html.text import to_text
from bot.web.html.tree import text_within
from bot.web.page.meta import Metadata, names, strings
from bot.web.page.scope import Layout

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|｜]\s*|:\s+")
_MAX_TITLE = 500


def headline(layout: Layout, meta: Metadata, *, url: str) -> str:
    """Return the article's headline, without the site's name behind it."""
    shown = [
        text
        for node in layout.document.css("h1")[:8]
        if (text := _text(node)) and len(text) < _MAX_TITLE
    ]
    stated = [to_text(text[:_MAX_TITLE]) for text in _stated_titles(layout, meta)]
    stated = [_without_site(text, _site_names(meta, url)) for text in stated if text]
    for heading in shown:
        if any(_same_words(heading, text) for text in stated):
            return heading
    return (stated or shown or [""])[0]


def _stated_titles(layout: Layout, meta: Metadata) -> Iterator[str]:
    yield from strings(meta.article.get("headline"))
    yield meta.first("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")
    title = layout.document.css_first("title")
    yield _text(title) if title is not None else ""


def _same_words(one: str, other: str) -> bool:
    """Tell whether one headline holds all of the other, and not much more."""
    if _letters(one) in map(_letters, _SEPARATOR.split(other)):
        return bool(_letters(one))
    first, second = _letters(one), _letters(other)
    short, long = sorted((first, second), key=len)
    return bool(short) and short in long and len(short) * 2 >= len(long)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _site_names(meta: Metadata, url: str) -> list[str]:
    publisher = meta.article.get("publisher")
    stated = [meta.first("og:site_name", "application-name"), *names(meta.resolve(publisher))]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    parts = [part for part in host.split(".")[:-1] if len(part) > 2]  # noqa: PLR2004
    return [letters for name in [*stated, host, *parts] if (letters := _letters(name))]


def _without_site(title: str, sites: list[str]) -> str:
    """Drop the parts at the end, or at the start, that are a name of the site."""
    ends = list(_SEPARATOR.finditer(title))
    for match in reversed(ends):
        if _names_site(title[match.end() :], sites):
            title = title[: match.start()]
    if ends and ends[0].end() < len(title) and _names_site(title[: ends[0].start()], sites):
        title = title[ends[0].end() :]
    return title


def _names_site(part: str, sites: list[str]) -> bool:
    letters = _letters(part)
    return any(letters == site or (letters in {"the" + site, site + "com"}) for site in sites)


_BY = re.compile(
    r"^\W*(?:(?:written|reported|posted|published|text)\s+by|by|von|par|por|di|da|de|text:)\b[\s:]*",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"https?:|www\.|@|^(?:admin|administrator|editor|editors|staff|redaktion|redaction|null|none|unknown"
    r"|guest|anonymous|webmaster|author)$|\d{2}|\b(?:updated|published|posted|minutes?|read)\b"
    r"|^(?:\w+ ){0,3}(?:reporter|correspondent|critic|writer|editor|contributor|journalist|columnist)$",
    re.IGNORECASE,
)
_ROLE_BEHIND = re.compile(r"\s*(?:기자|記者|특파원|\(.*\))$")
_AUTHOR_META = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator")
_MORE_AUTHOR_META = (
    "dcterms.creator",
    "dc.contributor",
    "byl",
    "byline",
    "cxenseparse:author",
    "twitter:creator_name",
)
_AUTHOR_NODES = (
    "[rel~=author]",
    '[itemprop~="author"] [itemprop~="name"]',
    '[itemprop~="author"]',
    '[class*="byline" i] a',
    '[class*="author-name" i], [class*="author_name" i], [class*="authorname" i]',
    '[class*="byline" i]',
    '[class~="author"]',
)
_MAX_AUTHORS = 8
_MAX_AUTHOR = 80


def author(layout: Layout, meta: Metadata) -> str | None:
    """Return the authors' names, with commas between; None where the page names none."""
    for found in _author_rules(layout, meta):
        people = list(dict.fromkeys(name for text in found for name in _people(text)))
        if people:
            return ", ".join(people[:_MAX_AUTHORS])
    return None


def _author_rules(layout: Layout, meta: Metadata) -> Iterator[list[str]]:
    stated = meta.article.get("author") or meta.article.get("creator")
    resolved = (
        [meta.resolve(one) for one in stated] if isinstance(stated, list) else meta.resolve(stated)
    )
    yield names(resolved)
    for name in (*_AUTHOR_META, *_MORE_AUTHOR_META):
        yield meta.every(name)
    for selector in _AUTHOR_NODES:
        yield [
            _text(node)
            for node in layout.document.css(selector)[:_MAX_AUTHORS]
            if not layout.is_aside(node)
        ]


def _people(text: str) -> Iterator[str]:
    """Yield the names in a byline."""
    line = _BY.sub("", plain(to_text(text)))
    for part in re.split(r"\s*[,;|&]\s*|\s+(?:and|und|y|et|e)\s+", line):
        name = _ROLE_BEHIND.sub("", _BY.sub("", part)).strip(" .:-–—/")
        if name and len(name) <= _MAX_AUTHOR and not _NO_AUTHOR.search(name):
            yield name


_DATE_META = (
    "article:published_time", "og:published_time", "datepublished", "article:published", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "cxenseparse:recs:publishtime",
    "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "date.available", "date", "last-modified-date",
    "article.published", "displaydate", "timestamp", "rnews:datepublished", "uploaddate",
)  # fmt: skip


_DATE_NODES = '[class*="publish" i], [class*="timestamp" i], [class~="date"], [class*="-date" i]'


def published(layout: Layout, meta: Metadata) -> datetime | None:
    """Return when the article was published, in UTC; None where the page does not say."""
    now = datetime.now(UTC)
    for text in _date_texts(layout, meta):
        if text and (moment := parse_date(text, now=now)):
            return moment
    return None


def _date_texts(layout: Layout, meta: Metadata) -> Iterator[str]:
    yield from strings(meta.article.get("datePublished"))
    yield from (meta.first(name) for name in _DATE_META)
    yield from (text for node in meta.nodes for text in strings(node.get("datePublished")))
    yield from strings(meta.article.get("dateCreated"))
    yield from (text for node in meta.nodes for text in strings(node.get("uploadDate")))
    for node in layout.document.css(
        '[itemprop~="datePublished"], time[pubdate], article time, time'
    )[:20]:
        if not layout.is_aside(node):
            attributes = node.attributes
            yield attributes.get("datetime") or attributes.get("content") or _text(node)
    for node in layout.document.css(_DATE_NODES)[:20]:
        if not layout.is_aside(node):
            yield _text(node)


def language(layout: Layout, meta: Metadata) -> str | None:
    """Return the page's language as a tag of BCP 47, such as "en" or "pt-BR"."""
    root = layout.document.root
    declared = (
        (root.attributes.get("lang") or root.attributes.get("xml:lang") or "") if root else ""
    )
    stated = [declared, meta.first("og:locale", "content-language", "language")]
    for text in [*stated, *strings(meta.article.get("inLanguage"))]:
        if match := re.fullmatch(
            r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2,4}))?(?:[-_].*)?", text.strip()
        ):
            region = match[2] or ""
            return match[1].lower() + (f"-{region.upper()}" if len(region) == 2 else "")  # noqa: PLR2004
    return None


def _text(node: LexborNode) -> str:
    return plain(text_within(node, _MAX_TITLE))
