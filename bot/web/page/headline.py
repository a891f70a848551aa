"""The headline of an article's page.

The rules, in their order: what the head states is stripped of the site's name; the main heading
that says the same is the headline, as the reader sees it; then a smaller heading that does; then a
main heading that says it with a few words more or less, or that the page's address spells; else the
first statement (JSON-LD, the tags for sharing, the title); else the first main heading. One that leads to the site's front page
is the site's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from bot.domain.text import letters, plain
from bot.web.html.text import to_text
from bot.web.html.tree import attribute, text_within
from bot.web.page.meta import Metadata, names, strings
from bot.web.page.scope import Layout

_MAX_TITLE = 500
_MAX_HEADINGS = 8
_MAX_SMALLER = 30
_MIN_SLUG, _MOST_OF = 4, 0.7  # words of an address
_MIN_PART = 3  # letters of a part of a host that may name the site
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|｜]\s*|:\s+")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_STATED = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")


def headline(layout: Layout, meta: Metadata, *, url: str) -> str:
    """Return the article's headline, without the site's name; empty where there is none."""
    sites = set(site_names(meta, url))
    mains = []
    for node, text in _headings(layout, "h1", _MAX_HEADINGS):
        if _leads_home(node, text, url):
            sites.add(letters(text))
        else:
            mains.append(text)
    stated = [to_text(text[:_MAX_TITLE]) for text in _stated(layout, meta)]
    stated = [_without_site(text, frozenset(sites)) for text in stated if text]
    smaller = (text for _, text in _headings(layout, "h2, h3", _MAX_SMALLER))
    rules = ((mains, _says_it), (smaller, _says_it), (mains, _says_about_it))
    for headings, is_same in rules:
        for heading in headings:
            if letters(heading) not in sites and any(is_same(heading, text) for text in stated):
                return heading
    spelt = (heading for heading in mains if _is_spelt_by(heading, url))
    return next(spelt, (stated or mains or [""])[0])


def site_names(meta: Metadata, url: str) -> frozenset[str]:
    """Return what the site may be called: as stated, and by its host; letters only, in lower case."""
    publisher = meta.article.get("publisher")
    tags = [meta.first("og:site_name", "application-name"), meta.first("publisher", "dc.publisher")]
    stated = [*(_IN_BRACKETS.sub("", tag) for tag in tags), *names(meta.resolve(publisher))]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    parts = [part for part in host.split(".")[:-1] if len(part) >= _MIN_PART]
    return frozenset(found for name in [*stated, host, *parts] if (found := letters(name)))


def _headings(layout: Layout, tags: str, most: int) -> Iterator[tuple[LexborNode, str]]:
    for node in layout.document.css(tags)[:most]:
        text = plain(text_within(node, _MAX_TITLE))
        if text and len(text) < _MAX_TITLE:
            yield node, text


def _leads_home(heading: LexborNode, text: str, url: str) -> bool:
    """Tell whether all of a heading is a link to a page above this one."""
    links = heading.css("a[href]")[:2]
    if len(links) != 1 or plain(text_within(links[0], _MAX_TITLE)) != text:
        return False
    try:
        target, here = urlsplit(urljoin(url, attribute(links[0], "href"))), urlsplit(url)
    except ValueError:
        return False
    above = target.path.rstrip("/") + "/"
    is_above = here.path.startswith(above) and here.path.rstrip("/") != target.path.rstrip("/")
    return target.netloc == here.netloc and not target.query and is_above


def _stated(layout: Layout, meta: Metadata) -> Iterator[str]:
    yield from strings(meta.article.get("headline"))
    yield meta.first(*_STATED)
    title = layout.document.css_first("title")
    text = text_within(title, _MAX_TITLE) if title is not None else ""
    yield text if len(text) < _MAX_TITLE else ""  # one never closed holds the whole page


def _says_it(heading: str, stated: str) -> bool:
    """Tell whether a heading is what is stated, or one part of it."""
    said = letters(heading)
    return bool(said) and said in {letters(stated), *map(letters, _SEPARATOR.split(stated))}


def _says_about_it(heading: str, stated: str) -> bool:
    """Tell whether one of two headlines holds all of the other, and not much more."""
    short, long = sorted((letters(heading), letters(stated)), key=len)
    return bool(short) and short in long and len(short) * 2 >= len(long)


def _is_spelt_by(heading: str, url: str) -> bool:
    """Tell whether a page's address ends in the words of a heading: /lunar-sea-is-out-at-last."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2].casefold()
    slug = {word for word in re.split(r"[\W_]+", last) if word.isalpha()}
    words = set(re.split(r"[\W_]+", heading.casefold()))
    return len(slug) >= _MIN_SLUG and len(slug & words) >= len(slug) * _MOST_OF


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
