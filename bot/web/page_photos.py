"""The photos of an article's page, in the order shown, and the one it leads with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborNode

from bot.domain.credit import clean_credit, split_caption
from bot.domain.model import Photo
from bot.domain.photo import is_decoration, named_width, one_each, photo_key, photo_url
from bot.web.html import to_text
from bot.web.page_meta import Metadata, Node, names, strings, types_of
from bot.web.page_scope import Layout, above
from bot.web.picture import MAX_IMAGES, pixels, read_image

_MIN_WIDTH = 200  # pixels; what is smaller beside an article's text is a thumbnail
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)


def page_photos(layout: Layout, meta: Metadata, *, base: str) -> tuple[Photo, ...]:
    """Return the article's own photos, each once, with the credits that stand with them.

    The photo stated for sharing comes first where the article itself shows none.
    """
    shown = one_each(_shown(layout, base))
    stated = {photo_key(photo.url): photo for photo in _stated(meta, base)}
    completed = tuple(_completed(photo, stated.get(photo_key(photo.url))) for photo in shown)
    return completed or tuple(stated.values())[:1]


def lead_image(meta: Metadata, photos: tuple[Photo, ...], *, base: str) -> str | None:
    """Return the URL of the picture that the page leads with, None for none.

    The one stated for sharing; else the first that is shown.
    """
    stated = next(_stated(meta, base), None)
    return stated.url if stated else photos[0].url if photos else None


def _completed(photo: Photo, stated: Photo | None) -> Photo:
    if stated is None:
        return photo
    return replace(
        photo, credit=photo.credit or stated.credit, caption=photo.caption or stated.caption
    )


def _stated(meta: Metadata, base: str) -> Iterator[Photo]:
    """Yield the photos that the head names for the article, for sharing first."""
    described = {photo_key(photo.url): photo for photo in _json_photos(meta, base)}
    sharing = meta.every(
        "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"
    )
    for address in sharing:
        url = photo_url(address, base)
        if url and not is_decoration(url):
            yield replace(described.get(photo_key(url), Photo(url=url)), url=url)
    yield from described.values()


def _json_photos(meta: Metadata, base: str) -> Iterator[Photo]:
    images = meta.article.get("image")
    values = images if isinstance(images, list) else [images]
    nodes = [node for node in meta.nodes if "ImageObject" in types_of(node)]
    described = {address: node for node in nodes for address in _addresses(node)}
    for value in values:
        image = meta.resolve(value)
        addresses = _addresses(image) if isinstance(image, dict) else strings(image)
        for address in addresses[:1]:
            node = image if isinstance(image, dict) else described.get(address, {})
            if photo := _json_photo(node, address, base):
                yield photo


def _addresses(node: Node) -> list[str]:
    return [text for name in ("contentUrl", "url") for text in strings(node.get(name))]


def _json_photo(node: Node, address: str, base: str) -> Photo | None:
    url = photo_url(address, base)
    size = [pixels(str(node.get(name) or "")) for name in ("width", "height")]
    if not url or is_decoration(url, *size):
        return None
    caption, credit = split_caption(to_text(next(iter(strings(node.get("caption"))), "")))
    return Photo(
        url=url, width=size[0], height=size[1], caption=caption, credit=_json_credit(node) or credit
    )


def _json_credit(node: Node) -> str | None:
    """Return the credit of a schema.org ImageObject."""
    for name in ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice"):
        if credit := clean_credit(", ".join(names(node.get(name)))):
            return credit
    return None


def _shown(layout: Layout, base: str) -> Iterator[Photo]:
    scope = layout.scope
    images = scope.css("img, amp-img")[:MAX_IMAGES] if scope is not None else []
    for image in images:
        if layout.is_aside(image) or _leads_elsewhere(image, base):
            continue
        photo = read_image(image, base=base)
        if photo and not _is_thumbnail(photo):
            yield photo


def _is_thumbnail(photo: Photo) -> bool:
    width = photo.width or named_width(photo.url)
    return width is not None and width < _MIN_WIDTH


def _leads_elsewhere(image: LexborNode, base: str) -> bool:
    """Tell whether an image is the teaser of another page: it stands in a link to one."""
    link = next((up for up in above(image) if up.tag == "a"), None)
    target = (link.attributes.get("href") or "").strip() if link is not None else ""
    if not target or target.startswith(("#", "javascript:")) or _PICTURE_FILE.search(target):
        return False
    return urldefrag(urljoin(base, target))[0] != urldefrag(base)[0]
