"""Lines as a reader sees them: the text from one break to the next, with the links in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from bot.web.html.tree import text_within

_INLINE = """
    -text -comment a abbr b bdi bdo big cite data em font i ins mark nobr q s small span strong sub
    sup time u wbr
"""
INLINE = frozenset(_INLINE.split())
_IN_LINE = INLINE | {"img"}  # a logo before a name
PICTURES = "img, amp-img, picture, video, iframe, svg, canvas, table"
_PICTURE_TAGS = frozenset([*PICTURES.split(", "), "figure"])
_MAX_STEPS = 60  # nodes of one line, and nodes looked at before it
_MAX_TEXT = 500  # characters of one piece
_MAX_UP = 5  # elements that may begin together with a line


class Piece(NamedTuple):
    """A part of a line, and the target of the link that it stands in, as it is written."""

    text: str
    link: str | None = None


def line_from(node: LexborNode) -> list[Piece]:
    """Return what a reader sees from a node on, up to the end of its line."""
    pieces: list[Piece] = []
    at: LexborNode | None = node
    for _ in range(_MAX_STEPS):
        if at is None or at.tag not in _IN_LINE:
            break
        if at.tag == "-text":
            pieces.append(Piece(at.text(deep=False)[:_MAX_TEXT], _link_around(at)))
        inner = at.child if at.tag not in {"-text", "-comment"} else None
        at = inner or _after(at)
    return pieces


def block_of(node: LexborNode) -> LexborNode | None:
    """Return the element whose line a node stands in."""
    up = node.parent
    for _ in range(_MAX_STEPS):
        if up is None or up.tag not in INLINE:
            return up
        up = up.parent
    return None


def begins_line(node: LexborNode) -> bool:
    """Tell whether nothing stands before a node in its line."""
    return next((before.tag not in INLINE for before in _before(node)), True)


def is_below_picture(node: LexborNode) -> bool:
    """Tell whether a line follows a picture, or anything that is shown like one, at once."""
    up: LexborNode | None = node
    for _ in range(_MAX_UP):
        if up is None or up.tag in {"body", "article", "main"}:
            return False
        for before in _before(up):
            if before.tag != "br":
                return _is_picture(before)
        up = block_of(up)
    return False


def lines_of(node: LexborNode, *, limit: int) -> Iterator[list[Piece]]:
    """Yield the first lines of a block: its items where it is a list."""
    starts = [item.child for item in node.css("li")[:limit]] or [node.child]
    for start in filter(None, starts):
        yield line_from(_first_inline(start))


def _first_inline(node: LexborNode) -> LexborNode:
    for _ in range(_MAX_UP):
        if node.tag in INLINE or node.child is None:
            break
        node = node.child
    return node


def next_block(node: LexborNode) -> LexborNode | None:
    """Return the element with text that follows a block."""
    after = node.next
    for _ in range(_MAX_STEPS):
        if after is None or (after.tag != "-comment" and text_within(after, _MAX_TEXT).strip()):
            return after
        after = after.next
    return None


def _before(node: LexborNode) -> Iterator[LexborNode]:
    """Yield what stands before a node in its block, nearest first, without what shows nothing."""
    at: LexborNode | None = node
    for _ in range(_MAX_STEPS):
        while at is not None and at.prev is None and at.parent is not None:
            if at.parent.tag not in INLINE:
                return
            at = at.parent
        at = at.prev if at is not None else None
        if at is None:
            return
        if at.tag in {"br", "img"} or _is_picture(at) or text_within(at, _MAX_TEXT).strip():
            yield at


def _is_picture(node: LexborNode) -> bool:
    if node.tag in {"-text", "-comment"}:
        return False
    shown = node.tag in _PICTURE_TAGS or node.css_first(PICTURES) is not None
    return shown and not (node.tag != "figure" and text_within(node, _MAX_TEXT).strip())


def _after(node: LexborNode) -> LexborNode | None:
    """Return the next node of the same line, in the order of the page."""
    up: LexborNode | None = node
    for _ in range(_MAX_STEPS):
        if up is None or up.next is not None:
            break
        up = up.parent
        if up is not None and up.tag not in INLINE:
            return None
    return up.next if up is not None else None


def _link_around(node: LexborNode) -> str | None:
    up = node.parent
    while up is not None and up.tag in INLINE:
        if up.tag == "a":
            return up.attributes.get("href")
        up = up.parent
    return None
