"""Entries and their frame as XML trees, each made well-formed by itself.

lxml reads what is broken as well as can be, entry by entry, so that one broken entry does not
harm the others, and feedparser always gets a document that its strict parser takes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from copy import deepcopy
from functools import lru_cache
from html.entities import html5
from typing import TypeAlias

from lxml import etree

from bot.domain.error import ParseError

Element: TypeAlias = etree._Element  # noqa: SLF001  # lxml's own name for the type

MEDIA = "media"
_KINDS = (
    ("search.yahoo.com/mrss", MEDIA),
    ("itunes.com/dtds", "itunes"),
    ("purl.org/dc/elements", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("rssnamespace.org/feedburner", "feedburner"),
    ("w3.org/2005/atom", "atom"),
    ("purl.org/atom/ns", "atom"),
)
# For feeds that use the prefix and forget to declare it.
_USUAL = {
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "georss": "http://www.georss.org/georss",
    "xhtml": "http://www.w3.org/1999/xhtml",
}

_ATTRIBUTE = re.compile(r"""\s(xmlns(?::[\w.-]+)?|xml:base|xml:lang)\s*=\s*("[^"<]*"|'[^'<]*')""")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOSE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|(\w{2,31});)?", re.DOTALL
)
_RAW_HTML = re.compile(
    r"(<(title|description|summary|content|content:encoded)(?:\s[^<>]*)?>)"
    r"((?:(?!<\2[\s>]).)*?)(</\2\s*>)",
    re.DOTALL,
)
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_MAX_TEXT = 10_000  # a story's text, which may be longer, is feedparser's to read
_CHANNEL = ("channel", "feed", "rdf", "rss")


def local_name(element: Element) -> str:
    """Return an element's name without its namespace, in lower case; empty for a comment."""
    return _name_and_kind(element.tag)[0]


def kind(element: Element) -> str:
    """Return the family of an element: "media", "itunes", "atom", …; empty for any other."""
    return _name_and_kind(element.tag)[1]


@lru_cache(maxsize=512)
def _name_and_kind(tag: object) -> tuple[str, str]:
    if not isinstance(tag, str):
        return "", ""
    uri, _, name = tag.casefold().rpartition("}")
    return name, next((family for part, family in _KINDS if part in uri), "")


def text_of(element: Element) -> str:
    """Return the text inside an element; of more than 10,000 characters, the first."""
    return "".join(element.itertext())[:_MAX_TEXT].strip()


def parse_frame(outer: str, url: str) -> Element:
    """Return the root of what is around the entries; raises ParseError if nothing is readable."""
    root = _parse(repaired(outer), url)
    if root is None:
        raise ParseError("The feed's XML can't be read.")
    return root


def parse_entry(chunk: str, head: str, url: str) -> Element | None:
    """Return an entry's element, in the namespaces and with the base of the head."""
    start, entry = _wrapper(head), repaired(chunk)
    root = _parse(f"{start}{entry}</newsreel>", url, strict=True)
    if root is None:  # most often HTML that nobody escaped: then it is text
        root = _parse(f"{start}{_RAW_HTML.sub(_as_text, entry)}</newsreel>", url)
    return next(iter(root), None) if root is not None else None


def join(frame: Element, entries: Sequence[Element]) -> bytes:
    """Return the document of a frame and these entries, which move into it."""
    names = {local_name(element): element for element in (frame, *frame)}
    is_rss = local_name(frame) == "rss"
    parent = names.get("channel", frame) if is_rss else frame
    for entry in entries:
        entry.tail = None
        parent.append(entry)
    document: bytes = etree.tostring(frame, encoding="utf-8", xml_declaration=True)
    return document


def repaired(xml: str) -> str:
    """Return XML without what no XML may hold, HTML's named characters as these characters.

    A lone ampersand is written as one; CDATA sections are left as they are (S38).
    """
    return _LOOSE.sub(_reference, _ILLEGAL.sub("", xml))


def _reference(match: re.Match[str]) -> str:
    number, name = match[1], match[2]
    if match[0].startswith("<"):
        return match[0]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        return match[0] if _is_legal(code) else ""
    if name in _XML_ENTITIES:
        return match[0]
    if name and f"{name};" in html5:
        return html5[f"{name};"].replace("&", "&amp;").replace("<", "&lt;")
    return "&amp;" + match[0][1:]


def _is_legal(code: int) -> bool:
    return code <= sys.maxunicode and code > 0 and not _ILLEGAL.match(chr(code))


@lru_cache(maxsize=4)
def _wrapper(head: str) -> str:
    """Return a start tag that carries the namespaces, base and language of the head."""
    found = {f"xmlns:{prefix}": f'"{uri}"' for prefix, uri in _USUAL.items()}
    found |= dict(_ATTRIBUTE.findall(_start_tags(head)))
    return "<newsreel " + " ".join(f"{name}={value}" for name, value in found.items()) + ">"


def _start_tags(head: str) -> str:
    """Return the start tags of the root and the channel."""
    tags = re.findall(r"<(?:[\w.-]+:)?(?:rss|rdf|feed|channel)\s[^<>]*>", head, re.IGNORECASE)
    return repaired("".join(tags[:2]))


def _as_text(match: re.Match[str]) -> str:
    start, _, inside, end = match.groups()
    if "<" not in inside or "<![CDATA[" in inside or "xhtml" in start:
        return match[0]
    return f"{start}<![CDATA[{inside}]]>{end}"


def _parse(xml: str, url: str, *, strict: bool = False) -> Element | None:
    parser = etree.XMLParser(
        recover=not strict,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(xml.encode("utf-8"), parser, base_url=url or None)
    except (etree.XMLSyntaxError, ValueError):
        return None


def without_media(entry: Element) -> Element:
    """Return a copy of an entry without its Media RSS elements."""
    copied = deepcopy(entry)
    for element in list(copied):
        if kind(element) == MEDIA:
            copied.remove(element)
    return copied
