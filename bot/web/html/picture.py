"""Pictures in HTML: the photo that an element shows, in its largest version, with its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborNode

from bot.domain.credit import Words
from bot.domain.model import Photo
from bot.domain.photo import fallbacks, is_decoration, one_each, photo_url
from bot.domain.text import plain
from bot.web.html.aside import Surroundings, decoration_class
from bot.web.html.caption import words_of
from bot.web.html.srcset import parse_srcset, pixels
from bot.web.html.text import MAX_HTML, TAG, unescaped
from bot.web.html.tree import fragment
from bot.web.html.version import Version, background_of, versions_of

__all__ = [
    "IMAGES",
    "MAX_IMAGES",
    "parse_srcset",
    "photos_in",
    "pictures",
    "pixels",
    "read_background",
    "read_image",
]

IMAGES = "img, amp-img"
MAX_IMAGES = 300  # images looked at in one tree

_MAX_ALT = 1500  # characters
_MAX_STYLE = 2000  # characters
_MAX_WITHIN = 40  # elements; one with a background that holds more shows more than its picture
_STYLED = re.compile(r"(?<![\w-])(width|height)\s*:\s*(\d{1,5}(?:px)?)(?![\w.%])")

# A caption that the blog's software did not turn into HTML.
_SHORTCODE = re.compile(
    r"\[caption\b[^\]]{0,500}\]((?:\s*<a\b[^<>]*>)?\s*<img\b[^<>]*>(?:\s*</a>)?)([^\[]{0,2000})\[/caption\]"
)


def photos_in(html: str, *, base: str) -> tuple[Photo, ...]:
    """Return the photos of a fragment in order, each once, in the largest version named.

    ``base`` is the absolute URL against which theirs are resolved; decoration is left out.
    """
    if "<img" not in html and "<IMG" not in html and TAG.search(text := unescaped(html)):
        html = text
    html = _SHORTCODE.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", html)
    return one_each(pictures(fragment(html, limit=MAX_HTML), base=base))


def pictures(root: LexborNode, *, base: str) -> Iterator[Photo]:
    """Yield the photos of a text in order, versions of one picture perhaps several times.

    What surrounds a text (related posts, its author, buttons to share it) shows none of them.
    """
    surroundings = Surroundings(root)
    for image in root.css(IMAGES)[:MAX_IMAGES]:
        if not surroundings.hold(image) and (photo := read_image(image, base=base)):
            yield photo


# An alt text that says only that something is a picture, or what its file is called.
_SAYS_NOTHING = re.compile(
    r"(?:(?:lazy[\s-]?load(?:ed|ing)?|featured|main|article|post|hero|lead|cover|default|placeholder|thumbnail|stock)[\s-]+){0,2}"
    r"(?:images?|photos?|pictures?|pics?|img|thumbnail|thumb|foto|bild|imagen|imagem|immagine|이미지|사진|画像|写真"
    r"|null|undefined|alt(?:ernative)?(?:\s+text)?|untitled|placeholder)[\s.\d]*"
    r"|\S+\.(?:jpe?g|png|gif|webp|avif)|(?:img|dsc\w?|image|screenshot|pxl)[_-]?\d[\d_-]*|\W*|\d+",
    re.IGNORECASE,
)


def _said(alt: str) -> str | None:
    text = plain(alt[:_MAX_ALT])
    return None if _SAYS_NOTHING.fullmatch(text) else text


def read_image(image: LexborNode, *, base: str) -> Photo | None:
    """Return the photo that an image element shows, None for decoration or no usable address."""
    styled = dict(_STYLED.findall((image.attributes.get("style") or "")[:_MAX_STYLE]))
    shown = (
        pixels(image.attributes.get("width") or styled.get("width")),
        pixels(image.attributes.get("height") or styled.get("height")),
    )
    if decoration_class(image):
        return None
    versions = versions_of(image, base)
    if not versions or is_decoration(versions[0].url, *shown):
        return None
    is_src = versions[0].url == photo_url(image.attributes.get("src") or "", base)
    return _photo(image, versions, shown if is_src else (None, shown[1]))


def read_background(node: LexborNode, *, base: str) -> Photo | None:
    """Return the photo that an element has as its background, None for decoration or none."""
    versions = background_of(node, base) if not decoration_class(node) else []
    return _photo(node, versions, (None, None)) if versions else None


def _photo(
    node: LexborNode, versions: list[Version], shown: tuple[int | None, int | None]
) -> Photo:
    """Return the photo with its words; the size on the page stands in for one that is not stated."""
    best = versions[0]
    words = (
        words_of(node) if len(list(islice(node.traverse(), _MAX_WITHIN))) < _MAX_WITHIN else Words()
    )
    width = best.width or shown[0]
    alt = node.attributes.get("alt") or node.attributes.get("aria-label") or ""
    others = (version.url for version in versions[1:] if not version.avif)
    return Photo(
        url=best.url,
        width=width,
        height=shown[1] if width and width == shown[0] else None,
        alt=_said(alt),
        caption=words.caption,
        credit=words.credit,
        role=words.role,
        fallbacks=fallbacks(best.url, others),
    )
