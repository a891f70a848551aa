"""What stands around a picture on a page, as far as it can only mean this one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from selectolax.lexbor import LexborNode

from bot.domain.photo import photo_key
from bot.domain.text import plain
from bot.web.html.tree import attribute, text_within

_TEXT_LEVEL = "a abbr b bdi big cite em font i ins mark nobr q small span strong sub sup time u wbr"
INLINE = frozenset(_TEXT_LEVEL.split())
_IMAGES = frozenset(["img", "amp-img"])
_NO_WORDS = frozenset(
    ["img", "amp-img", "source", "picture", "script", "style", "noscript", "svg", "button"]
)
_OF_OTHERS = frozenset(["figure", "figcaption", "h1", "h2", "h3", "h4", *_IMAGES])
_EMPTY = frozenset(["-text", "br", "-comment", "wbr"])
_OUTSIDE = frozenset(["body", "article", "main", "html"])
_MAX_CLIMB = 8
_SMALL = re.compile(r"(?:[89]|[1-4]\d)(?:px)?")  # pixels of a sign's width; fewer are a stand-in's
_LATE = ("data-src", "data-original", "data-lazy-src")  # where an image loaded late has its address
_MAX_WORDS = 800  # characters of text that may stand around one picture
_MAX_NODES = 300  # elements and texts around one picture
_MAX_ELEMENTS = 60  # of them, those with words
_MAX_SAME = 8  # elements that show one picture
_MAX_ADDRESS = 1000  # characters; a longer one is the picture itself
_MAX_FOLLOWING = 20  # nodes between a picture and what follows it, or of one line


class Around:
    """The surroundings of an image element, each read once, when asked for."""

    def __init__(self, image: LexborNode) -> None:
        self.image = image
        self._texts: dict[int, str] = {}

    def text(self, node: LexborNode) -> str:
        """Return the text of an element in the container; several rules ask for it."""
        if node.mem_id not in self._texts:
            self._texts[node.mem_id] = text_of(node)
        return self._texts[node.mem_id]

    @cached_property
    def container(self) -> LexborNode:
        """The largest element around the image that holds no other and little text."""
        found = self.image
        for _ in range(_MAX_CLIMB):
            parent = found.parent
            if parent is None or parent.tag in _OUTSIDE:
                break
            if found.tag == "figure" or not _is_about_one(parent):
                break
            found = parent
        return found

    @cached_property
    def elements(self) -> tuple[LexborNode, ...]:
        """The elements with words in the container, outer ones before those in them."""
        inner = self.container.css("*")
        if len(inner) > _MAX_NODES:  # an image that holds others, never closed
            return ()
        own = self.container.mem_id  # "==" compares what elements hold, and costs as much
        found = (node for node in inner if node.tag not in _NO_WORDS)
        worded = (node for node in found if node.mem_id != own and self.text(node))
        return tuple(islice(worded, _MAX_ELEMENTS))

    @cached_property
    def _below(self) -> frozenset[int]:
        """What tells the elements of the container that stand behind the image."""
        ids = [node.mem_id for node in self.container.css("*")[: _MAX_NODES + 1]]
        own = self.image.mem_id
        return frozenset(ids[ids.index(own) + 1 :] if own in ids else ())

    def is_below(self, node: LexborNode) -> bool:
        """Tell whether an element of the container stands behind the image."""
        return node.mem_id in self._below

    @cached_property
    def following(self) -> tuple[LexborNode, ...]:
        """The block below the container, or the line of text there; empty if it is another's."""
        return below_of(self.container)


def below_of(node: LexborNode) -> tuple[LexborNode, ...]:
    """Return the block below an element, or the line of text there; empty if it is another's."""
    after = solid(node.next, "next")
    nodes = tuple(line_from(after)) if after is not None else ()
    return () if any(_says_of_others(one) for one in nodes) else nodes


