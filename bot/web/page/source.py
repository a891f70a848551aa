"""The line of an article that names where its news came from.

The rules, in their order; the lines of all are kept, each name once:

1. a line that begins with a label and a sign: "Source: A", "Quelle: A", "[출처=A]", "Source (1): A";
2. a label with nothing but links behind it: "Via <a>A</a>", "Source (<a>1</a>)", "H/T <a>A</a>";
3. a label as a heading, or in an element called a source, and the name in the next line;
4. a label that is itself a link to another site: the name is that site's host;
5. the brackets that end the article's last line: "… he said. (Source: A)";
6. the article's last line, if it is "© A" and nothing else, and A is not the site itself.

The last two count only where the others find nothing. What stands in a figure, or at once below a
picture without closing the article, is that picture's credit. What reads as a sentence is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice

from selectolax.lexbor import LexborNode

from bot.domain.credit import is_credit_line
from bot.domain.model import Source
from bot.domain.text import letters, plain
from bot.web.html.aside import is_called_aside
from bot.web.html.closing import closes_article
from bot.web.html.tree import above, attribute, is_inside, is_within, text_within
from bot.web.page.line import (
    Piece,
    begins_line,
    block_of,
    is_below_picture,
    line_from,
    lines_of,
    next_block,
)
from bot.web.page.scope import Layout
from bot.web.page.source_name import (
    MAX_SOURCES,
    host_of,
    is_only_links,
    named_sources,
    without_label,
)
from bot.web.page.source_word import CLASSES, LABELS, PLURALS

_PLURAL = "|".join(PLURALS.values())
_LABEL = rf"(?:{'|'.join([_PLURAL, *LABELS.values()])})"
_SIGN = r"(?:\s*[:：=|ㅣ]|\s+[-–—]\s)"
_OPEN = r"[\s\[(（【<〈「›»→▶■●※*]*"
# Asked of every text, in small letters; most begin otherwise.
_BEGINS = re.compile(rf"{_OPEN}+{_LABEL}(?![^\W\d])")
_SIGNED = re.compile(rf"{_OPEN}{_LABEL}\s*(?:\(\w{{0,3}}\)|\d)?{_SIGN}\s*", re.IGNORECASE)
_BARE = re.compile(rf"{_OPEN}{_LABEL}\s*", re.IGNORECASE)
_ALONE = re.compile(rf"{_OPEN}{_LABEL}\s*{_SIGN}?\s*", re.IGNORECASE)
_IN_PLURAL = re.compile(rf"{_OPEN}(?:{_PLURAL})(?!\w)", re.IGNORECASE)
_CLOSING = re.compile(rf"[\[(（【]\s*(?={_LABEL}\s*{_SIGN})", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:©|ⓒ|\(c\))\s*(?=[^\W\d])", re.IGNORECASE)
_SOURCE_CLASS = re.compile(CLASSES, re.IGNORECASE)

_MAX_BEGINNING = 60  # characters that a label is looked for in
_MAX_CANDIDATES = 60  # labels looked at
_MAX_NODES = 150_000  # texts and elements looked at
_MAX_BEHIND = 1500  # of them behind the article
_MAX_LINE = 400
_MAX_COPYRIGHT = 60
_MAX_LAST = 12  # blocks looked at from the article's end
_ARTICLE = frozenset(["article"])
_NO_LINE = "img, li, :has(p)"
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6", "dt"])
_NO_PLACE = """
    figure figcaption picture table script style noscript template nav code pre button select option
    textarea title svg
"""
_NOT_SOURCE = frozenset(_NO_PLACE.split())


def sources(layout: Layout, *, base: str, site: frozenset[str] = frozenset()) -> tuple[Source, ...]:
    """Return the sources that an article names, in order, each once, at most MAX_SOURCES.

    ``base`` is the URL that links are resolved against, ``site`` the names of the site itself,
    in small letters. A source's link is the http or https target of a link in its own name.
    """
    read = partial(_read_line, layout=layout, base=base)
    found = [one for node in _labels(layout) for one in read(node)]
    if not found:
        found = [*_closing(layout, base)] or [*_copyright(layout, base, site)]
    return _each_once(found)[:MAX_SOURCES]


def _each_once(found: list[Source]) -> tuple[Source, ...]:
    """Keep each name's first place, and the first link that it has."""
    kept: dict[str, Source] = {}
    for one in found:
        key = one.name.casefold()
        if key not in kept or (one.link and not kept[key].link):
            kept[key] = one
    return tuple(kept.values())


def _labels(layout: Layout) -> Iterator[LexborNode]:
    """Yield the texts that begin a line with a label: those of the article, else those behind it."""
    if (scope := layout.scope) is None:
        return
    inside = list(_labels_in(scope.traverse(include_text=True), layout))
    yield from inside
    if not inside:
        outside = _labels_in(islice(_behind(scope), _MAX_BEHIND), layout)
        yield from (node for node in outside if not is_within(node, _ARTICLE))


def _behind(scope: LexborNode) -> Iterator[LexborNode]:
    """Yield what follows an element on the page."""
    for up in above(scope):
        after = up.next
        while after is not None:
            yield from after.traverse(include_text=True)
            after = after.next


def _labels_in(nodes: Iterator[LexborNode], layout: Layout) -> Iterator[LexborNode]:
    candidates = 0
    for node in islice(nodes, _MAX_NODES):
        if node.tag == "-text" and _begins_with_label(node.text(deep=False)):
            candidates += 1
            if begins_line(node) and not _is_beside(node, layout):
                yield node
            if candidates >= _MAX_CANDIDATES:
                return


