"""The photos of an article's page, in the order shown, and the one it leads with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from urllib.parse import urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborNode

from bot.domain.credit import clean_credit, split_caption
from bot.domain.model import Photo
from bot.domain.photo import is_decoration, named_width, one_each, photo_key, photo_url
from bot.web.html.picture import MAX_IMAGES, pixels, read_image
from bot.web.html.text import to_text
from bot.web.html.tree import above, attribute, is_inside, text_within
from bot.web.page.credit import with_common_credit
from bot.web.page.meta import Metadata, Node, names, strings, types_of
from bot.web.page.scope import Layout

_MIN_WIDTH = 200  # pixels; what is smaller beside an article's text is a thumbnail
# A site's own picture, named for sharing where an article has none.
_STANDIN = re.compile(
    r"[/_.-](?:logo|default|placeholder|fallback|stand-?in)(?:[_.-][^/]*)?$"
    r"|/(?:og|fb|facebook|twitter|share|sharing|social|open-?graph)[_-]?(?:image|img|card|share)?\.\w+$",
    re.IGNORECASE,
)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)


def page_photos(layout: Layout, meta: Metadata, *, base: str) -> tuple[Photo, ...]:
    """Return the article's own photos, each once, with the credits that stand with them.

    The photo stated for sharing comes first where the article itself shows none, or where the
    page shows it outside of the article.
    """
    stated: dict[str, list[Photo]] = {}
    for photo in _stated(meta, base):
        stated.setdefault(photo_key(photo.url), []).append(photo)
    shown = one_each(_shown(layout, base))
    if lead := _lead_elsewhere(layout, stated, shown, base):
        shown = (lead, *shown)
    versions = [same for photo in shown for same in stated.get(photo_key(photo.url), ())]
    photos = one_each([*shown, *versions]) or one_each(_stated(meta, base))[:1]
    return with_common_credit(photos, layout)


def _lead_elsewhere(
    layout: Layout, stated: Collection[str], shown: tuple[Photo, ...], base: str
) -> Photo | None:
    """Return the stated photo as the page shows it, if it does so outside of the article."""
    if not stated or set(stated) & {photo_key(photo.url) for photo in shown}:
        return None
    images = layout.document.css("img")[:MAX_IMAGES]
    found = (read_image(image, base=base) for image in images if not layout.is_aside(image))
    return next((photo for photo in found if photo and photo_key(photo.url) in stated), None)


def lead_image(meta: Metadata, photos: tuple[Photo, ...], *, base: str) -> str | None:
    """Return the URL of the picture that the page leads with, None for none.

    The one stated for sharing; else the first that is shown.
    """
    stated = next(_stated(meta, base), None)
    return stated.url if stated else photos[0].url if photos else None


def _stated(meta: Metadata, base: str) -> Iterator[Photo]:
    """Yield the photos that the head names for the article, for sharing first."""
    described = {photo_key(photo.url): photo for photo in _json_photos(meta, base)}
    sharing = meta.every(
        "og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"
    )
    for address in sharing:
        url = photo_url(address, base)
        if url and not is_decoration(url) and not _is_standin(url):
            yield replace(described.get(photo_key(url), Photo(url=url)), url=url)
    yield from (photo for photo in described.values() if not _is_standin(photo.url))
    for address in (*strings(meta.article.get("thumbnailUrl")), meta.link("image_src")):
        if (url := photo_url(address, base)) and not is_decoration(url) and not _is_standin(url):
            yield Photo(url=url)


def _is_standin(url: str) -> bool:
    return bool(_STANDIN.search(urlsplit(url).path))


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
        if layout.is_aside(image) or _is_teaser(image, layout, base) or _is_video(image):
            continue
        photo = read_image(image, base=base)
        if photo and not _is_thumbnail(photo):
            yield photo


def _is_thumbnail(photo: Photo) -> bool:
    width = photo.width or named_width(photo.url)
    return width is not None and width < _MIN_WIDTH


_VIDEO = re.compile(r"(?:^|[\s_-])(?:video|youtube|vimeo|\w*player(?:$|[\s_-]))", re.IGNORECASE)


def _is_video(image: LexborNode) -> bool:
    """Tell whether an image is the still of a video player."""
    near = [up for up, _ in zip(above(image), range(4), strict=False)]
    return any(_VIDEO.search(attribute(up, "class")) for up in near)


_MAX_LINK_WORDS = 3
_MAX_LINK_TEXT = 500


def _is_teaser(image: LexborNode, layout: Layout, base: str) -> bool:
    """Tell whether an image advertises another page: it stands in a link to one.

    Within the text, a link around nothing but the image leads to its gallery or full size.
    """
    link = next((up for up in above(image) if up.tag == "a"), None)
    target = (link.attributes.get("href") or "").strip() if link is not None else ""
    if link is None or target.startswith(("#", "javascript:")) or _PICTURE_FILE.search(target):
        return False
    if not target or urldefrag(urljoin(base, target))[0] == urldefrag(base)[0]:
        return False
    return (
        not is_inside(image, layout.text)
        or len(text_within(link, _MAX_LINK_TEXT).split()) > _MAX_LINK_WORDS
    )
