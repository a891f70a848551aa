"""Who wrote an article.

The rules, in their order; the first that names somebody decides:

1. JSON-LD's author or creator; 2. the tags made for it in the head; 3. the elements made for it;
4. elements called a byline or author; 5. a short line that says "By A. Name" before the text, or
"Author A. Name" anywhere in it; 6. the first link to all that somebody wrote.

Where the page's own byline begins with the names of the first rules and goes on, it is believed.
The site itself is an author only where nobody else is named.
What is no name (an address, a role, "admin") is left out. A name stays as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from bot.domain.text import letters, plain
from bot.web.html.text import to_text
from bot.web.html.tree import attribute, text_within
from bot.web.page.author_word import AND, BY, LABEL, NO_AUTHOR, ROLE_BEFORE, ROLE_BEHIND
from bot.web.page.meta import Metadata, names
from bot.web.page.scope import Layout

_META = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "dc.contributor", "byl", "byline", "cxenseparse:author",
    "twitter:creator_name",
)  # fmt: skip
_MADE_FOR_IT = (
    "[rel~=author]",
    '[itemprop~="author"] [itemprop~="name"]',
    '[itemprop~="author"]',
)
_CALLED = (
    '[class*="byline" i] a',
    '[class*="author-name" i], [class*="author_name" i], [class*="authorname" i]',
    '[class*="byline" i]',
    '[class~="author"], [class~="authors"], [class~="writer"], [class~="reporter"]',
    '[class~="author-line"], [class~="author-link"]',
    '[class~="auteur"], [class~="auteurs"], [class~="autor"], [class~="autores"], [class~="autore"]',
)
# A link to all that somebody wrote: the first one in the article.
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:es|en)?|auteurs?|autori|writers?|people|staff)/[^/?#]+/?$"
)
_PROFILES = ", ".join(
    f'a[href*="/{word}"]' for word in ("author", "autor", "auteur", "writer", "people/", "staff/")
)
_BYLINES = '[class*="byline" i], [class~="authors"]'
_MAX_AUTHORS = 8
_MAX_AUTHOR = 80  # characters
_MAX_BYLINE = 500
_MAX_LINES = 60  # short lines of the article that are looked at
_MAX_LINE = 120
_MIN_PARAGRAPH = 200  # characters; behind such a one no byline is looked for

_BY = re.compile(BY, re.IGNORECASE)
_NO_AUTHOR = re.compile(NO_AUTHOR, re.IGNORECASE)
_ROLE_BEHIND = re.compile(ROLE_BEHIND, re.IGNORECASE)
_ROLE_BEFORE = re.compile(ROLE_BEFORE, re.IGNORECASE)
_COMMA = re.compile(r"\s*[,;|·、]\s*|\s+/\s+")
_AND = re.compile(rf"\s+(?:{AND})\s+", re.IGNORECASE)
_MAIL = re.compile(r"[(<\[]?\s*[\w.+-]{1,64}@[\w.-]{1,100}\s*[)>\]]?")
_CAPITALS = r"[^\W\d_a-z][\w.'’-]*"
_PERSON = rf"{_CAPITALS}(?: (?:(?:de|del|da|di|van|von|der|den|la|le|el|al|bin) ){{0,2}}{_CAPITALS}){{1,3}}"
_SPOKEN_BYLINE = re.compile(
    rf"(?:(?:[Ww]ritten |[Rr]eported )?[Bb]y|BY|[Vv]on|Par|Por|Di)[: ]\s*"
    rf"({_PERSON}(?:(?:, | and | und | et | y | e | & ){_PERSON}){{0,5}})(?:, {_CAPITALS})?\W*"
)
_HANGUL_BYLINE = re.compile(
    r"[\[(]?(?:[^\s=\])]{2,20}(?:\s?[=|/]\s?|\s))?([가-힣]{2,4})\s?(?:인턴|선임|수습|전문|객원)?\s?(?:기자|특파원)[\])]?"
    r"(?:\s*\(?[\w.+-]{1,64}@[\w.-]{1,100}\)?)?"
)
_LABEL = re.compile(rf"(?:{LABEL})\s*:?", re.IGNORECASE)
_LABELLED = re.compile(
    rf"(?i:{LABEL})\s*:?\s+({_PERSON}(?:(?:, | and | und | et | y | e | & ){_PERSON}){{0,5}})\W*"
)
_MAX_LABELS = 60
_TEXT_BLOCKS = "p, div, span, address, li"


def author(layout: Layout, meta: Metadata, *, site: frozenset[str] = frozenset()) -> str | None:
    """Return the authors' names, with commas between; None where the page names none.

    ``site`` are the names of the site itself, letters only, in lower case.
    """
    stated = next((people for found in _stated(meta) if (people := _all_people(found))), [])
    stated = (_longer_byline(stated, layout) if stated else None) or stated
    if not (people := _without_site(stated, site)):
        shown = (_without_site(_all_people(found), site) for found in _shown(layout))
        people = next(filter(None, shown), stated)
    return ", ".join(people) or None


def _without_site(people: list[str], site: frozenset[str]) -> list[str]:
    return [name for name in people if letters(name) not in site]


def _is_profile(link: LexborNode) -> bool:
    return bool(_PROFILE.search(attribute(link, "href")))


def _all_people(texts: list[str]) -> list[str]:
    people = dict.fromkeys(name for text in texts for name in _people(text))
    return list(people)[:_MAX_AUTHORS]


def _stated(meta: Metadata) -> Iterator[list[str]]:
    """Yield what the head states: rules 1 and 2."""
    stated = meta.article.get("author") or meta.article.get("creator")
    one_each = stated[:_MAX_AUTHORS] if isinstance(stated, list) else [stated]
    yield names([meta.resolve(one) for one in one_each])
    owner = meta.first("copyright", "publisher", "dc.publisher")
    for name in _META:
        yield [text for text in meta.every(name) if text != owner]


def _shown(layout: Layout) -> Iterator[list[str]]:
    """Yield what the page shows: rules 3 to 6."""
    for selector in (*_MADE_FOR_IT, *_CALLED):
        yield [_text(node) for node in _in_article(layout, selector)]
    yield [name for line in _first_lines(layout) for name in [_spoken_byline(line)] if name][:1]
    yield [found[1] for line in _labels(layout) if (found := _LABELLED.fullmatch(line))][:1]
    yield [_text(node) for node in _in_article(layout, _PROFILES) if _is_profile(node)][:1]


def _in_article(layout: Layout, selector: str) -> list[LexborNode]:
    found = layout.document.css(selector)[:_MAX_AUTHORS]
    return [node for node in found if not layout.is_aside(node)]


def _longer_byline(stated: list[str], layout: Layout) -> list[str] | None:
    """Return the names of a byline that begins with those stated and names more."""
    for node in _in_article(layout, _BYLINES):
        people = _all_people([_text(node)])
        if len(people) > len(stated) and people[: len(stated)] == stated:
            return people
    return None


def _labels(layout: Layout) -> Iterator[str]:
    """Yield the lines of the article that begin with an element such as <b>Author</b>."""
    labels = layout.scope.css("b, strong, dt, th")[:_MAX_LABELS] if layout.scope is not None else []
    for node in labels:
        if node.parent is not None and _LABEL.fullmatch(plain(text_within(node, _MAX_LINE))):
            block = node.parent.parent if node.tag == "th" else node.parent
            yield plain(text_within(block or node.parent, _MAX_LINE + 1, separator=" "))


def _first_lines(layout: Layout) -> Iterator[str]:
    """Yield the line that begins the article's text, and the short ones that stand before it."""
    first = layout.text.css_first("p") if layout.text is not None else None
    blocks = layout.scope.css(_TEXT_BLOCKS)[:_MAX_LINES] if layout.scope is not None else []
    if first is not None and (text := _short_line(first, layout)):
        yield text
    for node in blocks:
        if node.tag == "p" and len(plain(text_within(node, _MIN_PARAGRAPH + 1))) > _MIN_PARAGRAPH:
            return
        if text := _short_line(node, layout):
            yield text