def _is_about_one(node: LexborNode) -> bool:
    """Tell whether an element holds one picture and little else; looks no further than needed."""
    figures, length, shown, images = 0, 0, set(), 0
    for count, inner in enumerate(node.traverse(include_text=True)):
        if inner.tag == "-text":
            length += 0 if _in_code(inner) else len(inner.text(deep=False).strip())
        elif inner.tag in _IMAGES and (images := images + 1) > _MAX_SAME:
            return False
        elif inner.tag in _IMAGES and not (_in_noscript(inner) or _is_icon(inner)):
            shown.add(_address(inner))
        figures += inner.tag == "figure"
        if figures > 1 or length > _MAX_WORDS or len(shown) > 1 or count > _MAX_NODES:
            return False
    return True


def _address(image: LexborNode) -> str:
    """Return what tells a picture from another: what is loaded late, since ``src`` may stand in."""
    attributes = image.attributes
    late = (name for name in _LATE if attributes.get(name))
    address = attributes.get(next(late, "src")) or ""
    return photo_key(address) if len(address) <= _MAX_ADDRESS else address


def _is_icon(image: LexborNode) -> bool:
    """Tell whether an image is a sign beside a picture: a small one, or a drawing.

    One that is loaded late may state any size until then.
    """
    attributes = image.attributes
    if any(attributes.get(name) for name in _LATE):
        return False
    is_small = bool(_SMALL.fullmatch(attributes.get("width") or ""))
    return is_small or (attributes.get("src") or "")[-4:].lower() == ".svg"


def _in_code(text: LexborNode) -> bool:
    return text.parent is not None and text.parent.tag in {"script", "style", "noscript"}


def _in_noscript(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag in {"noscript", *_IMAGES}


def line_from(node: LexborNode) -> Iterator[LexborNode]:
    """Yield a block, or the texts and inline elements of a line from a first one on."""
    yield node
    following = node.next
    for _ in range(_MAX_FOLLOWING):
        is_inline = node.tag in INLINE or node.tag == "-text"
        if following is None or not is_inline or following.tag not in {"-text", *INLINE}:
            return
        yield following
        following = following.next


def _says_of_others(node: LexborNode) -> bool:
    """Tell whether a node is a picture, or speaks of several or of the text below."""
    if node.tag == "-text" or _is_loose_caption(node):
        return False
    inner = node.css("img, amp-img, figure")[:_MAX_FOLLOWING]
    return node.tag in _OF_OTHERS or any(one.tag == "figure" or not _is_icon(one) for one in inner)


def _is_loose_caption(node: LexborNode) -> bool:
    """Tell whether a caption stands outside of any figure, so that it can't be a gallery's."""
    parent = node.parent
    return node.tag == "figcaption" and parent is not None and parent.tag != "figure"


def solid(node: LexborNode | None, step: str) -> LexborNode | None:
    """Return a node, or the next in a direction ("next", "prev") that is no white space or break."""
    for _ in range(_MAX_FOLLOWING):
        if node is None or node.tag not in _EMPTY or text_of(node):
            break
        node = getattr(node, step)
    return node


def named(node: LexborNode) -> str:
    """Return what an element is called: its classes, id and the like."""
    if node.tag == "-text":
        return ""
    return " ".join(attribute(node, name) for name in ("class", "itemprop", "id", "data-testid"))


_BUTTONS = "button, [role=button], [class*=button], [class*=btn]"
_MAX_BUTTON = 30  # characters of what a button says


def words_in(caption: LexborNode | None) -> str:
    """Return the text of a caption without that of the buttons that end it."""
    text = text_of(caption)
    for button in reversed(caption.css(_BUTTONS)[:5] if caption is not None else []):
        said = text_of(button)
        text = text.removesuffix(said).rstrip() if len(said) <= _MAX_BUTTON else text
    return text


def text_of(*nodes: LexborNode | None) -> str:
    """Return the text of some nodes in a row, within limits."""
    texts = (text_within(node, _MAX_WORDS * 2, separator=" ") for node in nodes if node is not None)
    return plain(" ".join(texts))
