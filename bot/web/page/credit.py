"""Credits that stand apart from the photos they mean: on a line of their own in the article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from bot.domain.credit import is_credit_line
from bot.domain.credit_line import MAX_CREDIT, any_of, clean_credit, credit_role
from bot.domain.credit_word import LEAD_LABELS
from bot.domain.model import Photo
from bot.domain.photo import photo_key
from bot.domain.text import plain
from bot.web.html.around import named
from bot.web.html.credit_name import is_credit_name
from bot.web.html.picture import MAX_IMAGES
from bot.web.html.tree import is_inside, is_within
from bot.web.page.line import INLINE
from bot.web.page.scope import Layout
from bot.web.page.shown import Shown

_MAX_NODES = 40_000  # elements and texts looked at
_MAX_UP = 10  # inline elements around a text
_PARAGRAPH = 40  # characters; a longer line is the article's text
_IMAGES = frozenset(["img", "amp-img"])
_CODE = frozenset(["script", "style", "noscript", "template", "textarea", "svg"])
_CAPTION = frozenset(["figcaption", "figure"])
_HEADING = frozenset(["h1", "h2", "h3", "h4", "header"])
_OF_LEAD = re.compile(rf"[\s\W]{{0,3}}{any_of(LEAD_LABELS)}(?!\w)", re.IGNORECASE)
# A label in the plural, or brackets: it speaks of more than the photo next to it.
_OF_SEVERAL = re.compile(
    r"[\s\W]{0,3}(?:all|alle|toutes|todas|tutte|photos|photographs|images|pictures|stills|fotos|bilder|imágenes|imagens"
    r"|immagini|fotografías|fotografias|photo\s+credits|cr[eé]dits\s+photo|crédit\s+photos)(?!\w)|[\[【［]",
    re.IGNORECASE,
)

_Photos = tuple[Photo, ...]


class _Line(NamedTuple):
    """A line that is a credit; ``above`` is the key of the photo over it, with no text between."""

    text: str
    credit: str
    above: str | None
    passed: int  # photos of the article that stand before it
    is_below: bool = False  # all that the page shows do


def with_words_of(shown: Photo, version: Photo) -> Photo:
    """Give a version that the head names the words that stand with the photo where it is shown."""
    credited = shown if shown.credit else version
    return replace(
        version,
        credit=credited.credit,
        role=credited.role,
        caption=shown.caption or version.caption,
        alt=shown.alt or version.alt,
    )


def with_common_credit(photos: _Photos, layout: Layout, *, base: str) -> _Photos:
    """Give the credits that stand on lines of their own to the photos that they can only mean."""
    if all(photo.credit for photo in photos):
        return photos
    lines = _credit_lines(photos, layout, base)
    for rule in LINE_RULES:
        photos = rule(photos, lines)
    return photos


def _lead_named(photos: _Photos, lines: list[_Line]) -> _Photos:
    """Give the first photo what says "Featured image: A. Name"."""
    line = next((line for line in lines if _OF_LEAD.match(line.text)), None)
    if line is None:
        return photos
    lines.remove(line)
    return (_credited(photos[0], line), *photos[1:])


def _next_above(photos: _Photos, lines: list[_Line]) -> _Photos:
    """Give a line to the photo above it, where no text of the article stands between."""
    bare = {photo_key(photo.url) for photo in photos if not photo.credit}
    below: dict[str, _Line] = {}
    for line in lines:
        if line.above is not None and line.above in bare and not _OF_SEVERAL.match(line.text):
            below.setdefault(line.above, line)
    lines[:] = [line for line in lines if below.get(line.above or "") is not line]
    keyed = [(photo, photo_key(photo.url)) for photo in photos]
    return tuple(_credited(photo, below[key]) if key in below else photo for photo, key in keyed)


def _only_bare(photos: _Photos, lines: list[_Line]) -> _Photos:
    """Give the only line to the only photo without a credit."""
    bare, left = [photo for photo in photos if not photo.credit], _left(photos, lines)
    return _all_with(photos, left[0]) if len(bare) == 1 and len(left) == 1 else photos


def _all_bare(photos: _Photos, lines: list[_Line]) -> _Photos:
    """Give the only line to all photos, if none has a credit: it stands below or speaks of all."""
    left = _left(photos, lines)
    if len(left) != 1 or any(photo.credit for photo in photos):
        return photos
    is_of_all = left[0].is_below or _OF_SEVERAL.match(left[0].text)
    return _all_with(photos, left[0]) if is_of_all else photos


def _left(photos: _Photos, lines: list[_Line]) -> list[_Line]:
    """Return the lines whose name no photo has yet, each name once."""
    own = {photo.credit for photo in photos}
    first = {line.credit: line for line in reversed(lines) if line.credit not in own}
    return list(first.values())


# Each gives what it can; the next looks at the photos and lines that are left.
LINE_RULES: tuple[Callable[[_Photos, list[_Line]], _Photos], ...] = (
    _lead_named,
    _next_above,
    _only_bare,
    _all_bare,
)


def _all_with(photos: _Photos, line: _Line) -> _Photos:
    return tuple(_credited(photo, line) for photo in photos)


def _credited(photo: Photo, line: _Line) -> Photo:
    role = credit_role(line.text)
    return photo if photo.credit else replace(photo, credit=line.credit, role=role)


def _credit_lines(photos: _Photos, layout: Layout, base: str) -> list[_Line]:
    """Return the lines that say "Photo: …" and nothing else, each name once below each photo."""
    seen = list(_lines_and_images(layout))
    if not any(len(text) <= MAX_CREDIT and is_credit_line(text) for _, text in seen):
        return []
    keys = {photo_key(photo.url) for photo in photos}
    found: dict[tuple[str, str | None], _Line] = {}
    above: str | None = None
    passed: set[str] = set()
    for node, text in seen:
        if node.tag in _IMAGES:
            above = _key(node, layout, base, above)
            passed |= {above} & keys if above else set()
        elif len(text) <= MAX_CREDIT and is_credit_line(text) and _is_in_article(node, layout):
            if (credit := clean_credit(text)) and ":" not in credit:
                found.setdefault((credit, above), _Line(text, credit, above, len(passed)))
        elif len(text) >= _PARAGRAPH and not is_within(node, _HEADING):
            above = None
    return [line._replace(is_below=line.passed == len(passed)) for line in found.values()]


def _is_in_article(node: LexborNode, layout: Layout) -> bool:
    return (
        is_inside(node, layout.scope)
        and not is_within(node, _CAPTION)
        and not layout.is_aside(node)
    )


def _key(image: LexborNode, layout: Layout, base: str, above: str | None) -> str | None:
    """Return what tells the picture of an image from others; that of the last for decoration."""
    photo = Shown(image, layout, base).photo
    return photo_key(photo.url) if photo else above


def _lines_and_images(layout: Layout) -> Iterator[tuple[LexborNode, str]]:
    """Yield the page's images, and its lines as a reader sees them, each with its first text."""
    parts: list[str] = []
    first, block, images = None, None, 0
    for node, is_break in _nodes(layout):
        around = _block(node) if node.tag == "-text" else block
        if first is not None and (is_break or around != block):
            yield first, plain("".join(parts))
            first, parts = None, []
        if node.tag == "-text":
            first, block = first or node, around
            parts.append(node.text(deep=False)[: MAX_CREDIT + 1])
        elif node.tag in _IMAGES and (images := images + 1) <= MAX_IMAGES:
            yield node, ""
    if first is not None:
        yield first, plain("".join(parts))


def _nodes(layout: Layout) -> Iterator[tuple[LexborNode, bool]]:
    """Yield the nodes of a page that show something, and whether they begin a new line."""
    body = layout.document.body
    walk = body.traverse(include_text=True) if body is not None else iter(())
    for node, _ in zip(walk, range(_MAX_NODES), strict=False):
        if node.tag == "-comment":
            continue
        if node.tag != "-text":
            yield node, node.tag not in INLINE or is_credit_name(named(node))
        elif (
            node.parent is not None
            and node.parent.tag not in _CODE
            and node.text(deep=False).strip()
        ):
            yield node, False


def _block(text: LexborNode) -> int | None:
    """Return what tells the block in which a text stands from others."""
    up = text.parent
    for _ in range(_MAX_UP):
        if up is None or up.tag not in INLINE:
            break
        up = up.parent
    return up.mem_id if up is not None else None