def _short_line(node: LexborNode, layout: Layout) -> str:
    text = plain(text_within(node, _MAX_LINE + 1))
    return text if len(text) <= _MAX_LINE and not layout.is_aside(node) else ""


def _spoken_byline(line: str) -> str | None:
    found = _SPOKEN_BYLINE.fullmatch(line) or _HANGUL_BYLINE.fullmatch(line)
    return found[1] if found else None


def _people(text: str) -> Iterator[str]:
    """Yield the names in a byline."""
    line = _BY.sub("", _MAIL.sub(" ", plain(to_text(text))).strip())
    for part in _COMMA.split(line):
        for one in _without_and(_ROLE_BEFORE.sub("", _BY.sub("", part))):
            name = _ROLE_BEHIND.sub("", _BY.sub("", one)).strip(" .:-–—/[]|")
            if name and len(name) <= _MAX_AUTHOR and not _NO_AUTHOR.search(name):
                yield name


def _without_and(text: str) -> list[str]:
    """Split "Ada Roe and Bo Poe"; "Lantern and AP" is one byline, and stays as it was written."""
    parts = _AND.split(text)
    is_people = all(len(part.split()) > 1 or not part.strip() for part in parts)
    return parts if is_people else [text]


def _text(node: LexborNode) -> str:
    return plain(text_within(node, _MAX_BYLINE))
