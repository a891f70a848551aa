"""What comes before a feed's first element: whether it is a feed, and safe to parse."""

from __future__ import annotations

import re

from bot.domain.error import ParseError

ROOTS = frozenset({"rss", "rdf", "feed", "channel"})

_JUNK_LIMIT = 8192
_SKIPPED = {"<?": "?>", "<!--": "-->"}
_SKIPPED_START = re.compile(r"<\?|<!--")
_ELEMENT = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)(?=[\s/>])")
_FEED_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:rss|RDF|feed)(?=[\s>])")
_XML_START = re.compile(r"<\?xml\s", re.IGNORECASE)


def open_feed(text: str) -> str:
    """Return the document from its root element on, without declaration and document type.

    What stands before it, such as blank lines or a script's warning, is dropped (S38). Raises
    ParseError for an empty document (S37), a page or anything else that is no feed (S36), and a
    document type that declares entities, which no honest feed needs (S45).
    """
    if not text.strip("\ufeff \t\r\n\0"):
        raise ParseError("The answer is empty.")
    head = _blank_skipped(text[:_JUNK_LIMIT])
    root = _ELEMENT.search(head)
    _refuse_entities(head[: root.start()] if root else head)
    if root is None or root[2].casefold() not in ROOTS:
        root = _later_root(head)
    return text[root.start() :]


def is_netscape(text: str) -> bool:
    """Tell RSS 0.91 as Netscape published it, which only the document type says."""
    root = _FEED_ROOT.search(text, 0, _JUNK_LIMIT)
    return bool(root) and "netscape" in text[: root.start() if root else 0].casefold()


def _blank_skipped(head: str) -> str:
    """Replace comments and instructions by spaces, so that all offsets stay."""
    pieces: list[str] = []
    done = 0
    for match in _SKIPPED_START.finditer(head):
        closing = _SKIPPED[match[0]]
        end = head.find(closing, match.end())
        if match.start() >= done and end >= 0:
            end += len(closing)
            pieces += [head[done : match.start()], " " * (end - match.start())]
            done = end
    return "".join(pieces) + head[done:]


def _later_root(head: str) -> re.Match[str]:
    """Find the feed behind a script's output; what begins as a page never is one."""
    root = _FEED_ROOT.search(head)
    if root is None or re.search(r"<(?:html|head|body)\b", head[: root.start()], re.IGNORECASE):
        raise ParseError(f"This is {_what_it_is(head)}, not a feed.")
    return root


def _what_it_is(head: str) -> str:
    if re.search(r"<(?:!doctype\s+html|html|head|body)\b", head, re.IGNORECASE):
        return "a web page"
    if _XML_START.match(head.lstrip()) or _ELEMENT.match(head.lstrip()):
        return "another kind of XML"
    return "some other text"


def _refuse_entities(prolog: str) -> None:
    if re.search(r"<!ENTITY", prolog, re.IGNORECASE):
        raise ParseError("The feed declares XML entities, which can be used to attack; refused.")
