"""The photos that a page states for machines: for sharing, in JSON-LD, as microdata, in links.

STATED_RULES is the order in which they are believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice, zip_longest
from urllib.parse import urlsplit

from bot.domain.credit import Words
from bot.domain.model import Photo
from bot.domain.photo import is_decoration, one_each, photo_key, photo_url
from bot.web.html.srcset import listed, pixels
from bot.web.page.json_credit import CREDIT_PROPERTIES, json_words
from bot.web.page.meta import Metadata, Node, strings, types_of
from bot.web.page.scope import Layout

_MAX_NUMBERED = 20
_MAX_PRELOADS = 20
_MAX_GALLERY = 100  # pictures of one
_MAX_GALLERIES = 5
_GALLERIES = frozenset(["ImageGallery", "MediaGallery"])
# A site's own picture, named for sharing where an article has none.
_STANDIN = re.compile(
    r"[/_.-](?:logo|default|placeholder|fallback|stand-?in|favicon|(?:apple-)?touch-?icon|site-?icon|no-?(?:image|photo)"
    r"|social-?(?:share|sharing|card)|share-?(?:image|img|card)|og-?(?:image|img|default))(?:[_.-][^/]*)?$"
    r"|/(?:og|fb|facebook|twitter|share|sharing|social|open-?graph)[_-]?(?:image|img|card|share)?\.\w+$",
    re.IGNORECASE,
)


def stated_photos(meta: Metadata, base: str) -> tuple[Photo, ...]:
    """Return the photos that the head names for the article, the one for sharing first.

    One picture may come several times, in other sizes; a site's own picture is left out.
    """
    photos = [photo for rule in STATED_RULES for photo in rule(meta, base)]
    described: dict[str, Photo] = {}
    for photo in photos:
        if photo.credit or photo.caption:
            described.setdefault(photo_key(photo.url), photo)
    return tuple(_with_words(photo, described.get(photo_key(photo.url))) for photo in photos)


def _with_words(photo: Photo, said: Photo | None) -> Photo:
    if said is None or photo.credit or photo.caption:
        return photo
    return replace(photo, caption=said.caption, credit=said.credit, role=said.role)


def _for_sharing(meta: Metadata, base: str) -> Iterator[Photo]:
    images = meta.every("og:image") or meta.every("og:image:url", "og:image:secure_url")
    widths, heights = meta.every("og:image:width"), meta.every("og:image:height")
    sized = len(widths) == len(heights) == len(images)
    for address, width, height in zip_longest(
        images, widths if sized else [], heights if sized else []
    ):
        yield from _usable(address, base, pixels(width), pixels(height))
    for address in meta.every(
        "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"
    ):
        yield from _usable(address, base)


def _in_json(meta: Metadata, base: str) -> Iterator[Photo]:
    yield from _json_images(meta.article.get("image"), meta, base)


def _as_microdata(meta: Metadata, base: str) -> Iterator[Photo]:
    for address in meta.every("image", "contenturl"):
        yield from _usable(address, base)


def _as_thumbnail(meta: Metadata, base: str) -> Iterator[Photo]:
    for address in (*strings(meta.article.get("thumbnailUrl")), meta.link("image_src")):
        yield from _usable(address, base)


STATED_RULES: tuple[Callable[[Metadata, str], Iterator[Photo]], ...] = (
    _for_sharing,  # OpenGraph, Twitter
    _in_json,  # JSON-LD's image of the article: strings, objects, lists, references
    _as_microdata,  # <meta itemprop=image>
    _as_thumbnail,  # thumbnailUrl, <link rel=image_src>
)


def other_versions(layout: Layout, meta: Metadata, base: str) -> Iterator[Photo]:
    """Yield pictures that the head names without saying that they are the article's.

    They count where they are another size of one that is.
    """
    for address in meta.every("thumbnail", "thumbnailurl", "parsely-image-url"):
        yield from _usable(address, base)
    for number in range(1, _MAX_NUMBERED):
        for address in meta.every(f"og:image{number}"):
            yield from _usable(address, base)
    for link in layout.document.css('link[as="image" i], link[itemprop]')[:_MAX_PRELOADS]:
        yield from _usable(link.attributes.get("href") or "", base)
        for one in islice(listed(link.attributes.get("imagesrcset") or ""), _MAX_PRELOADS):
            yield from _usable(one.address, base, one.width)


def stated_galleries(meta: Metadata, base: str) -> Iterator[tuple[Photo, ...]]:
    """Yield the photos of each gallery in JSON-LD, and of an article's images with words each."""
    galleries = (node for node in meta.nodes if _GALLERIES & set(types_of(node)))
    for node in islice(galleries, _MAX_GALLERIES):
        values = (node.get(name) for name in ("associatedMedia", "image", "hasPart"))
        yield one_each(photo for value in values for photo in _json_images(value, meta, base))
    photos = one_each(_in_json(meta, base))
    if len({photo.caption for photo in photos if photo.caption}) == len(photos):
        yield photos


def _usable(
    address: str | None, base: str, width: int | None = None, height: int | None = None
) -> Iterator[Photo]:
    url = photo_url(address or "", base)
    if url and not is_decoration(url, width, height) and not _STANDIN.search(urlsplit(url).path):
        yield Photo(url=url, width=width, height=height)


def _json_images(value: object, meta: Metadata, base: str) -> Iterator[Photo]:
    """Yield the pictures in a value of JSON-LD, with the words of their ImageObjects."""
    values = value[:_MAX_GALLERY] if isinstance(value, list) else [value]
    described = _described(meta) if any(isinstance(one, str) for one in values) else {}
    for one in values:
        image = meta.resolve(one)
        addresses = _addresses(image) if isinstance(image, dict) else strings(image)
        node = image if isinstance(image, dict) else described.get("".join(addresses), {})
        for photo in _first_usable(addresses, node, base):
            words = json_words(node, meta)
            yield replace(photo, caption=words.caption, credit=words.credit, role=words.role)


def _first_usable(addresses: Iterable[str], node: Node, base: str) -> Iterator[Photo]:
    size = [pixels(str(node.get(name) or "")) for name in ("width", "height")]
    for address in addresses:
        yield from _usable(address, base, *size)
        return


def _addresses(node: Node) -> list[str]:
    return [text for name in ("contentUrl", "url") for text in strings(node.get(name))]


def with_stated_credits(photos: Iterable[Photo], meta: Metadata, base: str) -> tuple[Photo, ...]:
    """Give photos without a credit the one that an ImageObject anywhere in the JSON-LD states of them."""
    images: dict[str, Node] = {}
    for address, node in _described(meta).items():
        if (url := photo_url(address, base)) and any(node.get(name) for name in CREDIT_PROPERTIES):
            images.setdefault(photo_key(url), node)
    said = ((photo, images.get(photo_key(photo.url))) for photo in photos)
    return tuple(
        photo if photo.credit or node is None else _credited(photo, json_words(node, meta))
        for photo, node in said
    )


def _credited(photo: Photo, words: Words) -> Photo:
    return replace(photo, credit=words.credit, role=words.role)


def _described(meta: Metadata) -> dict[str, Node]:
    """Return the ImageObjects of the page by their addresses, for those that stand alone."""
    images = (node for node in meta.nodes if "ImageObject" in types_of(node))
    return {address: node for node in images for address in _addresses(node)[:1]}