def _begins_with_label(text: str) -> bool:
    return bool(_BEGINS.match(text[:_MAX_LINE].lstrip()[:_MAX_BEGINNING].lower()))


def _is_beside(node: LexborNode, layout: Layout) -> bool:
    """Tell whether a line belongs to a picture, a table or what surrounds the article.

    The article's own footer is a place for sources.
    """
    if is_within(node, _NOT_SOURCE) or (is_below_picture(node) and not closes_article(node)):
        return True
    if not layout.is_aside(node):
        return False
    called = [up for up in above(node) if is_called_aside(up)]
    footers = [up for up in called if "footer" in f"{up.tag} {attribute(up, 'class')}"]
    return len(called) != len(footers) or not is_within(node, _ARTICLE)


def _read_line(node: LexborNode, *, layout: Layout, base: str) -> list[Source]:
    """Apply the rules for lines that a label begins."""
    pieces = _set_apart(line_from(node))
    text = "".join(piece.text for piece in pieces)
    several = bool(_IN_PLURAL.match(text))
    if len(text) > _MAX_LINE:
        return []
    if _ALONE.fullmatch(text):
        return _below(node, text, base) or _linked_label(node, pieces, layout, base)
    if label := _SIGNED.match(text):
        return named_sources(without_label(pieces, label), base=base, several=several)
    if label := _BARE.match(text):
        rest = without_label(pieces, label)
        if is_only_links(rest, in_brackets=text.lstrip()[:1] in "[(（【"):
            return named_sources(rest, base=base, several=True, links_only=True)
    return []


def _set_apart(pieces: list[Piece]) -> list[Piece]:
    """Put a space behind a label in an element of its own: <b>Source</b><a href=…>A</a>."""
    if len(pieces) > 1 and not pieces[0].link and _ALONE.fullmatch(pieces[0].text):
        return [Piece(f"{pieces[0].text} "), *pieces[1:]]
    return pieces


def _below(node: LexborNode, text: str, base: str) -> list[Source]:
    """Read the line under a label that has one of its own."""
    block = block_of(node)
    if block is None:
        return []
    is_signed = _SIGNED.fullmatch(text) is not None
    if not (is_signed or block.tag in _HEADINGS or _is_called_source(block)):
        return []
    following = next_block(block)
    if following is None or is_within(following, _NOT_SOURCE) or following.tag in _HEADINGS:
        return []
    lines = lines_of(following, limit=MAX_SOURCES)
    found = [named_sources(line, base=base, several=True) for line in lines if _is_short(line)]
    return [one for line in found for one in line]


def _is_short(pieces: list[Piece]) -> bool:
    """Tell whether a line below a label is no sentence; a link is none whatever it says."""
    text = "".join(piece.text for piece in pieces).strip()
    return any(piece.link for piece in pieces) or text[-1:] not in ".!?"


def _is_called_source(node: LexborNode) -> bool:
    near = [node, *([node.parent] if node.parent is not None else [])]
    return any(_SOURCE_CLASS.search(attribute(up, "class")) for up in near)


def _linked_label(node: LexborNode, pieces: list[Piece], layout: Layout, base: str) -> list[Source]:
    """Read "<a href=…>Source</a>" in the article's text: the other site's host is the name."""
    link = next((piece.link for piece in pieces if piece.link), None)
    host = host_of(link or "", base)
    if link is None or host is None or host == host_of(base, base):
        return []
    if not is_inside(node, layout.text):
        return []
    return named_sources([Piece(host, link)], base=base)


def _last_line(layout: Layout) -> LexborNode | None:
    """Return the first text of the last line of the article's text."""
    last = layout.text.last_child if layout.text is not None else None
    for _ in range(_MAX_LAST):
        if last is None or text_within(last, _MAX_LINE).strip():
            break
        last = last.prev
    if last is None or is_within(last, _NOT_SOURCE) or last.css_first(_NO_LINE) is not None:
        return None
    return last


def _closing(layout: Layout, base: str) -> Iterator[Source]:
    """Read the brackets that end the article."""
    last = _last_line(layout)
    if last is None:
        return
    pieces = line_from(last.child if last.tag != "-text" and last.child else last)
    text = "".join(piece.text for piece in pieces)
    openings = list(_CLOSING.finditer(text))
    if openings and text.rstrip()[-1:] in "])）】":
        rest = text[openings[-1].start() :]
        if len(rest) <= _MAX_LINE and (label := _SIGNED.match(text, openings[-1].start())):
            yield from named_sources(without_label(pieces, label), base=base)


def _copyright(layout: Layout, base: str, site: frozenset[str]) -> Iterator[Source]:
    """Read "© A" as the article's last line."""
    last = _last_line(layout)
    if last is None or is_below_picture(last) or layout.is_aside(last):
        return
    text = plain(text_within(last, _MAX_LINE))
    label = _COPYRIGHT.match(text)
    if label is None or len(text) > _MAX_COPYRIGHT or is_credit_line(text[label.end() :]):
        return
    pieces = line_from(last.child if last.tag != "-text" and last.child else last)
    if (start := _COPYRIGHT.search("".join(piece.text for piece in pieces))) is None:
        return
    for one in named_sources(without_label(pieces, start), base=base):
        if letters(one.name) not in site and not re.search(r"\d", one.name):
            yield one
