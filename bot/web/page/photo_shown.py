"""The photos that a page shows: images, noscript fallbacks, backgrounds, lists in attributes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from selectolax.lexbor import LexborNode

from bot.domain.model import Photo
from bot.domain.photo import photo_key
from bot.domain.photo_twin import are_twins
from bot.web.html.picture import IMAGES, MAX_IMAGES
from bot.web.html.version import BACKGROUNDS
from bot.web.page.not_a_photo import why_not
from bot.web.page.photo_list import LISTS, listed_photos
from bot.web.page.scope import Layout
from bot.web.page.shown import Shown

_PICTURES = f"{IMAGES}, {BACKGROUNDS}"
_IMAGE_TAGS = frozenset(["img", "amp-img"])


def shown_photos(layout: Layout, base: str) -> Iterator[Photo]:
    """Yield the photos that the article shows, in its order, one picture perhaps several times."""
    if layout.scope is None:
        return
    for node in _each(layout.scope, f"{_PICTURES}, {LISTS}"):
        if node.tag not in _IMAGE_TAGS and not layout.is_aside(node):
            yield from listed_photos(node, base)
        shown = Shown(node, layout, base)
        if why_not(shown) is None and shown.photo is not None:
            yield shown.photo


def shown_elsewhere(stated: Collection[Photo], layout: Layout, base: str) -> Photo | None:
    """Return the photo, one of those stated or its twin, that the page shows outside of the article.

    One that stands in an aside comes last: it may be an aside by its name alone.
    """
    nodes = _each(layout.document.root, _PICTURES) if layout.document.root is not None else ()
    known = {photo_key(photo.url): photo.url for photo in stated}
    shown = [(Shown(node, layout, base).photo, node) for node in nodes]
    own = [(photo, node) for photo, node in shown if photo and _shows_any(photo, known)]
    return min(own, key=lambda one: layout.is_aside(one[1]), default=(None, None))[0]


def _shows_any(photo: Photo, known: Mapping[str, str]) -> bool:
    urls = (photo.url, *photo.fallbacks)
    return any(photo_key(url) in known for url in urls) or any(
        are_twins(url, lead) for url in urls for lead in known.values()
    )


def _each(root: LexborNode, selector: str) -> Iterator[LexborNode]:
    """Yield the elements that a list of selectors finds, each once, in the order of the page."""
    last = -1
    for node in root.css(selector)[:MAX_IMAGES]:
        if node.mem_id != last:
            yield node
        last = node.mem_id
