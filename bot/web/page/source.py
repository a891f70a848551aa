"""The line below an article that names where its news came from."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from bot.domain.model import Source
from bot.domain.text import plain
from bot.web.html.tree import is_within, text_within
from bot.web.page.scope import Layout

_SOURCE = re.compile(
    r"^[\s([（【]*(?:(?:news\s+)?sources?|quellen?|fuentes?|fontes?|fonti|kilde|källa|bron|출처|出典|情報元|ソース)"
    r"\s*(?:\(\w{0,3}\))?\s*[:：=]\s*",
    re.IGNORECASE,
)
_SOURCE_WORD = re.compile(_SOURCE.pattern.replace(r"[:：=]\s*", r"(?:[:：=]|$)"), re.IGNORECASE)
_MAX_SOURCE = 120
_MAX_PARTS = 12
_MAX_LINE = 500
_NOT_SOURCE = frozenset(
    ["figure", "figcaption", "table", "script", "style", "noscript", "nav", "code"]
)


def sources(layout: Layout) -> tuple[Source, ...]:
    """Return what follows "Source:", in any of several languages, on a line of its own."""
    body = layout.document.body
    for node in body.traverse(include_text=True) if body is not None else ():
        if node.tag != "-text" or not _SOURCE_WORD.match(node.text(deep=False)[:_MAX_SOURCE]):
            continue
        text = _source_of(node)
        if text and not is_within(node, _NOT_SOURCE) and not layout.is_aside(node):
            return (Source(name=text),)
    return ()


def _source_of(node: LexborNode) -> str | None:
    """Return the rest of the line that a label begins, a link after it included."""
    line: LexborNode = node
    while line.parent is not None and line.parent.tag in {
        "b",
        "strong",
        "em",
        "i",
        "span",
        "small",
        "a",
    }:
        line = line.parent
    parts = [text_within(line, _MAX_LINE)]
    following = line.next
    while (
        following is not None
        and len(parts) < _MAX_PARTS
        and following.tag
        in {
            "-text",
            "a",
            "em",
            "i",
            "b",
            "strong",
            "span",
            "cite",
        }
    ):
        parts.append(text_within(following, _MAX_LINE))
        following = following.next
    label = _SOURCE.match(whole := plain("".join(parts)))
    text = whole[label.end() :].strip(" )]）】") if label else ""
    return text if text and len(text) <= _MAX_SOURCE else None
